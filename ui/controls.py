"""From a Hyper to its widgets: one renderer for every optimizer, the same on every page.

A number is a slider over round numbers with a field beside it, which takes any number for which the rule is defined
and keeps it exactly; the slider then stands at the nearest round one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from optimizers.base import Hyper, Option
from training.config import Race
from ui import changes, scales, state

Edit = Callable[[Race, float], Race]
COLUMNS = (3, 1.4)


def hyper(letter: str, owner: str, runner: str, item: Hyper, value: float) -> None:
    """Slider and field of one hyperparameter of the runner ``letter``; ``runner`` is its name in words."""
    name = f"{letter}.{item.name}"
    label = f"{item.label} of {runner}"
    edit = partial(_set_value, letter, item.name)
    left, right = st.columns(COLUMNS, vertical_alignment="bottom", gap="small")
    slider = state.widget(f"{name}.slider", scales.nearest(item, value), owner)
    left.select_slider(
        f"{item.label} {scales.symbol(item.symbol)}".strip(),
        scales.stops(item),
        slider.value,
        scales.text,
        key=slider.key,
        help=item.help or None,
        on_change=state.edited,
        args=(f"{name}.slider", slider.key, label, value, edit),
    )
    with right:
        number(name, label, value, edit, owner=owner)


def option(letter: str, owner: str, runner: str, item: Option, value: str | int) -> None:
    """The choice between the forms of a rule."""
    name = f"{letter}.{item.name}"
    label = f"{item.label} of {runner}"
    words = dict(item.choices)
    box = state.widget(name, value, owner)
    st.selectbox(
        label,
        item.values,
        item.values.index(box.value),
        lambda form: words[form],
        key=box.key,
        help=item.help or None,
        on_change=state.edited,
        args=(name, box.key, label, value, partial(_set_value, letter, item.name)),
    )


def number(
    name: str,
    label: str,
    value: float,
    edit: Edit,
    *,
    owner: str = "",
    step: float | None = None,
    visible: bool = False,
    help: str | None = None,
) -> None:
    """A field for one number, a whole one if ``value`` is; what it cannot take is said beneath it."""
    whole = isinstance(value, int)
    field = state.widget(name, value, owner)
    st.number_input(
        label,
        value=field.value,
        step=step if step is not None else 1 if whole else scales.arrow_step(field.value),
        format="%d" if whole else "%g",
        key=field.key,
        help=help,
        label_visibility="visible" if visible else "collapsed",
        on_change=state.edited,
        args=(name, field.key, label, value, edit),
    )
    complaint(name)


def complaint(name: str) -> None:
    """What was wrong with the last edit of a field, where something was."""
    reason = state.notice(name)
    if reason:
        st.warning(reason, icon=":material/warning:")


def _set_value(letter: str, name: str, race: Race, value: float) -> Race:
    return changes.with_value(race, letter, name, value)
