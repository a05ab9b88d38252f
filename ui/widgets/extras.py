"""The widgets of what can be put on any optimizer: schedules of its numbers, and wrappers around its rule."""

from __future__ import annotations

import streamlit as st

from locales import Words, in_sentence, tr
from optimizers.base import Hyper
from optimizers.schedules import SCHEDULES
from optimizers.wrappers import WRAPPERS
from training.choice import OFF, SCHEDULE, Choice, part_forms, part_text
from ui.session import locks, state
from ui.widgets import controls
from ui.widgets.notes import note

TITLE: Words = "Schedules, clipping and more"


def extras(letter: str, chosen: Choice, runner: str) -> None:
    """A box that holds them all; what is in it is drawn only while it is open."""
    if state.page().locks.hides(locks.EXTRAS):
        return
    # Its words never change: Streamlit takes an expander with another label for another one, which is closed.
    with st.expander(tr(TITLE), key=f"extras.{letter}", on_change="rerun") as box:
        if not box.open:
            return
        schedules = {OFF: tr("constant")} | {name: tr(schedule.label) for name, schedule in SCHEDULES.items()}
        for hyper in chosen.spec.hypers:
            part = hyper.name + SCHEDULE
            if hyper.initial and part not in chosen.values:  # a later step does not know it; a link may have one
                continue
            label = tr("Schedule of {number}", number=in_sentence(tr(hyper.label)))
            _part(letter, chosen, runner, part, label, schedules)
            if schedule := SCHEDULES.get(name := str(chosen.values.get(part))):
                st.caption(f"{tr(schedule.summary)}  \n${schedule.latex}$")
                note("schedule", [name], f"{letter}.{part}")
        for wrapper in WRAPPERS.values():
            words = {OFF: tr("off")} | {form: tr(text) for form, text in wrapper.words.items()}
            _part(letter, chosen, runner, wrapper.name, tr(wrapper.label), words)
            if form := chosen.values.get(wrapper.name):
                source = tr("Source: {source}.", source=wrapper.source)
                st.caption(f"{tr(wrapper.summary)}  \n${wrapper.latex[str(form)]}$", help=source)
                note("wrapper", [wrapper.name], f"{letter}.{wrapper.name}")


def _part(letter: str, chosen: Choice, runner: str, name: str, label: str, words: dict[str, str]) -> None:
    set_to = chosen.values
    form = str(set_to.get(name, OFF))
    controls.form(letter, chosen.optimizer, name, label, words, form)
    if text := part_text(name, form):
        told = tr("{factors} of {schedule}", factors=tr(text.label), schedule=in_sentence(label))
        controls.text(letter, chosen.optimizer, f"{name}.{text.name}", told, str(set_to[f"{name}.{text.name}"]))
    numbers: tuple[Hyper, ...] = part_forms(name).get(form, ())
    for hyper in numbers:
        value = float(set_to[f"{name}.{hyper.name}"])
        controls.hyper(
            letter,
            f"{chosen.optimizer}.{form}",
            tr("{thing} of {runner}", thing=label, runner=runner),
            hyper,
            value,
            part=name,
        )
