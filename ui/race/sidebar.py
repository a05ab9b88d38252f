"""The sidebar of the race page: surface, start, budget, the runners, and the frame."""

from __future__ import annotations

from functools import partial

import streamlit as st

from surfaces import SURFACES, find, missing
from training.race.config import FORMULA, FRAME_FIELDS, Race
from ui.session import changes, state
from ui.widgets import controls, scales
from ui.widgets.runners import runners

FIRST_FORMULA = "x**2 + 3*y**2 + 2*cos(3*x)"
SIDES = {"x0": "x from", "x1": "x to", "y0": "y from", "y1": "y to"}


def sidebar() -> None:
    """Draw all of it. Every widget writes its edit into the race before the page reads it."""
    race = state.current()
    with st.sidebar:
        _surface(race)
        _start(race)
        _budget(race)
        runners(race)
        _frame(race)


def _surface(race: Race) -> None:
    names = (*SURFACES, FORMULA)
    box = state.widget("surface", race.surface)
    controls.draw(
        st.selectbox,
        box,
        "Surface",
        names,
        names.index(box.value),
        lambda name: "A formula of your own" if name == FORMULA else SURFACES[name].label,
        on_change=state.edited,
        args=("surface", box.key, "Surface", race.surface, _take_surface),
    )
    if race.surface != FORMULA:
        surface = find(race.surface_name)
        st.caption(surface.summary, help=f"Source: {surface.source}.")
        for knob, (name, value) in zip(surface.knobs, race.knobs, strict=True):
            controls.tuned(name, race.surface, knob.label, knob, value, partial(_take_number, name))
        st.button("Type a formula", type="tertiary", on_click=state.act, args=(partial(_take_surface, value=FORMULA),))
        return
    field = state.widget("formula", state.text("formula", race.formula))
    controls.draw(
        st.text_input,
        field,
        "Formula in x and y",
        field.value,
        help="Numbers, x and y, + - * / and ** or ^, brackets, and functions such as sin, exp, log, sqrt, abs.",
        on_change=state.typed,
        args=("formula", field.key, changes.with_formula, partial(changes.start_moved, race)),
    )
    controls.complaint("formula")


def _take_surface(race: Race, value: str) -> Race:
    return changes.with_surface(race, value, FIRST_FORMULA if value == FORMULA else "")


def _start(race: Race) -> None:
    with controls.row():
        controls.number("x", "Start x", race.x, partial(_take_number, "x"))
        controls.number("y", "Start y", race.y, partial(_take_number, "y"))
    controls.complaint("x", "y")
    if missing(race.surface_name, race.x, race.y) == "slope":
        controls.warn("The formula has a value at the start, but no slope there: no optimizer can step from it.")


def _budget(race: Race) -> None:
    slider = state.widget("steps.slider", scales.nearest_steps(race.steps))
    with controls.row():
        controls.draw(
            st.select_slider,
            slider,
            "Steps",
            scales.STEP_STOPS,
            slider.value,
            str,  # without a comma, which in half of the world stands before decimals
            on_change=state.edited,
            args=("steps.slider", slider.key, "Steps", race.steps, partial(_take_number, "steps")),
        )
        controls.number("steps", "Number of steps", race.steps, partial(_take_number, "steps"), width=controls.FIELD)
    examples = find(race.surface_name).size
    if examples:
        controls.number("batch", f"Mini-batch, of {examples} examples", race.batch, partial(_take_number, "batch"))
        controls.complaint("batch")
    with controls.row():
        controls.number("noise", "Gradient noise", race.noise, partial(_take_number, "noise"))
        controls.number("seed", "Seed", race.seed, partial(_take_number, "seed"))
    controls.complaint("steps", "noise", "seed")


def _frame(race: Race) -> None:
    with st.expander("Frame", key="frame", on_change="rerun") as box:
        if not box.open:
            return
        sides = dict(zip(FRAME_FIELDS, race.frame, strict=True))
        for pair in (FRAME_FIELDS[:2], FRAME_FIELDS[2:]):
            with controls.row():
                for name in pair:
                    controls.number(name, SIDES[name], sides[name], partial(_take_number, name))
        controls.complaint(*FRAME_FIELDS)
        st.button("Reset frame", type="tertiary", on_click=state.act, args=(changes.with_own_frame,))


def _take_number(name: str, race: Race, value: float) -> Race:
    return changes.with_number(race, name, value)
