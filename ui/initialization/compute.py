"""What the initialization page computes, cached, and where its network goes to be trained."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from locales import tr
from training.choice import Choice
from training.configuration import differences, fields
from training.initialization.config import FIELDS, each
from training.initialization.expected import expected
from training.initialization.measure import Deep, Measured, Signal, measure
from training.network import config
from training.network.hidden import MOST_LAYERS
from training.network.network import Network
from ui.initialization.header import Shown
from ui.looks.identity import compared
from ui.session import locks
from ui.work import visitors, workers
from ui.work.pool import AT_ONCE, Demand, Dropped
from ui.work.visitors import Guest, Visitor


def shown(deep: Deep, guest: Guest | None = None) -> list[Shown]:
    """The networks that are compared, with what is measured in them and what theory expects; else the one there is.

    One after the other is measured, while the visitor waits, or else ``guest``.
    """
    if not deep.slots:
        return [Shown(deep, *measured(deep, guest))]
    people = compared(FIELDS, deep)
    veiled = locks.veiled(deep)
    return [Shown(own, *measured(own, guest), people[letter], veiled) for letter, own in each(deep).items()]


def measured(deep: Deep, guest: Guest | None = None) -> tuple[Measured, Signal]:
    """What is measured in one network, and what theory expects of it."""
    return _kept(replace(deep, axis="values", slots=()), guest)  # how they are drawn changes nothing


@st.cache_data(max_entries=128, show_spinner=False)
def _kept(deep: Deep, _guest: Guest | None) -> tuple[Measured, Signal]:
    return _measured(deep, _guest or visitors.current()), expected(deep)


def _measured(deep: Deep, visitor: Visitor | Guest) -> Measured:
    """What is measured where long work is done, as long as the visitor is here and changes nothing."""

    def grace() -> float | None:
        visitor.pause()
        return None if visitor.here() else AT_ONCE

    try:
        return workers.compute(measure, deep, demand=Demand(grace, lambda: None))
    except Dropped:
        if isinstance(visitor, Guest):
            raise
        st.stop()


def obstacle(deep: Deep) -> str:
    """Why the network cannot be trained here; "" where it can."""
    if locks.veiled(deep):
        return tr("The page of networks would name them.")
    most = MOST_LAYERS
    return "" if deep.depth <= most else tr("Networks of up to {most} hidden layers are trained here.", most=most)


def to_train(deep: Deep) -> Network:
    """What the network page is to train: the same layers, normalized alike, weights and seed, the rest as it opens.

    Networks that are compared are trained by one optimizer, and differ as they do here. Rates fall as the width grows,
    since each unit sums over as many moves as it has inputs: at the rates of 32 units, layers of 500 end up dead
    whatever their weights. (Yang and others 2022, Tensor Programs V, arXiv:2203.03466.)
    """
    opening, own = config.default_network(), each(deep)
    narrower = min(1.0, max(opening.hidden) / max(one.width for one in (own or {"": deep}).values()))
    slots = tuple((letter, _slower(chosen, narrower)) for letter, chosen in opening.slots)
    network = _built(replace(opening, slots=slots), deep)
    network = fields.with_value(config.FIELDS, network, "bias", "zeros")
    if own:
        network = replace(network, slots=tuple((letter, slots[0][1]) for letter in own))
    for letter, one in own.items():
        for name in dict(deep.choices[letter].differs):
            name = "hidden" if name == "width" else name
            network = differences.with_difference(config.FIELDS, network, letter, name, _built(network, one))
    return replace(network, steps=min(network.steps, config.allowed(network)))


def _built(network: Network, deep: Deep) -> Network:
    """The network with the layers, their activation and normalization, and the weights of a deep one."""
    network = replace(
        network,
        hidden=(deep.width,) * deep.depth,
        activation=deep.activation,
        init=deep.init,
        initvalue=deep.initvalue,
        gain=deep.gain,
        seed=deep.seed,
    )
    return fields.put(config.FIELDS, network, "norm", deep.norm)  # with the test and place that are usual


def _slower(chosen: Choice, factor: float) -> Choice:
    return chosen.with_value("lr", float(f"{factor * float(chosen.value('lr')):.2g}"))
