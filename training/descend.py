"""A run of one optimizer on one surface."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from optimizers import OPTIMIZERS
from optimizers.base import OptimizerSpec
from optimizers.schedules import SCHEDULES
from optimizers.wrappers import wrapped
from surfaces import find
from surfaces.base import Surface
from training.choice import SCHEDULE, Choice
from training.loop import Problem, Trace, run, to_numpy

CAPACITY = 20_000  # rows of the one buffer that every run on a surface fills, so that no number of steps compiles


def descend(surface: str, start: Sequence[float], steps: int, seed: int, choice: Choice, noise: float = 0.0) -> Trace:
    """Run ``choice`` for ``steps`` updates from ``start`` and return its Trace as numpy arrays.

    ``surface`` is a name that ``surfaces.find`` knows; ``noise`` is the standard deviation of the
    normal noise added to each coordinate of each gradient, drawn from ``seed`` alike for every optimizer.
    ``params`` and ``queries`` have shape (steps + 1, 2). Raises KeyError for an unknown name and ValueError for a
    number of steps outside 0 to 20,000.
    """
    if not 0 <= steps <= CAPACITY:
        raise ValueError(f"steps must be from 0 to {CAPACITY:,}, not {steps}")
    forms = tuple((part.name, part.form) for part in choice.wrappers)
    known = find(surface)
    compiled = _compiled(known.untuned, choice.optimizer, choice.options, forms)
    hypers, plateaus = scheduled(choice, int(steps), CAPACITY)
    with jax.default_device(jax.devices("cpu")[0]):
        draws = _draws(int(seed), bool(noise), np.dtype(jnp.result_type(float)))
        records = compiled(dict(known.set_to), hypers, plateaus, _pair(start), int(steps), draws, float(noise))
        return to_numpy(records, int(steps))


def as_problem(surface: Surface, knobs: Mapping[str, Any], draws: jax.Array, noise: jax.Array) -> Problem:
    """The surface as a Problem; the draw of a step is added to its gradient, as the slope of a tilted plane.

    ``draws`` has shape (CAPACITY + 1, 2): random numbers inside the loop would make it forty times slower.
    """
    fn, residuals = partial(surface.fn, **knobs), surface.residuals
    return Problem(
        draw=lambda key, t: noise * draws[t],
        loss=lambda params, tilt: fn(params) + tilt @ params,
        full_loss=fn,
        residuals=None if residuals is None else lambda params, tilt: residuals(params, **knobs),
    )


@lru_cache(maxsize=16)
def _draws(seed: int, noisy: bool, dtype: np.dtype) -> jax.Array:
    """Standard normal draws of shape (CAPACITY + 1, 2), alike for every runner; zeros where there is no noise."""
    shape = (CAPACITY + 1, 2)
    return jax.random.normal(jax.random.key(seed), shape, dtype) if noisy else jnp.zeros(shape, dtype)


@lru_cache(maxsize=512)
def _compiled(surface: Surface, optimizer: str, options: tuple, forms: tuple) -> Callable:
    """One jitted run for each surface, optimizer and form of its rule; numbers are traced, so none compiles again."""
    return jax.jit(partial(_race, surface, wrapped(OPTIMIZERS[optimizer], forms), dict(options)))


def _race(surface: Surface, spec: OptimizerSpec, options: dict, knobs, hypers, plateaus, start, steps, draws, noise):  # noqa: ANN001
    problem = as_problem(surface, knobs, draws, noise)
    return run(problem, spec, hypers, options, start, steps, None, CAPACITY, plateaus=plateaus)


def scheduled(choice: Choice, steps: int, capacity: int) -> tuple[dict[str, Any], dict[str, dict[str, float]]]:
    """The numbers of a choice as ``training.loop.run`` takes them: scheduled ones as tables, and the plateaus.

    A table has ``capacity + 1`` rows, so that no number of steps compiles; rows after ``steps`` repeat the last.
    """
    hypers: dict[str, Any] = dict(choice.hypers)
    hypers |= {f"{part.name}.{name}": value for part in choice.wrappers for name, value in part.hypers}
    plateaus = {}
    for part in choice.schedules:
        name, schedule = part.name.removesuffix(SCHEDULE), SCHEDULES[part.form]
        if schedule.factors is None:
            plateaus[name] = dict(part.hypers)
        else:
            factors = schedule.factors(max(1, steps), **dict(part.hypers))
            hypers[name] = np.pad(hypers[name] * factors, (0, capacity + 1 - len(factors)), mode="edge")
    return hypers, plateaus


def _pair(start: Sequence[float]) -> np.ndarray:
    return np.asarray(start, dtype=jnp.result_type(float)).reshape(2)
