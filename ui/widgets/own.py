"""The fields in which a runner differs from the page: their widgets in its open chip, and a way to differ in more."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from locales import in_sentence, tr
from training.configuration import differences
from training.notes.cards import KINDS
from ui.session import changes, inputs, session, state
from ui.session.held import PUSH
from ui.session.page import Config
from ui.widgets import controls
from ui.widgets.fields import Form


def own_fields(config: Config, letter: str, checked: Callable[[Any], Config] = lambda config: config) -> None:
    """A widget for each field in which the runner differs, and beneath it the way back to the page's value.

    ``checked`` passes an edited configuration on; ValueError, in words that follow a label, where it may not be. What
    differs in nothing but one thing has no way back where no rule runs: it would be the page's own.
    """
    page = state.entered()
    rows, differs = page.fields(config), dict(config.choices[letter].differs)
    form = Form(differences.alone(rows, config, letter), rows, partial(_take, letter, checked), f"{letter}.")
    things = [name for name in differs if rows[name].owner not in differs]
    dropped = page.runners is not None or len(things) > 1
    for name in differs:
        row = rows[name]
        form.field(name, tr("Own {thing}", thing=in_sentence(row.called(form.config))))
        if name in things and dropped:
            st.button(
                tr("Follow the page: {value}", value=controls.plain(row.shown(config))),
                key=f"shared.{letter}.{name}",
                type="tertiary",
                on_click=_follow,
                args=(letter, name, row.called(config), checked),
            )
        if name in KINDS:
            form.notes(name)


@session.whole
def _follow(letter: str, name: str, label: str, checked: Callable[[Any], Config]) -> None:
    """Callback: let the runner have the page's value in a field."""
    page = state.entered()

    def edit(config: Config) -> Config:
        fresh = changes.without_difference(config, letter, name, page)
        try:
            fresh = checked(fresh)
        except ValueError as error:
            raise ValueError(f"{label} {error}.") from error
        return page.settled(fresh)

    state.attempt(f"{letter}.{name}", edit, PUSH)


def more_fields(config: Config, letter: str) -> None:
    """The list of the fields in which the runner does not differ, to let it."""
    rows = state.entered().fields(config)
    own, differs = differences.alone(rows, config, letter), dict(config.choices[letter].differs)
    names = {
        name: row.called(own)
        for name, row in rows.items()
        if not row.common and not row.idle(own) and name not in differs
    }
    box = inputs.widget(f"{letter}.differs", None, " ".join(names))
    controls.draw(
        st.selectbox,
        box,
        tr("Own value of"),
        [*names],
        None,
        names.__getitem__,
        placeholder=tr("Own value of …"),
        label_visibility="collapsed",
        on_change=inputs.edited,
        args=(f"{letter}.differs", box.key, tr("Own value of"), "", partial(_differ, letter)),
    )


def _differ(letter: str, config: Config, name: str) -> Config:
    """The configuration whose runner has a value of its own in a field: the one that it had, to begin with."""
    page = state.entered()
    rows = page.fields(config)
    if letter not in config.choices or name not in rows:
        return config
    return differences.with_difference(rows, config, letter, name, differences.alone(rows, config, letter))


def _take(letter: str, checked: Callable[[Any], Config], config: Config, name: str, value: Any) -> Config:
    if name not in dict(config.choices[letter].differs):  # a late word of a browser about one that is gone since
        return config
    return checked(changes.with_difference(config, letter, name, value, state.entered()))
