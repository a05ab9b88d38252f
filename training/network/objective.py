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
from training.network.held import held
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
from training.parts.losses import LOSSES, SUM, wanted
from training.parts.penalties import PENALTIES
from training.parts.synthetic import guessed


def objective(
    structure: Structure,
    params: Params,
    examples: Examples,
    numbers: Numbers = NO_NUMBERS,
    key: jax.Array | None = None,
) -> jax.Array:
    """What training makes small: the mean loss over the examples that count, or its sum, and the penalty.

    Its derivative is that of backpropagation, however training makes its own.
    """
    passed, y, weight = trained(structure, params, examples, numbers, key)
    loss = jnp.sum(LOSSES[structure.loss].fn(passed[-1].act, y) * _shares(structure, examples, weight))
    return loss if structure.penalty == "none" else loss + penalty(structure, params, numbers, passed, weight)


def decoupled(
    structure: Structure, params: Params, examples: Examples, numbers: Numbers, key: jax.Array | None = None
) -> jax.Array:
    """The same value, whose derivative has synthetic gradients in the place of those that come back to hidden layers.

    That of the guesses is the mean square of what they miss, half of it, of the gradient that the layer behind passes
    back of its own guess.
    """
    taps = [jnp.zeros((len(examples.x), layer.units), examples.x.dtype) for layer in structure.layers]

    def apart(params: Params, taps: list[jax.Array]) -> tuple[jax.Array, tuple]:
        passed, y, weight = trained(structure, params, examples, numbers, key, taps)
        share = _shares(structure, examples, weight)
        loss = jnp.sum(LOSSES[structure.loss].fn(passed[-1].act, y) * share)
        right = wanted(passed[-1].act, y)
        guesses = [
            guessed(held, fixed(layer.act), fixed(right)) for held, layer in zip(params[:-1], passed[:-1], strict=True)
        ]
        pulls = [
            jnp.sum(fixed(guess) * layer.act * share[:, None])
            for guess, layer in zip(guesses, passed[:-1], strict=True)
        ]
        return loss + sum(pulls), (loss, guesses, passed, weight, share)

    fixed = jax.lax.stop_gradient
    back = jax.grad(lambda taps: apart(fixed(params), taps)[0])(taps)[:-1]  # of all examples together
    pulled, (loss, guesses, passed, weight, share) = apart(params, taps)
    each = jnp.where(share > 0, 1 / jnp.where(share > 0, share, 1), 0)[:, None]
    missed = [
        jnp.sum((guess - fixed(g * each)) ** 2 * weight[:, None]) / 2 for guess, g in zip(guesses, back, strict=True)
    ]
    made = pulled + sum(missed)
    found = fixed(loss) + (made - fixed(made))  # the value of the loss, to its last digit
    return found if structure.penalty == "none" else found + penalty(structure, params, numbers, passed, weight)


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


def as_problem(
    structure: Structure,
    examples: Examples,
    batches: Batches,
    numbers: Numbers = NO_NUMBERS,
    memory: Memory | tuple = (),
) -> Problem:
    """Training as a Problem: the draw of a step is its mini-batch, and the key of what else is random.

    ``memory`` is what layers remember that have learned before; that of layers that are held does not change.
    """

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
        passed = trained(structure, held(structure, params, memory), taken(draw), numbers, draw.key)[0]
        after = [_averaged(old, layer.seen) if layer.seen else old for old, layer in zip(memory, passed, strict=True)]
        return jax.tree.map(lambda old, new: jnp.where(draw.count > 1, new, old), memory, after)

    made = decoupled if structure.guessing else objective
    problem = Problem(
        draw=drawn,
        loss=lambda params, draw: made(structure, held(structure, params, memory), taken(draw), numbers, draw.key),
        full_loss=None,
        residuals=_residuals(structure, taken, numbers, memory),
    )
    if not structure.remembers:
        return problem
    return problem._replace(memory=memory or remembered(structure, examples.x.dtype), remember=remember)


def key_of(numbers: Numbers, t: jax.Array) -> jax.Array:
    """The key of all that step ``t`` draws but its mini-batch."""
    return jax.random.fold_in(jax.random.key(numbers["seed"]), t)


def _residuals(
    structure: Structure, taken: Callable[[Draw], Examples], numbers: Numbers, memory: Memory | tuple
) -> Callable | None:
    """What the objective is the sum of squares of, flat; None where it is no such sum."""
    kind, also = LOSSES[structure.loss].residuals, PENALTIES[structure.penalty].residuals
    if kind is None or structure.guessing or (also is None and structure.penalty != "none"):
        return None

    def residuals(params: Params, draw: Draw) -> jax.Array:
        params, examples = held(structure, params, memory), taken(draw)
        passed, y, weight = trained(structure, params, examples, numbers, draw.key)
        found = (kind(passed[-1].act, y) * jnp.sqrt(_shares(structure, examples, weight))[:, None]).ravel()
        if also is None:
            return found
        rest = jnp.sqrt(numbers["lambda"]) * also(penalized(structure, params))
        return jnp.concatenate([found, rest])

    return residuals


def _averaged(old: dict[str, jax.Array], seen: dict[str, jax.Array]) -> dict[str, jax.Array]:
    return {name: MOMENTUM * old[name] + (1 - MOMENTUM) * seen[name] for name in old}
