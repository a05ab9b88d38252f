"""The axes of maps as the player draws them, and the scale of their colours."""

from __future__ import annotations

from typing import Any

import numpy as np

from training.configuration.ranges import Range
from training.many.axes import Axis

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


def decades(losses: np.ndarray, share: float) -> list[float]:
    """From where to where a logarithmic scale of colours goes, in whole decades: at most DECADES of them.

    It ends above such a ``share`` of the ``losses``, all above 0: a few that grew do not make all others one colour.
    """
    most = 10 ** np.ceil(np.log10(np.quantile(losses, share)))
    least = 10 ** np.floor(np.log10(max(losses.min(), most / 10**DECADES)))
    return [float(least), float(max(most, least * 10))]
