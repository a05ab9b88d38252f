"""Data sets: made by formula, read from tables or from what somebody brings; and how they are prepared."""
