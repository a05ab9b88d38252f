"""In which floats runs are computed: of 32 bits, as everywhere else, or of 64, which tell nearer numbers apart.

JAX has that as a state of a thread, which belongs to the key of all that it compiles. What is random is drawn in 32
bits in both, since draws of 64 would be other ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext

import jax
import numpy as np

from locales import Words

FLOAT, DOUBLE = "float32", "float64"
PRECISIONS: Mapping[str, Words] = {FLOAT: "32-bit floats", DOUBLE: "64-bit floats"}


def precise(precision: str) -> AbstractContextManager:
    """Within it all is computed in such floats; FLOAT is what the process computes in anyway.

    Raises ValueError, in words, for any other precision.
    """
    if precision not in (FLOAT, DOUBLE):
        raise ValueError(f"precision must be {FLOAT} or {DOUBLE}, not {precision}")
    return jax.enable_x64(True) if precision == DOUBLE else nullcontext()


def told_apart(values: np.ndarray, precision: str = FLOAT) -> int:
    """How many of some numbers such floats tell apart."""
    return len(np.unique(values.astype(precision)))
