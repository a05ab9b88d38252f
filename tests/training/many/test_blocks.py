"""Runs in blocks against runs side by side, and in which form they are compiled."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from training.many.blocks import LANES, Kernel, alike, mapped

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
