"""A loss that is computed once for many rules, which then step side by side in one program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optimizers import OPTIMIZERS
from optimizers.scheduled import Scheduled
from optimizers.wrappers import wrapped
from surfaces import SURFACES
from training.choice import Choice, forms_of, scheduled
from training.loop import Problem, step

# Rules that ask for nothing but value and gradient where they stand: for them a loss can be looked up.
GIVEN = [name for name, spec in OPTIMIZERS.items() if not {"value_fn", "residual_fn"} & set(spec.needs)]


@jax.custom_vjp
def looked_up(params, known):
    """The loss at a place where its value and its gradient, ``known``, have been computed."""
    return known[0]


looked_up.defvjp(
    lambda params, known: known, lambda slopes, above: (jax.tree.map(lambda slope: above * slope, slopes), None)
)


class Runner(NamedTuple):
    """A rule that is to run on a surface from a start."""

    surface: str
    start: Sequence[float]
    choice: Choice

    @property
    def given(self) -> bool:
        """Whether it can go ``side_by_side`` with others: value and gradient where it stands are all it asks for."""
        chosen = self.choice
        return chosen.optimizer in GIVEN and not chosen.uncounted and chosen.gradients == 1


def side_by_side(runners: Sequence[Runner], steps: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Where each runner stands and where it takes its gradients, each (steps + 1, 2), as ``descend`` has them.

    One program steps all of them, in which each surface is differentiated once and not once for every rule.
    """
    rules: dict[tuple, list[int]] = defaultdict(list)
    for place, runner in enumerate(runners):
        chosen = runner.choice
        rules[chosen.optimizer, chosen.options, forms_of(chosen.wrappers), forms_of(chosen.schedules)].append(place)
    order = [place for own in rules.values() for place in own]
    ends = np.cumsum([len(own) for own in rules.values()])[:-1]
    on = {name: [i for i, place in enumerate(order) if runners[place].surface == name] for name in SURFACES}
    back = np.argsort([i for some in on.values() for i in some])

    def rule(key: tuple, numbers: dict) -> Scheduled:
        optimizer, options, forms, _ = key
        return Scheduled(wrapped(OPTIMIZERS[optimizer], forms), numbers, dict(options))

    def begin(key: tuple, numbers: dict, start: jax.Array) -> tuple:
        return start, rule(key, numbers).init(start)

    def move(key: tuple, numbers: dict, standing: tuple, known: tuple) -> tuple:
        problem = Problem(draw=None, loss=looked_up, full_loss=None)
        row, *after = step(problem, rule(key, numbers), *standing, known)
        return tuple(after), (row.params, row.queries)

    @jax.jit
    def race(numbers: list, starts: list) -> list:
        def together(standing: tuple, _: None) -> tuple:
            points = jnp.concatenate([params for params, _ in standing])
            known = [
                jax.vmap(jax.value_and_grad(SURFACES[name].fn))(points[np.array(some)])
                for name, some in on.items()
                if some
            ]
            parts = [jnp.split(jnp.concatenate(values)[back], ends) for values in zip(*known, strict=True)]
            each = zip(rules, numbers, standing, *parts, strict=True)
            moved = [jax.vmap(partial(move, key))(own, now, mine) for key, own, now, *mine in each]
            return tuple(zip(*moved, strict=True))

        each = zip(rules, numbers, starts, strict=True)
        first = tuple(jax.vmap(partial(begin, key))(own, start) for key, own, start in each)
        return jax.lax.scan(together, first, length=steps + 1)[1]

    moving = [[scheduled(runners[place].choice, steps, steps) for place in own] for own in rules.values()]
    numbers = [jax.tree.map(lambda *values: np.array(values, float), *own) for own in moving]
    starts = [np.array([runners[place].start for place in own], float) for own in rules.values()]
    raced = jax.tree.map(np.asarray, race(numbers, starts))
    stands, queries = (np.concatenate(rows, axis=1)[:, np.argsort(order)] for rows in zip(*raced, strict=True))
    return [(stands[:, place], queries[:, place]) for place in range(len(runners))]
