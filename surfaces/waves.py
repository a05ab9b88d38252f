"""Regular waves over a bowl or a plain: minima without number, and mostly one that counts."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from surfaces.base import Surface, measured


def _rastrigin(p: jax.Array) -> jax.Array:
    x, y = p
    return 20 + x**2 - 10 * jnp.cos(2 * jnp.pi * x) + y**2 - 10 * jnp.cos(2 * jnp.pi * y)


RASTRIGIN = Surface(
    name="rastrigin",
    label="Rastrigin",
    family="Waves",
    fn=_rastrigin,
    domain=(-5.12, 5.12, -5.12, 5.12),
    minima=((0.0, 0.0),),
    start=(-3.4, 2.6),
    latex=r"20 + x^2 - 10\cos 2\pi x + y^2 - 10\cos 2\pi y",
    source="Rastrigin, Systems of extremal control, Nauka, Moscow, 1974",
    summary="A bowl full of regular pits, a minimum in each; only the one at (0, 0) is the lowest.",
    lrs=measured("rastrigin"),
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
    family="Waves",
    fn=_ackley,
    domain=(-5.0, 5.0, -5.0, 5.0),
    minima=((0.0, 0.0),),
    start=(-3.4, 2.6),
    latex=r"20 - 20\,e^{-0.2\sqrt{(x^2 + y^2)/2}} + e - e^{(\cos 2\pi x + \cos 2\pi y)/2}",
    source="Ackley, A connectionist machine for genetic hillclimbing, Kluwer, 1987",
    summary="A rippled plain around a deep funnel whose bottom at (0, 0) is a tip without a slope.",
    smooth_at_minima=False,
    lrs=measured("ackley"),
)


def _levy13(p: jax.Array) -> jax.Array:
    return jnp.sum(_levy13_residuals(p) ** 2)


def _levy13_residuals(p: jax.Array) -> jax.Array:
    x, y = p
    # A root of a sum that is at least one: no slope is lost.
    side_x = (x - 1) * jnp.sqrt(1 + jnp.sin(3 * jnp.pi * y) ** 2)
    side_y = (y - 1) * jnp.sqrt(1 + jnp.sin(2 * jnp.pi * y) ** 2)
    return jnp.stack([jnp.sin(3 * jnp.pi * x), side_x, side_y])


LEVY13 = Surface(
    name="levy13",
    label="Levy 13",
    family="Waves",
    fn=_levy13,
    residuals=_levy13_residuals,
    domain=(-3.0, 4.0, -2.0, 4.0),
    minima=((1.0, 1.0),),
    start=(-2.3, 3.2),
    latex=r"\sin^2 3\pi x + (x - 1)^2(1 + \sin^2 3\pi y) + (y - 1)^2(1 + \sin^2 2\pi y)",
    source="Levy and Montalvo, The tunneling algorithm for the global minimization of functions, "
    "SIAM Journal on Scientific and Statistical Computing 6(1), 15-29, 1985, problem 13",
    summary="A bowl with ripples of two lengths; its minimum is at (1, 1).",
    lrs=measured("levy13") | {"aggmo": 0.001},  # from 0.002 on it depends on the last digit whether it stays
)


def _griewank(p: jax.Array) -> jax.Array:
    x, y = p
    return 1 + (x**2 + y**2) / 4000 - jnp.cos(x) * jnp.cos(y / 2**0.5)


GRIEWANK = Surface(
    name="griewank",
    label="Griewank",
    family="Waves",
    fn=_griewank,
    domain=(-10.0, 10.0, -8.0, 8.0),
    minima=((0.0, 0.0),),
    start=(-4.6, 2.6),
    latex=r"1 + \frac{x^2 + y^2}{4000} - \cos x\,\cos\frac{y}{\sqrt 2}",
    source="Griewank, Generalized descent for global optimization, "
    "Journal of Optimization Theory and Applications 34(1), 11-39, 1981",
    summary="An egg carton on a very wide bowl: from close by, all its minima look alike.",
    lrs=measured("griewank"),
)


def _drop_wave(p: jax.Array) -> jax.Array:
    x, y = p
    square = x**2 + y**2
    near = square < 1e-6
    # cos 12r is smooth in r squared, but the root is not: at the middle its series takes over, exact to rounding.
    wave = jnp.where(near, 1 - 72 * square + 864 * square**2, jnp.cos(12 * jnp.sqrt(jnp.where(near, 1.0, square))))
    return -(1 + wave) / (0.5 * square + 2)


DROP_WAVE = Surface(
    name="drop_wave",
    label="Drop wave",
    family="Waves",
    fn=_drop_wave,
    domain=(-1.9, 1.9, -1.5, 1.5),
    minima=((0.0, 0.0),),
    start=(-1.0, 0.8),
    latex=r"-\frac{1 + \cos\left(12\sqrt{x^2 + y^2}\right)}{\tfrac{1}{2}(x^2 + y^2) + 2}",
    source="Surjanovic and Bingham, Virtual library of simulation experiments, Simon Fraser University, 2013",
    summary="Rings around a hole: every ring is a valley in which a run can end.",
    lrs=measured("drop_wave"),
)


def _michalewicz(p: jax.Array) -> jax.Array:
    x, y = p
    return -jnp.sin(x) * jnp.sin(x**2 / jnp.pi) ** 20 - jnp.sin(y) * jnp.sin(2 * y**2 / jnp.pi) ** 20


MICHALEWICZ = Surface(
    name="michalewicz",
    label="Michalewicz",
    family="Waves",
    fn=_michalewicz,
    domain=(0.0, 3.14159, 0.0, 3.14159),
    minima=((2.2029055201726, 1.5707963267949),),
    start=(2.55, 1.9),
    latex=r"-\sin x\,\sin^{20}\frac{x^2}{\pi} - \sin y\,\sin^{20}\frac{2y^2}{\pi}",
    source="Michalewicz, Genetic algorithms + data structures = evolution programs, Springer, 1992",
    summary="Narrow trenches in a plain that is all but flat; two of them cross at the minimum.",
    lrs=measured("michalewicz"),
)


def _eggholder(p: jax.Array) -> jax.Array:
    x, y = p
    return -(y + 47) * _sine_of_root(x / 2 + y + 47) - x * _sine_of_root(x - y - 47)


def _sine_of_root(u: jax.Array) -> jax.Array:
    """sin of the root of |u|; its slope is infinite at 0, where it is given as 0 so that no run ends in NaN."""
    away = u != 0
    return jnp.where(away, jnp.sin(jnp.sqrt(jnp.abs(jnp.where(away, u, 1.0)))), 0.0)


EGGHOLDER = Surface(
    name="eggholder",
    label="Eggholder",
    family="Waves",
    fn=_eggholder,
    domain=(-512.0, 512.0, -512.0, 512.0),
    minima=((512.0, 404.23180503),),
    start=(260.0, 120.0),
    latex=r"-(y + 47)\sin\sqrt{\left|\tfrac{x}{2} + y + 47\right|} - x\sin\sqrt{|x - y - 47|}",
    source="Whitley et al., Evaluating evolutionary algorithms, Artificial Intelligence 85, 245-276, 1996",
    summary="Folded without order; its lowest point in the frame lies on the edge, where the slope leads out.",
    bounded=False,
    smooth_at_minima=False,
    lrs=measured("eggholder"),
)
