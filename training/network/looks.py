"""The programs that look at the rows that a run has recorded: two for a structure, whatever the rule that trains it.

The first computes losses and scores, which curves want, the second what happens in every layer: that takes three times
as long to compile, and what the first finds need not wait for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock, Thread
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from surfaces.programs import kept
from training.network.figures import CORES, FAST, FEW_CORES, Recorded, Seen, jitted, judged
from training.network.model import Structure
from training.network.statistics import layers

OFTEN = 6  # times that rows of a structure are looked at until its programs are compiled to be fast
PARTS = min(2, CORES)  # of the rows, a core each: XLA takes one for so small a program
FIRST = np.int32(0)
_others = ThreadPoolExecutor(CORES, "rows")


class Look:
    """One of the programs: ``one(seen, row)`` for all rows, on the processor in PARTS, which may share a row.

    It is compiled once, however many runs begin together: JAX would compile it for each. On the processor it is made
    anew, to be fast, while it is used for the OFTENth time. Both find the same but for the last digits.
    """

    def __init__(self, one: Callable[[Seen, Recorded], Any], on_cpu: bool) -> None:
        self._one, self._on_cpu = one, on_cpu
        self._parts = PARTS if on_cpu else 1
        self._compiling, self._compiled, self.times = Lock(), False, 0
        self.program: Any = jitted(self._some, on_cpu)

    def __call__(self, seen: Seen, rows: Recorded, count: int) -> Any:
        """What there is to say of the first ``count`` rows, as numpy arrays."""
        self.compile(seen, rows)
        self.times += 1
        if self._on_cpu and self.times == OFTEN:
            fast = jitted(self._some, True, FAST).lower(*_shapes((seen, rows)), FIRST)
            Thread(target=self._make_fast, args=(fast,), daemon=True).start()
        program, size = self.program, self._size(rows)
        if count <= size:
            return jax.tree.map(lambda x: np.asarray(x)[:count].copy(), program(seen, rows, FIRST))
        late = _length(rows) - size
        rest = _others.submit(_as_here(program), seen, rows, np.int32(late))
        found = jax.tree.map(np.asarray, program(seen, rows, FIRST))
        return jax.tree.map(
            lambda x, y: np.concatenate([x, np.asarray(y)[size - late : count - late]]), found, rest.result()
        )

    @property
    def compiled(self) -> bool:
        """Whether it is."""
        return self._compiled

    def compile(self, seen: Seen, rows: Recorded) -> None:
        """Compile the program for rows like these, where nobody has."""
        with self._compiling:
            if not self._compiled:
                self.program.lower(seen, _shapes(rows), FIRST).compile()
                self._compiled = True

    def _some(self, seen: Seen, rows: Recorded, first: jax.Array) -> Any:
        def one(place: jax.Array) -> Any:
            return self._one(seen, jax.tree.map(lambda x: jax.lax.dynamic_index_in_dim(x, place, 0, False), rows))

        return jax.lax.map(one, first + jnp.arange(self._size(rows)))

    def _size(self, rows: Recorded) -> int:
        return -(-_length(rows) // self._parts)

    def _make_fast(self, lowered: Any) -> None:
        try:
            self.program = lowered.compile()
        except Exception:  # the one that there is goes on
            logging.getLogger(__name__).debug("Figures could not be compiled to be fast.", exc_info=True)


class Looks:
    """Both programs of a structure: ``judge`` finds Figures, ``layers`` all of Layers but the lengths."""

    def __init__(self, structure: Structure, on_cpu: bool) -> None:
        self.judge = Look(lambda seen, row: judged(structure, seen, row.layers), on_cpu)
        self.layers = Look(lambda seen, row: layers(structure, row.layers, seen.probe, seen.numbers), on_cpu)
        self._on_cpu, self._begun, self._led, self._first = on_cpu, False, False, Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """In which a run compiles its loop: on few cores after the first of the structure, which so ends earlier."""
        if self._on_cpu and CORES <= FEW_CORES and not self._led:
            with self._first:
                if not self._led:
                    yield
                    self._led = True
                    return
        yield

    def compile_beside(self, seen: Seen, rows: Recorded) -> None:
        """Compile both on the processor, beside what follows; once for a structure."""
        if self._on_cpu and not self._begun:
            self._begun = True
            Thread(target=_as_here(self._compile), args=(seen, _shapes(rows)), daemon=True).start()

    def _compile(self, seen: Seen, rows: Recorded) -> None:
        try:
            for look in (self.judge, self.layers):
                look.compile(seen, rows)
        except Exception:  # whoever runs it meets the reason
            logging.getLogger(__name__).debug("Figures could not be compiled ahead.", exc_info=True)


@kept
def looks_of(structure: Structure, on_cpu: bool) -> Looks:
    """The programs of a structure."""
    return Looks(structure, on_cpu)


def _as_here(work: Callable[..., Any]) -> Callable[..., Any]:
    """``work`` for another thread, on the device and with floats as wide as in this one."""
    wide, device = jax.config.jax_enable_x64, jax.config.jax_default_device

    def go(*given: Any) -> Any:
        with jax.enable_x64(wide), jax.default_device(device):
            return work(*given)

    return go


def _length(rows: Recorded) -> int:
    return len(jax.tree.leaves(rows)[0])


def _shapes(tree: Any) -> Any:
    return jax.tree.map(lambda x: jax.ShapeDtypeStruct(x.shape, x.dtype) if hasattr(x, "shape") else x, tree)
