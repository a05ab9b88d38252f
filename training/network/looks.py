"""The programs that look at the rows that a run has recorded: two for a structure, whatever the rule that trains it.

The first computes losses and scores, which curves want, the second what happens in every layer: that takes three times
as long to compile, and what the first finds need not wait for it. Both look at rows while the run makes the next ones.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from threading import Lock, Thread
from typing import Any

import jax
import numpy as np

from surfaces.programs import kept
from training.network.figures import FAST, FEW_CORES, Figures, Recorded, Seen, jitted, judged
from training.network.joined import apart
from training.network.model import Structure
from training.network.statistics import lengths, statistics_of
from training.process import ending
from training.process.pieces import MOMENT, Beat, unheard
from training.process.processor import CORES

OFTEN = 6  # runs of a structure until its programs are compiled to be fast
HELD = 16_000_000  # numbers of a run, at most, that wait until they are looked at
FEWEST_HELD = 2  # of the pieces that they come in, whatever their size
_beside = ThreadPoolExecutor(max(1, CORES - 1), "rows")  # a run has the other core until it ends


class Look:
    """One of the programs: ``one(seen, row)`` for each of some rows.

    It is compiled once, however many runs begin together: JAX would compile it for each. On the processor it is made
    anew, to be fast, for the OFTENth run. Both find the same but for the last digits.
    """

    def __init__(self, one: Callable[[Seen, Recorded], Any], on_cpu: bool) -> None:
        self._one, self._on_cpu = one, on_cpu
        self._compiling, self._compiled, self.times = Lock(), False, 0
        self.program: Any = jitted(self._each, on_cpu)

    def __call__(self, seen: Seen, rows: Recorded, count: int) -> Any:
        """What there is to say of the first ``count`` rows, as numpy arrays."""
        return _first(self.program(seen, rows), count)

    @property
    def compiled(self) -> bool:
        """Whether it is."""
        return self._compiled

    def compile(self, seen: Seen, rows: Recorded, beat: Beat = unheard) -> None:
        """Compile the program for rows like these, where nobody has; ``beat(None)`` before, and while another does."""
        if self._compiled:
            return
        with _turn(self._compiling, beat):
            if not self._compiled:
                self.program.lower(seen, _shapes(rows)).compile()
                self._compiled = True

    def count(self, seen: Seen, rows: Recorded) -> None:
        """Count one more run, which has rows like these; compile the program to be fast, beside all else, for the
        OFTENth."""
        self.times += 1
        if self._on_cpu and self.times == OFTEN:
            fast = jitted(self._each, True, FAST).lower(*_shapes((seen, rows)))
            Thread(target=self._make_fast, args=(fast,), daemon=True).start()

    def _each(self, seen: Seen, rows: Recorded) -> Any:
        return jax.lax.map(lambda row: self._one(seen, row), rows)

    @ending.awaited()
    def _make_fast(self, lowered: Any) -> None:
        try:
            self.program = lowered.compile()
        except Exception:  # the one that there is goes on
            logging.getLogger(__name__).debug("Figures could not be compiled to be fast.", exc_info=True)


class Judge(Look):
    """The one for curves, with the lengths of the layers, which numpy finds: nothing is compiled for them."""

    def __call__(self, seen: Seen, rows: Recorded, count: int) -> tuple[Figures, dict[str, np.ndarray]]:
        """Figures and lengths of the first ``count`` rows, as numpy arrays."""
        figures = super().__call__(seen, rows, count)
        return figures, lengths(*(apart(_first(part, count)) for part in rows[:2]))


class _Piece:
    """Work that is to be done on another core."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work, self.future = work, _beside.submit(work)

    def help(self) -> None:
        """Do it here, if nobody has begun it."""
        if self.future.cancel():
            self.future = Future()
            self.future.set_result(self._work())


