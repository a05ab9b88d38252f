"""Runs of optimizers on a surface: configuration, descent, and the update explained."""
