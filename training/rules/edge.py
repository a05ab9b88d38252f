"""How large rate times curvature may be before a rule no longer settles: the edge of stability.

A linear rule converges on a quadratic if and only if its rate times the largest curvature is below a number of its own:
2 for gradient descent, 2 (1 + beta) for heavy ball, (2 + 2 beta) / (1 + 2 beta) for Nesterov's momentum, and
2 (1 + beta) / (1 - beta) where the velocity is an average of gradients. Near a minimum of any smooth function the same
holds with the curvature there: above it the minimum repels. Where each coordinate has a rate of its own, it holds for
the largest eigenvalue of rates times Hessian, as long as the rates change slowly.

Sources: Polyak 1964; Lessard, Recht and Packard 2016, table 1, arXiv:1408.3595; Cohen and others 2022,
arXiv:2207.14484.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from optimizers.scheduled import Plateau, Table
from training.choice import RATE, Choice, scheduled

AVERAGED = ("adam", "amsgrad", "yogi", "adabelief")  # which step along an average of gradients


class Limit(NamedTuple):
    """The least rate times curvature at which a rule does not converge, of its momentum, and its formula in words.

    ``memory`` names the hyperparameter that is this momentum, where there is one; ``scaled`` says that each coordinate
    has a rate of its own.
    """

    value: Callable[[float], float]
    words: str
    memory: str = ""
    scaled: bool = False


_PLAIN = Limit(lambda beta: 2.0, "2 / λ")
HEAVY = Limit(lambda beta: 2 * (1 + beta), "2 (1 + β) / λ", "beta")
_AVERAGE = Limit(lambda beta: 2 * (1 + beta) / (1 - beta), "2 (1 + β) / ((1 − β) λ)", "beta")
_AHEAD = Limit(lambda beta: (2 + 2 * beta) / (1 + 2 * beta), "2 (1 + β) / ((1 + 2β) λ)", "beta")


def limit(chosen: Choice) -> Limit | None:
    """The limit of a rule; None where none is known, or where what is put on it makes it another rule."""
    form = dict(chosen.options)
    if chosen.wrappers or form.get("bias_correction") == "fed_back" or form.get("rectify") == "on":
        return None
    if chosen.optimizer == "momentum":
        return HEAVY if form["convention"] in ("lr_outside", "lr_inside") else _AVERAGE
    if chosen.optimizer in AVERAGED:
        return _AVERAGE._replace(memory="b1", scaled=True)
    return {
        "sgd": _PLAIN,
        "nesterov": _AHEAD,
        "adagrad": _PLAIN._replace(scaled=True),
        "rmsprop": HEAVY._replace(memory="momentum", scaled=True),
    }.get(chosen.optimizer)


def moving(chosen: Choice, steps: int, at: np.ndarray, epoch: int = 1) -> dict[str, np.ndarray] | None:
    """The numbers of a rule at some of the ``steps`` of a run, by name, (n,) each; None where one follows the loss.

    An ``epoch`` has so many steps.
    """
    found = {}
    for name, number in scheduled(chosen, steps, steps, epoch).items():
        if isinstance(number, Plateau):
            return None
        found[name] = np.asarray(number.rows, float)[at] if isinstance(number, Table) else np.full(len(at), number)
    return found


def covered(chosen: Choice, steps: int, at: np.ndarray, epoch: int = 1) -> np.ndarray | None:
    """The sum of the rates of all updates before some of the ``steps`` of a run, (n,): rate times step where it stays.

    None where there is no rate, or where it follows the loss.
    """
    numbers = moving(chosen, steps, np.arange(steps + 1), epoch)
    if numbers is None or RATE not in numbers:
        return None
    return np.concatenate([[0.0], np.cumsum(numbers[RATE])])[at]


def along(known: Limit, numbers: dict[str, np.ndarray]) -> np.ndarray:
    """The limit of rate times curvature where the rule has these numbers, (n,)."""
    memory = numbers.get(known.memory, np.zeros_like(numbers[RATE]))
    return np.array([known.value(float(beta)) for beta in memory])
