"""Rules for layers: they scale or precondition the matrix of a layer's weights as a whole."""

from optimizers.matrices import adafactor, lamb, lars, muon, shampoo, soap

SPECS = (lars.SPEC, lamb.SPEC, adafactor.SPEC, shampoo.SPEC, soap.SPEC, muon.SPEC)
