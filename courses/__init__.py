"""What is taught, asked, and when. Knows no learner."""
