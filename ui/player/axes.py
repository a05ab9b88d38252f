"""The axes of maps as the player draws them."""

from __future__ import annotations

from typing import Any

from training.configuration.ranges import Range
from training.many.axes import Axis


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
