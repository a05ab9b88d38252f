"""The sidebar of the race page: surface, start, budget, frame, and the runners with the widgets of the chosen one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import groupby

import streamlit as st

from optimizers import OPTIMIZERS
from surfaces import SURFACES, find
from training.config import FORMULA, FRAME_FIELDS, LETTERS, Choice, Race, default_choice, spell
from ui import changes, controls, scales, state
from ui.extras import extras
from ui.identity import Identity, identify, identity
from ui.marks import mark_path

FIRST_FORMULA = "x**2 + 3*y**2 + 2*cos(3*x)"
SIDES = {"x0": "x from", "x1": "x to", "y0": "y from", "y1": "y to"}


def sidebar() -> None:
    """Draw all of it. Every widget writes its edit into the race before the page reads it."""
    race = state.current()
    with st.sidebar:
        _surface(race)
        _start(race)
        _budget(race)
        _runners(race)
        _frame(race)


def _surface(race: Race) -> None:
    names = (*SURFACES, FORMULA)
    box = state.widget("surface", race.surface)
    st.selectbox(
        "Surface",
        names,
        names.index(box.value),
        lambda name: "A formula of your own" if name == FORMULA else SURFACES[name].label,
        key=box.key,
        on_change=state.edited,
        args=("surface", box.key, "Surface", race.surface, _take_surface),
    )
    if race.surface != FORMULA:
        surface = find(race.surface_name)
        st.caption(surface.summary)
        for knob, (name, value) in zip(surface.knobs, race.knobs, strict=True):
            controls.tuned(name, race.surface, knob.label, knob, value, partial(_take_number, name))
        st.button("Type a formula", type="tertiary", on_click=state.act, args=(partial(_take_surface, value=FORMULA),))
        return
    field = state.widget("formula", state.formula_text())
    st.text_input(
        "Formula in x and y",
        field.value,
        key=field.key,
        help="Numbers, x and y, + - * / **, brackets, and functions such as sin, exp, log, sqrt, abs.",
        on_change=state.formula_edited,
        args=(field.key,),
    )
    controls.complaint("formula")


def _take_surface(race: Race, value: str) -> Race:
    return changes.with_surface(race, value, FIRST_FORMULA if value == FORMULA else "")


def _start(race: Race) -> None:
    with controls.row():
        controls.number("x", "Start x", race.x, partial(_take_number, "x"), step=0.1)
        controls.number("y", "Start y", race.y, partial(_take_number, "y"), step=0.1)
    controls.complaint("x", "y")


def _budget(race: Race) -> None:
    slider = state.widget("steps.slider", scales.nearest_steps(race.steps))
    with controls.row():
        st.select_slider(
            "Steps",
            scales.STEP_STOPS,
            slider.value,
            "{:,}".format,
            key=slider.key,
            on_change=state.edited,
            args=("steps.slider", slider.key, "Steps", race.steps, partial(_take_number, "steps")),
        )
        controls.number("steps", "Number of steps", race.steps, partial(_take_number, "steps"), width=controls.FIELD)
    examples = find(race.surface_name).size
    if examples:
        controls.number("batch", f"Mini-batch, of {examples} examples", race.batch, partial(_take_number, "batch"))
        controls.complaint("batch")
    with controls.row():
        controls.number("noise", "Gradient noise", race.noise, partial(_take_number, "noise"), step=0.1)
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
                    controls.number(name, SIDES[name], sides[name], partial(_take_number, name), step=0.5)
        controls.complaint(*FRAME_FIELDS)
        st.button("Reset frame", type="tertiary", on_click=state.act, args=(changes.with_own_frame,))


def _take_number(name: str, race: Race, value: float) -> Race:
    return changes.with_number(race, name, value)


def _runners(race: Race) -> None:
    people = identify(race.choices)
    dark = st.context.theme.type == "dark"
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**Optimizers** :gray[{len(race.slots)} of {len(LETTERS)}]", width="content")
        _menu(race, dark)
    controls.complaint("add")
    with st.container(gap=6, key="chips"):
        for letter, chosen in race.slots:
            _chip(letter, chosen, people[letter], dark)
    st.button("Reset all", width="stretch", on_click=state.act, args=(changes.runners_reset,))


def _chip(letter: str, chosen: Choice, person: Identity, dark: bool) -> None:
    """One runner: who and at which rate; beneath it the widgets of the one that is open.

    A button, not an expander: Streamlit takes an expander with another label for another one, and the slider that
    changes the rate in the label would lose the focus at every move.
    """
    opened = state.opened() == letter
    st.button(
        f"![]({mark_path(person, dark)}) {person.label} :gray[{detail(chosen)}]",
        key=f"chip.{letter}",
        icon=f":material/keyboard_arrow_{'down' if opened else 'right'}:",
        icon_position="right",
        width="stretch",
        on_click=state.choose,
        args=(letter,),
    )
    if opened:
        with st.container(border=True, key=f"open.{letter}"):
            _settings(letter, chosen, person.label)


def detail(chosen: Choice) -> str:
    """The one number that a runner is told by: its first hyperparameter."""
    return " ".join((chosen.hypers[0][0], spell(chosen.hypers[0][1]))) if chosen.hypers else ""


def _settings(letter: str, chosen: Choice, runner: str) -> None:
    spec = OPTIMIZERS[chosen.optimizer]
    for hyper in spec.hypers:
        controls.hyper(letter, chosen.optimizer, runner, hyper, float(chosen.value(hyper.name)))
    taken = {hyper.label for hyper in spec.hypers}
    for option in spec.options:
        label = f"Form of {option.label.lower()}" if option.label in taken else option.label
        controls.option(letter, chosen.optimizer, option, label, chosen.value(option.name))
    extras(letter, chosen, runner)
    own = default_choice(chosen.optimizer, find(state.current().surface_name))
    with st.container(horizontal=True, gap="small"):
        _small("Reset", letter, state.act, partial(changes.runner_reset, letter=letter), disabled=chosen == own)
        _small("Duplicate", letter, state.add, chosen)
        _small("Remove", letter, state.act, partial(changes.removed, letter=letter))


def _small(word: str, letter: str, callback: Callable, argument: object, disabled: bool = False) -> None:
    key = f"{word.lower()}.{letter}"
    st.button(word, key=key, type="tertiary", disabled=disabled, on_click=callback, args=(argument,))


def _menu(race: Race, dark: bool) -> None:
    """The list of all optimizers by family; made only while it is open."""
    with st.popover("Add", icon=":material/add:", key="add", on_change="rerun") as menu:
        if not menu.open:
            return
        wanted = st.text_input("Find an optimizer", type="search", live=True, key="find", placeholder="Find")
        known = [spec for spec in OPTIMIZERS.values() if _matches(spec.label, spec.family, spec.summary, wanted=wanted)]
        for family, members in groupby(sorted(known, key=lambda s: _families().index(s.family)), lambda s: s.family):
            st.caption(family)
            for spec in members:
                label = f"![]({mark_path(identity(spec.name), dark)}) **{spec.label}** :gray[{spec.summary}]"
                chosen = changes.own_choice(race, spec.name)
                st.button(
                    label,
                    key=f"add.{spec.name}",
                    type="tertiary",
                    width="stretch",
                    wrap=True,
                    on_click=state.add,
                    args=(chosen,),
                )
        if not known:
            st.caption("No optimizer has this in its name, family or summary.")


def _matches(*texts: str, wanted: str) -> bool:
    return wanted.strip().lower() in " ".join(texts).lower()


def _families() -> list[str]:
    return list(dict.fromkeys(spec.family for spec in OPTIMIZERS.values()))
