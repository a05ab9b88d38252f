"""What initial weights do to a signal in a deep network: configuration, measurement, and what theory expects."""
