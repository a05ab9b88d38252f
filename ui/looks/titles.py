"""What the browser's tab is called: by what is on the page, so that one is told from another in a history, too."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from locales import tr
from training.choice import Choice
from ui.looks.identity import Identity
from ui.looks.style import NAME

MOST = 3  # runners that are named


def show(words: str) -> None:
    """Call the tab so."""
    st.set_page_config(page_title=f"{words} · {NAME}")


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
