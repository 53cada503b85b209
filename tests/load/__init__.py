"""The peaks of an examination day, and how costs grow. Run by `make load`; no test."""
