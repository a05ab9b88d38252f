"""What initial weights do to a signal in a deep network: configuration, measurement, and what theory expects.

deep            the configuration: depth, width, activation and initialization of a network that is not trained
measured        what its layers do to a signal forward and to gradients backward, and histograms (measure)
expected        what theory says of the same (expected)
"""
