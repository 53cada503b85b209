"""Measures the production stack on this machine. Run by `make bench`; no test."""
