"""Small networks as columns of the matrix: how soon each optimizer trains them to an accuracy, and with which rates.

A cell is one optimizer on one task: trainings with its default rate for those data times each of ``matrix.FACTORS``,
with ``matrix.STEPS`` gradients, from the same weights and on the same mini-batches. All tasks have one structure, so
that the cells of a rule need one program.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from locales import Words
from optimizers import OPTIMIZERS
from training.many import networks, together
from training.many.fates import LOST, MOVING, NEVER
from training.many.matrix import DEFAULT, FACTORS, STEPS, Cell, rates_of
from training.many.networks import GOAL, THERE
from training.many.runs import POINTS
from training.network.config import decode
from training.network.network import Network
from training.network.rates import default_choice
from training.network.resolve import resolve
from training.process.parts import in_turn
from training.process.pieces import Beat, unheard

FAMILY: Words = "Networks"
EVERY = 10  # gradients between two looks
LOOKS = range(EVERY, STEPS + 1, EVERY)
FRAME = (0.0, 1.0, -4.0, 1.0)  # of curves: share of the steps, and decades of the training loss, which stays within


class Task(NamedTuple):
    """A network that is trained, by its name in the matrix, what it is called, and its link without runners."""

    name: str
    label: Words
    link: str


def _task(data: str, label: str) -> Task:
    return Task(f"net_{data}", label, f"data={data}&hidden=14,14&activation=tanh&batch=32&steps={STEPS}")


TASKS = {
    task.name: task
    for task in (_task("xor", "XOR network"), _task("moons", "Moons network"), _task("spirals", "Spirals network"))
}


@cache
def missing(name: str) -> str:
    """Why an optimizer cannot train the tasks, in words; empty where it can."""
    return resolve(_network(next(iter(TASKS.values())), name)).refusal(default_choice(name))


def chunks() -> list[tuple[str, str]]:
    """The chunks, as those of ``matrix``: all tasks of an optimizer."""
    return [(name, FAMILY) for name in OPTIMIZERS if not missing(name)]


def chunk_of(name: str, family: str, beat: Beat = unheard) -> dict[str, Cell]:
    """The cells of an optimizer on all tasks; ``beat`` is that of ``matrix.chunk_of``."""
    cells = in_turn(lambda task, tell: _cell(_network(task, name), tell), [*TASKS.values()], beat)
    return dict(zip(TASKS, cells, strict=True))


def _network(task: Task, name: str) -> Network:
    network, said = decode(f"{task.link}&a={name}")
    assert not said, said
    return network


def _cell(network: Network, beat: Beat) -> Cell:
    ((_, chosen),) = network.slots
    rate, rates = rates_of(chosen)
    some = np.where(np.isfinite(rates), rates, rates[DEFAULT])  # with others no rule is defined
    own = {rate: some} if rate else {"seed": np.full(1, network.seed)}
    courses = together.courses if together.fits(network, [*own]) else networks.courses
    found = courses(network, own, LOOKS, beat)
    loss, score = (np.broadcast_to(one, (len(FACTORS), len(LOOKS))) for one in (found.train_loss, found.valid_score))
    return told(rate, rates, loss, score)._replace(path=curve(loss[DEFAULT]))


def told(rate: str, rates: np.ndarray, loss: np.ndarray, score: np.ndarray) -> Cell:
    """The cell of trainings with such ``rates`` (rates,): training loss and accuracy at all LOOKS, (rates, looks)."""
    there, kept = score >= GOAL, np.isfinite(loss[:, -1])
    reached = np.where(kept & there.any(axis=1), np.array(LOOKS)[np.argmax(there, axis=1)], NEVER)
    fate = np.where(kept, np.where(reached >= 0, THERE, MOVING), LOST)
    since = np.where(reached >= 0, reached, STEPS)
    return Cell(rate, rates, fate.astype(np.int8), since.astype(np.int32), loss[:, -1], reached.astype(np.int32))


def curve(loss: np.ndarray) -> np.ndarray:
    """The training loss at all LOOKS as a path in FRAME, (POINTS, 2), NaN where it is not finite."""
    places = np.linspace(0, len(LOOKS) - 1, POINTS).round().astype(int)
    with np.errstate(all="ignore"):
        decades = np.clip(np.log10(loss[places]), *FRAME[2:])
    finite = np.isfinite(loss[places])
    return np.stack([np.array(LOOKS)[places] / STEPS, np.where(finite, decades, np.nan)], axis=1).astype(np.float32)
