"""The race page and all optimizers at once: optimizers on a surface of two coordinates."""
