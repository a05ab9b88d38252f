"""A run of one optimizer on one surface."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.experimental.serialize_executable import deserialize_and_load, serialize

from locales.formats import grouped
from optimizers import OPTIMIZERS
from optimizers.base import MOST_STEPS, OptimizerSpec
from optimizers.scheduled import Number, Scheduled
from optimizers.wrappers import wrapped
from surfaces import find
from surfaces.base import Surface
from surfaces.programs import kept, loads, understood
from training.choice import Choice, forms_of, scheduled
from training.loop import Keep, Problem, Setup, Trace, everything, run, to_numpy
from training.race import batches

CAPACITY = MOST_STEPS  # rows of the one buffer that every run on a surface fills, so that no number of steps compiles
EPOCHS = CAPACITY // 2 + 1  # as many as that many mini-batches can begin: a smaller batch than all takes two or more
# LLVM's expensive passes and threads beside each other gain nothing on programs of so few numbers; one point alone does
# without XLA's emitters of fusions, too. It compiles in 40% of the processor time, to a program that is as fast.
SIMPLE = (("xla_llvm_disable_expensive_passes", True), ("xla_cpu_parallel_codegen_split_count", 1))
QUICK = (*SIMPLE, ("xla_cpu_use_fusion_emitters", False))


class Draws(NamedTuple):
    """What is random in a run, as tables: random numbers inside the loop would make it forty times slower."""

    normals: jax.Array  # (CAPACITY + 1, 2)
    places: jax.Array | None  # (EPOCHS, examples), see training.race.batches; None where the surface has no examples
    noise: jax.Array | float = 0.0  # standard deviation
    batch: jax.Array | int = 0  # examples a step


class Given(NamedTuple):
    """All that is traced of a run."""

    knobs: Mapping[str, Any]  # of the surface
    numbers: Mapping[str, Number]  # of the rule
    start: np.ndarray  # (2,)
    steps: int
    draws: Draws


def descend(
    surface: str,
    start: Sequence[float],
    steps: int,
    seed: int,
    choice: Choice,
    noise: float = 0.0,
    batch: int = 0,
) -> Trace:
    """Run ``choice`` for ``steps`` updates from ``start`` and return its Trace as numpy arrays.

    ``surface`` is a name that ``surfaces.find`` knows; ``noise`` is the standard deviation of the
    normal noise added to each coordinate of each gradient, ``batch`` how many examples of a surface of data a step
    sees (all of them where it is 0), both drawn from ``seed`` alike for every optimizer.
    ``params`` and ``queries`` have shape (steps + 1, 2). Raises KeyError for an unknown name and ValueError for a
    number of steps outside 0 to 20,000.
    """
    if not 0 <= steps <= CAPACITY:
        raise ValueError(f"steps must be from 0 to {grouped(CAPACITY)}, not {steps}")
    compiled = _compiled(*program(surface, choice).key)
    return to_numpy(compiled(given(surface, choice, start, steps, drawn(surface, seed, noise, batch))), int(steps))


@dataclass(frozen=True)
class Program:
    """A compiled run by all that decides it, ``key``; ``surface`` and ``choice`` are one of those that it runs."""

    key: tuple
    surface: str = field(compare=False)
    choice: Choice = field(compare=False)

    @property
    def ready(self) -> bool:
        """Whether it is compiled, or at least begun to be."""
        return _compiled.has(self.key)


def program(surface: str, choice: Choice) -> Program:
    """What must be compiled to run ``choice`` on ``surface``: its numbers are no part of it."""
    known = find(surface)
    forms, moving = forms_of(choice.wrappers), forms_of(choice.schedules)
    knobs, dtype = tuple(name for name, _ in known.set_to), np.dtype(jnp.result_type(float))
    return Program((known.untuned, choice.optimizer, choice.options, forms, moving, knobs, dtype), surface, choice)


def compiled(surface: str, choice: Choice, beat: Callable[[], None] = lambda: None) -> bytes | None:
    """Compile a program, for another process of this machine to ``install``; ``beat`` is called before it is compiled.

    None where it was on disk, from where it is loaded as fast: what was loaded cannot be handed on.
    """
    made = _compiled.__wrapped__(*program(surface, choice).key)
    lowered = made.lower(given(surface, choice, (0.0, 0.0), 0, drawn(surface, 0)))
    beat()
    with loads() as loaded:
        result = lowered.compile()
    return None if loaded else pickle.dumps(serialize(result))


def install(surface: str, choice: Choice, found: bytes | None) -> None:
    """Make a program ready that was ``compiled`` elsewhere, or compile it here where nothing was found."""
    if found is None:
        descend(surface, (0.0, 0.0), 0, 0, choice)
    else:
        _find_lapack()
        _compiled.keep(program(surface, choice).key, deserialize_and_load(*pickle.loads(found)))


@cache
def _find_lapack() -> None:
    """Let JAX look up the functions of LAPACK, as it does where it lowers a program that calls them.

    One that was lowered in another process would call a null pointer here.
    """
    jax.jit(jnp.linalg.inv).lower(np.eye(2, dtype=np.float32))


def given(surface: str, choice: Choice, start: Sequence[float], steps: int, draws: Draws) -> Given:
    """What a compiled run takes."""
    point = np.asarray(start, dtype=jnp.result_type(float)).reshape(2)
    return Given(dict(find(surface).set_to), scheduled(choice, int(steps), CAPACITY), point, int(steps), draws)


def drawn(surface: str, seed: int, noise: float = 0.0, batch: int = 0) -> Draws:
    """What is random on a surface, from ``seed`` alone and so alike for every optimizer."""
    examples = find(surface).size
    size = min(batch or examples, examples)
    draws = _draws(int(seed), bool(noise), examples, size < examples, np.dtype(jnp.result_type(float)))
    return draws._replace(noise=float(noise), batch=size)


def as_problem(surface: Surface, knobs: Mapping[str, Any], draws: Draws) -> Problem:
    """The surface as a Problem. A step draws a tilt, added to its gradient, and the weights of the examples, if any."""
    if draws.places is None:
        return _of_function(surface, knobs, lambda key, t: draws.noise * draws.normals[t])

    def draw(key: jax.Array | None, t: jax.Array) -> tuple[jax.Array, jax.Array]:
        return draws.noise * draws.normals[t], batches.shares(draws.places, draws.batch, t)

    return _of_examples(surface, draw)


def _of_function(surface: Surface, knobs: Mapping[str, Any], draw: Callable) -> Problem:
    fn, residuals = partial(surface.fn, **knobs), surface.residuals
    return Problem(
        draw=draw,
        loss=lambda params, tilt: fn(params) + tilt @ params,
        full_loss=fn,
        residuals=None if residuals is None else lambda params, tilt: residuals(params, **knobs),
    )


def _of_examples(surface: Surface, draw: Callable) -> Problem:
    """A surface of data: each of its residuals belongs to one example."""
    rows = jnp.arange(surface.size)[:, None]

    def loss(params: jax.Array, drawn: tuple[jax.Array, jax.Array]) -> jax.Array:
        assert surface.batch_loss is not None
        tilt, weights = drawn
        return weights @ jax.vmap(partial(surface.batch_loss, params))(rows) + tilt @ params

    def residuals(params: jax.Array, drawn: tuple[jax.Array, jax.Array]) -> jax.Array:
        assert surface.residuals is not None
        return jnp.sqrt(surface.size * drawn[1]) * surface.residuals(params)

    return Problem(draw, loss, surface.fn, None if surface.residuals is None else residuals)


@lru_cache(maxsize=16)
def _draws(seed: int, noisy: bool, examples: int, drawn: bool, dtype: np.dtype) -> Draws:
    """What ``seed`` gives to every runner; zeros where there is no noise, or where all examples are taken anyway."""
    shape = (CAPACITY + 1, 2)
    normals = jax.random.normal(jax.random.key(seed), shape, dtype) if noisy else jnp.zeros(shape, dtype)
    if not examples:
        return Draws(normals, None)
    zeros = np.zeros((EPOCHS, examples), np.int16)
    return Draws(normals, jnp.asarray(batches.places(seed, examples, EPOCHS) if drawn else zeros))


@kept
def _compiled(
    surface: Surface, optimizer: str, options: tuple, forms: tuple, moving: tuple, knobs: tuple, dtype: np.dtype
) -> Callable:
    """One jitted run for each surface, optimizer and form of its rule; numbers are traced, so none compiles again.

    What is ``moving`` under a schedule, the surface's ``knobs`` and ``dtype`` decide what the run is given.
    """
    race = partial(_race, surface, wrapped(OPTIMIZERS[optimizer], forms), dict(options))
    return jax.jit(race, compiler_options=understood(*QUICK))


def _race(surface: Surface, spec: OptimizerSpec, options: dict, given: Given) -> Trace:
    problem, optimizer = as_problem(surface, given.knobs, given.draws), Scheduled(spec, given.numbers, options)
    return run(Setup(problem, optimizer, [Keep(everything, CAPACITY)]), given.start, given.steps)[0]
