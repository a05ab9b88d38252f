"""Plateaus and cliffs: the slope says little about the way, or far too much."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from surfaces.base import Surface, measured


def _plateau(p: jax.Array) -> jax.Array:
    x, y = p
    square = x**2 + 4 * y**2
    return square / (1 + square)


PLATEAU = Surface(
    name="plateau",
    label="Plateau",
    family="Plateaus and cliffs",
    fn=_plateau,
    domain=(-6.0, 3.0, -3.2, 3.2),
    minima=((0.0, 0.0),),
    start=(-5.0, 2.0),
    latex=r"\frac{x^2 + 4y^2}{1 + x^2 + 4y^2}",
    source="Geman and McClure, Statistical methods for tomographic image reconstruction, "
    "Bulletin of the International Statistical Institute 52(4), 5-21, 1987",
    summary="A hole in a plain whose slope fades with the cube of the distance, as in a saturated unit.",
    steps=500,
    lrs=measured("plateau"),
)


def _cliff(p: jax.Array) -> jax.Array:
    x, y = p
    return x**4 + y**2


CLIFF = Surface(
    name="cliff",
    label="Cliff",
    family="Plateaus and cliffs",
    fn=_cliff,
    residuals=lambda p: jnp.stack([p[0] ** 2, p[1]]),
    domain=(-12.0, 12.0, -9.0, 9.0),
    minima=((0.0, 0.0),),
    start=(10.0, 6.0),
    latex=r"x^4 + y^2",
    source="A quartic of lectures on gradient clipping; Pascanu, Mikolov and Bengio, On the difficulty of "
    "training recurrent neural networks, 2013, arXiv:1211.5063",
    summary="Slopes of 4,000 at the edge and none at the bottom: no one rate fits, unless gradients are clipped.",
    lrs=measured("cliff"),
)


def _easom(p: jax.Array) -> jax.Array:
    x, y = p
    return -jnp.cos(x) * jnp.cos(y) * jnp.exp(-((x - jnp.pi) ** 2) - (y - jnp.pi) ** 2)


EASOM = Surface(
    name="easom",
    label="Easom",
    family="Plateaus and cliffs",
    fn=_easom,
    domain=(0.0, 6.6, 0.6, 5.7),
    minima=((3.141592653589793, 3.141592653589793),),
    start=(1.9, 4.4),
    latex=r"-\cos x\,\cos y\;e^{-(x - \pi)^2 - (y - \pi)^2}",
    source="Easom, A survey of global optimization techniques, M. Eng. thesis, University of Louisville, 1990",
    summary="One hole in a wide plain; from a little further away there is no slope to follow.",
    lrs=measured("easom"),
)
