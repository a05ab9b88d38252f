"""Several minima: where a run ends depends on where it starts and how it moves."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from surfaces.base import Surface

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
    start=(-0.2, -1.2),
    saddles=(
        (0.08667750455539634, 2.884254701174776),
        (3.385154183607021, 0.07385187983774928),
        (-3.0730257507643897, -0.08135304428796751),
        (-0.12796134673068005, -1.9537149802445766),
    ),
    latex=r"(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    source="Himmelblau, Applied nonlinear programming, McGraw-Hill, 1972",
    summary="Four equally deep minima around a hill: a small difference on the hilltop decides between them.",
)


def _six_hump_camel(p: jax.Array) -> jax.Array:
    x, y = p
    return (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2


SIX_HUMP_CAMEL = Surface(
    name="six_hump_camel",
    label="Six-hump camel",
    family="Many minima",
    fn=_six_hump_camel,
    domain=(-2.2, 2.2, -1.5, 1.5),
    minima=((0.0898420131003181, -0.712656403020740), (-0.0898420131003181, 0.712656403020740)),
    start=(-1.9, 0.9),
    saddles=((0.0, 0.0),),
    latex=r"\left(4 - 2.1x^2 + \tfrac{1}{3}x^4\right)x^2 + xy + (4y^2 - 4)\,y^2",
    source=DIXON_SZEGO,
    summary="Six minima in pairs of three depths; only the two in the middle are the lowest.",
)


def _styblinski_tang(p: jax.Array) -> jax.Array:
    x, y = p
    return (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2


STYBLINSKI_TANG = Surface(
    name="styblinski_tang",
    label="Styblinski-Tang",
    family="Many minima",
    fn=_styblinski_tang,
    domain=(-5.0, 5.0, -5.0, 5.0),
    minima=((-2.903534027771177, -2.903534027771177),),
    start=(4.0, 0.0),
    latex=r"\tfrac{1}{2}\left(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y\right)",
    source="Styblinski and Tang, Experiments in nonconvex optimization: stochastic approximation with function "
    "smoothing and simulated annealing, Neural Networks 3(4), 467-483, 1990",
    summary="Four bowls of different depths; the deepest is at about (-2.9, -2.9).",
)


def _rastrigin(p: jax.Array) -> jax.Array:
    x, y = p
    return 20 + x**2 - 10 * jnp.cos(2 * jnp.pi * x) + y**2 - 10 * jnp.cos(2 * jnp.pi * y)


RASTRIGIN = Surface(
    name="rastrigin",
    label="Rastrigin",
    family="Many minima",
    fn=_rastrigin,
    domain=(-5.12, 5.12, -5.12, 5.12),
    minima=((0.0, 0.0),),
    start=(-3.4, 2.6),
    latex=r"20 + x^2 - 10\cos 2\pi x + y^2 - 10\cos 2\pi y",
    source="Rastrigin, Systems of extremal control, Nauka, Moscow, 1974",
    summary="A bowl full of regular pits, a minimum in each; only the one at (0, 0) is the lowest.",
)


def _ackley(p: jax.Array) -> jax.Array:
    x, y = p
    square = (x**2 + y**2) / 2
    away = square > 0
    # The root has no slope at zero: both branches of the where must be finite, or the gradient there is NaN.
    root = jnp.where(away, jnp.sqrt(jnp.where(away, square, 1.0)), 0.0)
    waves = (jnp.cos(2 * jnp.pi * x) + jnp.cos(2 * jnp.pi * y)) / 2
    return 20 - 20 * jnp.exp(-0.2 * root) + jnp.e - jnp.exp(waves)


ACKLEY = Surface(
    name="ackley",
    label="Ackley",
    family="Many minima",
    fn=_ackley,
    domain=(-5.0, 5.0, -5.0, 5.0),
    minima=((0.0, 0.0),),
    start=(-3.4, 2.6),
    latex=r"20 - 20\,e^{-0.2\sqrt{(x^2 + y^2)/2}} + e - e^{(\cos 2\pi x + \cos 2\pi y)/2}",
    source="Ackley, A connectionist machine for genetic hillclimbing, Kluwer, 1987",
    summary="A rippled plain around a deep funnel whose bottom at (0, 0) is a tip without a slope.",
    smooth_at_minima=False,
)