class Following:
    """What a Look finds in the rows of one run, on other cores, while the run goes on.

    Rows wait until the program is compiled. Where as many wait as HELD allows, whoever brings more waits with them.
    ``beat(None)`` is called meanwhile; what it raises ends the wait. What is still to be done at the end is dropped.
    """

    def __init__(self, look: Look, seen: Seen, beat: Beat) -> None:
        self._look, self._seen, self._beat = look, seen, beat
        self._waiting: deque[tuple[Recorded, int]] = deque()
        self._begun: deque[_Piece] = deque()
        self._found: list[Any] = []

    def __enter__(self) -> Following:
        return self

    def __exit__(self, *about: object) -> None:
        for piece in self._begun:
            piece.future.cancel()

    def bring(self, rows: Recorded, count: int) -> None:
        """Look at the first ``count`` of these rows, numpy arrays, as soon as may be."""
        if not self._found and not self._begun and not self._waiting:
            self._look.count(self._seen, rows)
        most = max(FEWEST_HELD, HELD // sum(x.size for x in jax.tree.leaves(rows)))
        if len(self._waiting) >= most:
            self._begin()
        while len(self._begun) >= most:
            self._end()
        self._waiting.append((rows, count))
        if self._look.compiled:
            self._begin()

    def help(self) -> None:
        """Do here what other cores have not begun, where the program is compiled, the last rows first."""
        for piece in reversed(self._begun):
            self._beat(None)
            piece.help()

    def found(self) -> Any:
        """What was found in all rows, once it is."""
        self._begin()
        self.help()
        while self._begun:
            self._end()
        return together(self._found)

    def _begin(self) -> None:
        while self._waiting:
            rows, count = self._waiting.popleft()
            self._look.compile(self._seen, rows, self._beat)
            self._begun.append(_Piece(partial(_as_here(self._look), self._seen, rows, count)))

    def _end(self) -> None:
        first = self._begun.popleft().future
        while not wait([first], MOMENT).done:
            self._beat(None)
        self._found.append(first.result())


def together(pieces: Sequence[Any]) -> Any:
    """Pieces of rows, trees of numpy arrays, as one."""
    return jax.tree.map(lambda *parts: np.concatenate(parts), *pieces)


class Looks:
    """Both programs of a structure: ``judge`` finds Figures, and the lengths of layers, ``layers`` all else of them."""

    def __init__(self, structure: Structure, on_cpu: bool) -> None:
        self.judge = Judge(lambda seen, row: judged(structure, seen, row.layers), on_cpu)
        self.layers = Look(lambda seen, row: statistics_of(structure, row.layers, seen.probe, seen.numbers), on_cpu)
        self._on_cpu, self._led, self._first = on_cpu, False, Lock()
        self.wanted_by, self._begun, self._counting = 0, False, Lock()
        self._ahead: Thread | None = None

    @contextmanager
    def wanted(self) -> Iterator[None]:
        """In which there is a run that both are compiled for. The last one does not end before what is compiled ahead
        is: whoever waits for that ends the process where it takes too long."""
        with self._counting:
            self.wanted_by += 1
        try:
            yield
        finally:
            with self._counting:
                self.wanted_by -= 1
                alone = self._ahead if self.wanted_by == 0 else None
            if alone is not None:
                alone.join()

    @contextmanager
    def turn(self, beat: Beat = unheard) -> Iterator[None]:
        """In which a run compiles its loop: on few cores after the first of the structure, which so ends earlier.

        ``beat(None)`` is called before, and while it waits.
        """
        if self._on_cpu and CORES <= FEW_CORES and not self._led:
            with _turn(self._first, beat):
                if not self._led:
                    yield
                    self._led = True
                    return
        beat(None)
        yield

    def compile_beside(self, seen: Seen, rows: Recorded) -> None:
        """Compile both on the processor, beside what follows; once for a structure, and while it is wanted."""
        with self._counting:
            if self._on_cpu and not self._begun:
                self._begun = True
                self._ahead = Thread(target=_as_here(self._compile), args=(seen, _shapes(rows)), daemon=True)
                self._ahead.start()

    @ending.awaited()
    def _compile(self, seen: Seen, rows: Recorded) -> None:
        try:
            for look in (self.judge, self.layers):
                with self._counting:
                    self._begun = self.wanted_by > 0
                if not self._begun:
                    return
                look.compile(seen, rows)
        except Exception:  # whoever runs it meets the reason
            logging.getLogger(__name__).debug("Figures could not be compiled ahead.", exc_info=True)


@kept
def looks_of(structure: Structure, on_cpu: bool) -> Looks:
    """The programs of a structure."""
    return Looks(structure, on_cpu)


@contextmanager
def _turn(lock: Lock, beat: Beat) -> Iterator[None]:
    """The lock, once it is free; ``beat(None)`` before and while it is not."""
    beat(None)
    while not lock.acquire(timeout=MOMENT):
        beat(None)
    try:
        yield
    finally:
        lock.release()


def _as_here(work: Callable[..., Any]) -> Callable[..., Any]:
    """``work`` for another thread, on the device and with floats and products as exact as in this one."""
    config = jax.config
    wide, device, exact = (
        config.jax_enable_x64,
        config.jax_default_device,
        config.jax_default_matmul_precision,
    )

    def go(*given: Any) -> Any:
        with jax.enable_x64(wide), jax.default_device(device), jax.default_matmul_precision(exact):
            return work(*given)

    return go


def _first(tree: Any, count: int) -> Any:
    return jax.tree.map(lambda x: np.asarray(x)[:count], tree)


def _shapes(tree: Any) -> Any:
    return jax.tree.map(lambda x: jax.ShapeDtypeStruct(x.shape, x.dtype) if hasattr(x, "shape") else x, tree)
