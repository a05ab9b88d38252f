"""The paper on which a student draws a curve before it is shown, and what is said of it after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from locales import Words, tr
from ui.lessons.sketch import QUANTITIES, Drawn, Sketch, columns, on_paper, taken, told
from ui.player.loading import component
from ui.session import session
from ui.session.page import Curve, Facts
from ui.session.predicted import Predicted

MISSING: Words = "The paper could not be loaded. Reload the page."
_component = component("sketch", MISSING)


class Asked(NamedTuple):
    """The curve that a step lets students draw, and what came of its runs."""

    sketch: Sketch
    facts: Facts

    @property
    def curve(self) -> Curve:
        """That of the run."""
        return self.facts.curves[self.sketch.quantity][self.sketch.runner]


def question(name: str, asked: Asked) -> Predicted | None:
    """The paper of the step ``name``, or what is said of what was drawn there, which is to stand beside its run."""
    if drawn := session.own(_key(name)):
        beside = judge(asked, drawn)
        st.button(tr("Draw again"), on_click=keep, args=(name, None))
        return beside
    draw(f"sketch.{name}", asked, tr("Show the run"), partial(keep, name))
    return None


def keep(name: str, drawn: Drawn | None) -> None:
    """Hold a line as what the visitor drew alone for the step ``name``."""
    session.hold(_key(name), drawn)


def _key(name: str) -> str:
    return f"sketch.{name}.drawn"


def draw(key: str, asked: Asked, done: str, take: Callable[[Drawn], None], own: Drawn | None = None) -> None:
    """Paper to draw on, with a button that says ``done``, which hands the line to ``take``. The line that is taken
    already, the visitor's ``own``, stands on it where the browser has none."""

    @session.whole
    def drawn() -> None:
        if line := taken(asked.sketch, session.held()[key].drawn):
            take(line)

    _component(key=key, data={**_paper(asked), "done": done, "values": own}, on_drawn_change=drawn)


def lines(key: str, asked: Asked, drawn: Sequence[Drawn], revealed: bool) -> None:
    """Paper with all that was ``drawn`` by a class, and the run once it is ``revealed``."""
    run = (10 ** on_paper(asked.sketch, asked.curve)).tolist() if revealed else None
    _component(key=key, data={**_paper(asked), "lines": list(map(list, drawn)), "run": run})


def judge(asked: Asked, drawn: Drawn) -> Predicted:
    """Say how far what was ``drawn`` is from the run; what the player is to draw beside that."""
    say(told(asked.sketch, drawn, asked.facts))
    return Predicted(asked.sketch.quantity, asked.sketch.runner, columns(asked.curve).tolist(), drawn)


def say(words: str) -> None:
    """Write what is said to an answer where the page's script finds it: the card of a phone is scrolled to it."""
    with st.container(key="said"):
        st.markdown(words)


def _paper(asked: Asked) -> dict[str, Any]:
    return {
        "quantity": tr(QUANTITIES[asked.sketch.quantity]),
        "runner": asked.facts.labels[asked.sketch.runner],
        "range": [asked.sketch.low, asked.sketch.high],
        "steps": columns(asked.curve).tolist(),
        "start": 10 ** float(on_paper(asked.sketch, asked.curve)[0]),
    }
