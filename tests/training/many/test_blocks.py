"""Runs in blocks against runs side by side, and in which form they are compiled."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from surfaces import find
from training.choice import choice
from training.many import runs
from training.many.blocks import LANES, Kernel, alike, mapped, once
from training.many.precision import DOUBLE, precise
from training.race.descend import drawn, given

RUNS = np.linspace(-1, 1, 2 * LANES, dtype=np.float32)  # two blocks
REST = 3, np.ones(2, np.float32)
AXES = (0, None, None)


def halved(x, count, rest):
    """Four halvings of a number, how many these are, and none of the rest, which XLA finds is not read."""
    none = rest[:0] * x
    return *jax.lax.fori_loop(0, 4, lambda t, so_far: (so_far[0] / 2, so_far[1] + 1), (x, count)), none


def spread(x, count, rest):
    """A number out of LAPACK, which no kernel can call."""
    return jnp.linalg.eigvalsh(jnp.stack([jnp.stack([x, 1.0]), jnp.stack([1.0, -x])]))[0], count


def ordered(x, count, rest):
    """A number out of a sort, which XLA makes no part of a kernel."""
    return jnp.sort(jnp.stack([x, -x, 0 * x]))[0], count


@pytest.mark.parametrize(("function", "one"), [(halved, True), (spread, False), (ordered, False)])
def test_runs_are_one_kernel_where_xla_can_and_the_same_as_side_by_side_everywhere(function, one):
    kernel = Kernel(lambda lanes, *args: mapped(function, AXES, lanes, *args))
    assert kernel.one is None
    for found, wanted in zip(kernel(RUNS, *REST), jax.vmap(function, AXES)(RUNS, *REST), strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-6)
    assert kernel.one is one
    text = (kernel._kernel if one else kernel._program).lower(RUNS, *REST).compile().as_text()
    assert (" call(" in text[text.index("ENTRY") :]) is one


def test_what_all_runs_share_is_told_from_what_is_their_own():
    assert alike(halved, AXES, RUNS, *REST) == (0, None, 0)
    assert alike(halved, (0, 0, None), RUNS, np.arange(len(RUNS)), REST[1]) == (0, 0, 0)


@pytest.mark.parametrize(("cos", "count"), [(jnp.cos, 3), (once(jnp.cos), 1)])
def test_what_is_called_once_is_computed_once_for_all_that_read_it(cos, count):
    def descent(x):
        def step(t, so_far):
            x, mean, square = so_far
            slope = cos(x)
            return x - slope, mean + slope, square + slope**2

        return jax.lax.fori_loop(0, 4, step, (x, x, x))

    kernel = Kernel(partial(mapped, descent, (0,)))
    for found, wanted in zip(kernel(RUNS), jax.vmap(descent)(RUNS), strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-5)
    assert kernel.one
    assert kernel._kernel.lower(RUNS).compile().as_text().count(" cosine(") == count


@pytest.mark.parametrize("name", ["mccormick", "formula:sin(x + y) + (x - y)**2"])
def test_a_step_computes_its_gradient_once_though_its_rule_reads_it_twice(name):
    """Of Adam, on sin(x + y) and a square: both its slopes have the same cosine."""
    surface, adam = find(name), choice("adam")
    about = given(name, adam, (0, 0), 1, drawn(name, 0))._replace(start=np.zeros((2 * LANES, 2), np.float32))
    asked = runs._asked(surface.minima, surface.domain, about, None)
    program = runs._compiled(surface.untuned, "adam", adam.options, (), runs.STARTS, runs._form(asked), True)
    text = program.further._kernel.lower(asked, program.blank(asked), 0, 1).compile().as_text()
    assert text.count(" cosine(") == 1


def test_numbers_are_sent_to_the_device_once_in_each_precision():
    def sent(dtype):
        about = given("beale", choice("adam"), (0, 0), 1, drawn("beale", 0))
        return runs._sent(runs._asked([], (0, 1, 0, 1), about._replace(start=np.zeros((1, 2), dtype)), None)).near

    assert sent(np.float32) is sent(np.float32)
    with precise(DOUBLE):
        assert sent(np.float64) == np.float64(runs.NEAR) != sent(np.float32)
