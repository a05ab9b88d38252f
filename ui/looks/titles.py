"""What the browser's tab is called: by what is on the page, so that one is told from another in a history, too."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from locales import tr
from training.choice import Choice
from ui.looks import style
from ui.looks.identity import Identity

MOST = 3  # runners that are named


def frame(words: str = "") -> None:
    """The settings of a page's frame, and what its tab is called, all in one: each time costs as much as an element."""
    st.set_page_config(_called(words) if words else None, style.icon(), layout="wide", initial_sidebar_state=300)


def show(words: str) -> None:
    """Call the tab so, on a page without a configuration that would say how."""
    st.set_page_config(_called(words))


def _called(words: str) -> str:
    return f"{words} · {style.NAME}"


def with_runners(
    what: str, people: Mapping[str, Identity], choices: Mapping[str, Choice] = MappingProxyType({})
) -> str:
    """What runs, and who: the first few by name, "Beale: SGD, Momentum, Nesterov and 3 more".

    Where ``choices`` differ in fields and no name says their one rule, it stands before: "Beale, Adam: seed 7, seed 8".
    """
    names = [who.label for who in people.values()]
    rules = (
        {chosen.spec.label for chosen in choices.values()}
        if any(one.differs and not one.veiled for one in choices.values())
        else ()
    )
    if len(rules) == 1 and not any(rule in name for rule in rules for name in names):
        what = f"{what}, {', '.join(rules)}"
    between = "; " if any("," in name for name in names) else ", "
    who = between.join(names[:MOST])
    if len(names) > MOST:
        who = tr("{names} and {count} more", names=who, count=len(names) - MOST)
    return f"{what}: {who}" if names else what
