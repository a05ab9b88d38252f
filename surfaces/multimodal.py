"""Several minima: where a run ends depends on where it starts and how it moves."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from surfaces.base import Surface, measured

DIXON_SZEGO = "Dixon and Szegő, The global optimization problem: an introduction, Towards Global Optimisation 2, 1978"


def _himmelblau(p: jax.Array) -> jax.Array:
    x, y = p
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def _himmelblau_residuals(p: jax.Array) -> jax.Array:
    x, y = p
    return jnp.stack([x**2 + y - 11, x + y**2 - 7])


HIMMELBLAU = Surface(
    name="himmelblau",
    label="Himmelblau",
    family="Many minima",
    fn=_himmelblau,
    residuals=_himmelblau_residuals,
    domain=(-5.5, 5.5, -4.8, 4.8),
    minima=(
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.283185991286170),
        (3.584428340330492, -1.848126526964404),
    ),
    start=(0.5, -0.5),
    saddles=(
        (0.08667750455539634, 2.884254701174776),
        (3.385154183607021, 0.07385187983774928),
        (-3.0730257507643897, -0.08135304428796751),
        (-0.12796134673068005, -1.9537149802445766),
    ),
    latex=r"(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    source="Himmelblau, Applied nonlinear programming, McGraw-Hill, 1972",
    summary="Four equally deep minima around a hill: a small difference on the hilltop decides between them.",
    lrs=measured("himmelblau"),
)


def _six_hump_camel(p: jax.Array) -> jax.Array:
    x, y = p
    return (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2


SIX_HUMP_CAMEL = Surface(
    name="six_hump_camel",
    label="Six-hump camel",
    family="Many minima",
    fn=_six_hump_camel,
    domain=(-2.3, 2.3, -1.6, 1.6),
    minima=((0.0898420131003181, -0.712656403020740), (-0.0898420131003181, 0.712656403020740)),
    start=(-2.0, -1.2),
    saddles=((0.0, 0.0),),
    latex=r"\left(4 - 2.1x^2 + \tfrac{1}{3}x^4\right)x^2 + xy + (4y^2 - 4)\,y^2",
    source=DIXON_SZEGO,
    summary="Six minima in pairs of three depths; only the two in the middle are the lowest.",
    lrs=measured("six_hump_camel"),
)


def _three_hump_camel(p: jax.Array) -> jax.Array:
    x, y = p
    return 2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y**2


THREE_HUMP_CAMEL = Surface(
    name="three_hump_camel",
    label="Three-hump camel",
    family="Many minima",
    fn=_three_hump_camel,
    domain=(-2.5, 2.5, -2.0, 2.0),
    minima=((0.0, 0.0),),
    start=(-2.1, -1.5),
    latex=r"2x^2 - 1.05x^4 + \tfrac{1}{6}x^6 + xy + y^2",
    source=DIXON_SZEGO,
    summary="Three minima in a row; the lowest is the one in the middle.",
    lrs=measured("three_hump_camel"),
)


def _styblinski_tang(p: jax.Array) -> jax.Array:
    x, y = p
    return (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2


STYBLINSKI_TANG = Surface(
    name="styblinski_tang",
    label="Styblinski-Tang",
    family="Many minima",
    fn=_styblinski_tang,
    domain=(-5.2, 5.2, -4.6, 4.6),
    minima=((-2.903534027771177, -2.903534027771177),),
    start=(4.5, 0.3),
    latex=r"\tfrac{1}{2}\left(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y\right)",
    source="Styblinski and Tang, Experiments in nonconvex optimization: stochastic approximation with function "
    "smoothing and simulated annealing, Neural Networks 3(4), 467-483, 1990",
    summary="Four bowls of different depths; the deepest is at about (−2.9, −2.9).",
    lrs=measured("styblinski_tang"),
)


def _goldstein_price(p: jax.Array) -> jax.Array:
    x, y = p
    first = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)
    second = 30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2)
    return first * second


GOLDSTEIN_PRICE = Surface(
    name="goldstein_price",
    label="Goldstein-Price",
    family="Many minima",
    fn=_goldstein_price,
    domain=(-2.1, 2.1, -2.2, 1.4),
    minima=((0.0, -1.0),),
    start=(-1.4, 0.4),
    latex=r"\begin{aligned}&\left[1 + (x + y + 1)^2(19 - 14x + 3x^2 - 14y + 6xy + 3y^2)\right]\\"
    r"&\cdot\left[30 + (2x - 3y)^2(18 - 32x + 12x^2 + 48y - 36xy + 27y^2)\right]\end{aligned}",
    source="Goldstein and Price, On descent from local minima, Mathematics of Computation 25(115), 569-574, 1971",
    summary="Four minima in a cross of valleys; heights from 3 to over a million.",
    lrs=measured("goldstein_price"),
)


def _mccormick(p: jax.Array) -> jax.Array:
    x, y = p
    return jnp.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1


MCCORMICK = Surface(
    name="mccormick",
    label="McCormick",
    family="Many minima",
    fn=_mccormick,
    domain=(-2.0, 4.4, -3.2, 4.3),
    minima=((-0.5471975511965976, -1.5471975511965976),),
    start=(-1.0, 2.8),
    latex=r"\sin(x + y) + (x - y)^2 - 1.5x + 2.5y + 1",
    source="McCormick, Computability of global solutions to factorable nonconvex programs: part I, "
    "Mathematical Programming 10, 147-175, 1976",
    summary="A valley with steps in it; beyond the frame it goes down by steps for ever.",
    bounded=False,
    lrs=measured("mccormick"),
)
