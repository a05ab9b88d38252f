"""What the player reports: see the table of events in ``assets/player/main.js``."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from training.data import points as own
from training.data.columns import label
from training.network import edits
from training.network.network import Network
from training.race import edits as race_edits
from training.race.config import SIDES, Race, check_frame
from ui.session import changes, state

MOST_DRAWN = 2**53  # JavaScript counts no further


def on_event(event: Mapping[str, Any] | None) -> None:
    """Take what the player reports on the page that entered last. Nonsense changes nothing."""
    handler = _EVENTS.get(str(event.get("kind"))) if isinstance(event, Mapping) else None
    if handler is not None:
        handler(_readable(event))


def _readable(value: Any) -> Any:
    """What came, with marks for halves of letters: a browser may send them, but no page can be written with them."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {_readable(key): _readable(part) for key, part in value.items()}
    return [_readable(part) for part in value] if isinstance(value, (list, tuple)) else value


def _started(event: Mapping[str, Any]) -> None:
    race = state.current()
    if not isinstance(race, Race):
        return
    side = max(race.frame[1] - race.frame[0], race.frame[3] - race.frame[2])
    digits = 4 - math.floor(math.log10(side))  # a hundredth of a pixel or so, and a number that can be read
    x, y = (_rounded(event.get(name), digits) for name in ("x", "y"))
    state.attempt("x", lambda race: race_edits.with_start(race, x, y), state.PUSH, lambda error: f"The start {error}.")


def _points_drawn(event: Mapping[str, Any]) -> None:
    """Take the points that are new: a report brings those again of which the player does not know that they came.

    Who draws on an empty stage says since which number; the points before go with the first report of the new ones.
    """
    held, points = state.page(), event.get("points")
    if not isinstance(held.config, Network) or held.config.data != own.OWN or not isinstance(points, (list, tuple)):
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
    kinds = (int, (int, float), (int, float), str)
    return (
        isinstance(point, (list, tuple))
        and len(point) == len(kinds)
        and all(map(isinstance, point, kinds))
        and point[0] <= MOST_DRAWN
        and label(point[-1]) == point[-1]
    )


def _rounded(value: Any, digits: int) -> Any:
    return round(value, digits) if isinstance(value, float) and math.isfinite(value) else value


def _preset(event: Mapping[str, Any]) -> None:
    preset = state.kind().presets.get(str(event.get("name")))
    if preset is not None:
        state.put(preset, state.PUSH)
        state.page().hidden = frozenset()
        state.page().pick = state.leader(preset, state.kind())
        state.page().open = state.page().open and state.page().pick


def _went_back(event: Mapping[str, Any]) -> None:
    search = event.get("search")
    if isinstance(search, str):
        held, then = state.page(), state.from_link(search, state.kind())
        state.put(then.config, state.REPLACE)
        held.sentences, held.hidden, held.view = then.sentences, then.hidden, then.view
        held.pick, held.open = then.pick, then.pick if held.open is not None else None


def _picked(event: Mapping[str, Any]) -> None:
    letter = str(event.get("slot"))
    if letter in state.current().choices:
        state.page().pick = state.page().open = letter


def _zoomed(event: Mapping[str, Any]) -> None:
    sides = event.get("frame")
    if isinstance(sides, (list, tuple)) and len(sides) == len(SIDES):
        try:
            x0, x1, y0, y1 = (float(side) for side in sides)
            state.page().view = check_frame((x0, x1, y0, y1))
        except (TypeError, ValueError, OverflowError):
            return
    elif sides is None:
        state.page().view = None


def _invited(event: Mapping[str, Any]) -> None:
    try:
        state.add(changes.own_choice(state.current(), str(event.get("name"))))
    except KeyError:
        return


_EVENTS: dict[str, Callable[[Mapping[str, Any]], None]] = {
    "start": _started,
    "points": _points_drawn,
    "preset": _preset,
    "popstate": _went_back,
    "pick": _picked,
    "view": _zoomed,
    "add": _invited,
    "restore": lambda event: state.act(changes.runners_reset),
}
