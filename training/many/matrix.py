"""Every optimizer on every surface: what becomes of it with its default rate there, and how easy its rate is to set.

A cell of the matrix is one optimizer on one surface, from the surface's own start, with ``STEPS`` gradients: runs with
its default rate there times each of ``FACTORS``, so that every rule is tried over four decades around a rate that suits
it. The cells of a rule on all surfaces of a family are a chunk: one program with a switch between the surfaces compiles
in a third of the time of one program for each. A typed surface is a family of its own, under its whole name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from locales import tr
from optimizers import OPTIMIZERS
from surfaces import SURFACES, Surface, find
from training.choice import Choice, scheduled
from training.many.fates import LEFT, LOST, Ends, padded
from training.many.runs import POINTS, at_once
from training.outcome import TOLERANCE
from training.race.config import RATES, default_choice
from training.race.descend import CAPACITY, Draws, Given
from training.race.race import FORMULA

STEPS = 1_000
FACTORS = tuple(10.0 ** (half / 2) for half in range(-4, 5))  # of the default rate
DEFAULT = len(FACTORS) // 2  # the place of the default rate among them
OWN = Given(None, 0, None, None, Draws(None, None, None, None))  # type: ignore[arg-type]


NO_PATH = np.full((POINTS, 2), np.nan, np.float32)


class Cell(NamedTuple):
    """The runs of an optimizer on a surface, (rates,) each but ``rate``, the name of the number that varies, and
    ``path``, (POINTS, 2) of the run with the default rate as ``runs.at_once`` has them, NaN where there is none.

    ``rate`` is "" for a rule without a rate, whose runs are all alike. ``fate``, ``since``, ``loss`` and ``reached``
    are those of :class:`training.many.fates.Ends`, counted in gradients.
    """

    rate: str
    rates: np.ndarray
    fate: np.ndarray
    since: np.ndarray
    loss: np.ndarray
    reached: np.ndarray
    path: np.ndarray = NO_PATH

    @property
    def works(self) -> np.ndarray:
        """With which rates the tolerance is reached: (rates,)."""
        return self.reached >= 0

    @property
    def best(self) -> int:
        """The place of the best rate: soonest within the tolerance, else lowest at the end; the default where equal."""
        lost = (self.fate == LEFT) | (self.fate == LOST) | ~np.isfinite(self.loss)
        soon = np.where(self.works, self.reached, STEPS + 1)
        away = np.abs(np.arange(len(FACTORS)) - DEFAULT)
        return int(np.lexsort((away, np.where(lost, np.inf, self.loss) * ~self.works, soon, lost))[0])


def missing(name: str, surface: Surface) -> str:
    """Why an optimizer cannot run on a surface, in words; empty where it can."""
    if "residual_fn" in OPTIMIZERS[name].needs and surface.residuals is None:
        return tr("needs a sum of squares")
    return ""


def families() -> dict[str, list[str]]:
    """The surfaces by family, in the order of the registry."""
    found: dict[str, list[str]] = {}
    for name, surface in SURFACES.items():
        found.setdefault(surface.family, []).append(name)
    return found


def typed(surface: str) -> list[tuple[str, str]]:
    """The chunks of a typed surface, "formula:x**2", one for each optimizer that can run on it."""
    return [(name, surface) for name in OPTIMIZERS if _members(name, surface)]


def chunks() -> list[tuple[str, str]]:
    """All chunks, an optimizer and a family of surfaces each: whole columns first."""
    return [(name, family) for family in families() for name in OPTIMIZERS if _members(name, family)]


def chunk_of(name: str, family: str, beat: Callable[[float], None] = lambda share: None) -> dict[str, Cell]:
    """The cells of an optimizer on those surfaces of a family on which it can run, by surface.

    ``beat`` is called with the share that is done after each cell; what it raises ends the work.
    """
    members, found = _members(name, family), {}
    program = at_once(_switched(members), default_choice(name, find(members[0])), OWN)
    for place, surface in enumerate(members):
        found[surface] = _cell(program, place, find(surface), default_choice(name, find(surface)))
        beat((place + 1) / len(members))
    return found


def rates_of(chosen: Choice) -> tuple[str, np.ndarray]:
    """The name of the rate that varies, and its values, (rates,), the default one among them as it is.

    NaN stands for rates with which the rule is not defined.
    """
    found = next((hyper for hyper in chosen.spec.hypers if hyper.name in RATES), None)
    if found is None:
        return "", np.zeros(len(FACTORS))
    usual = float(chosen.values[found.name])
    rates = np.array([usual if factor == 1 else float(f"{usual * factor:.3g}") for factor in FACTORS])
    return found.name, np.where((rates >= found.low) & (rates <= found.high), rates, np.nan)


def _members(name: str, family: str) -> tuple[str, ...]:
    all_of_them = [family] if family.startswith(f"{FORMULA}:") else families()[family]
    return tuple(surface for surface in all_of_them if not missing(name, find(surface)))


def _cell(program: Callable[..., tuple[Ends, np.ndarray]], place: int, surface: Surface, chosen: Choice) -> Cell:
    steps, count, dtype = STEPS // chosen.gradients, len(FACTORS), jnp.result_type(float)
    rate, rates = rates_of(chosen)
    alike: Mapping[str, Any] = scheduled(chosen, steps, CAPACITY)
    numbers = {name: np.full(count, value, dtype) for name, value in alike.items()}
    if rate:
        numbers[rate] = rates.astype(dtype)
    start = np.asarray(surface.start, dtype)
    still = Draws(np.zeros((1, 2), dtype), None)  # type: ignore[arg-type]
    given = Given({"which": np.int32(place)}, numbers, start, steps, still)
    minima = padded(surface.minima, max(_most_minima(), len(surface.minima)))
    tolerance = TOLERANCE if surface.has_lowest else np.nan  # below which nothing is
    found, paths = program(minima, surface.domain, given, tolerance)
    reached = np.where(found.reached < 0, found.reached, found.reached * chosen.gradients)
    return Cell(rate, rates, found.fate, found.since * chosen.gradients, found.loss, reached, paths[DEFAULT])


@cache
def _most_minima() -> int:
    return max(len(surface.minima) for surface in SURFACES.values())


@lru_cache(maxsize=64)
def _switched(members: tuple[str, ...]) -> Surface:
    """Several surfaces as one, of which the number ``which`` chooses; each with its knobs as they are by default."""
    several = [find(name) for name in members]
    squares = [one.residuals for one in several if one.residuals is not None]
    widths = [jax.eval_shape(residuals, jnp.zeros(2)).shape[0] for residuals in squares]

    def fn(point: jax.Array, which: jax.Array) -> jax.Array:
        return jax.lax.switch(which, [one.fn for one in several], point)

    def residuals(point: jax.Array, which: jax.Array) -> jax.Array:
        return jax.lax.switch(which, [partial(_padded, one, max(widths)) for one in squares], point)

    whole = len(squares) == len(several)
    own: Any = {"fn": fn, "residuals": residuals if whole else None}
    return replace(several[0], **own, minima=(), knobs=(), set_to=(), plain=None, examples=None, batch_loss=None)


def _padded(residuals: Callable[[jax.Array], jax.Array], width: int, point: jax.Array) -> jax.Array:
    """The residuals, and zeros behind them, which change no sum of squares."""
    found = residuals(point)
    return jnp.pad(found, (0, width - len(found)))
