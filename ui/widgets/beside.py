"""Fields beside a page's configuration: numbers of a panel, and those of a page that has no configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from locales import tr
from locales.formats import in_field
from optimizers.schedules import Points
from training.configuration.ranges import Range, within
from ui.widgets import numbers
from ui.widgets.controls import ANY, WHOLE, warn


def bound_number(name: str, label: str, bound: Range, usual: float, linked: bool = True) -> float:
    """A field for one number beside a page's configuration; the address holds what is typed there where ``linked``.

    What is no number of the range is told below the field, and ``usual`` is used.
    """
    text = st.text_input(
        label,
        in_field(usual),
        key=name,
        placeholder=tr(WHOLE if bound.whole else ANY),
        autocomplete="off",
        bind="query-params" if linked else None,
    )
    read = numbers.read(text, bound.whole)
    try:
        return within(bound, text if read is None else read)
    except ValueError as error:
        warn(tr("{label} {reason}; {used} is used.", label=label, reason=error, used=in_field(usual)))
        return usual


def bound_numbers(usual: Mapping[str, float], bound: Range, called: Callable[[str], str] = str) -> dict[str, float]:
    """A row of fields for numbers that no link holds, by their keys; ``called`` names what follows the dot."""
    found = {}
    for field, (name, value) in zip(st.columns(len(usual)), usual.items(), strict=True):
        with field:
            found[name] = bound_number(name, called(name.rpartition(".")[2]), bound, value, linked=False)
    return found


def bound_text(item: Points) -> str:
    """A field for a text of a page without a configuration, as ``bound_number``."""
    label = tr(item.label)
    text = st.text_input(label, item.default, key=item.name, autocomplete="off", bind="query-params")
    try:
        return item.check(text)
    except ValueError as error:
        reason = str(error).removeprefix(f"{item.name} ")
        warn(tr("{label} {reason}; {used} is used.", label=label, reason=reason, used=item.default))
        return item.default
