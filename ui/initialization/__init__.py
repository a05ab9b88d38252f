"""The initialization page: what initial weights do to a signal in a deep network."""
