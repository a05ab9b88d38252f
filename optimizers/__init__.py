"""The registry of optimizers, in teaching order."""

from optimizers import (
    adabelief,
    adadelta,
    adagrad,
    adam,
    adamax,
    adamw,
    amsgrad,
    momentum,
    nadam,
    nesterov,
    novograd,
    radam,
    rmsprop,
    sgd,
    yogi,
)
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
    "adamw": adamw.SPEC,
    "amsgrad": amsgrad.SPEC,
    "nadam": nadam.SPEC,
    "radam": radam.SPEC,
    "adabelief": adabelief.SPEC,
    "yogi": yogi.SPEC,
    "novograd": novograd.SPEC,
}
