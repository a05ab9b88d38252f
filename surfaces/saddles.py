"""Saddles: points where the gradient is zero and that are no minimum."""

from __future__ import annotations

import jax

from surfaces.base import Surface, measured

SQRT2 = 2**0.5
# One small rate for all, so that the ways to escape can be told apart.
ESCAPE_RATES = {
    **dict.fromkeys(("sgd", "momentum", "nesterov", "rmsprop", "adam", "adamax", "adamw", "amsgrad", "nadam"), 0.01),
    **dict.fromkeys(("radam", "adabelief", "yogi", "diffgrad", "adainject", "adanorm"), 0.01),
    **{"adagrad": 0.1, "adadelta": 1.0},
}


def _saddle(p: jax.Array) -> jax.Array:
    x, y = p
    return x**2 - y**2


SADDLE = Surface(
    name="saddle",
    label="Saddle",
    family="Saddles",
    fn=_saddle,
    domain=(-1.6, 1.6, -1.4, 1.4),
    minima=(),
    start=(1.0, 0.001),
    saddles=((0.0, 0.0),),
    latex=r"x^2 - y^2",
    source="Dauphin et al., Identifying and attacking the saddle point problem in high-dimensional non-convex "
    "optimization, 2014, arXiv:1406.2572; the form of Radford's animation, 2014",
    summary="Falls without end along y: all runs leave, the question is when.",
    steps=400,
    bounded=False,
    lrs=ESCAPE_RATES,
)


def _bounded_saddle(p: jax.Array) -> jax.Array:
    x, y = p
    return x**2 - y**2 + y**4 / 4


BOUNDED_SADDLE = Surface(
    name="bounded_saddle",
    label="Bounded saddle",
    family="Saddles",
    fn=_bounded_saddle,
    domain=(-2.1, 2.1, -1.9, 1.9),
    minima=((0.0, SQRT2), (0.0, -SQRT2)),
    start=(1.0, 0.001),
    saddles=((0.0, 0.0),),
    latex=r"x^2 - y^2 + \tfrac{1}{4}y^4",
    source="A bounded form of the saddle in Radford's animations of optimizers, 2014",
    summary="A saddle between two minima: from close to its axis, the escape takes most of the time.",
    steps=400,
    lrs=measured("bounded_saddle") | ESCAPE_RATES,
)


def _monkey_saddle(p: jax.Array) -> jax.Array:
    x, y = p
    return x**3 - 3 * x * y**2


MONKEY_SADDLE = Surface(
    name="monkey_saddle",
    label="Monkey saddle",
    family="Saddles",
    fn=_monkey_saddle,
    domain=(-1.6, 1.6, -1.4, 1.4),
    minima=(),
    start=(1.0, 0.05),
    saddles=((0.0, 0.0),),
    latex=r"x^3 - 3xy^2",
    source="Hilbert and Cohn-Vossen, Geometry and the imagination, chapter 4, 1952",
    summary="Three ways down and three ways up around one flat point, where the Hessian is zero too.",
    bounded=False,
    lrs=ESCAPE_RATES,
)
