"""A surface: a function of two coordinates with the frame in which it is shown and the facts that are known of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from locales import Words
from surfaces.programs import kept

Frame = tuple[float, float, float, float]  # x0, x1, y0, y1
MEASURED = Path(__file__).with_name("rates.json")  # made by python -m benchmarks.rates


@dataclass(frozen=True)
class Knob:
    """A number of the surface itself, traced like a hyperparameter: turning it never compiles."""

    name: str
    label: Words
    symbol: str  # LaTeX
    default: float
    low: float
    high: float
    slider: tuple[float, float]
    log: bool = False
    memory: bool = False
    whole: bool = False
    help: Words = ""

    @property
    def several(self) -> Words:
        """What several values of it are called: "Condition numbers"."""
        return f"{self.label}s"


class Examples(NamedTuple):
    """The data of a surface that is a loss."""

    inputs: np.ndarray  # (n, 2)
    targets: np.ndarray  # (n,)


class Sought(NamedTuple):
    """How minima were found that nobody knew: from how many ``starts``; whether there are ``more`` than are told; the
    value at the first one, ``lowest``, None where there is none or the function is known to be lower elsewhere; and
    whether all of them are ``smooth``."""

    starts: int
    more: bool
    lowest: float | None
    smooth: bool


@dataclass(frozen=True, eq=False)
class Surface:
    """A function of two coordinates; hashed by identity, so that it can be a static argument of a compiled function.

    ``fn`` maps an array of shape (2,) to a scalar and must be written in ``jax.numpy``. ``minima`` are the global
    minima inside ``domain`` (x0, x1, y0, y1); where they were ``sought``, the local ones too, the lowest first.
    ``bounded`` says whether the function is bounded below. ``lrs`` is an optimizer's learning rate here, by optimizer
    name, where its own default would mislead. ``residuals`` maps (2,) to (r,) with ``fn = sum(residuals ** 2)`` where
    the function is a sum of squares. Both take the surface's ``knobs`` as keywords, with defaults; ``set_to`` are the
    values at which a turned surface stands, and ``plain`` what was turned. A surface of data has its ``examples`` and
    ``batch_loss(params, indices)``, the mean loss of these; ``fn`` is that of all, and each of its residuals, if it has
    any, belongs to one example.
    """

    name: str
    label: Words
    family: Words
    fn: Callable[[jax.Array], jax.Array]
    domain: Frame
    minima: tuple[tuple[float, float], ...]
    start: tuple[float, float]
    latex: str
    source: str
    summary: Words
    steps: int = 300
    bounded: bool = True
    smooth_at_minima: bool = True
    saddles: tuple[tuple[float, float], ...] = ()
    lrs: Mapping[str, float] = field(default_factory=dict)
    residuals: Callable[[jax.Array], jax.Array] | None = None
    knobs: tuple[Knob, ...] = ()
    set_to: tuple[tuple[str, float], ...] = ()
    plain: Surface | None = None
    examples: Examples | None = None
    batch_loss: Callable[[jax.Array, jax.Array], jax.Array] | None = None
    sought: Sought | None = None

    @property
    def size(self) -> int:
        """The number of its examples; 0 for a surface that is no loss of data."""
        return 0 if self.examples is None else len(self.examples.targets)

    @property
    def untuned(self) -> Surface:
        """The surface whose functions take the knobs: what compiled programs are kept for."""
        return self.plain or self

    def turned(self, values: Mapping[str, float]) -> Surface:
        """The surface with its knobs at ``values``, defaults for the rest."""
        known = {knob.name: float(values.get(knob.name, knob.default)) for knob in self.knobs}
        residuals = None if self.residuals is None else partial(self.residuals, **known)
        return replace(
            self, fn=partial(self.fn, **known), residuals=residuals, set_to=tuple(known.items()), plain=self.untuned
        )

    @property
    def has_lowest(self) -> bool:
        """Whether the first of the minima is known to have the lowest value."""
        return bool(self.minima) if self.sought is None else self.sought.lowest is not None

    @property
    def lowest(self) -> float | None:
        """The value at the global minimum, in float64 arithmetic where it is on; None where none is known."""
        if self.sought is not None:
            return self.sought.lowest
        return float(self.fn(jnp.asarray(self.minima[0], dtype=float))) if self.minima else None


def measured(name: str) -> dict[str, float]:
    """The learning rate of each optimizer that was measured to suit the surface called ``name``."""
    return dict(_measured().get(name, {}))


@cache
def typical() -> dict[str, float]:
    """The lower quartile of each optimizer's measured rates: a careful guess where nothing is known of a surface."""
    tables = _measured().values()
    rates = {name: sorted(table[name] for table in tables if name in table) for table in tables for name in table}
    return {name: found[len(found) // 4] for name, found in rates.items()}


@cache
def _measured() -> dict[str, dict[str, float]]:
    return json.loads(MEASURED.read_text(encoding="utf-8"))


def grid(surface: Surface, frame: Frame, nx: int, ny: int) -> np.ndarray:
    """Values of the surface on a regular grid over ``frame``: float32 of shape (ny, nx), rows from y0 up to y1."""
    xs, ys = np.linspace(frame[0], frame[1], nx), np.linspace(frame[2], frame[3], ny)
    points = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2).astype(np.float32)
    values = _evaluate(surface.untuned)(points, dict(surface.set_to))
    return np.asarray(values, dtype=np.float32).reshape(ny, nx)


@kept
def _evaluate(surface: Surface) -> Callable[[np.ndarray, dict[str, float]], jax.Array]:
    return jax.jit(jax.vmap(lambda point, knobs: surface.fn(point, **knobs), in_axes=(0, None)))
