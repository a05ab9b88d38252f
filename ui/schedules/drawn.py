"""The chart of schedules while the one by hand is among them: its points are drawn there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from locales import Words
from optimizers.schedules import MOST_FACTOR, MOST_POINTS
from ui.looks.charts import Curve
from ui.player.loading import component
from ui.schedules.page import BY_EPOCH
from ui.session import session

KEY = "drawn"
MISSING: Words = "The chart could not be loaded. Reload the page."
_component = component("points", MISSING)


def drawn(lines: Sequence[Curve], own: Curve, points: str, rate: float) -> None:
    """Show ``lines`` over the epochs and the schedule by hand, ``own``, with its ``points``, which can be moved.

    What is drawn becomes the text of the field of BY_EPOCH. ``rate`` is what factors multiply.
    """

    @session.whole
    def take() -> None:
        if text := spelled(session.held()[KEY].points):
            session.hold(BY_EPOCH.name, text)

    data = {
        "epochs": len(own.x),
        "rate": rate,
        "lines": [{**_look(line), "rates": line.y.tolist(), "stairs": line.stairs} for line in lines],
        "own": _look(own),
        "points": [list(point) for point in BY_EPOCH.read(points)],
        "most": {"points": MOST_POINTS, "factor": MOST_FACTOR},
    }
    _component(key=KEY, data=data, on_points_change=take)


def _look(line: Curve) -> dict[str, str]:
    return {"name": line.name, "hue": line.hue, "dash": line.dash.replace("px", "")}


def spelled(report: Any) -> str:
    """What the chart reports as the text of the field; "" for nonsense."""
    try:
        return BY_EPOCH.check(BY_EPOCH.spell((int(step), float(factor)) for step, factor in report))
    except (TypeError, ValueError, OverflowError):
        return ""
