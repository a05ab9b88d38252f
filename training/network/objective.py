"""What training makes small, and training as a Problem.

The loss of a mini-batch is the mean over its examples, or their sum: then its gradient is as many times as long as the
mini-batch has examples, and the same step takes a rate as many times smaller.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import jax
import jax.numpy as jnp

from training.data.augmentation import AUGMENTATIONS
from training.loop import Problem
from training.network.model import (
    MOMENTUM,
    NO_NUMBERS,
    Batches,
    Draw,
    Examples,
    Memory,
    Params,
    Structure,
    remembered,
    trained,
)
from training.parts.layers import Numbers, Passed
from training.parts.losses import LOSSES, SUM
from training.parts.penalties import PENALTIES


def objective(
    structure: Structure,
    params: Params,
    examples: Examples,
    numbers: Numbers = NO_NUMBERS,
    key: jax.Array | None = None,
) -> jax.Array:
    """What training makes small: the mean loss over the examples that count, or its sum, and the penalty."""
    passed, y, weight = trained(structure, params, examples, numbers, key)
    loss = jnp.sum(LOSSES[structure.loss].fn(passed[-1].act, y) * _shares(structure, examples, weight))
    return loss if structure.penalty == "none" else loss + penalty(structure, params, numbers, passed, weight)


def _shares(structure: Structure, examples: Examples, weight: jax.Array) -> jax.Array:
    """What each example counts in the loss, where it counts ``weight`` in a mean: (rows,)."""
    return weight * examples.count if structure.reduce == SUM else weight


def penalty(
    structure: Structure, params: Params, numbers: Numbers, passed: Sequence[Passed], weight: jax.Array
) -> jax.Array:
    """What is added to the mean loss for the size of the weights, or of what the layers make of examples that count
    ``weight`` in a mean."""
    kind = PENALTIES[structure.penalty]
    hidden = [layer.act * weight[:, None] for layer in passed[:-1]]
    return numbers["lambda"] * kind.fn(hidden if kind.of_units else penalized(structure, params), numbers)


def penalized(structure: Structure, params: Params) -> list[jax.Array]:
    """What a penalty of weights is of."""
    names = ("w", "b") if structure.penalized == "all" else ("w",)
    return [layer[name] for layer in params for name in names]


def as_problem(structure: Structure, examples: Examples, batches: Batches, numbers: Numbers = NO_NUMBERS) -> Problem:
    """Training as a Problem: the draw of a step is its mini-batch, and the key of what else is random."""

    def drawn(key: jax.Array | None, t: jax.Array) -> Draw:
        masks = key_of(numbers, t) if structure.chance else None
        return Draw(batches.order[t], batches.count[t], masks)

    def taken(draw: Draw) -> Examples:
        x = examples.x[draw.rows]
        if structure.augment != "none":
            key = jax.random.fold_in(draw.key, len(structure.layers))  # layers have the numbers before
            x = AUGMENTATIONS[structure.augment].fn(x, numbers["augmentby"], key, structure.image)
        return Examples(x, examples.y[draw.rows], draw.count)

    def remember(params: Params, draw: Draw, memory: Memory) -> Memory:
        passed = trained(structure, params, taken(draw), numbers, draw.key)[0]
        after = [_averaged(old, layer.seen) for old, layer in zip(memory, passed, strict=True)]
        return jax.tree.map(lambda old, new: jnp.where(draw.count > 1, new, old), memory, after)

    problem = Problem(
        draw=drawn,
        loss=lambda params, draw: objective(structure, params, taken(draw), numbers, draw.key),
        full_loss=None,
        residuals=_residuals(structure, taken, numbers),
    )
    if not structure.remembers:
        return problem
    return problem._replace(memory=remembered(structure, examples.x.dtype), remember=remember)


def key_of(numbers: Numbers, t: jax.Array) -> jax.Array:
    """The key of all that step ``t`` draws but its mini-batch."""
    return jax.random.fold_in(jax.random.key(numbers["seed"]), t)


def _residuals(structure: Structure, taken: Callable[[Draw], Examples], numbers: Numbers) -> Callable | None:
    """What the objective is the sum of squares of, flat; None where it is no such sum."""
    kind, also = LOSSES[structure.loss].residuals, PENALTIES[structure.penalty].residuals
    if kind is None or (also is None and structure.penalty != "none"):
        return None

    def residuals(params: Params, draw: Draw) -> jax.Array:
        examples = taken(draw)
        passed, y, weight = trained(structure, params, examples, numbers, draw.key)
        found = (kind(passed[-1].act, y) * jnp.sqrt(_shares(structure, examples, weight))[:, None]).ravel()
        if also is None:
            return found
        rest = jnp.sqrt(numbers["lambda"]) * also(penalized(structure, params))
        return jnp.concatenate([found, rest])

    return residuals


def _averaged(old: dict[str, jax.Array], seen: dict[str, jax.Array]) -> dict[str, jax.Array]:
    return {name: MOMENTUM * old[name] + (1 - MOMENTUM) * seen[name] for name in old}
