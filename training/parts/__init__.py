"""Pieces of a network, none of which knows a configuration: activations, losses, initial weights, and their theory.

layer           one layer as it is built: units, activation, normalization, dropout (layers); its one forward pass
pre, act        what a unit gets, and what it makes of it; raw is what is normalized in between
start           what an initializer is given: layers, gain, a probe, and where chance comes from (weights)
gain            what all initial weights are multiplied by; fan-in and fan-out are the ends of a layer
theory          how the mean square of a signal goes from layer to layer, where units are normal (theory)
learned         a slope of an activation that is trained as weights are
"""
