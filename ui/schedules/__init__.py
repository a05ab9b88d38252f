"""The page of schedules and averages."""
