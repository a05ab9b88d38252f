"""The page of all optimizers at once."""
