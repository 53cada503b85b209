"""Backups of the whole installation: one folder for each, complete or not there at all."""
