"""The registry of optimizers, in teaching order."""

from optimizers import adadelta, adagrad, adam, adamax, momentum, nesterov, novograd, rmsprop, sgd
from optimizers.base import OptimizerSpec

OPTIMIZERS: dict[str, OptimizerSpec] = {
    "sgd": sgd.SPEC,
    "momentum": momentum.SPEC,
    "nesterov": nesterov.SPEC,
    "adagrad": adagrad.SPEC,
    "adadelta": adadelta.SPEC,
    "rmsprop": rmsprop.SPEC,
    "adam": adam.SPEC,
    "adamax": adamax.SPEC,
    "novograd": novograd.SPEC,
}
