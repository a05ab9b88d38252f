"""Augmentation: every step sees its examples a little changed, as new ones of the same kind would be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import jax
import jax.numpy as jnp

from locales import Words
from optimizers.base import Hyper

Size = tuple[int, int] | None  # of an image whose pixels, row by row, the inputs are


@dataclass(frozen=True)
class Augmentation:
    """``fn(x, amount, key, image)`` changes inputs (rows, d) as the network sees them, each example by itself.

    ``number`` is the amount that is typed; ``planes`` says that two inputs, or an image, are needed.
    """

    name: str
    label: Words
    help: Words
    latex: str
    fn: Callable[[jax.Array, jax.Array, jax.Array, Size], jax.Array]
    number: Hyper | None = None
    planes: bool = False
    source: Words = ""


def _same(x: jax.Array, amount: jax.Array, key: jax.Array, image: Size) -> jax.Array:
    return x


def _jitter(x: jax.Array, amount: jax.Array, key: jax.Array, image: Size) -> jax.Array:
    return x + amount * jax.random.normal(key, x.shape, jnp.float32)


def _stretch(x: jax.Array, amount: jax.Array, key: jax.Array, image: Size) -> jax.Array:
    return x * (1 + amount * jax.random.uniform(key, x.shape, jnp.float32, -1, 1))


def _rotate(x: jax.Array, amount: jax.Array, key: jax.Array, image: Size) -> jax.Array:
    angle = jnp.deg2rad(amount) * jax.random.uniform(key, x.shape[:1], jnp.float32, -1, 1)
    if image is None:
        return jnp.stack(_turned(x[:, 0], x[:, 1], angle), axis=1)
    rows, columns = image
    middle = (rows - 1) / 2, (columns - 1) / 2
    i, j = (places.ravel() - centre for places, centre in zip(jnp.mgrid[:rows, :columns], middle, strict=True))

    def one(pixels: jax.Array, angle: jax.Array) -> jax.Array:
        """Each pixel of the turned image comes from where it was before, between its neighbours there."""
        came = [place + centre for place, centre in zip(_turned(i, j, -angle), middle, strict=True)]
        return jax.scipy.ndimage.map_coordinates(pixels.reshape(image), came, order=1, mode="nearest")

    return jax.vmap(one)(x, angle)


def _turned(x: jax.Array, y: jax.Array, angle: jax.Array) -> tuple[jax.Array, jax.Array]:
    return jnp.cos(angle) * x - jnp.sin(angle) * y, jnp.sin(angle) * x + jnp.cos(angle) * y


def _number(label: str, symbol: str, default: float, high: float, slider: tuple[float, float]) -> Hyper:
    return Hyper("augmentby", label, symbol, default, 0.0, high, slider)


_ALL = (
    Augmentation("none", "None", "Every step sees the examples as they are.", r"x", _same),
    Augmentation(
        "jitter",
        "Jitter",
        "Noise on every input at every step, in the units that the network sees.",
        r"x + \sigma\,\epsilon,\; \epsilon \sim N(0, 1)",
        _jitter,
        _number("Standard deviation", r"\sigma", 0.1, 10.0, (0.0, 1.0)),
        source="Bishop 1995, Training with noise is equivalent to Tikhonov regularization",
    ),
    Augmentation(
        "rotate",
        "Rotate",
        "Each example is turned at every step by an angle drawn evenly from minus to plus this many degrees: a point "
        "about the origin of the inputs, an image about its middle.",
        r"R_\theta\,x,\; \theta \sim U(-a, a)",
        _rotate,
        _number("Largest angle (°)", "a", 15.0, 180.0, (0.0, 90.0)),
        planes=True,
        source="Simard, Steinkraus and Platt 2003, Best practices for convolutional neural networks",
    ),
    Augmentation(
        "stretch",
        "Stretch",
        "Each input of each example is multiplied at every step by a factor drawn evenly from 1 minus to 1 plus this.",
        r"x\,(1 + s\,u),\; u \sim U(-1, 1)",
        _stretch,
        _number("Largest share", "s", 0.2, 1.0, (0.0, 1.0)),
        source="Simard, Steinkraus and Platt 2003, Best practices for convolutional neural networks",
    ),
)
AUGMENTATIONS: dict[str, Augmentation] = {kind.name: kind for kind in _ALL}
