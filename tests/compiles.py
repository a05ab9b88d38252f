"""What JAX says that it traces and compiles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import jax


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
