"""What JAX says that it traces and compiles; programs that compile fast."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import jax

from surfaces.programs import understood


@contextmanager
def heard() -> Iterator[list[str]]:
    """The names of all traces and compilations from here on; other listeners, such as the app's, stay."""
    names = []

    def listen(name: str, *_: object, **__: object) -> None:
        if "compile" in name or "trace" in name:
            names.append(name)

    jax.monitoring.register_event_duration_secs_listener(listen)
    try:
        yield names
    finally:
        jax.monitoring.unregister_event_duration_listener(listen)


def quickly(function: Callable) -> jax.stages.Wrapped:
    """``function`` jitted as it stands, for a test that has little for it to do: it compiles in half the time."""
    return jax.jit(function, compiler_options=understood(("xla_backend_optimization_level", 0)))
