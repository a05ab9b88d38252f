"""Runs: configurations and their links, the loop, surfaces as problems, outcomes in words."""
