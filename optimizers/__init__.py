"""The registry of optimizers, in teaching order."""

from optimizers import adam, momentum, sgd
from optimizers.base import OptimizerSpec

OPTIMIZERS: dict[str, OptimizerSpec] = {
    "sgd": sgd.SPEC,
    "momentum": momentum.SPEC,
    "adam": adam.SPEC,
}
