"""The axes of maps as the player draws them, and the scale of their colours."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from locales import tr
from training.configuration import links
from training.configuration.ranges import Range
from training.many.axes import Axis, field
from training.many.varied import Varied
from ui.session import locks

DECADES = 12.0  # of losses that a scale of colours spans at most


def drawn(label: str, axis: Axis, may: Range, count: int) -> dict[str, Any]:
    """An axis of ``count`` numbers of a grid, whose ends a link may set within ``may``."""
    return {
        "label": label,
        "scale": axis.scale,
        "from": axis.low,
        "to": axis.high,
        "low": may.low,
        "high": may.high,
        "whole": may.whole,
        "count": count,
    }


def own(varied: Varied, config: Any, letter: str, link: str) -> dict[str, Any]:
    """The fields of a runner's link, and what the numbers are of it that vary in the place of those of others.

    ``link`` is that of the runs, which shows who they are of. What is hidden has no labels of its own.
    """
    turned, chosen, veiled = varied.of_runner(config, letter), config.choices[letter], locks.veiled(config)
    one = replace(config, **turned)
    names = [field(getattr(one, f"{side}axis")) for side in varied.used(one)]
    return {
        "own": links.parted(link, config.slots, names, veiled)[1][letter],
        "fields": {axis[0]: [name, True] for axis, name in turned.items()},
        "labels": {} if veiled else {axis[0]: tr(chosen.spec.hyper(name).label) for axis, name in turned.items()},
    }


def decades(losses: np.ndarray, share: float) -> list[float]:
    """From where to where a logarithmic scale of colours goes, in whole decades: at most DECADES of them.

    It ends above such a ``share`` of the ``losses``, all above 0: a few that grew do not make all others one colour.
    """
    most = 10 ** np.ceil(np.log10(np.quantile(losses, share)))
    least = 10 ** np.floor(np.log10(max(losses.min(), most / 10**DECADES)))
    return [float(least), float(max(most, least * 10))]
