"""The row of a number that the word of another field takes: a deviation, of an initialization that has one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from locales import Words, tr
from optimizers.base import Hyper
from training.configuration.fields import Number, with_s
from training.configuration.ranges import Bound


@dataclass(frozen=True)
class Owned(Number):
    """The number of an entry of a ``registry``."""

    registry: Mapping[str, Any] = field(kw_only=True)

    @property
    def plurals(self) -> Words | tuple[Words, ...]:
        return tuple(with_s(entry.number.label) for entry in self.registry.values() if entry.number)

    def plural(self, config: Any) -> str:
        number = self.registry[getattr(config, self.owner)].number
        return tr(with_s(number.label)) if number else ""


def number_of(name: str, owner: str, registry: Mapping[str, Any]) -> Number:
    """The row of the number that the word of another field takes: the ``number`` of its entry, a Hyper or None."""

    def hyper(config: Any) -> Hyper | None:
        return registry[getattr(config, owner)].number

    def told(what: str) -> Callable[[Any], str]:
        return lambda config: tr(getattr(hyper(config), what, ""))

    return Owned(
        name,
        lambda config: hyper(config) or Bound(0, 0),
        default=lambda config: float(getattr(hyper(config), "default", 0)),
        label=told("label"),
        help=told("help"),
        idle=lambda config: (
            "" if hyper(config) else tr("{owner} takes no number", owner=f"{owner}={getattr(config, owner)}")
        ),
        owner=owner,
        brief="",
        registry=registry,
    )
