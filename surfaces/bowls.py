"""Convex quadratics: nothing but curvature."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from surfaces.base import Surface


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
)
