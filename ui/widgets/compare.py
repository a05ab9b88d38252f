"""Compare: one runner for each of several values of a field, made of the chosen runner in one press.

Each field that can be compared has a button of its own, by its widget.
"""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from locales import in_sentence, tr
from locales.formats import in_field
from training.configuration import differences
from training.configuration.fields import Field, Number, Word, given
from training.configuration.texts import Text
from ui.looks import identity
from ui.session import changes, comparing, session, state
from ui.session.page import Config, Page
from ui.widgets import controls, numbers, scales

NAME = "compare"
SEVERAL = 3  # words that are chosen at first


def offered(config: Config, letter: str = "") -> dict[str, tuple[str, str]]:
    """What can be compared, by the field at whose widget it is offered: the row, and what its button is called.

    It is nothing beside the fields of a runner ``letter`` of which others are not made.
    """
    page = state.entered()
    free = config.slots and not state.fixed() if page.runners else state.free()
    if page.compares is None or not free or letter not in ("", _model(config)):
        return {}
    own, beside = changes.own(config, _model(config), page), page.compares.beside
    return {
        beside.get(name, name): (name, tr("Compare {values}", values=in_sentence(row.plural(own))))
        for name, row in _rows(config, page).items()
    }


def choice(config: Config, name: str) -> None:
    """The values of a row, to choose those that are compared."""
    page = state.entered()
    own, row, key = changes.own(config, _model(config), page), _rows(config, page)[name], f"{NAME}.{name}"
    with st.container(border=True, gap="small", key=NAME):
        _values(own, row, key)
        controls.complaint(NAME)
        st.button(tr("Compare these"), key=f"{NAME}.now", width="stretch", on_click=_made, args=(name,))
        st.caption(tr("{like}, in place of what is on screen. Back undoes it.", like=_like(config, page)))


def _like(config: Config, page: Page) -> str:
    """What is made: "One runner for each, else like Adam"."""
    letter, rows = _model(config), page.fields(config)
    if page.runners:
        model = identity.identities(rows, config)[letter].label
        return tr("One runner for each, else like {name}", name=controls.plain(model))
    if not letter:
        return tr("One network for each, else like this one")
    model = identity.compared(rows, config)[letter].label
    return tr("One network for each, else like {name}", name=controls.plain(model))


def _values(own: Config, row: Field, key: str) -> None:
    label = row.plural(own)
    if isinstance(row, Word):
        words = row.labels(own)
        st.pills(
            label, [*words], selection_mode="multi", default=_words(row, own), format_func=words.__getitem__, key=key
        )
        return
    help = (
        tr("A semicolon between them; commas will do where none is inside a number.")
        if isinstance(row, Number)
        else tr("A semicolon between them.")
    )
    st.text_input(label, _typed(row, own), key=key, autocomplete="off", help=help)


@session.whole
def _made(name: str) -> None:
    """Callback: let there be one runner for each value, and close the box; or say why not."""
    page, held = state.entered(), state.page()
    before, letter = held.config, _model(held.config)
    row, written = _rows(before, page).get(name), session.held().get(f"{NAME}.{name}")
    if row is None:  # a late press
        return
    values = written or [] if isinstance(row, Word) else separated(str(written or ""), isinstance(row, Number))
    if state.attempt(NAME, lambda config: changes.compared(config, letter, name, values, page), state.PUSH):
        wanted, made = row.value(changes.own(before, letter, page)), differences.each(page.fields(before), held.config)
        if held.pick is not None:
            held.pick = next((place for place, one in made.items() if row.value(one) == wanted), held.pick)
        held.open, held.hidden = held.pick if held.open else None, frozenset()
        comparing.close()


def _rows(config: Config, page: Page) -> dict[str, Field]:
    """The rows that can be compared, none that the link of the page locks."""
    return changes.comparable(config, _model(config), page, state.page().locks.holds)


def _model(config: Config) -> str:
    """The letter of the runner that others are made of: the chosen one, or the first; "" where there is none."""
    return state.pick() or next(iter(config.choices), "")


def separated(text: str, numeric: bool) -> list[Any]:
    """The values in a text: between semicolons; numbers without one are between commas, or where there is space."""
    parts = text.split(";") if ";" in text or not numeric else re.split(r"[,\s]+", text)
    values = filter(None, map(str.strip, parts))
    if not numeric:
        return [*values]
    return [value if (read := numbers.read(value)) is None else read for value in values]


def _words(row: Word, own: Config) -> list[str]:
    """The runner's own word, and others that are worth a look beside it."""
    known, value = [*row.labels(own)], row.value(own)
    place = known.index(value)
    wanted = dict.fromkeys((value, *given(row.tries, own), *known[place:], *known))
    return sorted([word for word in wanted if word in known][:SEVERAL], key=known.index)


def _typed(row: Field, own: Config) -> str:
    """Values that are worth a look, as a person would type them."""
    tries = given(row.tries, own)
    if isinstance(row, Number):
        bound = row.bound(own)
        fit = [value for value in tries if bound.low <= value <= bound.high]
        return ", ".join(map(in_field, dict.fromkeys(fit) or scales.around(bound, row.value(own))))
    assert isinstance(row, Text)
    return "; ".join(dict.fromkeys(row.shown(row.put(own, value)) for value in tries or (row.value(own),)))
