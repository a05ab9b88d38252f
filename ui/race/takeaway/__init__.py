"""What one takes home from a race as text: trajectories, and code that runs anywhere."""
