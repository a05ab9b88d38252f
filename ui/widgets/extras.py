"""The widgets of what can be put on any optimizer: schedules of its numbers, and wrappers around its rule."""

from __future__ import annotations

import streamlit as st

from optimizers.base import Hyper
from optimizers.schedules import SCHEDULES
from optimizers.wrappers import WRAPPERS
from training.choice import OFF, SCHEDULE, Choice, part_forms, part_text
from ui.session import locks, state
from ui.widgets import controls

TITLE = "Schedules, clipping and more"
CONSTANT = {OFF: "constant"} | {name: schedule.label for name, schedule in SCHEDULES.items()}


def extras(letter: str, chosen: Choice, runner: str) -> None:
    """A box that holds them all; what is in it is drawn only while it is open."""
    if state.page().locks.hides(locks.EXTRAS):
        return
    # Its words never change: Streamlit takes an expander with another label for another one, which is closed.
    with st.expander(TITLE, key=f"extras.{letter}", on_change="rerun") as box:
        if not box.open:
            return
        for hyper in chosen.spec.hypers:
            label = f"Schedule of {hyper.label[0].lower()}{hyper.label[1:]}"
            part = hyper.name + SCHEDULE
            _part(letter, chosen, runner, part, label, CONSTANT)
            if schedule := SCHEDULES.get(str(chosen.values.get(part))):
                st.caption(f"{schedule.summary}  \n${schedule.latex}$")
        for wrapper in WRAPPERS.values():
            words = {OFF: "off"} | dict(wrapper.words)
            _part(letter, chosen, runner, wrapper.name, wrapper.label, words)
            if form := chosen.values.get(wrapper.name):
                st.caption(f"{wrapper.summary}  \n${wrapper.latex[str(form)]}$", help=f"Source: {wrapper.source}.")


def _part(letter: str, chosen: Choice, runner: str, name: str, label: str, words: dict[str, str]) -> None:
    set_to = chosen.values
    form = str(set_to.get(name, OFF))
    controls.form(letter, chosen.optimizer, name, label, words, form)
    if text := part_text(name, form):
        told = f"{text.label} of {label[0].lower()}{label[1:]}"
        controls.text(letter, chosen.optimizer, f"{name}.{text.name}", told, str(set_to[f"{name}.{text.name}"]))
    numbers: tuple[Hyper, ...] = part_forms(name).get(form, ())
    for hyper in numbers:
        value = float(set_to[f"{name}.{hyper.name}"])
        controls.hyper(letter, f"{chosen.optimizer}.{form}", f"{label} of {runner}", hyper, value, part=name)
