"""Pieces of a network, none of which knows a configuration: activations, losses, initial weights, and their theory."""
