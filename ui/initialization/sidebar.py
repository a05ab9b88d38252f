"""The sidebar of the initialization page: activation, weights, size, and examples."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from optimizers.base import Hyper
from training.initialization.config import with_number, with_word
from training.initialization.measure import Deep
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import INITIALIZERS
from ui.looks.words import number
from ui.session import state
from ui.widgets import controls

GAIN = Hyper(
    "gain", "Gain", "", 1.0, 0.01, 10.0, (0.1, 10.0), log=True, help="Every weight is multiplied by this number."
)
# fmt: off
WIDTHS = (1, 2, 5, 10, 20, 30, 50, 70, 100, 150, 200, 250, 300, 350, 400, 450, 500, 512)
DEPTHS = (*range(1, 13), 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200)
EXAMPLES = (10, 20, 50, 100, 200, 300, 500, 700, 1000, 1500, 2000)
# fmt: on


def sidebar() -> None:
    """Draw all of it. Every widget writes its edit into the configuration before the page reads it."""
    deep = state.current()
    with st.sidebar:
        _word("activation", "Activation", {name: known.label for name, known in ACTIVATIONS.items()}, deep.activation)
        known = ACTIVATIONS[deep.activation]
        st.caption(f"$f(z) = {known.latex}$, usual gain {number(known.gain)}")
        _weights(deep)
        _counted("width", "Units a layer", WIDTHS, deep.width)
        _counted("depth", "Hidden layers", DEPTHS, deep.depth)
        _counted("examples", "Examples", EXAMPLES, deep.examples)
        controls.number("seed", "Seed", deep.seed, partial(_take, "seed"))
        controls.complaint("seed")


def _weights(deep: Deep) -> None:
    law = INITIALIZERS[deep.init]
    _word("init", "Initialization", {name: known.label for name, known in INITIALIZERS.items()}, deep.init)
    st.caption(f"{law.help} {_size(deep)}")
    if law.number is not None:
        controls.tuned(
            "initvalue", deep.init, law.number.label, law.number, deep.initvalue, partial(_take, "initvalue")
        )
    controls.tuned("gain", "", GAIN.label, GAIN, deep.gain, partial(_take, "gain"))


def _size(deep: Deep) -> str:
    """The standard deviation of the weights, where it is known beforehand."""
    law = INITIALIZERS[deep.init]
    if law.std is None:
        return ""
    std = deep.gain * law.std(deep.width, deep.width, deep.activation, deep.initvalue)
    return f"Standard deviation of a weight here: {number(std)}."


def _word(field: str, label: str, words: dict[str, str], value: str) -> None:
    controls.word(field, label, words, value, partial(_choose, field))


def _counted(field: str, label: str, stops: Sequence[int], value: int) -> None:
    """Slider over round numbers, and a field for any other."""
    slider = state.widget(f"{field}.slider", min(stops, key=lambda stop: abs(stop - value)))
    with controls.row():
        controls.draw(
            st.select_slider,
            slider,
            label,
            stops,
            slider.value,
            str,
            on_change=state.edited,
            args=(f"{field}.slider", slider.key, label, value, partial(_take, field)),
        )
        controls.number(field, label, value, partial(_take, field), width=controls.FIELD)
    controls.complaint(f"{field}.slider", field)


def _take(field: str, deep: Deep, value: float) -> Deep:
    return with_number(deep, field, value)


def _choose(field: str, deep: Deep, word: str) -> Deep:
    return with_word(deep, field, word)
