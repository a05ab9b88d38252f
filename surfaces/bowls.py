"""Convex quadratics: nothing but curvature."""

from __future__ import annotations

import math

import jax
import jax.numpy as jnp

from surfaces.base import Surface, measured


def _round_bowl(p: jax.Array) -> jax.Array:
    x, y = p
    return 0.5 * (x**2 + y**2)


ROUND_BOWL = Surface(
    name="round_bowl",
    label="Round bowl",
    family="Bowls",
    fn=_round_bowl,
    residuals=lambda p: 0.5**0.5 * p,
    domain=(-3.2, 3.2, -2.6, 2.6),
    minima=((0.0, 0.0),),
    start=(-2.8, 2.0),
    latex=r"\tfrac{1}{2}(x^2 + y^2)",
    source="Nocedal and Wright, Numerical optimization, 2nd edition, section 3.3, 2006",
    summary="As steep in every direction: the gradient points straight at the minimum.",
    steps=200,
    lrs=measured("round_bowl"),
)


def _ravine(p: jax.Array) -> jax.Array:
    x, y = p
    return 0.5 * (x**2 + 50 * y**2)


def _ravine_residuals(p: jax.Array) -> jax.Array:
    x, y = p
    return jnp.stack([0.5**0.5 * x, 5 * y])


RAVINE = Surface(
    name="ravine",
    label="Ravine",
    family="Bowls",
    fn=_ravine,
    residuals=_ravine_residuals,
    domain=(-11.0, 4.0, -5.5, 5.5),
    minima=((0.0, 0.0),),
    start=(-10.0, 1.0),
    latex=r"\tfrac{1}{2}(x^2 + 50\,y^2)",
    source="Sutton, Two problems with backpropagation and other steepest-descent learning procedures for networks, "
    "Proc. 8th Annual Conference of the Cognitive Science Society, 823-832, 1986; curvatures 1 and 50 as in the decks",
    summary="Fifty times as steep across as along: gradient descent is unstable from a rate of 2/50 on.",
    lrs=measured("ravine"),
)


TURN = math.radians(30)  # of the rotated ravine


def _rotated_ravine_residuals(p: jax.Array) -> jax.Array:
    x, y = p
    along = math.cos(TURN) * x + math.sin(TURN) * y
    across = math.cos(TURN) * y - math.sin(TURN) * x
    return jnp.stack([0.5**0.5 * along, 5 * across])


def _rotated_ravine(p: jax.Array) -> jax.Array:
    along, across = _rotated_ravine_residuals(p)
    return along**2 + across**2


ROTATED_RAVINE = Surface(
    name="rotated_ravine",
    label="Rotated ravine",
    family="Bowls",
    fn=_rotated_ravine,
    residuals=_rotated_ravine_residuals,
    domain=(-11.0, 4.0, -7.0, 4.0),
    minima=((0.0, 0.0),),
    start=(-9.2, -4.1),
    latex=r"\tfrac{1}{2}(u^2 + 50\,v^2),\quad u = x\cos 30° + y\sin 30°,\quad v = y\cos 30° - x\sin 30°",
    source="The ravine of curvatures 1 and 50, turned by 30 degrees; on rotation and rules for each coordinate: "
    "Salomon, Re-evaluating genetic algorithm performance under coordinate rotation, BioSystems 39(3), 263-278, 1996",
    summary="The ravine at an angle: a rate for each coordinate no longer fits its two directions.",
    lrs=measured("rotated_ravine"),
)
