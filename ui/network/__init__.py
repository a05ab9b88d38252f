"""The network page: optimizers that train one small network."""
