"""What the initialization page computes, cached, and where its network goes to be trained."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from training import fields
from training.choice import Choice
from training.initialization.expected import expected
from training.initialization.measure import Deep, Figures, Measured, measure
from training.network import config
from training.network.budget import most_steps
from training.network.network import Network


def figures(deep: Deep) -> tuple[Measured, Figures]:
    """What is measured in the network, and what theory expects of it."""
    return _figures(replace(deep, axis="values"))  # how they are drawn changes nothing


@st.cache_data(max_entries=128, show_spinner=False)
def _figures(deep: Deep) -> tuple[Measured, Figures]:
    return measure(deep), expected(deep)


def obstacle(deep: Deep) -> str:
    """Why the network cannot be trained here; "" where it can."""
    most = config.MOST_LAYERS
    return "" if deep.depth <= most else f"Networks of up to {most} hidden layers are trained here."


def to_train(deep: Deep) -> Network:
    """What the network page is to train: the same layers, activation, weights and seed, the rest as it opens.

    Rates fall as the width grows, since each unit sums over as many moves as it has inputs: at the rates of 32 units,
    layers of 500 end up dead whatever their weights. (Yang and others 2022, Tensor Programs V, arXiv:2203.03466.)
    """
    opening = config.default_network()
    narrower = min(1.0, max(opening.hidden) / deep.width)
    network = replace(
        opening,
        slots=tuple((letter, _slower(chosen, narrower)) for letter, chosen in opening.slots),
        hidden=(deep.width,) * deep.depth,
        activation=deep.activation,
        init=deep.init,
        initvalue=deep.initvalue,
        gain=deep.gain,
        seed=deep.seed,
    )
    network = fields.with_value(config.FIELDS, network, "bias", "zeros")
    return replace(network, steps=min(network.steps, most_steps(network)))


def _slower(chosen: Choice, factor: float) -> Choice:
    return chosen.with_value("lr", float(f"{factor * float(chosen.value('lr')):.2g}"))
