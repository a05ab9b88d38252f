"""What stands at the page's own widget of a field in which runners have values of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from locales import Words, in_sentence, tr
from training.configuration import differences
from training.configuration.fields import Field
from ui.session import changes, locks, state
from ui.widgets import controls

LOCKED: Words = "This is locked in the link."
HIDDEN: Words = "What is compared here is hidden."
BLOCKED: Words = "Each runner has a value of its own."


@dataclass(frozen=True)
class Apart:
    """The values of all runners in the order of their letters, in words; ``blocked`` where none has the page's."""

    words: tuple[str, ...]
    blocked: bool


def apart(rows: Mapping[str, Field], config: Any) -> dict[str, Apart]:
    """The fields in which runners have values of their own, by name."""
    chosen = [dict(one.differs) for _, one in getattr(config, "slots", ())]
    named = {name for differs in chosen for name in differs}
    own = differences.each(rows, config).values() if named else ()
    return {
        name: Apart(
            tuple(dict.fromkeys(filter(None, (differences.said(rows, name, one) for one in own)))),
            all(name in differs or rows[name].idle(one) for differs, one in zip(chosen, own, strict=True)),
        )
        for name in named
    }


def note(rows: Mapping[str, Field], config: Any, names: Sequence[str], found: Apart) -> None:
    """What is compared in the fields ``names``, which are one thing, and the way to end that; neither is told where it
    is hidden who runs."""
    if locks.veiled(config):
        st.caption(tr(HIDDEN))
        return
    page, values = state.entered(), controls.plain(", ".join(found.words))
    with st.container(gap="xxsmall"):
        st.caption(
            tr("Compared: {values}.", values=values)
            if found.blocked
            else tr("Compared: {values}; this is for the others.", values=values)
        )
        st.button(
            tr("Stop comparing {values}", values=in_sentence(rows[names[0]].plural(config))),
            key=f"end.{names[0]}",
            type="tertiary",
            help=tr("All runners take the value of the page; of those that become the same, one stays."),
            on_click=state.act,
            args=(partial(changes.ended, names=names, page=page),),
        )
