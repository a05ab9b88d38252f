"""Chooses the default learning rate of each optimizer on each surface, by trying: python -m benchmarks.rates.

Writes ``surfaces/rates.json``. With names of surfaces or optimizers behind it, only these are measured anew. A rate
is safe if its run stays well inside the frame, ends no higher than it starts and never leaps; among the safe ones,
that is chosen whose loss is lowest on average over the run (on a logarithmic scale), so that it is quick but no run
is a lucky throw. Where a lesson fixes a rate, the surface itself has it.
"""

from __future__ import annotations

import json
import sys

import jax
import jax.numpy as jnp
import numpy as np

from optimizers import OPTIMIZERS
from optimizers.scheduled import Scheduled
from surfaces import SURFACES
from surfaces.base import MEASURED, Surface
from training.loop import Keep, Problem, Setup, run
from training.race.config import RATES as HAVE_RATES
from training.race.config import default_choice

RATES = tuple(float(f"{d}e{k}") for k in range(-6, 3) for d in (1, 2, 3, 5))
MARGIN = 0.04  # of each side of the frame: kept free by a safe run
LEAP = 0.1  # of the longer side: the longest step of a safe run
BUZZ = 0.02  # of the longer side: the longest step in the last tenth of a run that counts as settled
NEWTON = "Second order"  # the family whose rate is a share of the step to the minimum, best left at 1


def runs(surface: Surface, optimizer: str) -> tuple[np.ndarray, np.ndarray]:
    """Paths (rates, steps + 1, 2) and losses (rates, steps + 1) of one optimizer at every rate."""
    chosen, spec = default_choice(optimizer, surface), OPTIMIZERS[optimizer]
    steps = surface.steps // spec.gradients
    residuals = surface.residuals and (lambda params, draw: surface.residuals(params))
    problem = Problem(lambda key, t: None, lambda params, draw: surface.fn(params), surface.fn, residuals)

    @jax.jit
    @jax.vmap
    def race(rate: jax.Array) -> tuple[jax.Array, jax.Array]:
        hypers = dict(chosen.hypers) | {rate_name(optimizer): rate}
        start = jnp.asarray(surface.start, dtype=float)
        keep = Keep(lambda row: (row.params, row.loss), steps)
        return run(Setup(problem, Scheduled(spec, hypers, dict(chosen.options)), [keep]), start, steps)[0]

    paths, losses = race(jnp.asarray(RATES, dtype=float))
    return np.asarray(paths, np.float64), np.asarray(losses, np.float64)


def safe(surface: Surface, path: np.ndarray, loss: np.ndarray, calm: bool = True) -> bool:
    """Whether a run stays inside the frame and ends no higher than it began; if ``calm``, without leaps or buzzing."""
    x0, x1, y0, y1 = surface.domain
    if not np.isfinite(path).all() or not np.isfinite(loss).all():
        return False
    sides = np.array([x1 - x0, y1 - y0])
    inside = (path >= np.array([x0, y0]) + MARGIN * sides) & (path <= np.array([x1, y1]) - MARGIN * sides)
    lengths = np.linalg.norm(np.diff(path, axis=0), axis=1) / sides.max()
    settled = lengths[-max(1, len(lengths) // 10) :].max() <= BUZZ
    return bool(inside.all() and loss[-1] <= loss[0] and (not calm or (lengths.max() <= LEAP and settled)))


def best(surface: Surface, optimizer: str) -> tuple[float | None, str]:
    """The chosen rate, or None where no rate is safe, and how its run ends."""
    paths, losses = runs(surface, optimizer)
    lowest = surface.lowest if surface.lowest is not None else float(np.nanmin(losses))
    span = max(losses[0, 0] - lowest, 1e-9)
    scores = np.log10(np.maximum((losses - lowest) / span, 1e-6)).mean(axis=1)
    whole = RATES.index(1.0)
    if OPTIMIZERS[optimizer].family == NEWTON and safe(surface, paths[whole], losses[whole], calm=False):
        return 1.0, f"score {scores[whole]:.2f}, a whole step"
    for calm in (True, False):
        rates = [i for i in range(len(RATES)) if safe(surface, paths[i], losses[i], calm)]
        if rates:
            i = min(rates, key=lambda i: scores[i])
            ends = ", ".join(f"{v:.3g}" for v in paths[i, -1])
            words = "" if calm else ", restless"
            return RATES[i], f"score {scores[i]:.2f} ends ({ends}) f {losses[i, -1]:.3g}{words}"
    return None, "no safe rate"


def rate_name(optimizer: str) -> str | None:
    """The name of the optimizer's rate, if it has one."""
    return next((hyper.name for hyper in OPTIMIZERS[optimizer].hypers if hyper.name in HAVE_RATES), None)


def measurable(surface: Surface, optimizer: str) -> bool:
    """Whether the optimizer has a rate, and the surface all that it needs and a depth to measure progress by."""
    spec = OPTIMIZERS[optimizer]
    return (
        rate_name(optimizer) is not None
        and bool(surface.minima)
        and ("residual_fn" not in spec.needs or surface.residuals is not None)
    )


def main(names: list[str]) -> None:
    """Measure the surfaces and optimizers of ``names``, or all, and write what was found."""
    table = json.loads(MEASURED.read_text())
    for name in [name for name in SURFACES if name in names] or list(SURFACES):
        row = table.setdefault(name, {})
        for optimizer in [name for name in OPTIMIZERS if name in names] or list(OPTIMIZERS):
            if measurable(SURFACES[name], optimizer):
                rate, ending = best(SURFACES[name], optimizer)
                print(f"{name:16} {optimizer:14} {rate!s:8} {ending}", flush=True)
                row |= {} if rate is None else {optimizer: rate}
    lines = [f"{json.dumps(name)}: {json.dumps(table[name])}" for name in SURFACES if table.get(name)]
    MEASURED.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
