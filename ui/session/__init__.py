"""What a visitor's session holds, and how events change it."""
