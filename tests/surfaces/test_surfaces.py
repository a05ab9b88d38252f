"""Every surface is what it says: its minima, its frame, its residuals."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import surfaces
from surfaces import SURFACES, find
from surfaces.base import Surface, grid
from training.outcome import within
from training.race.config import choice
from training.race.descend import descend

ALL = list(SURFACES.values())
WITH_MINIMA = [surface for surface in ALL if surface.minima]
# The values at the minima as the sources give them, to the digits that they give.
PUBLISHED = {
    **{"bounded_saddle": -1.0, "six_hump_camel": -1.0316285, "styblinski_tang": -78.3323314, "goldstein_price": 3.0},
    **{"mccormick": -1.9132230, "michalewicz": -1.8013034, "drop_wave": -1.0, "easom": -1.0, "eggholder": -959.6406627},
}


def named(surface: Surface) -> str:
    return surface.name


@pytest.fixture
def x64():
    with jax.enable_x64():
        yield


def lattice(surface: Surface, n: int = 401) -> np.ndarray:
    x0, x1, y0, y1 = surface.domain
    x, y = np.meshgrid(np.linspace(x0, x1, n), np.linspace(y0, y1, n))
    return np.stack([x, y], axis=-1).reshape(-1, 2)


@cache
def on_lattice(surface: Surface) -> tuple[np.ndarray, np.ndarray]:
    """The points of a lattice, (401, 401, 2), and the function in them, in float64."""
    points = lattice(surface)
    values = jax.jit(jax.vmap(surface.fn))(jnp.asarray(points))
    return points.reshape(401, 401, 2), np.asarray(values).reshape(401, 401)


@cache
def at_places(surface: Surface, dtype: type) -> list[tuple[np.ndarray, ...]]:
    """Value, slope and, in float64, Hessian at each of the surface's ``places``, in one program."""

    def known(p):
        double = dtype == np.float64
        return *jax.value_and_grad(surface.fn)(p), jax.hessian(surface.fn)(p) if double else jnp.zeros((2, 2))

    found = jax.jit(lambda points: jax.lax.map(known, points))(places(surface).astype(dtype))
    return list(zip(*map(np.asarray, found), strict=True))


def places(surface: Surface) -> np.ndarray:
    """Its start, the first minimum and what is hardly beside it, all minima and saddles, (n, 2)."""
    near = [surface.minima[0], np.add(surface.minima[0], (1e-25, -1e-30))] if surface.minima else [surface.start] * 2
    return np.array([surface.start, *near, *surface.minima, *surface.saddles], float)


def steps_of_newton(surface: Surface, points: jax.Array, rounds: int) -> tuple[jax.Array, jax.Array]:
    """Where that many steps from ``points`` (n, 2) lead, and the function there; two equations are solved as one does
    by hand, since a decomposition compiles long."""

    def newton(p):
        (a, b), (c, d) = jax.hessian(surface.fn)(p) + 1e-12 * jnp.eye(2)
        x, y = jax.grad(surface.fn)(p)
        return p - jnp.stack([d * x - b * y, a * y - c * x]) / (a * d - b * c)

    ends = jax.lax.fori_loop(0, rounds, lambda i, p: jax.vmap(newton)(p), points)
    return ends, jax.vmap(surface.fn)(ends)


def test_registry_holds_every_surface_of_the_folder():
    found = []
    for module in pkgutil.iter_modules(surfaces.__path__):
        names = vars(importlib.import_module(f"surfaces.{module.name}"))
        found += [value for value in names.values() if isinstance(value, Surface)]
    assert {id(surface) for surface in found} == {id(surface) for surface in ALL}
    assert all(name == surface.name for name, surface in SURFACES.items())
    assert len({surface.label for surface in ALL}) == len(ALL)
    assert all(find(name) is surface for name, surface in SURFACES.items())


def test_an_unknown_name_is_a_key_error():
    with pytest.raises(KeyError):
        find("nowhere")


@pytest.mark.parametrize("surface", ALL, ids=named)
def test_words_are_there(surface):
    assert surface.latex and surface.source and surface.label and surface.family
    assert surface.summary.endswith(".") and "!" not in surface.summary
    assert 1 <= surface.steps <= 20_000


