"""What learners of a cohort read, for those who teach and run it."""
