"""Under the network page's player: how each runner ended, and the links that lead on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from html import escape

import numpy as np
import streamlit as st

from locales import Words, percentage, spoken, tr
from locales.formats import grouped, number, percent
from training.many.search import leading as lead
from training.many.search.config import LETTERS, MOST_STEPS, encode
from training.network import common
from training.network.config import FIELDS, each
from training.network.network import Network
from training.network.resolve import Task, dataset, resolve
from training.network.run import Run
from training.network.stopping import Stop, kept, stops_of
from training.network.tested import score_on_test
from training.parts.normalization import BATCH
from ui.looks.identity import Identity, identities
from ui.looks.marks import mark_path
from ui.network.milestones import ENDINGS, LOST, ending, first_right, typical
from ui.network.takeaway import files
from ui.network.votes import vote_in
from ui.session import locks
from ui.takeaway.latex import tex
from ui.takeaway.rules import names
from ui.widgets import cards
from ui.widgets.tables import table

ABSENT = "–"
HARDLY = 0.03  # of the examples, or of the variance
NOTHING: Words = "learned nothing"
IN_VAIN: Words = "Learned nothing: one and the same answer to all training examples does about as well."
SEEDS: Words = "Of several seeds: the median and, in brackets, the range; the time is that of the first seed."
VOTED: Words = (
    "Vote: what most of the networks of a runner say, or the mean of what they say of numbers. The picture is that of "
    "the vote: its shade is the share of the votes, and each single border is a step of it."
)
KEPT: Words = (
    "With early stopping the weights of the lowest validation loss before the stop are kept: scores and losses are "
    "theirs, and what came after them does not count."
)
AVERAGED: Words = (
    "Where a network is tested by “the mini-batch itself”, that counts for training and validation; the score on the "
    "test part still rests on running averages."
)
TAKEN: Words = (
    "Code for jax with optax, for torch, and both as a notebook: it trains these networks again and prints the numbers "
    "in which they end. Beside it, as NPZ, initial and final weights, data and mini-batches."
)
TIMED: Words = (
    "Computed in: the training steps alone, all at the pace of the quickest hundred of them, so that what else the "
    "machine did meanwhile hardly counts."
)


def standings(network: Network, runs: Mapping[str, Run]) -> None:
    """The table of how the runs ended, best first; all its numbers are in words."""
    if not runs:
        return
    dark = st.context.theme.type == "dark"
    people = identities(FIELDS, network)
    found = rows(network, runs)
    heads = (tr("Optimizer"), *next(iter(found.values())))
    lines = [(marked(people[slot], dark), row.values()) for slot, row in found.items()]
    st.html(table(tr("Standings"), heads, lines, tr("How each run ended, best first")))
    for note in notes(network, runs):
        st.caption(note)


def notes(network: Network, runs: Mapping[str, Run]) -> list[str]:
    """What is said under the table of ``rows``, of what it has."""
    own, stops = each(network), stops_of(network, runs)
    by_batch = any(resolve(one).structure.test == BATCH for one in own.values())
    said = {
        TIMED: True,
        AVERAGED: bool(network.testsplit) and by_batch,
        KEPT: any(stops.values()),
        VOTED: any(run.voters for run in runs.values()),
        SEEDS: any(run.fan for run in runs.values()),
        IN_VAIN: any(_in_vain(resolve(own[slot]), kept(run, stops[slot]), stops[slot]) for slot, run in runs.items()),
    }
    return [tr(note) for note, fits in said.items() if fits]


def rows(network: Network, runs: Mapping[str, Run]) -> dict[str, dict[str, str]]:
    """What the table says of each run by its letter, best first: not finite last, then by score, then by loss."""
    own, found, stops = each(network), dict[str, dict[str, str]](), stops_of(network, runs)
    ends = {slot: kept(run, stops[slot]) for slot, run in runs.items()}
    paced = common.pace([*own.values()])
    classes = bool(dataset(network).classes)
    score = tr("Accuracy") if classes else tr("Explained")
    nearly_all = tr("99% right at") if classes else tr("99% explained at")
    for slot in sorted(runs, key=lambda slot: _rank(ends[slot])):
        run, right, task = ends[slot], first_right(ends[slot]), resolve(own[slot])
        when = partial(_when, None if paced else task, network.choices[slot].gradients)
        found[slot] = {
            tr("Ending"): _stopped(runs[slot], stops[slot], when) or _outcome(task, run, when),
            **({tr("Weights kept"): _kept(run, stops[slot], when)} if any(stops.values()) else {}),
            tr("{score}, validation", score=score): _last(run, "valid_score", _share),
            **(
                {tr("{score}, vote", score=score): _voted(task, run)}
                if any(one.voters for one in runs.values())
                else {}
            ),
            **({tr("{score}, test", score=score): _tested(task, run)} if network.testsplit else {}),
            tr("{score}, training", score=score): _last(run, "train_score", _share),
            tr("Loss, validation"): _last(run, "valid_loss", _loss),
            tr("Loss, training"): _last(run, "train_loss", _loss),
            nearly_all: tr("not reached") if right is None else when(right),
            tr("Computed in"): computed_in(task, runs[slot]),
        }
    return found


def _stopped(run: Run, stop: Stop | None, when: Callable[[int], str]) -> str:
    """That a run stops early; empty where it does not."""
    if stop is None or stop.stop is None:
        return ""
    return tr("stopped at step {step}", step=when(int(run.steps[stop.stop])))


def _kept(run: Run, stop: Stop | None, when: Callable[[int], str]) -> str:
    return tr("of the end") if stop is None else tr("of step {step}", step=when(int(run.steps[stop.best])))


def computed_in(task: Task, run: Run) -> str:
    """How long the steps of a run take, and an epoch of them: "19 ms, 0.22 ms an epoch"."""
    epoch = math.ceil(len(task.prepared.train_y) / task.batch)  # steps
    each = duration(run.seconds * epoch / max(1, run.steps[-1]))
    return tr("{time}, {each} an epoch", time=duration(run.seconds), each=each)


def _when(task: Task | None, gradients: int, updates: int) -> str:
    """A step as gradients and, where a task is given, as what it has seen of its examples: "120 (epoch 0.57)"."""
    made = grouped(updates * gradients)
    if task is None:
        return made
    return tr("{step} (epoch {epoch})", step=made, epoch=number(passes(task, updates), 2))


def passes(task: Task, updates: int) -> float:
    """How many times so many updates have gone through the examples; the last of an epoch sees what is left."""
    examples = len(task.prepared.train_y)
    whole, more = divmod(updates, math.ceil(examples / task.batch))
    return whole + more * task.batch / examples


def duration(seconds: float) -> str:
    """Seconds for people, of two digits: "0.22 ms", "19 ms", "2.3 s"."""
    return f"{number(seconds, 2)} s" if seconds >= 0.9995 else f"{number(1000 * seconds, 2)} ms"


def share(network: Network, query: str, runs: Mapping[str, Run]) -> None:
    """The card with the link, whose ``query`` says what is seen, the way to the race, and files of ``runs``."""
    with st.container(border=True):
        st.subheader(tr("Share"), anchor=False)
        st.html(cards.link("comparison", f"?{query}"))
        if network.slots and not locks.veiled(network):
            st.markdown(
                tr(
                    "[Open in the race]({address}): the same rules on a surface of two coordinates.",
                    address=f"./?{on_surface(network)}",
                )
            )
            st.markdown(
                tr(
                    "[Search their numbers]({address}): a map of which rates, and which other numbers, work on this "
                    "network.",
                    address=leading(network)["search"],
                )
                + shortened(network)
            )
            if runs:
                _files(network, query, runs)


def _files(network: Network, query: str, runs: Mapping[str, Run]) -> None:
    name = f"networks_on_{network.data}"
    with st.container(horizontal=True):
        cards.download(tr("Code and weights"), partial(files.archive, network, runs), f"{name}.zip", "application/zip")
        rules = partial(_tex, network, query)
        cards.download(tr("Rules as LaTeX"), rules, f"{name}.tex", "application/x-tex", spoken())
    st.caption(tr(TAKEN))
    for sentence in files.left_out(network, runs):
        st.caption(sentence)


def _tex(network: Network, query: str) -> str:
    called = names(FIELDS, network)
    rules = {called[slot]: chosen for slot, chosen in network.slots}
    return tex(tr("Networks on {data}", data=tr(dataset(network).label)), f"network?{query}", rules, network.steps)


@lru_cache(maxsize=64)
def searched(network: Network) -> str:
    """The query of a grid over numbers of the same network, by which of them work: with what a search takes of it."""
    return encode(lead.searched(network))


def shortened(network: Network) -> str:
    """That the search takes only a part of a training, in a sentence behind another one; "" where it takes all."""
    if lead.takes_all(network):
        return ""
    most = {"steps": MOST_STEPS, "runners": len(LETTERS)}
    return " " + tr("A search takes at most {steps:,} steps and {runners} optimizers.", **most)


def leading(network: Network) -> dict[str, str]:
    """What the player has of the way to that search: nothing where the link would tell rules that are hidden."""
    return {"search": f"./search?{searched(network)}"} if network.slots and not locks.veiled(network) else {}


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


def _outcome(task: Task, run: Run, when: Callable[[int], str]) -> str:
    if run.fan and run.fan.lost:
        return tr("{lost} of {seeds} seeds not finite", lost=run.fan.lost, seeds=run.fan.seeds)
    kind, step = ending(run)
    if step is not None:
        return tr("{ending} from step {step}", ending=tr(ENDINGS[kind]), step=when(step))
    return tr(NOTHING if learned_nothing(task, run) else ENDINGS[kind])


def _in_vain(task: Task, run: Run, stop: Stop | None) -> bool:
    """Whether its outcome is that it learned nothing: one that stops early or is not finite has another."""
    lasts = (stop is None or stop.stop is None) and not (run.fan and run.fan.lost)
    return lasts and ending(run)[1] is None and learned_nothing(task, run)


def learned_nothing(task: Task, run: Run) -> bool:
    """Whether the answers to the training part end hardly better than the best answer that is the same for all."""
    y, known = task.prepared.train_y[: run.judged[0]], task.dataset.classes
    always = np.bincount(y.astype(int), minlength=len(known)).max() / len(y) if known else 0.0
    return bool(typical(run).train_score[-1] <= always + HARDLY)


def _voted(task: Task, run: Run) -> str:
    """The score of the vote on the validation part, else on that for training."""
    found = vote_in(task, run)
    if found is None:
        return ABSENT
    return _share(float((found.train_score if np.isnan(found.valid_score).all() else found.valid_score)[-1]))


def _tested(task: Task, run: Run) -> str:
    """The score on the test part; with the update after which the weights are kept where these are not the last."""
    found = score_on_test(task, run)
    if found is None:
        return ABSENT
    score = _share(found[0])
    if found[1] == run.steps[-1]:
        return score
    return tr("{score} (after update {update:,})", score=score, update=found[1])


def _last(run: Run, name: str, write: Callable[[float], str]) -> str:
    """A figure at the end; of several seeds the median and the range: "73% (65 to 78)"."""
    value = write(getattr(typical(run), name)[-1])
    if run.fan is None or value == ABSENT:
        return value
    low, high = (write(getattr(end, name)[-1]).removesuffix(percentage("")) for end in (run.fan.low, run.fan.high))
    return tr("{value} ({low} to {high})", value=value, low=low, high=high)


def _share(value: float) -> str:
    return percent(value) if math.isfinite(value) else ABSENT


def _loss(value: float) -> str:
    return ABSENT if math.isnan(value) else number(float(value), 2)
