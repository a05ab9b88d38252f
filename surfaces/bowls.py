"""Convex quadratics: nothing but curvature."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from surfaces.base import Knob, Surface, measured


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
    "Proc. 8th Annual Conference of the Cognitive Science Society, 823-832, 1986; curvatures 1 and 50",
    summary="Fifty times as steep across as along: gradient descent is unstable from a rate of 2/50 on.",
    lrs=measured("ravine"),
)


def _bowl_residuals(p: jax.Array, condition: float = 50.0, rotation: float = 30.0) -> jax.Array:
    x, y = p
    turn = jnp.deg2rad(rotation)
    along = jnp.cos(turn) * x + jnp.sin(turn) * y
    across = jnp.cos(turn) * y - jnp.sin(turn) * x
    return jnp.stack([0.5**0.5 * along, jnp.sqrt(0.5 * condition) * across])


def _bowl(p: jax.Array, condition: float = 50.0, rotation: float = 30.0) -> jax.Array:
    along, across = _bowl_residuals(p, condition, rotation)
    return along**2 + across**2


BOWL = Surface(
    name="bowl",
    label="Bowl of any shape",
    family="Bowls",
    fn=_bowl,
    residuals=_bowl_residuals,
    knobs=(
        Knob("condition", "Condition number", r"\kappa", 50.0, 1.0, 1e4, (1.0, 1000.0), log=True),
        Knob("rotation", "Rotation", "", 30.0, -360.0, 360.0, (0.0, 90.0), help="Degrees."),
    ),
    domain=(-11.0, 4.0, -7.0, 4.0),
    minima=((0.0, 0.0),),
    start=(-9.2, -4.1),
    latex=r"\tfrac{1}{2}(u^2 + \kappa\,v^2),\quad u = x\cos\varphi + y\sin\varphi,"
    r"\quad v = y\cos\varphi - x\sin\varphi",
    source="Curvatures 1 and the condition number, turned; on rotation and rules for each coordinate: "
    "Salomon, Re-evaluating genetic algorithm performance under coordinate rotation, BioSystems 39(3), 263-278, 1996",
    summary="A ravine whose narrowness and angle you set: turned, a rate for each coordinate no longer fits.",
    lrs=measured("bowl"),
)
