"""How large what is kept is."""

from __future__ import annotations

from typing import Any

import jax


def size(result: Any) -> int:
    """The bytes of a result, or of its arrays; 0 of what is neither."""
    leaves = jax.tree.leaves(result)
    return sum(len(leaf) if isinstance(leaf, bytes) else getattr(leaf, "nbytes", 0) for leaf in leaves)
