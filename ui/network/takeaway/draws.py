"""What the updates of a run draw beside their mini-batches, as arrays by plain names: scripts without JAX cannot.

``augment``, ``noisein`` (updates, examples, ...), ``noisew/layer1`` (updates, inputs, units), ``dropout/layer1``: 1
where something stays, of the layer's inputs (updates, examples, inputs) or weights, or normal numbers (updates,
examples, units); ``gradnoise/layer1/weights`` and its like, and ``stale`` (updates,), how late gradients are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optimizers.wrappers import stale
from training.choice import Choice, put_on_numbers
from training.data.augmentation import AUGMENTATIONS
from training.network.model import rows_of
from training.network.objective import key_of
from training.network.resolve import Task
from training.parts.dropout import DROPOUTS, INPUTS
from training.parts.noise import PLACES

MOST = 8_000_000  # bytes of a runner's draws, masks as one bit: else its script draws its own
LONG = {"w": "weights", "b": "biases"}  # what arrays are called in files
Shape = tuple[int, ...]


class Draw(NamedTuple):
    """What is drawn at each update: its ``shape``, how it is ``made`` of the keys, and whether it is ``masks``."""

    shape: Shape
    made: Callable[[Shape], jax.Array]
    masks: bool = False


class Drawn(NamedTuple):
    """What the updates of a run draw, by name, and whether it is ``whole``: what is too much is not taken along."""

    arrays: dict[str, np.ndarray]
    whole: bool = True


def draws(task: Task, chosen: Choice, updates: int) -> Drawn:
    """What the updates of a run draw, so far as it can be taken along; how late gradients are always can."""
    steps = jnp.arange(updates)
    known = {**_of_network(task, steps), **_of_rule(task, chosen, steps)}
    if updates * sum(float(np.prod(one.shape)) * (1 / 8 if one.masks else 4) for one in known.values()) > MOST:
        known = {name: one for name, one in known.items() if not one.shape}
        return Drawn(_made(known), whole=False)
    return Drawn(_made(known))


def _made(known: Mapping[str, Draw]) -> dict[str, np.ndarray]:
    return {name: np.asarray(one.made(one.shape)) for name, one in known.items()}


# Each compiles once for a shape, whoever draws.
@partial(jax.jit, static_argnums=1)
def _normal(keys: jax.Array, shape: Shape) -> jax.Array:
    return jax.vmap(lambda key: jax.random.normal(key, shape, jnp.float32))(keys)


@partial(jax.jit, static_argnums=1)
def _even(keys: jax.Array, shape: Shape) -> jax.Array:
    return jax.vmap(lambda key: jax.random.uniform(key, shape, jnp.float32, -1, 1))(keys)


@partial(jax.jit, static_argnums=2)
def _masks(keep: jax.Array, keys: jax.Array, shape: Shape) -> jax.Array:
    return jax.vmap(lambda key: jax.random.bernoulli(key, keep, shape))(keys)


@jax.jit
def _folded(keys: jax.Array, place: jax.Array) -> jax.Array:
    return jax.vmap(lambda key: jax.random.fold_in(key, place))(keys)


def _of_network(task: Task, steps: jax.Array) -> dict[str, Draw]:
    """What techniques of the network draw."""
    structure, numbers, rows = task.structure, task.numbers, rows_of(task.batch)
    if not structure.chance:
        return {}
    keys, found = jax.jit(jax.vmap(partial(key_of, numbers)))(steps), dict[str, Draw]()
    if structure.augment != "none":
        planes, jitter = AUGMENTATIONS[structure.augment].planes, structure.augment == "jitter"
        shape = (rows,) if planes else (rows, structure.inputs)
        found["augment"] = Draw(shape, partial(_normal if jitter else _even, _folded(keys, len(structure.layers))))
    noise = {kind: _folded(keys, PLACES[kind]) for kind in structure.noises}
    if "noisein" in noise:
        found["noisein"] = Draw((rows, structure.inputs), partial(_normal, _folded(noise["noisein"], 0)))
    for place, shape in enumerate(pairwise(structure.sizes)):
        if "noisew" in noise:
            found[f"noisew/layer{place + 1}"] = Draw(shape, partial(_normal, _folded(noise["noisew"], place)))
        kind, own = DROPOUTS[structure.layers[place].dropout], _folded(keys, place)
        if kind.masks:
            keep = jnp.asarray(numbers["keep"][place], jnp.float32)
            masked = (rows, shape[0]) if kind.masks == INPUTS else shape
            found[f"dropout/layer{place + 1}"] = Draw(masked, partial(_masks, keep, own), masks=True)
        elif kind.name != "none":
            found[f"dropout/layer{place + 1}"] = Draw((rows, shape[1]), partial(_normal, own))
    return found


def _of_rule(task: Task, chosen: Choice, steps: jax.Array) -> dict[str, Draw]:
    """What is put on the rule draws."""
    numbers, forms = put_on_numbers(chosen), {part.name: part.form for part in chosen.wrappers}
    found: dict[str, Draw] = {}
    if "gradnoise" in forms:
        keys = _folded_by(jax.random.key(int(numbers["gradnoise.seed"]), impl="threefry2x32"), steps)
        leaves = jax.tree.flatten_with_path(task.initial)[0]  # in the order in which the rule draws
        own = jax.jit(jax.vmap(lambda key: jax.random.split(key, len(leaves))))(keys)
        for place, ((layer, name), x) in enumerate(leaves):
            called = f"gradnoise/layer{layer.idx + 1}/{LONG.get(name.key, name.key)}"
            found[called] = Draw(x.shape, partial(_normal, own[:, place]))
    if forms.get("stale") == "random":
        named = {name.partition(".")[2]: value for name, value in numbers.items() if name.startswith("stale.")}
        found["stale"] = Draw((), lambda shape: jax.vmap(lambda t: stale.delay("random", t, **named))(steps))
    return found


@jax.jit
def _folded_by(key: jax.Array, steps: jax.Array) -> jax.Array:
    return jax.vmap(lambda t: jax.random.fold_in(key, t))(steps)
