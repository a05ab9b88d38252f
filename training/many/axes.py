"""The axes of many runs: which numbers of a race or a network and of its runner can vary, from where to where, and how.

A rule's numbers have the names of its link without the letter ("lr", "clip.at", "lr.schedule.floor"), those of the
configuration their own ("x", "noise", "seed", "batch", the knobs of a surface, "gain", "keep", "lambda"). WIDTH is that
of every hidden layer, each value a program of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from math import floor, log10
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np

from locales import Words, tr
from locales.formats import grouped, spell
from optimizers.base import Hyper
from training.choice import RATE, Choice, part_forms
from training.configuration import fields
from training.configuration.fields import Field, Number
from training.configuration.ranges import Bound, Range, in_words
from training.network.config import FIELDS
from training.network.hidden import MOST_UNITS
from training.network.network import Network
from training.race.config import fields_of
from training.race.race import Race

Config = TypeVar("Config", Race, Network)

LINEAR, LOG, MEMORY = SCALES = ("linear", "log", "memory")
MOMENTUM: Words = "Momentum"  # what most rules call theirs
APART = ("gain", "batch")  # numbers of a network that leave its data alone
FIXED = ("groups", "repeats")  # numbers that decide a program, or of how many runs there is a picture
WIDTH, HIDDEN = "width", "hidden"  # a number of a network that can vary, and the field that it decides
WIDTHS = Bound(1, MOST_UNITS, whole=True, slider=(2, 64), log=True)
FEW_WIDTHS = np.array(sorted({2**k for k in range(10)} | {3 * 2**k for k in range(8)}))  # 1, 2, 3, 4, 6, 8, 12, ...
NEAR = 8  # widths that are tried along a short axis, at most
MOST = 4_096  # values along an axis
DECADES = 2  # to each side of a rate that are shown at first
DIGITS = 4  # of numbers that are tried along a side over a whole decade or more
FINE = 3  # digits of a value beyond those that tell it from the next one


class Axis(NamedTuple):
    """One number that varies from ``low`` to ``high``, both included, in ``size`` values.

    ``scale`` is "linear", "log", or "memory" for decay rates, logarithmic in 1 - value; "" is the usual one of the
    number.
    """

    name: str
    low: float
    high: float
    size: int
    scale: str = ""


class Known(NamedTuple):
    """A number that can vary: what it is called, and where it may be."""

    label: str
    range: Range


def rows_of(config: Race | Network) -> Mapping[str, Field]:
    """The table of fields of a race or a network."""
    return fields_of(config) if isinstance(config, Race) else FIELDS


def known(config: Race | Network, chosen: Choice) -> dict[str, Known]:
    """The numbers that can vary in the runs of one runner of a configuration: those of its rule first.

    What is the same for all runners of a comparison is so for all runs.
    """
    found = {hyper.name: Known(tr(hyper.label), hyper) for hyper in _in_use(chosen)}
    for part in chosen.wrappers + chosen.schedules:
        for hyper in part_forms(part.name)[part.form]:
            found[f"{part.name}.{hyper.name}"] = Known(tr(hyper.label), hyper)
    for name, row in rows_of(config).items():
        if isinstance(row, Number) and not row.common and name not in FIXED and not row.idle(config):
            found.setdefault(name, Known(row.called(config), row.bound(config)))
    if isinstance(config, Network) and config.hidden:
        found[WIDTH] = Known(tr("Width"), WIDTHS)
    return found


def _in_use(chosen: Choice) -> list[Hyper]:
    """The numbers of a rule that count in its form."""
    return [hyper for hyper in chosen.spec.hypers if hyper.when(dict(chosen.options))]


def momentum(chosen: Choice) -> str:
    """The number of a rule that plays the part of its momentum: of Adam and its kin β₁; "" where there is none."""
    return next((hyper.name for hyper in _in_use(chosen) if hyper.momentum), "")


def of_runner(config: Race | Network, letter: str, name: str) -> str:
    """The number of a runner that varies where ``name`` does: its own momentum for that of another runner."""
    chosen = config.choices[letter]
    others = {momentum(one) for _, one in config.slots}
    own = {hyper.name for hyper in _in_use(chosen)}
    return (momentum(chosen) if name in others - own else "") or name


def united(own: Iterable[Mapping[str, Known]]) -> dict[str, Known]:
    """The numbers of several runners: the rate, what plays the part of momentum, the others of rules, then the rest."""
    found: dict[str, Known] = {}
    for one in own:
        found |= {name: item for name, item in one.items() if name not in found}
    rules = [name for name, item in found.items() if isinstance(item.range, Hyper)]
    order = dict.fromkeys([RATE, *momenta(found), *rules, *found])
    return {name: found[name] for name in order if name in found}


def momenta(numbers: Mapping[str, Known]) -> list[str]:
    """Those that play the part of momentum, by name, those that are called so first."""
    found = {name: hyper for name, item in numbers.items() if isinstance(hyper := item.range, Hyper) and hyper.momentum}
    return sorted(found, key=lambda name: found[name].label != MOMENTUM)


def likely(own: Sequence[Mapping[str, Known]]) -> list[str]:
    """What may vary beside the rate at first, of the numbers of each runner: what all have of memories, then of what
    leaves the data alone, since losses on different data tell nothing of what is better."""
    shared = {name: one.range for name, one in (own[0] if own else {}).items() if all(name in other for other in own)}
    return [name for name, item in shared.items() if item.memory] + [name for name in APART if name in shared]


def field(name: str) -> str:
    """The field of a link that a number decides."""
    return HIDDEN if name == WIDTH else name


def usual(item: Range, low: float) -> str:
    """The scale on which a number from ``low`` on is usually varied."""
    return MEMORY if item.memory else LOG if item.log and low > 0 else LINEAR


def around(item: Range, now: float, most: int) -> tuple[float, float]:
    """From where to where a number is varied at first: two decades to each side of where it is ``now`` if it has a
    logarithmic slider, else along its slider, or ``most`` whole numbers."""
    if item.log and now > 0:
        decade = floor(log10(now) + 1e-9)
        return max(float(f"1e{decade - DECADES}"), item.low), min(float(f"1e{decade + DECADES}"), item.high)
    if item.slider:
        return float(item.slider[0]), float(item.slider[-1])
    return item.low, min(item.high, item.low + (most - 1 if item.whole else 1))


def checked(axis: Axis, numbers: Mapping[str, Known]) -> Axis:
    """The axis with its scale; ValueError in words if the number is unknown or its ends are not as they must be."""
    if axis.name not in numbers:
        raise ValueError(tr("must vary one of {known}, not {name}", known=", ".join(numbers), name=axis.name))
    item, (name, low, high, size, scale) = numbers[axis.name].range, axis
    ends = {"name": name, "low": spell(low), "high": spell(high)}
    if not (item.low <= low <= item.high and item.low <= high <= item.high):
        raise ValueError(tr("{name} must be {kind}, not from {low} to {high}", kind=in_words(item), **ends))
    if not low < high:
        raise ValueError(tr("{name} must vary from a smaller to a larger number, not from {low} to {high}", **ends))
    if not 1 <= size <= MOST:
        raise ValueError(
            tr("{name} must take 1 to {most} values, not {size}", name=name, most=grouped(MOST), size=grouped(size))
        )
    scale = scale or usual(item, low)
    if scale not in SCALES:
        known = ", ".join(SCALES)
        raise ValueError(
            tr("{name} must vary on one of the scales {known}, not {scale}", name=name, known=known, scale=scale)
        )
    if scale == LOG and low <= 0:
        raise ValueError(tr("{name} must begin above 0 on the scale log, not go from {low} to {high}", **ends))
    if scale == MEMORY and high >= 1:
        raise ValueError(tr("{name} must end below 1 on the scale memory, not go from {low} to {high}", **ends))
    return axis._replace(scale=scale)


def at(axis: Axis, shares: np.ndarray) -> np.ndarray:
    """The numbers that lie these shares of the way along an axis, whose scale is known."""
    low, high = float(axis.low), float(axis.high)
    if axis.scale == LOG:
        return low * (high / low) ** shares
    if axis.scale == MEMORY:
        return 1 - (1 - low) * ((1 - high) / (1 - low)) ** shares
    return low + (high - low) * shares


def share(axis: Axis, values: Any) -> Any:
    """Which share of the way along an axis, whose scale is known, numbers lie: what :func:`at` makes numbers of."""
    if axis.scale == LOG:
        return np.log(values / axis.low) / np.log(axis.high / axis.low)
    if axis.scale == MEMORY:
        return np.log((1 - values) / (1 - axis.low)) / np.log((1 - axis.high) / (1 - axis.low))
    return (values - axis.low) / (axis.high - axis.low)


def values(axis: Axis, item: Range) -> np.ndarray:
    """The values of an axis whose scale is known, ascending: (size,), rounded as far as tells each from the next."""
    return _values(axis, item).copy()


@lru_cache(maxsize=256)
def _values(axis: Axis, item: Range) -> np.ndarray:
    """The same, once for all who ask: a page of a map asks some ten times, and rounds number by number."""
    found = at(axis, np.linspace(0, 1, axis.size)) if axis.size > 1 else np.array([float(axis.low)])
    if item.whole:
        return np.rint(found)
    gaps = np.abs(np.diff(found, append=2 * found[-1] - found[-2])) if axis.size > 1 else np.abs(found)
    places = [FINE - int(np.floor(np.log10(gap))) if gap > 0 else None for gap in gaps]
    rounded = [
        value if place is None else round(value, place) for value, place in zip(found.tolist(), places, strict=True)
    ]
    return np.clip(rounded, axis.low, axis.high)


def rounded(axis: Axis, values: np.ndarray) -> np.ndarray:
    """Numbers along an axis with DIGITS digits, those of memories in 1 - value; with more where the axis is short."""
    if axis.scale == LOG:
        digits = _digits(np.log(axis.high / axis.low))
        found = [float(f"{value:.{digits}g}") for value in values]
    elif axis.scale == MEMORY:
        digits = _digits(np.log((1 - axis.low) / (1 - axis.high)))
        found = [round(1 - float(f"{1 - value:.{digits}g}"), 8 + digits) for value in values]
    else:
        places = int(DIGITS - np.floor(np.log10(axis.high - axis.low)))
        found = [round(float(value), places) for value in values]
    return np.clip(found, axis.low, axis.high)


def _digits(span: float) -> int:
    """How many digits tell numbers apart whose logarithms lie within ``span``."""
    return DIGITS + max(0, int(np.ceil(-np.log10(span))))


def few_widths(axis: Axis, values: np.ndarray) -> np.ndarray:
    """Widths along an axis as the nearest of FEW_WIDTHS that it has, so that many share a program; as the nearest of
    NEAR that lie evenly along it where it has hardly any of these."""
    there = FEW_WIDTHS[(axis.low <= FEW_WIDTHS) & (axis.high >= FEW_WIDTHS)]
    if len(there) < NEAR // 2:
        there = np.unique(np.rint(np.linspace(axis.low, axis.high, NEAR)))
    return there[np.argmin(np.abs(np.log(there) - np.log(values)[:, None]), axis=1)].astype(float)


def middles(axis: Axis) -> Axis:
    """The axis through the middles of ``size`` cells that lie side by side from ``low`` to ``high``."""
    low, high = at(axis, np.array([0.5, axis.size - 0.5]) / axis.size)
    return axis._replace(low=float(low), high=float(high))


def put(config: Config, letter: str, name: str, value: float) -> Config:
    """The configuration with another value of a number: of the rule of the runner ``letter``, or its own, unchecked."""
    chosen = config.choices[letter]
    if name == WIDTH:
        layers = {HIDDEN: (round(value),) * len(cast(Network, config).hidden)}
        return replace(config, **layers)  # type: ignore[arg-type]
    if name not in chosen.values:
        row = rows_of(config)[name]
        whole = isinstance(row, Number) and row.bound(config).whole
        return fields.put({name: row}, config, name, int(value) if whole else float(value))
    turned = chosen.with_value(name, float(value))
    return replace(config, slots=tuple((slot, turned if slot == letter else one) for slot, one in config.slots))
