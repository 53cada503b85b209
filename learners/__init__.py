"""What people do and earn."""
