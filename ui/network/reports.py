"""What the player reports on the network page alone: points that were drawn, and what is looked at."""

from __future__ import annotations

from typing import Any

from training.data import points as own
from training.data.columns import label
from training.network import edits
from ui.session import state
from ui.session.page import Event

MOST_DRAWN = 2**53  # JavaScript counts no further


def _points_drawn(event: Event) -> None:
    """Take the points that are new: a report brings those again of which the player does not know that they came.

    Who draws on an empty stage says since which number; the points before go with the first report of the new ones.
    """
    held, points = state.page(), event.get("points")
    if held.config.data != own.OWN or not isinstance(points, (list, tuple)):
        return
    if own.own(held.config.points).kind != "plane":
        return
    fresh = [point for point in points if _is_point(point) and point[0] > held.drawn]
    since = event.get("since")
    emptied = isinstance(since, int) and held.drawn < since
    if fresh:
        held.drawn = max(number for number, *_ in fresh)
        text = own.with_points(held.config.points, [point[1:] for point in fresh], emptied)
        state.take("points", text, edits.with_points, edits.remarks)


def _is_point(point: Any) -> bool:
    kinds: tuple[Any, ...] = (int, (int, float), (int, float), str)
    return (
        isinstance(point, (list, tuple))
        and len(point) == len(kinds)
        and all(isinstance(part, kind) for part, kind in zip(point, kinds, strict=True))
        and point[0] <= MOST_DRAWN
        and label(point[-1]) == point[-1]
    )


def _layers(event: Event) -> None:
    if isinstance(event.get("all"), bool):
        state.page().layers = "all" if event["all"] else "one"


HANDLERS = {"points": _points_drawn, "layers": _layers}
