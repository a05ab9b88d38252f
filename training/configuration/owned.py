"""The row of a number that the word of another field takes: a deviation, of an initialization that has one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from optimizers.base import Hyper
from training.configuration.fields import Number
from training.configuration.ranges import Bound


def number_of(name: str, owner: str, registry: Mapping[str, Any]) -> Number:
    """The row of the number that the word of another field takes: the ``number`` of its entry, a Hyper or None."""

    def hyper(config: Any) -> Hyper | None:
        return registry[getattr(config, owner)].number

    def told(what: str) -> Callable[[Any], str]:
        return lambda config: getattr(hyper(config), what, "")

    return Number(
        name,
        lambda config: hyper(config) or Bound(0, 0),
        default=lambda config: float(getattr(hyper(config), "default", 0)),
        label=told("label"),
        help=told("help"),
        idle=lambda config: "" if hyper(config) else f"{owner}={getattr(config, owner)} takes no number",
        owner=owner,
        brief="",
    )
