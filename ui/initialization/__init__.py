"""The initialization page: what initial weights do to a signal in a deep network.

part            one of the networks that are compared; its words and charts stand side by side (parts)
verdict         what becomes of signal and gradients, in a sentence (words)
"""
