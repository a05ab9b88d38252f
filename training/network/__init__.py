"""The training of small networks: configuration, model, loop, and the statistics of every layer."""
