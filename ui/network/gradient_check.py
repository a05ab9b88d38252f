"""The gradient check of the network on screen, as a panel that computes only while it is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np
import streamlit as st

from locales import Words, tr
from locales.formats import scientific
from training.choice import Choice
from training.network import gradcheck
from training.network.config import FIELDS, each
from training.network.gradcheck import Check
from training.network.mistakes import mistakes
from training.network.network import Network
from training.network.resolve import resolve
from training.network.run import Run
from ui.looks.identity import identities
from ui.widgets.folded import folded
from ui.widgets.tables import table
from ui.work import visitors, workers
from ui.work.pool import AT_ONCE, Demand, Dropped

INTRO: Words = (
    "The gradient of backpropagation, beside central differences of the loss: {entries:,} of {parameters:,} parameters "
    "are moved by ε to both sides, one at a time, in 64-bit floats, on the first {examples} training examples. "
    "The error is $|d - g| / (|d| + |g|)$."
)
WHY: Words = (
    "Large steps see the curvature of the loss, small ones drown in rounding: the error falls with ε², then grows."
)
WITH_PENALTY: Words = "The penalty is part of the loss on both sides."
WITHOUT_MASKS: Words = (
    "Nothing is left out and no noise is added: losses under two masks have no derivative between them."
)
BACKPROPAGATION: Words = (
    "Training guesses the gradients of hidden layers here: what is checked is backpropagation, not the guesses."
)
MISTAKES: Words = (
    "One-sided differences are off by ε, central ones by ε²: of x³ at 1 with ε = 0.01 they say 3.0301 and 3.0001, "
    "where 3 is right. In 32-bit floats rounding fails every gradient at small steps."
)
HEADS: tuple[Words, ...] = ("Case", "Error", "The gradient is", "Verdict")
KINKED = ("relu", "leaky_relu", "prelu", "frelu")
KINKS: Words = "Units of this activation have a kink; a step that carries one across it sees no derivative there."


@folded("Gradient check", key="gradcheck")
def gradient_check(network: Network, runs: Mapping[str, Run], pick: str | None) -> None:
    """The panel; ``pick`` is the runner whose network is checked, with its trained weights beside the initial ones."""
    bare = checked_network(network, pick)
    with st.spinner(tr("Checking the gradient")):
        first = _initial(bare)
        checks = {tr("Initial weights"): first}
        if pick is not None and pick in runs:
            label = tr("Trained by {runner}", runner=identities(FIELDS, network)[pick].label)
            checks[label] = _trained(bare, network.choices[pick].bare, runs[pick])
    st.markdown(tr(INTRO, entries=first.entries, parameters=first.parameters, examples=first.examples))
    st.html(tables(checks))
    kinked = bare.activation.removeprefix("bipolar_") in KINKED
    notes = [bands(), *map(tr, (WHY, *told(bare), *([KINKS] if kinked else [])))]
    st.caption(" ".join(notes))
    st.html(found_by_it())
    st.caption(tr(MISTAKES))


def bands() -> str:
    """The words of lectures for errors."""
    near = ", ".join(
        tr("about {error} is {word}", error=f"$10^{{{power}}}$", word=tr(word)) for power, word in gradcheck.BANDS
    )
    return tr("In the words of lectures {bands}; the nearest counts.", bands=near)


def told(bare: Network) -> list[str]:
    """What of the network's techniques is in the loss that is checked."""
    structure = resolve(bare).structure
    notes = [WITH_PENALTY] * (structure.penalty != "none") + [WITHOUT_MASKS] * structure.chance
    return notes + [BACKPROPAGATION] * bool(structure.guessing)


def found_by_it() -> str:
    """What the check says of a right gradient, of wrong ones, and in worse forms of itself, as HTML."""
    lines = [
        (
            escape(tr(one.name)),
            (scientific(one.error), tr("right") if one.right else tr("wrong"), gradcheck.verdict(one.error)),
        )
        for one in mistakes()
    ]
    caption = tr("What it finds in a 4-8-3 network of tanh units with softmax and L2, at ε = 1e−5 where none is named")
    return f"<p>{caption}</p>{table(caption, [*map(tr, HEADS)], lines)}"


def checked_network(network: Network, pick: str | None) -> Network:
    """What is checked: the network of the runner ``pick``, and that of the page where nobody is chosen."""
    return resolve(each(network).get(pick or "", network)).network


def tables(checks: Mapping[str, Check]) -> str:
    """The errors by step and by layer, a row for each set of weights, as HTML."""
    some, at = next(iter(checks.values())), scientific(gradcheck.CHOSEN, 0)
    verdicts = {name: f"{scientific(check.error)}, {gradcheck.verdict(check.error)}" for name, check in checks.items()}
    by_step = {name: (verdicts[name], *map(scientific, check.errors)) for name, check in checks.items()}
    by_layer = {name: tuple(map(scientific, check.layers)) for name, check in checks.items()}
    steps = (tr("Verdict"), *(f"ε = {scientific(step, 0)}" for step in some.steps))
    layers = tuple(tr("Layer {number}", number=place + 1) for place in range(len(some.layers)))
    over_steps = tr("Relative error by step; the verdict is that at ε = {step}", step=at)
    over_layers = tr("Relative error by layer at ε = {step}", step=at)
    return _table(over_steps, steps, by_step) + _table(over_layers, layers, by_layer)


def _table(caption: str, heads: tuple[str, ...], rows: Mapping[str, tuple[str, ...]]) -> str:
    lines = [(escape(name), cells) for name, cells in rows.items()]
    return f"<p>{caption}</p>{table(caption, (tr('Weights'), *heads), lines)}"


@st.cache_data(max_entries=64, show_spinner=False)
def _initial(bare: Network) -> Check:
    return _checked(bare, resolve(bare).initial)


@st.cache_data(max_entries=64, show_spinner=False)
def _trained(bare: Network, chosen: Choice, _run: Run) -> Check:
    last = [{name: values[-1] for name, values in layer.items()} for layer in _run.params]
    return _checked(bare, last)


def _checked(bare: Network, params: Sequence[Mapping[str, np.ndarray]]) -> Check:
    """The check, computed where long work is, for as long as the visitor is here."""
    visitor = visitors.current()
    demand = Demand(lambda: None if visitor.here() else AT_ONCE, lambda: None)
    try:
        return workers.compute(gradcheck.check, bare, params, demand=demand)
    except Dropped:
        st.stop()
