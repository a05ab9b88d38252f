"""Under the network page's player: how each runner ended, what is held equal, and the links that lead on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

import numpy as np
import streamlit as st

from training.network import devices
from training.network.config import FIELDS, each, has_rates
from training.network.network import Network
from training.network.resolve import Task, dataset, resolve
from training.network.train import Run
from ui.looks.identity import Identity, identities
from ui.looks.marks import mark_path
from ui.looks.words import number
from ui.network.header import ending, first_right
from ui.network.page import PAGE
from ui.widgets import cards
from ui.widgets.tables import table

ABSENT = "–"
HARDLY = 0.03  # of the examples, or of the variance
NOTHING = "learned nothing"
TOLD = (  # fields of which the lines of the card tell, and those that the page shows beside it
    *("init", "initvalue", "gain", "bias", "biasvalue", "seed", "examples", "split", "dataseed", "batch", "shuffle"),
    *("steps", "device", "data", "points", "noise", "balance", "prep", "hidden", "activation", "loss", "stage"),
)


def standings(network: Network, runs: Mapping[str, Run]) -> None:
    """The table of how the runs ended, best first; all its numbers are in words."""
    if not runs:
        return
    dark = st.context.theme.type == "dark"
    people = identities(FIELDS, network)
    found = rows(network, runs)
    heads = ("Optimizer", *next(iter(found.values())))
    lines = [(_marked(people[slot], dark), row.values()) for slot, row in found.items()]
    st.html(table("Standings", heads, lines, "How each run ended, best first"))
    if any(row["Outcome"] == NOTHING for row in found.values()):
        st.caption(f"{NOTHING.capitalize()}: one and the same answer to all training examples does about as well.")


def rows(network: Network, runs: Mapping[str, Run]) -> dict[str, dict[str, str]]:
    """What the table says of each run by its letter, best first: not finite last, then by score, then by loss."""
    own, found = each(network), {}
    score, nearly_all = ("Accuracy", "99% right at") if dataset(network).classes else ("Explained", "99% explained at")
    for slot in sorted(runs, key=lambda slot: _rank(runs[slot])):
        run, gradients = runs[slot], network.choices[slot].gradients
        figures = run.figures
        right = first_right(run)
        found[slot] = {
            "Outcome": _outcome(resolve(own[slot]), run, gradients),
            f"{score}, validation": _share(figures.valid_score[-1]),
            f"{score}, training": _share(figures.train_score[-1]),
            "Loss, validation": _loss(figures.valid_loss[-1]),
            "Loss, training": _loss(figures.train_loss[-1]),
            nearly_all: "not reached" if right is None else f"{right * gradients:,}",
            "Gradients": f"{int(run.steps[-1]) * gradients:,}",
        }
    return found


def equalities(network: Network, runs: Mapping[str, Run]) -> dict[str, str]:
    """What is equal for all runners, in words, and last what is not."""
    task, people = resolve(network), identities(FIELDS, network)
    train, valid, batch = len(task.prepared.train_y), len(task.prepared.valid_y), task.batch
    epochs = network.steps / math.ceil(train / batch)  # the last step of an epoch has what is left
    order = "in a new random order every epoch" if network.shuffle == "on" else "always in the order of the data"
    facts = {
        "Initial weights": f"the same for all: {_words(network, 'init')}, gain {_words(network, 'gain')}, "
        f"biases {_words(network, 'bias').lower()} (weight seed {network.seed})",
        "Examples": f"{train:,} for training and {valid:,} for validation (data seed {network.dataseed})",
        "Mini-batches": f"the same for all: all {train:,} examples at every step"
        if batch == train
        else f"the same for all: {_count(batch, 'example')} a step, {order}",
        "Budget": f"{_count(network.steps, 'gradient')} each, {_count(epochs, 'epoch')} where a step takes one",
        **cards.fields(FIELDS, network, TOLD),
    }
    if runs:
        some = next(iter(runs.values()))
        judged = f"{some.judged[0]:,} examples of training and {some.judged[1]:,} of validation"
        facts["Measured on"] = f"{judged}; layers on {some.probe:,} of training"
        facts["Computed on"] = computed_on(network, runs)
    where = task.dataset.label if has_rates(network.data) else "networks"
    last = {"Precision": "32-bit floats", "Not equal": cards.unequal_rates(network, people, PAGE.runners, where)}
    return facts | cards.uncounted(network, people) | last


def _words(network: Network, field: str) -> str:
    return FIELDS[field].shown(network)


def computed_on(network: Network, runs: Mapping[str, Run]) -> str:
    """The devices of the runs, what was measured of a card's numbers, and why a wish was not granted."""
    used = sorted({run.device for run in runs.values()})
    told = " and ".join(used)
    if network.device == "gpu" and devices.gpu() is None:
        return f"{told}: JAX finds no graphics card here"
    measured = devices.agreement() if used != [devices.CPU] else ""
    return f"{told}; {measured}" if measured else told


def share(network: Network, query: str) -> None:
    """The card with the link, whose ``query`` says what is seen, as text, and the way to the race."""
    with st.container(border=True):
        cards.link("comparison", f"?{query}")
        if network.slots:
            st.markdown(
                f"[Open in the race](./?{on_surface(network)}): the same rules on a surface of two coordinates."
            )


def on_surface(network: Network) -> str:
    """The query of a race of the same optimizers, each with its defaults there."""
    return "&".join(f"{letter}={chosen.optimizer}" for letter, chosen in network.slots)


def _marked(who: Identity, dark: bool) -> str:
    return f'<img alt="" src="{mark_path(who, dark)}">{escape(who.label)}'


def _rank(run: Run) -> tuple[bool, float, float]:
    figures = run.figures
    judged = not np.isnan(figures.valid_score).all()
    score, loss = (figures.valid_score, figures.valid_loss) if judged else (figures.train_score, figures.train_loss)
    return ending(run)[0] == "not finite", -np.nan_to_num(score[-1], nan=-np.inf), np.nan_to_num(loss[-1], nan=np.inf)


def _outcome(task: Task, run: Run, gradients: int) -> str:
    kind, step = ending(run)
    if step is not None:
        return f"{'stands still' if kind == 'still' else kind} from step {step * gradients:,}"
    return NOTHING if learned_nothing(task, run) else kind


def learned_nothing(task: Task, run: Run) -> bool:
    """Whether the answers to the training part end hardly better than the best answer that is the same for all."""
    y, known = task.prepared.train_y[: run.judged[0]], task.dataset.classes
    always = np.bincount(y.astype(int), minlength=len(known)).max() / len(y) if known else 0.0
    return bool(run.figures.train_score[-1] <= always + HARDLY)


def _count(number: float, what: str) -> str:
    """A number of things in words: "1 example", "85.7 epochs"."""
    few = f"{number:.2g}" if number < 10 else f"{number:,.1f}".removesuffix(".0")
    return f"{few} {what}" if few == "1" else f"{few} {what}s"


def _share(value: float) -> str:
    return f"{100 * value:.0f}%" if math.isfinite(value) else ABSENT


def _loss(value: float) -> str:
    return ABSENT if math.isnan(value) else number(float(value), 2)
