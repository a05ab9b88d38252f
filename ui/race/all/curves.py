"""A training of a small network as a run on a small stage: its loss over the steps, on a ground of decades."""

from __future__ import annotations

from typing import Any

import numpy as np

from locales import tr
from locales.formats import grouped, percent
from training.many import tasks
from training.many.fates import LOST as NO_NUMBER
from training.many.fates import MOVING
from training.many.matrix import DEFAULT, STEPS, Cell
from training.many.networks import GOAL, THERE
from training.network.config import decode
from training.network.hidden import typed_hidden
from training.parts.activations import ACTIVATIONS
from training.ranking import place
from ui.race.relief import NOT_FINITE

LOST = "not finite"  # a kind of outcome
LOW, HIGH = tasks.FRAME[2:]  # decades of the loss
WIDE = (HIGH - LOW) / 0.74  # of the stage, in decades, as its height is in the player to its width
BEYOND = HIGH - LOW  # decades around the frame that stages of another shape may show


def ground() -> dict[str, Any]:
    """What all of them lie on: a band for each decade."""
    low, high = LOW - BEYOND, HIGH + BEYOND
    edges = [float(decade) for decade in range(int(LOW), int(HIGH) + 1)]
    relief = {
        "frame": (-BEYOND, WIDE + BEYOND, low, high),
        "nx": 2,
        "ny": 2,
        "z": np.array([[0, 0], [NOT_FINITE - 1, NOT_FINITE - 1]], np.uint16),
        "zlo": low,
        "zhi": high,
        "log": True,
        "floor": 0.0,
        "floorKnown": True,
        "step": 1.0,
        "edges": edges,
        "labelled": edges,
    }
    return {"frame": (0.0, WIDE, LOW, HIGH), "minima": [], "relief": relief, "levels": True}


def place_of(cell: Cell) -> tuple[int, float, float]:
    """What trainings with the default rate are sorted by, as runs are; those that are right on enough arrived."""
    reached, kind = int(cell.reached[DEFAULT]), LOST if cell.fate[DEFAULT] == NO_NUMBER else ""
    return place(kind, None if reached < 0 else reached, float(cell.loss[DEFAULT]))


def told(task: tasks.Task, optimizers: int) -> str:
    """What the stages of a task show, where so many optimizers train it."""
    network, _ = decode(task.link)
    return tr(
        "{optimizers} optimizers on a network whose hidden layers have {widths} {activation} units, {count} gradients "
        "each: its loss over the steps, a band for each power of ten, and dashed where it is right on {goal} of its "
        "validation examples.",
        optimizers=optimizers,
        widths=typed_hidden(network.hidden),
        activation=tr(ACTIVATIONS[network.activation].label),
        count=grouped(STEPS),
        goal=percent(GOAL),
    )


def stage(name: str, task: str, cell: Cell, place: int) -> dict[str, Any]:
    """The training of a task by an optimizer with its default rate, on the ground at a ``place``."""
    known, fate, reached = tasks.TASKS[task], int(cell.fate[DEFAULT]), int(cell.reached[DEFAULT])
    rows = np.arange(0, STEPS + 1, tasks.EVERY) / STEPS
    height = np.interp(rows, cell.path[:, 0], cell.path[:, 1])
    goal = percent(GOAL)
    kinds = {
        THERE: ("converged", tr("{goal} accuracy after {count} gradients", goal=goal, count=grouped(reached))),
        MOVING: ("moving", tr("Below {goal} accuracy", goal=goal)),
    }
    kind, sentence = kinds.get(fate, (LOST, tr("Not finite")))
    return {
        "ground": place,
        "page": "./network",
        "link": f"{known.link}&a={name}",
        "stride": tasks.EVERY,
        "params": np.stack([WIDE * rows, height], axis=1).astype(np.float32),
        "outcome": {"kind": kind, "sentence": sentence},
        "reached": None if reached < 0 else reached,
        "told": "",
    }
