"""How far synthetic gradients are from those of backpropagation, at some steps of a training."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import jax
import jax.numpy as jnp
import numpy as np

from surfaces.programs import kept
from training.network.figures import JUDGED
from training.network.model import Examples, Params, Structure, filled
from training.network.network import Network
from training.network.resolve import resolve
from training.parts.layers import Numbers, Training, forward
from training.parts.losses import LOSSES, wanted
from training.parts.synthetic import guessed


def relative_errors(
    network: Network,
    params: Sequence[Mapping[str, np.ndarray]],
    beat: Callable[[float], None] = lambda share: None,
) -> np.ndarray:
    """The length of what guesses miss, over that of the true gradients, of all examples of the training part together.

    ``params`` are layers with a leading axis of frames; (frames, hidden layers). Nothing is left out. ``beat`` is
    called before each frame with the share that is done, and may end it by raising.
    """
    task = resolve(network)
    examples = filled(task.prepared.train_x, task.prepared.train_y, JUDGED, np.dtype(np.float32))
    measure, frames, found = _compiled(task.structure), len(params[0]["b"]), []
    for place in range(frames):
        beat(place / frames)
        at = [{name: values[place] for name, values in layer.items()} for layer in params]
        found.append(np.asarray(measure(at, examples, task.numbers)))
    return np.stack(found)


@kept
def _compiled(structure: Structure) -> Callable:
    loss = LOSSES[structure.loss].fn

    def one(params: Params, examples: Examples, numbers: Numbers) -> jax.Array:
        x, y, weight = examples.first(len(examples.x))

        def tapped(taps: list[jax.Array]) -> tuple[jax.Array, list]:
            passed = forward(structure.layers, params, x, Training(weight, numbers), taps)
            return jnp.sum(loss(passed[-1].act, y) * weight), passed

        taps = [jnp.zeros((len(x), layer.units), x.dtype) for layer in structure.layers]
        back, passed = jax.grad(tapped, has_aux=True)(taps)
        right, errors = wanted(passed[-1].act, y), []
        for held, layer, true in zip(params[:-1], passed[:-1], back[:-1], strict=True):
            guess = guessed(held, layer.act, right) * weight[:, None]
            errors.append(jnp.linalg.norm(guess - true) / jnp.linalg.norm(true))
        return jnp.stack(errors)

    return jax.jit(one)
