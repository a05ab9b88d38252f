"""The map as lines: the final loss of each runner over the number across, whatever the number up is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from surfaces import find
from training.many.across import Across, across
from training.many.axes import LOG
from training.many.fates import Ends
from training.many.plan import Plan, axis_of, fields_of, of_runner
from ui.looks.identity import identities
from ui.race.sensitivity import compute
from ui.race.sensitivity.header import floor_of
from ui.race.sensitivity.page import labels
from ui.race.sensitivity.summary import fine
from ui.widgets import across as charts


def start_of(plan: Plan) -> float:
    """The loss before any step; infinite where what varies decides it, so that only what is not finite is worse."""
    surface = find(plan.surface_name)
    if {plan.xaxis, plan.yaxis} & {"x", "y", *dict(plan.knobs)}:
        return np.inf
    return float(surface.fn(np.array([plan.x, plan.y], np.float32)))


def found_of(plan: Plan, letter: str, found: Ends) -> tuple[np.ndarray, Across]:
    """The numbers across, and what the losses of one runner are over them."""
    arrays = compute.arrays(plan, letter, found)
    loss = np.where(fine(plan, found), found.loss, np.inf).reshape(arrays["loss"].shape)
    along = arrays[of_runner(plan, letter).xaxis]
    return along, across(along, loss, start_of(plan))


def lines(plan: Plan, pictures: Mapping[str, Ends]) -> None:
    """The chart of all runners."""
    named = labels(plan)
    people, start = identities(fields_of(plan), plan), start_of(plan)
    drawn = [charts.Line(people[letter], *found_of(plan, letter, one), start) for letter, one in pictures.items()]
    charts.lines(drawn, (named["x"], named["y"]), log=axis_of(plan, "x").scale == LOG, lowest=floor_of(plan, pictures))
