"""Where a number may be: one notion for the hyperparameters of a rule, the knobs of a surface, and all other fields."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Protocol

from locales import tr
from locales.formats import bound
from optimizers.base import shown


class Range(Protocol):
    """The ends of a number, both included, and how a slider shows it. Hyper, Knob and Bound are such.

    ``slider`` are the two ends of the slider, or, where they are more, all the numbers at which it can stand; () is
    none. ``log`` makes it logarithmic, ``memory`` logarithmic in ``1 - value``. ``symbol`` is LaTeX.
    """

    @property
    def symbol(self) -> str: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def slider(self) -> tuple[float, ...]: ...
    @property
    def log(self) -> bool: ...
    @property
    def memory(self) -> bool: ...
    @property
    def whole(self) -> bool: ...
    def __hash__(self) -> int: ...


@dataclass(frozen=True)
class Bound:
    """The range of a number of a configuration: see :class:`Range`."""

    low: float
    high: float
    whole: bool = False
    slider: tuple[float, ...] = ()
    log: bool = False
    memory: bool = False
    symbol: str = ""


SEED = Bound(0, 2**31 - 1, whole=True)
TIMES = Bound(1, 15, whole=True)  # from how many seeds, one after the other, a runner is computed


def in_words(item: Range) -> str:
    """The range as a sentence names it: "a whole number from 1 to 1,024"."""
    ends = {"low": bound(item.low), "high": bound(item.high)}
    return (
        tr("a whole number from {low} to {high}", **ends) if item.whole else tr("a number from {low} to {high}", **ends)
    )


def within(item: Range, value: object) -> float | int:
    """``value``, which may be text, as a number of the range; ValueError in words otherwise."""
    try:
        number = float(signed(value))
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not (item.low <= number <= item.high) or (item.whole and number != int(number)):
        raise ValueError(tr("must be {kind}, not {value}", kind=in_words(item), value=shown(value)))
    return int(number) if item.whole else number


def signed(text: Any) -> Any:
    """A number as it was meant where its + was written into an address by hand, in which + stands for a space."""
    return re.sub(r"(?<=[\d.][eE]) (?=\d+\s*$)", "+", text) if isinstance(text, str) else text
