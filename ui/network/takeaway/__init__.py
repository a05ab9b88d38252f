"""What one takes home from a comparison of networks: its weights and data, and code that trains them again."""