@pytest.mark.parametrize("surface", WITH_MINIMA, ids=named)
def test_every_minimum_is_one(surface, x64):
    for minimum, (value, slope, hessian) in zip(surface.minima, at_places(surface, np.float64)[3:], strict=False):
        assert within(np.asarray(minimum)[None], surface.domain)[0]
        if surface.examples is None:
            assert value == pytest.approx(PUBLISHED.get(surface.name, 0.0), abs=1e-6)
        assert value == pytest.approx(surface.lowest, abs=1e-9)
        if surface.smooth_at_minima:
            assert np.abs(slope).max() <= 1e-9 * max(1, np.abs(hessian).max())
            assert np.linalg.eigvalsh(hessian).min() >= -1e-9
    assert on_lattice(surface)[1].min() >= surface.lowest - 1e-9 * max(1, abs(surface.lowest))


@pytest.mark.parametrize("surface", WITH_MINIMA, ids=named)
def test_no_global_minimum_is_missing(surface, x64):
    """Points that a fine grid finds low, polished by Newton's method, are not as low as the lowest elsewhere."""
    points, values = (known[::2, ::2] for known in on_lattice(surface))
    low = jnp.asarray(points[values <= surface.lowest + 1e-3 * (np.median(values) - surface.lowest)])
    rounds = 20 if surface.smooth_at_minima else 0
    ends, values = map(np.asarray, jax.jit(steps_of_newton, static_argnums=(0, 2))(surface, low, rounds))
    low = ends[values <= surface.lowest + 1e-6]
    low = low[within(low, surface.domain)]
    distances = np.linalg.norm(low[:, None] - np.asarray(surface.minima)[None], axis=2).min(axis=1)
    assert (distances <= 0.05).all()


@pytest.mark.parametrize("surface", [s for s in ALL if s.saddles], ids=named)
def test_every_saddle_is_one(surface, x64):
    known = at_places(surface, np.float64)[-len(surface.saddles) :]
    for saddle, (_, slope, hessian) in zip(surface.saddles, known, strict=True):
        assert np.abs(slope).max() <= 1e-9
        assert np.linalg.eigvalsh(hessian).min() < 0 or surface.name == "monkey_saddle"
        around = saddle + 1e-3 * np.stack([np.cos(np.arange(0, 6.3, 0.1)), np.sin(np.arange(0, 6.3, 0.1))], axis=1)
        values = jax.vmap(surface.fn)(jnp.asarray(around)) - surface.fn(jnp.asarray(saddle))
        assert values.min() < 0 < values.max()


@pytest.mark.parametrize("surface", ALL, ids=named)
def test_finite_on_the_frame_with_a_slope_at_the_start(surface):
    values = grid(surface, surface.domain, 65, 65)
    assert values.dtype == np.float32 and np.isfinite(values).all()
    assert np.isfinite(jax.jit(jax.vmap(jax.grad(surface.fn)))(lattice(surface, 65).astype(np.float32))).all()
    assert within(np.asarray(surface.start)[None], surface.domain)[0]
    assert np.linalg.norm(at_places(surface, np.float32)[0][1]) > 0


@pytest.mark.parametrize("surface", ALL, ids=named)
def test_the_type_follows_the_point(surface, x64):
    for dtype in (jnp.float32, jnp.float64):
        assert jax.eval_shape(surface.fn, jax.ShapeDtypeStruct((2,), dtype)).dtype == dtype


@pytest.mark.parametrize("surface", [s for s in ALL if s.residuals], ids=named)
def test_residuals_square_to_the_function(surface, x64):
    points = jnp.asarray(lattice(surface, 21))
    squares = jax.vmap(lambda p: jnp.sum(surface.residuals(p) ** 2))(points)
    assert np.allclose(squares, jax.vmap(surface.fn)(points), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("surface", WITH_MINIMA, ids=named)
def test_landing_on_a_minimum_is_not_a_nan(surface, dtype, x64):
    value, slope, _ = at_places(surface, dtype)[1]
    assert np.isfinite(value) and np.isfinite(slope).all()
    assert np.isfinite(at_places(surface, dtype)[2][1]).all()


def test_a_run_from_the_tip_of_ackley_rests_there():
    trace = descend("ackley", (0.0, 0.0), 20, 0, choice("adam", lr=0.1))
    assert np.array_equal(trace.params, np.zeros((21, 2)))
