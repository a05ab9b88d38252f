"""Curves that a lesson lets a student draw before they are shown, and how far those are from what the runs did.

``train_loss of a from 0.01 to 10`` asks for that quantity of the runner ``a``, on paper that goes from 0.01 to 10, with
a logarithmic scale.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from locales import Words, tr
from locales.formats import grouped, plain
from ui.session.page import Curve, Facts

COLUMNS = 41  # places, from the first step to the last, at which a sketch has a value
CLOSE = 1.5  # the factor up to which a sketch counts as close, on average
Drawn = tuple[float, ...]  # its value at each column
QUANTITIES: Mapping[str, Words] = {"loss": "loss", "train_loss": "training loss", "valid_loss": "validation loss"}
SPELLED = re.compile(r"(\w+) of ([a-z]) from ([0-9.e+-]+) to ([0-9.e+-]+)")


@dataclass(frozen=True)
class Sketch:
    """What is drawn: a ``quantity`` of the ``runner`` of that letter, on paper from ``low`` to ``high``."""

    quantity: str
    runner: str
    low: float
    high: float


def sketch(text: str) -> Sketch:
    """What a lesson's file spells; ValueError where it is none."""
    found = SPELLED.fullmatch(text)
    try:
        if found and found[1] in QUANTITIES and 0 < float(found[3]) < float(found[4]) < math.inf:
            return Sketch(found[1], found[2], float(found[3]), float(found[4]))
    except ValueError:
        pass
    known = " or ".join(QUANTITIES)
    raise ValueError(f"draw: must be {known}, of and a letter, from and to numbers above 0, not {text}")


def columns(curve: Curve) -> np.ndarray:
    """The steps at which a sketch has its values: shape (COLUMNS,), from the first of a curve to the last."""
    return np.linspace(curve.steps[0], curve.steps[-1], COLUMNS)


def on_paper(sketched: Sketch, curve: Curve) -> np.ndarray:
    """The logarithms of a curve, base ten, at the columns: shape (COLUMNS,). What leaves the paper is at its edge; so
    is what is not a number, at the upper one."""
    values = np.nan_to_num(curve.values, nan=np.inf, posinf=np.inf)
    kept = np.log10(np.clip(values, sketched.low, sketched.high))
    return np.interp(columns(curve), curve.steps, kept)


def told(sketched: Sketch, drawn: Drawn, facts: Facts) -> str:
    """How far what was ``drawn`` is from the run, in Markdown: by what factor on average, and where the most. A run
    that leaves the paper counts as at its edge, but is told as it is."""
    curve = facts.curves[sketched.quantity][sketched.runner]
    mine, runs = np.log10(drawn), on_paper(sketched, curve)
    apart = np.abs(mine - runs)
    factor, most = 10 ** float(apart.mean()), columns(curve)[apart.argmax()]
    head = tr("**Close.**") if factor <= CLOSE else tr("**Look where they part.**")
    if factor < 1.05:
        return f"{head} {tr('On average your line is on the run.')}"
    row = int(np.abs(curve.steps - most).argmin())
    step, value = curve.steps[row], curve.values[row]
    drew = plain(10 ** np.interp(step, columns(curve), mine), 2)
    about = {"step": grouped(step), "drew": drew, "runner": facts.labels[sketched.runner]}
    where = (
        tr("At step {step} you drew {drew}; {runner} has {value}.", value=plain(value, 2), **about)
        if np.isfinite(value)
        else tr("At step {step} you drew {drew}; {runner} is not finite.", **about)
    )
    away = tr("On average your line is a factor of {factor} from the run.", factor=plain(factor, 2))
    return f"{head} {away} {where}"


def taken(sketched: Sketch, report: Any) -> Drawn | None:
    """What the paper reports, kept on it; None for nonsense. Three digits do: a class has hundreds of lines to send."""
    if not isinstance(report, list) or len(report) != COLUMNS:
        return None
    try:
        values = [float(f"{float(value):.3g}") for value in report]
    except (TypeError, ValueError, OverflowError):
        return None
    if any(map(math.isnan, values)):
        return None
    return tuple(min(sketched.high, max(sketched.low, value)) for value in values)
