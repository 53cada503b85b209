"""What there is to learn from: principles, cases, readings, terms. Knows no course and no learner."""
