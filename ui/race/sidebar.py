"""The sidebar of the race page: surface, start, budget, the runners, and the frame."""

from __future__ import annotations

from functools import partial

import streamlit as st

from locales import tr
from optimizers.notes import cited
from surfaces import find, missing
from training.race import edits
from training.race.config import SIDES, fields_of
from training.race.race import FORMULA, Race
from ui.race.minima import searched
from ui.session import locks, state
from ui.widgets import controls
from ui.widgets.fields import Form
from ui.widgets.notes import note
from ui.widgets.runners import runners

AXES = ("x", "y")  # of a map of sensitivity
OF_AXES = tuple(f"{side}{what}" for side in AXES for what in ("axis", "scale", "from", "to"))
# What is drawn by name.
PLACED = ("surface", FORMULA, "x", "y", "steps", "noise", "seed", "repeats", *SIDES, "precision", "shows", *OF_AXES)


def sidebar() -> None:
    """Draw all of it. Every widget writes its edit into the race before the page reads it."""
    race = state.current()
    form = Form(race, fields_of(race), edits.with_value)
    with st.sidebar:
        with controls.part():
            _surface(race, form)
            _start(race, form)
            _budget(race, form)
            form.field("repeats")
        runners(race)
        _frame(form)


def basins_sidebar() -> None:
    """The same for a map, whose starts are all those of the frame, and whose minima the page tells itself."""
    race, page = state.current(), state.entered()
    form = Form(race, page.fields(race), page.with_value)
    with st.sidebar:
        with controls.part():
            _surface(race, form, told=False)
            _budget(race, form)
        runners(race)
        _frame(form)


def sensitivity_sidebar() -> None:
    """The same for a map of sensitivity, whose axes come first."""
    plan, page = state.current(), state.entered()
    form = Form(plan, page.fields(plan), page.with_value)
    with st.sidebar:
        with controls.part():
            if plan.slots:
                form.field("shows")
                for side in AXES:
                    if not locks.veiled(plan):  # which numbers there are would tell the rules
                        form.field(f"{side}axis")
                    form.row(f"{side}from", f"{side}to")
                    form.field(f"{side}scale")
                form.field("precision")
            _surface(plan, form)
            _start(plan, form)
            _budget(plan, form)
        runners(plan)
        _frame(form)


def _surface(race: Race, form: Form, told: bool = True) -> None:
    form.field("surface")
    form.field(FORMULA, remarks=partial(edits.start_moved, race))
    surface = find(race.surface_name)
    if race.surface == FORMULA:
        if told:
            st.caption(searched(surface))
        return
    st.caption(tr(surface.summary), help=tr("Source: {source}.", source=cited(surface.source)))
    for name, _ in race.knobs:
        form.field(name)
    with st.container(horizontal=True, gap="medium"):
        take = partial(_take_surface, value=FORMULA)
        if state.free():
            st.button(tr("Type a formula"), type="tertiary", on_click=state.act, args=(take,))
        note("surface", [race.surface], "surface")


def _take_surface(race: Race, value: str) -> Race:
    return edits.with_value(race, "surface", value)


def _start(race: Race, form: Form) -> None:
    form.row("x", "y")
    if missing(race.surface_name, race.x, race.y) == "slope":
        controls.warn(tr("The formula has a value at the start, but no slope there: no optimizer can step from it."))


def _budget(race: Race, form: Form) -> None:
    form.field("steps", tr("Number of steps"))
    form.rest(*PLACED, *dict(race.knobs))
    form.row("noise", "seed")


def _frame(form: Form) -> None:
    if all(map(state.page().locks.hides, SIDES)):
        return
    with st.expander(tr("Frame"), key="frame", on_change="rerun") as box:
        if not box.open:
            return
        x0, x1, y0, y1 = SIDES
        form.row(x0, x1)
        form.row(y0, y1)
        st.button(tr("Reset frame"), type="tertiary", on_click=state.act, args=(edits.with_own_frame,))
