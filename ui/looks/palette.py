"""Hues for charts that show no optimizer, and what those charts compute, cached."""

from __future__ import annotations

import numpy as np
import streamlit as st

from optimizers.schedules import SCHEDULES
from training import averages
from ui.looks.identity import LOOKS, TABLE
from ui.looks.tokens import THEME


def look(place: int) -> tuple[str, str]:
    """Hue and dash of the line at ``place`` in a chart, for the visitor's theme."""
    known = TABLE[LOOKS[place % len(LOOKS)]]
    dash = " ".join(f"{length:g}px" for length in known.dash)
    return (known.dark if _dark() else known.light), dash


def quiet() -> str:
    """The grey of lines that only accompany."""
    return THEME["dark" if _dark() else "light"]["quiet"]


@st.cache_data(max_entries=128, show_spinner=False)
def schedule_by_epoch(name: str, rate: float, epochs: int) -> np.ndarray:
    """The learning rate in epochs 1, 2, ... under a schedule with its usual numbers, one step an epoch: (epochs,)."""
    numbers = {hyper.name: hyper.default for hyper in SCHEDULES[name].hypers}
    if name in ("inverse", "exponential", "inverse_root_epoch"):
        numbers["every"] = 1.0
    elif "every" in numbers:
        numbers["every"] = 5.0
    if name == "warm_up":
        numbers["first"] = 5.0
    factors = SCHEDULES[name].factors
    assert factors is not None
    return rate * factors(epochs, **numbers)


@st.cache_data(max_entries=8, show_spinner=False)
def adam_spread(b2: float) -> np.ndarray:
    """The spread of Adam's early rate over 200 steps."""
    return averages.rate_spread(b2, 200)


def _dark() -> bool:
    return st.context.theme.type == "dark"
