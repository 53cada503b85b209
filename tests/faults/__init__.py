"""What happens when parts of the product die, hang or run full. Run by `make faults`; no test."""
