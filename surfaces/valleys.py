"""Curved and straight valleys: much descent across, little along."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from surfaces.base import Surface, measured

# The rates of the decks' animations; RAdam and Yogi begin as plain momentum does, and have measured ones.
BEALE_RATES = {
    **{"sgd": 0.01, "momentum": 0.005, "nesterov": 0.005, "adagrad": 0.5, "adadelta": 1.0, "rmsprop": 0.01},
    **dict.fromkeys(("adam", "adamax", "adamw", "amsgrad", "nadam", "adabelief"), 0.1),
    **dict.fromkeys(("diffgrad", "adainject", "adanorm"), 0.1),
}
LONG_VALLEY_RATES = {
    **dict.fromkeys(("sgd", "momentum", "nesterov", "rmsprop", "adam", "adamax", "adamw", "amsgrad", "nadam"), 0.02),
    **dict.fromkeys(("radam", "adabelief", "yogi", "diffgrad", "adainject", "adanorm"), 0.02),
    **{"adagrad": 0.1, "adadelta": 1.0},
}


def _beale(p: jax.Array) -> jax.Array:
    x, y = p
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def _beale_residuals(p: jax.Array) -> jax.Array:
    x, y = p
    return jnp.stack([1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3])


BEALE = Surface(
    name="beale",
    label="Beale",
    family="Valleys",
    fn=_beale,
    residuals=_beale_residuals,
    domain=(-0.5, 4.0, -2.1, 1.8),
    minima=((3.0, 0.5),),
    start=(1.0, 1.5),
    saddles=((0.0, 1.0),),
    latex=r"(1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2",
    source="Beale, On an iterative method for finding a local minimum of a function of more than one variable, "
    "Technical report 25, Statistical Techniques Research Group, Princeton University, 1958",
    summary="A curved valley with steep walls and one minimum at (3, 0.5).",
    lrs=measured("beale") | BEALE_RATES,
)


def _long_valley(p: jax.Array) -> jax.Array:
    x, y = p
    return 5 * x**2 + (y**2 - 1) ** 2 / 4


def _long_valley_residuals(p: jax.Array) -> jax.Array:
    x, y = p
    return jnp.stack([5**0.5 * x, (y**2 - 1) / 2])


LONG_VALLEY = Surface(
    name="long_valley",
    label="Long valley",
    family="Valleys",
    fn=_long_valley,
    residuals=_long_valley_residuals,
    domain=(-1.8, 1.8, -1.55, 1.55),
    minima=((0.0, 1.0), (0.0, -1.0)),
    start=(1.0, 0.001),
    saddles=((0.0, 0.0),),
    latex=r"5x^2 + \tfrac{1}{4}(y^2 - 1)^2",
    source="A bounded form of the long valley in Radford's animations of optimizers, 2014",
    summary="A steep valley whose floor is a saddle: whoever only follows the steep walls forgets to leave it.",
    steps=400,
    lrs=measured("long_valley") | LONG_VALLEY_RATES,
)


def _rosenbrock(p: jax.Array) -> jax.Array:
    x, y = p
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def _rosenbrock_residuals(p: jax.Array) -> jax.Array:
    x, y = p
    return jnp.stack([10 * (y - x**2), 1 - x])


ROSENBROCK = Surface(
    name="rosenbrock",
    label="Rosenbrock",
    family="Valleys",
    fn=_rosenbrock,
    residuals=_rosenbrock_residuals,
    domain=(-2.0, 2.0, -1.0, 2.6),
    minima=((1.0, 1.0),),
    start=(-1.2, 1.0),
    latex=r"(1 - x)^2 + 100\,(y - x^2)^2",
    source="Rosenbrock, An automatic method for finding the greatest or least value of a function, "
    "The Computer Journal 3(3), 175-184, 1960",
    summary="A banana-shaped valley: its floor is found at once, its minimum at (1, 1) only after a long walk.",
    steps=1000,
    lrs=measured("rosenbrock"),
)
