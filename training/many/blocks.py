"""Many runs in blocks, one after the other, each block one loop over its steps in the first cache of a core.

Of a loop XLA makes one kernel for each of its operations, and where a step is short more time passes between two of
them than in them. A call that is marked as XLA itself marks its small loops becomes a single kernel, in which all is
one function. That takes less time to compile, too, and of most rules all digits are the same.

Within a kernel XLA computes anew what several of its loops read, where that looks cheap to it: a gradient is not.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
from jax.custom_batching import custom_vmap
from jax.experimental.xla_metadata import set_xla_metadata

from surfaces.programs import understood

log = logging.getLogger(__name__)

LANES = 128  # runs of a block: what is the same for all of them is computed once
FEW_LANES = 64  # where a block has to wait for its slowest run
ALL = 0  # runs side by side
APART = {"inlineable": "false"}  # a call that stays one
MARK = {"xla_cpu_small_call": "true", **APART}
CALLED = "custom_call"  # a function of LAPACK, say, which a kernel cannot call
# Vectors of 512 bits, where the processor has them. More of LLVM's passes take half as long again, and gain a tenth.
# What XLA hands to a library of its own is no part of a kernel: nothing is.
OPTIONS: tuple[tuple[str, bool | int | str], ...] = (
    ("xla_cpu_experimental_ynn_fusion_type", ""),
    ("xla_cpu_prefer_vector_width", 512),
    ("xla_backend_optimization_level", 1),
    ("xla_llvm_disable_expensive_passes", True),
    ("xla_cpu_use_fusion_emitters", False),
    ("xla_cpu_parallel_codegen_split_count", 1),
)


class Kernel:
    """``function(lanes, *args)`` of many runs, jitted with ``lanes`` as one kernel where XLA can compile it so.

    Its arguments are arrays of numbers: a key of random numbers is given as its data. Elsewhere, and where ``lanes`` is
    ALL, it is a program with ``options``, of ALL runs side by side. ``one`` says which, None before the first call,
    which finds it out.
    """

    def __init__(self, function: Callable[..., Any], *options: tuple[str, bool | int], lanes: int = LANES) -> None:
        self._kernel = jax.jit(_marked(lambda *args: function(lanes, *args)), compiler_options=understood(*OPTIONS))
        self._program = jax.jit(lambda *args: function(ALL, *args), compiler_options=understood(*options))
        self.one: bool | None = None
        self._lanes = lanes

    def __call__(self, *args: Any) -> Any:
        """What the function returns."""
        if self.one is None:
            self.one = self._lanes != ALL and self._can_be_one(args)
        return self._kernel(*args)[0] if self.one else self._program(*args)

    def _can_be_one(self, args: tuple) -> bool:
        lowered = self._kernel.lower(*args)
        if CALLED in lowered.as_text():
            return False
        try:
            lowered.compile()
        except jax.errors.JaxRuntimeError as error:  # an operation that XLA can only make a kernel of its own
            log.info("Runs are computed side by side, and not as one kernel: %s", error)
            return False
        return True


def mapped(function: Callable[..., Any], axes: Any, lanes: int, *args: Any) -> Any:
    """``jax.vmap(function, axes)(*args)``, so many runs at a time; each of the ``axes`` is 0 or None.

    It is all of them at once where ``lanes`` is ALL, or does not divide their number.
    """
    leaves, tree = jax.tree.flatten(args)
    own = owned(axes, args)
    mine = [x for x, is_own in zip(leaves, own, strict=True) if is_own]

    @jax.vmap
    def side_by_side(mine: Sequence[Any]) -> Any:
        rest = iter(mine)
        return function(*tree.unflatten([next(rest) if is_own else x for x, is_own in zip(leaves, own, strict=True)]))

    count = len(mine[0])
    if lanes == ALL or count % lanes:
        return side_by_side(mine)
    blocks = [x.reshape(count // lanes, lanes, *x.shape[1:]) for x in mine]
    return jax.tree.map(lambda x: x.reshape(count, *x.shape[2:]), jax.lax.map(side_by_side, blocks))


def owned(axes: Any, args: Any) -> list[bool]:
    """Which leaves of ``args`` are each run's own, where the ``axes`` of these are 0 or None."""
    flags = jax.tree.map(lambda axis: axis == 0, axes, is_leaf=lambda x: x is None)
    return jax.tree.leaves(jax.tree.broadcast(flags, args))


def alike(function: Callable[..., Any], axes: Any, *args: Any) -> Any:
    """Axes of what ``jax.vmap(function, axes)(*args)`` returns: None of what all runs share, as a count of steps."""
    found: list[Any] = []

    @custom_vmap
    def told(result: Any) -> Any:
        return result

    @told.def_vmap
    def _(size: int, own: list, result: Any) -> tuple[Any, Any]:
        found.append(own[0])
        return result, own[0]

    jax.eval_shape(jax.vmap(lambda *args: told(function(*args)), axes), *args)
    return jax.tree.map(lambda is_own: 0 if is_own else None, found[0])


def once(function: Callable[..., Any]) -> Callable[..., Any]:
    """``function``, jitted, as a call within a kernel: all that reads what it returns reads the same arrays."""
    called = jax.jit(function)
    return lambda *args: set_xla_metadata(called(*args), **APART)


def _marked(function: Callable[..., Any]) -> Callable[..., tuple[Any, jax.Array]]:
    """A function that returns what ``function`` does, as one kernel, and something that its caller has to return."""

    def whole(*args: Any) -> tuple[Any, jax.Array]:
        leaves, tree = jax.tree.flatten(args)
        leaves = [jnp.asarray(x) for x in leaves]

        @jax.jit
        def kernel(full: list[jax.Array]) -> tuple[Any, jax.Array]:
            rest = iter(full)
            given = [next(rest) if x.size else jnp.zeros(x.shape, x.dtype) for x in leaves]
            # XLA ends the process where a kernel is given an array that it does not read: so each is read.
            read = jnp.stack([x.ravel()[0] != 0 for x in full])
            return function(*tree.unflatten(given)), read

        return set_xla_metadata(kernel([x for x in leaves if x.size]), **MARK)

    return whole
