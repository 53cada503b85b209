"""What this project takes from others: licences, bill of materials, how new it is."""
