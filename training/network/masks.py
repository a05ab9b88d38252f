"""What a step of training leaves out, drawn again from the weight seed, the step and the place of the layer."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np

from surfaces.programs import kept
from training.network.model import Structure, rows_of
from training.network.objective import key_of
from training.network.resolve import Task
from training.parts.dropout import DROPOUTS, INPUTS, mask
from training.parts.layers import Numbers, at, key_at


def masks(task: Task, steps: np.ndarray) -> list[np.ndarray | None]:
    """For each layer what it has of its inputs at some steps, (steps, inputs), or of its weights, (steps, inputs,
    units): True where something stays.

    Each example has a mask of its own where inputs are left out: it is that of the first one of the mini-batch. None
    where a layer leaves nothing out.
    """
    if not any(_masked(task.structure)):
        return [None] * len(task.structure.layers)
    found = _program(task.structure, rows_of(task.batch))(task.numbers, jnp.asarray(steps, jnp.int32))
    drawn = iter(found)
    return [np.asarray(next(drawn), bool) if has else None for has in _masked(task.structure)]


def _masked(structure: Structure) -> list[bool]:
    return [DROPOUTS[layer.dropout].masks != "" for layer in structure.layers]


@kept
def _program(structure: Structure, rows: int) -> Callable:
    def one(numbers: Numbers, step: jax.Array) -> list[jax.Array]:
        key, drawn, inputs = key_of(numbers, step), [], structure.inputs
        for place, layer in enumerate(structure.layers):
            of_inputs = DROPOUTS[layer.dropout].masks == INPUTS
            like = jnp.zeros((rows, inputs) if of_inputs else (inputs, layer.units))
            if _masked(structure)[place]:
                found = mask(key_at(key, place), at(place, numbers)["keep"], like)
                drawn.append(found[0] if of_inputs else found)
            inputs = layer.units
        return drawn

    return jax.jit(lambda numbers, steps: jax.lax.map(lambda step: one(numbers, step), steps))
