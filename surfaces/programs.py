"""Compiled programs of every kind, kept under one bound; the one that was not used for longest goes first.

A program holds memory maps, some tens for a run on a surface and some hundreds for a network. Linux gives a process
65,530 of them, and one that asks for more ends in a segmentation fault. So the maps are what is bounded, whatever kind
of program holds them; where a system does not tell of maps, the number of programs is.
"""

from __future__ import annotations

import ctypes
import gc
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cache, update_wrapper
from pathlib import Path
from threading import RLock, local
from typing import Any

import jax

MAPS = Path("/proc/self/maps")
MOST_MAPS = 16_000  # of a process, a quarter of what Linux gives: as much is left for what compiling itself asks for
MOST_PROGRAMS = 256  # where the system does not tell of maps
LOADED = "/jax/compilation_cache/cache_hits"  # what JAX tells once it has found a program on disk
PART = 4  # a fourth of the programs is released at a time: counting maps takes some milliseconds


class Programs:
    """Programs by key, with at most ``most`` as ``count`` counts them; it is given the number of programs."""

    def __init__(self, count: Callable[[int], int], most: int) -> None:
        self._count, self._most = count, most
        self._lock = RLock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._kept

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The program of ``key``, made where there is none; it counts as used."""
        with self._lock:
            if key not in self._kept:
                self.keep(key, make())
            self._kept.move_to_end(key)
            return self._kept[key]

    def keep(self, key: Hashable, program: Any) -> None:
        """Keep one more program, and release old ones before where there is no room."""
        with self._lock:
            self._make_room()
            self._kept[key] = program

    def _make_room(self) -> None:
        """Release the oldest programs, part by part, until there is room; then what JAX itself remembers of others."""
        if self._count(len(self._kept)) < self._most:
            return
        while self._kept and self._count(len(self._kept)) >= self._most:
            for _ in range(-(-len(self._kept) // PART)):
                self._kept.popitem(last=False)
            gc.collect()
        if self._count(len(self._kept)) >= self._most:
            jax.clear_caches()
        give_back()


class Kept:
    """A function that jits a program for its arguments, all hashable: each is made once, and kept in PROGRAMS."""

    __wrapped__: Callable[..., Any]

    def __init__(self, make: Callable[..., Any]) -> None:
        update_wrapper(self, make)
        self._make = make

    def __call__(self, *args: Hashable) -> Any:
        return PROGRAMS.find((self._make, args), lambda: self._make(*args))

    def keep(self, args: tuple, program: Any) -> None:
        """Keep a program that was made elsewhere."""
        PROGRAMS.keep((self._make, args), program)

    def has(self, args: tuple) -> bool:
        """Whether the program is there."""
        return (self._make, args) in PROGRAMS


def kept(make: Callable[..., Any]) -> Kept:
    """Decorate a function that jits a program for its arguments."""
    return Kept(make)


@cache
def understood(*options: tuple[str, bool | int | str]) -> dict[str, bool | int | str]:
    """Those options, by name, that this version of XLA knows: JAX promises none of their names."""
    every = dict(options)
    return every if _knows(every) else {name: value for name, value in options if _knows({name: value})}


def _knows(option: dict[str, bool | int | str]) -> bool:
    try:
        jax.jit(lambda x: x).lower(0.0).compile(option)
    except jax.errors.JaxRuntimeError:
        return False
    return True


@contextmanager
def loads() -> Iterator[list[str]]:
    """The programs that this thread loads from disk, where JAX keeps them, instead of compiling them."""
    found: list[str] = []
    _thread.loaded = found
    try:
        yield found
    finally:
        del _thread.loaded


def maps(programs: int = 0) -> int:
    """The memory maps of this process; where the system does not tell, the share of MOST_MAPS of ``programs``."""
    try:
        return MAPS.read_bytes().count(b"\n")
    except OSError:
        return programs * MOST_MAPS // MOST_PROGRAMS


def give_back() -> None:
    """Give memory that was freed back to the system, where the C library knows how."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):  # not glibc
        return


def _hear(event: str, **about: Any) -> None:
    if event == LOADED and hasattr(_thread, "loaded"):
        _thread.loaded.append(event)


PROGRAMS = Programs(maps, MOST_MAPS)
_thread = local()  # where a thread notes what it loads
jax.monitoring.register_event_listener(_hear)
