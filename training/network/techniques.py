"""The fields of techniques that are put on a network: normalization, dropout, penalties. All are off at first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from training.configuration.fields import Field, Number, Word
from training.configuration.ranges import Bound
from training.network.network import Network
from training.parts.dropout import DROPOUTS
from training.parts.normalization import NORMS
from training.parts.penalties import L2_FORMS, PENALTIES

OFF = "none"
KEEP = Bound(0.05, 1.0, slider=(0.05, 1.0))
LAMBDA = Bound(0.0, 1e3, slider=(1e-5, 10.0), log=True)


def _off(name: str) -> Callable[[Network], str]:
    """Why a field of a technique does not count: the technique is off."""
    return lambda network: f"counts only with {name}" if getattr(network, name) == OFF else ""


def _idle_l2(network: Network) -> str:
    return "" if network.penalty == "l2" else "counts only with penalty=l2"


def _kind(name: str, registry: Mapping[str, Any], label: str, several: str) -> Word:
    """The field that switches a technique on: the kinds of its registry, whose help is that of the field."""

    def help_of(network: Network) -> str:
        return registry[getattr(network, name)].help

    return Word(name, registry, default=OFF, off=OFF, label=label, help=help_of, several=several)


def _number(name: str, owner: str, bound: Bound, default: float, label: str, brief: str, held: str = "") -> Number:
    """A number of a technique, which counts while that is on."""
    idle = _off(owner)
    return Number(name, bound, default=default, label=label, brief=brief, idle=idle, owner=owner, held=held)


NORMALIZATION: tuple[Field, ...] = (_kind("norm", NORMS, "Normalization", "Normalizations"),)
DROPOUT: tuple[Field, ...] = (
    _kind("dropout", DROPOUTS, "Dropout", "Kinds of dropout"),
    _number("keep", "dropout", KEEP, 0.5, "Keep probability of units", "keep"),
    _number("keepin", "dropout", KEEP, 1.0, "Keep probability of inputs", "inputs"),
)
PENALTY: tuple[Field, ...] = (
    _kind("penalty", PENALTIES, "Penalty", "Penalties"),
    _number("lambda", "penalty", LAMBDA, 0.01, "λ", "λ", held="strength"),
    Word(
        "l2form",
        L2_FORMS,
        default="half",
        label="λ counts",
        several="Conventions of L2",
        idle=_idle_l2,
        owner="penalty",
    ),
)
TECHNIQUES = (*NORMALIZATION, *DROPOUT, *PENALTY)
