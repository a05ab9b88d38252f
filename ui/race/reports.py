"""What the player reports on the race page alone: a start that was moved, and a zoom."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

from locales import tr
from training.race import edits
from training.race.config import SIDES
from training.race.places import check_frame
from ui.session import state
from ui.session.page import Event


def _started(event: Event) -> None:
    frame = state.current().frame
    side = max(frame[1] - frame[0], frame[3] - frame[2])
    digits = 4 - math.floor(math.log10(side))  # a hundredth of a pixel or so, and a number that can be read
    x, y = (_rounded(event.get(name), digits) for name in ("x", "y"))
    edit = partial(edits.with_start, letter=state.pick() or "", x=x, y=y)
    state.attempt("x", edit, state.PUSH, lambda error: tr("The start {reason}.", reason=error))


def _rounded(value: Any, digits: int) -> Any:
    return round(value, digits) if isinstance(value, float) and math.isfinite(value) else value


def _zoomed(event: Event) -> None:
    sides = event.get("frame")
    if isinstance(sides, (list, tuple)) and len(sides) == len(SIDES):
        try:
            x0, x1, y0, y1 = (float(side) for side in sides)
            state.page().view = check_frame((x0, x1, y0, y1))
        except (TypeError, ValueError, OverflowError):
            return
    elif sides is None:
        state.page().view = None


HANDLERS = {"start": _started, "view": _zoomed}
