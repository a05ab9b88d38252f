"""Gradient descent and its memories: the rules that everything after them begins with."""

from optimizers.momentum import aggmo, momentum, nesterov, sgd

SPECS = (sgd.SPEC, momentum.SPEC, nesterov.SPEC, aggmo.SPEC)
