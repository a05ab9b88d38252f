"""What trained networks answer at any points: the share of each class, or the value of a regression."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import pairwise
from threading import Lock

import jax
import jax.numpy as jnp
import numpy as np

from surfaces.programs import kept
from training.network import devices
from training.network.figures import jitted
from training.network.model import Structure, outputs
from training.parts.layers import forward
from training.parts.losses import LOSSES

PIECE = 8  # frames computed at once
ROWS = 256  # points are filled up to a multiple of this
_beside = ThreadPoolExecutor(1, "answers")


def answers(structure: Structure, params: Sequence[Mapping[str, np.ndarray]], points: np.ndarray) -> np.ndarray:
    """The answers at each point (p, inputs) for each frame of ``params``: (frames, p, k) float32.

    k is 1 for a regression, whose value it is, and for two classes, where it is the share of class 1; else it is the
    number of classes. ``params`` is a list of layers with a leading axis of frames, as ``tested``. Frames and
    points are filled up to one of a few sizes, so that their numbers hardly ever compile anything.
    """
    answered, frames, count = _answered(structure), len(params[0]["b"]), len(points)
    x = np.zeros((_filled_up(count), points.shape[1]), np.float32)
    x[:count] = points

    def answer(first: int) -> np.ndarray:
        piece = [{name: _filled(values[first : first + PIECE]) for name, values in layer.items()} for layer in params]
        return np.asarray(answered(piece, x), np.float32)[:, :count]

    with _compiling(structure, len(x)):
        pieces = [answer(0)]
    return np.concatenate([*pieces, *map(answer, range(PIECE, frames, PIECE))])[:frames]


@lru_cache(maxsize=256)
def _compiling(structure: Structure, points: int) -> Lock:
    """Held by whoever may compile the answers at so many points: JAX would compile them for each."""
    return Lock()


@lru_cache(maxsize=64)
def compile_beside(structure: Structure, points: int) -> None:
    """Compile the answers at so many points beside what follows, as while the network is trained; once.

    Of a plain network, whose parameters are those that it begins with. One after the other: the pages need the rest of
    the processor, and a structure that a visitor only passes by is compiled in vain.
    """
    if structure.plain and not structure.guessing:
        _beside.submit(_compile, structure, _filled_up(points))


def _compile(structure: Structure, points: int) -> None:
    like = jax.ShapeDtypeStruct
    shapes = [{"w": pair, "b": pair[1:]} for pair in pairwise(structure.sizes)]
    params = [{name: like((PIECE, *shape), jnp.float32) for name, shape in layer.items()} for layer in shapes]
    for layer, kind in zip(params, structure.layers, strict=True):
        layer |= {name: like((PIECE, kind.units), jnp.float32) for name, _ in kind.learned}
    try:
        with _compiling(structure, points):
            _answered(structure).lower(params, like((points, structure.inputs), jnp.float32)).compile()
    except Exception:  # whoever asks for answers meets the reason
        logging.getLogger(__name__).debug("Answers could not be compiled ahead.", exc_info=True)


def _filled_up(points: int) -> int:
    return points + -points % ROWS


def signals(
    structure: Structure, params: Sequence[Mapping[str, np.ndarray]], points: np.ndarray, most: int
) -> list[np.ndarray]:
    """The activations of each layer's first ``most`` units at each point, for each frame: (frames, p, units) each."""
    signalled = _signalled(structure, most)
    frames = [
        [{name: values[i] for name, values in layer.items()} for layer in params] for i in range(len(params[0]["b"]))
    ]
    found = [signalled(one, points) for one in frames]
    return [np.stack(layer) for layer in zip(*found, strict=True)]


@kept
def _signalled(structure: Structure, most: int) -> Callable:
    def first(params: list, x: jax.Array) -> list[jax.Array]:
        return [layer.act[:, :most] for layer in forward(structure.layers, params, x)]

    return jax.jit(first)


def _filled(values: np.ndarray) -> np.ndarray:
    return np.concatenate([values, np.repeat(values[-1:], PIECE - len(values), axis=0)])


@kept
def _answered(structure: Structure) -> Callable:
    """One compiled function for each structure, from frames of parameters and points to answers."""

    def answer(params: list, x: jax.Array) -> jax.Array:
        z = outputs(structure, params, x)
        if "number" in LOSSES[structure.loss].kinds:
            return z
        if structure.loss != "softmax":
            return jax.nn.sigmoid(z)
        return jax.nn.sigmoid(z[:, 1:] - z[:, :1]) if z.shape[1] == 2 else jax.nn.softmax(z, axis=1)

    return jitted(jax.vmap(answer, in_axes=(0, None)), on_cpu=devices.gpu() is None)
