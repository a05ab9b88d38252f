"""Under the network page's player: how each runner ended, and the links that lead on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from html import escape

import numpy as np
import streamlit as st

from training.network.config import FIELDS, each
from training.network.network import Network
from training.network.resolve import Task, dataset, resolve
from training.network.stopping import Stop, kept, stops_of
from training.network.tested import score_on_test
from training.network.train import Run
from ui.looks.identity import Identity, identities
from ui.looks.marks import mark_path
from ui.looks.words import number
from ui.network.header import LOST, ending, first_right, typical
from ui.widgets import cards
from ui.widgets.tables import table

ABSENT = "–"
HARDLY = 0.03  # of the examples, or of the variance
NOTHING = "learned nothing"
SEEDS = "Of several seeds: the median and, in brackets, the range; the time is that of the first seed."
KEPT = (
    "With early stopping the weights of the lowest validation loss before the stop are kept: scores and losses are "
    "theirs, and what came after them does not count."
)
TIMED = "Computed in: the training steps alone, beside whatever else the machine did meanwhile."


def standings(network: Network, runs: Mapping[str, Run]) -> None:
    """The table of how the runs ended, best first; all its numbers are in words."""
    if not runs:
        return
    dark = st.context.theme.type == "dark"
    people = identities(FIELDS, network)
    found = rows(network, runs)
    heads = ("Optimizer", *next(iter(found.values())))
    lines = [(marked(people[slot], dark), row.values()) for slot, row in found.items()]
    st.html(table("Standings", heads, lines, "How each run ended, best first"))
    st.caption(TIMED)
    if any(stops_of(network, runs).values()):
        st.caption(KEPT)
    if any(run.fan for run in runs.values()):
        st.caption(SEEDS)
    if any(row["Outcome"] == NOTHING for row in found.values()):
        st.caption(f"{NOTHING.capitalize()}: one and the same answer to all training examples does about as well.")


def rows(network: Network, runs: Mapping[str, Run]) -> dict[str, dict[str, str]]:
    """What the table says of each run by its letter, best first: not finite last, then by score, then by loss."""
    own, found, stops = each(network), dict[str, dict[str, str]](), stops_of(network, runs)
    ends = {slot: kept(run, stops[slot]) for slot, run in runs.items()}
    score, nearly_all = ("Accuracy", "99% right at") if dataset(network).classes else ("Explained", "99% explained at")
    for slot in sorted(runs, key=lambda slot: _rank(ends[slot])):
        run, gradients = ends[slot], network.choices[slot].gradients
        right = first_right(run)
        found[slot] = {
            "Outcome": _stopped(runs[slot], stops[slot], gradients) or _outcome(resolve(own[slot]), run, gradients),
            **({"Weights kept": _kept(run, stops[slot], gradients)} if any(stops.values()) else {}),
            f"{score}, validation": _last(run, "valid_score", _share),
            **({f"{score}, test": _tested(resolve(own[slot]), run)} if network.testsplit else {}),
            f"{score}, training": _last(run, "train_score", _share),
            "Loss, validation": _last(run, "valid_loss", _loss),
            "Loss, training": _last(run, "train_loss", _loss),
            nearly_all: "not reached" if right is None else f"{right * gradients:,}",
            "Computed in": computed_in(resolve(own[slot]), runs[slot]),
        }
    return found


def _stopped(run: Run, stop: Stop | None, gradients: int) -> str:
    """That a run stops early; empty where it does not."""
    return "" if stop is None or stop.stop is None else f"stopped at step {run.steps[stop.stop] * gradients:,}"


def _kept(run: Run, stop: Stop | None, gradients: int) -> str:
    return "of the end" if stop is None else f"of step {run.steps[stop.best] * gradients:,}"


def computed_in(task: Task, run: Run) -> str:
    """How long the steps of a run took when they were computed, and an epoch of them: "19 ms, 0.22 ms an epoch"."""
    epoch = math.ceil(len(task.prepared.train_y) / task.batch)  # steps
    return f"{duration(run.seconds)}, {duration(run.seconds * epoch / max(1, run.steps[-1]))} an epoch"


def duration(seconds: float) -> str:
    """Seconds for people, of two digits: "0.22 ms", "19 ms", "2.3 s"."""
    return f"{number(seconds, 2)} s" if seconds >= 0.9995 else f"{number(1000 * seconds, 2)} ms"


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


def marked(who: Identity, dark: bool) -> str:
    """The name of a runner behind its mark, as HTML."""
    return f'<img alt="" src="{mark_path(who, dark)}">{escape(who.label)}'


def _rank(run: Run) -> tuple[bool, float, float]:
    figures = typical(run)
    judged = not np.isnan(figures.valid_score).all()
    score, loss = (figures.valid_score, figures.valid_loss) if judged else (figures.train_score, figures.train_loss)
    return ending(run)[0] == LOST, -np.nan_to_num(score[-1], nan=-np.inf), np.nan_to_num(loss[-1], nan=np.inf)


def _outcome(task: Task, run: Run, gradients: int) -> str:
    if run.fan and run.fan.lost:
        return f"{run.fan.lost} of {run.fan.seeds} seeds {LOST}"
    kind, step = ending(run)
    if step is not None:
        return f"{'stands still' if kind == 'still' else kind} from step {step * gradients:,}"
    return NOTHING if learned_nothing(task, run) else kind


def learned_nothing(task: Task, run: Run) -> bool:
    """Whether the answers to the training part end hardly better than the best answer that is the same for all."""
    y, known = task.prepared.train_y[: run.judged[0]], task.dataset.classes
    always = np.bincount(y.astype(int), minlength=len(known)).max() / len(y) if known else 0.0
    return bool(typical(run).train_score[-1] <= always + HARDLY)


def _tested(task: Task, run: Run) -> str:
    """The score on the test part; with the update after which the weights are kept where these are not the last."""
    found = score_on_test(task, run)
    if found is None:
        return ABSENT
    return _share(found[0]) + ("" if found[1] == run.steps[-1] else f" (after update {found[1]:,})")


def _last(run: Run, name: str, write: Callable[[float], str]) -> str:
    """A figure at the end; of several seeds the median and the range: "73% (65 to 78)"."""
    value = write(getattr(typical(run), name)[-1])
    if run.fan is None or value == ABSENT:
        return value
    low, high = (write(getattr(end, name)[-1]).removesuffix("%") for end in (run.fan.low, run.fan.high))
    return f"{value} ({low} to {high})"


def _share(value: float) -> str:
    return f"{100 * value:.0f}%" if math.isfinite(value) else ABSENT


def _loss(value: float) -> str:
    return ABSENT if math.isnan(value) else number(float(value), 2)
