"""What follows from a configuration alone, made once for each: a page asks for it some twenty times at an edit."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from weakref import ref

C = TypeVar("C")
Result = TypeVar("Result")


def lasting(function: Callable[[C], Result]) -> Callable[[C], Result]:
    """Keep the result of ``function(config)``, which nobody may change, as long as the configuration itself is kept.

    A configuration is known by who it is: what it holds takes longer to compare than most results to make.
    """
    kept: dict[int, tuple[Any, Result]] = {}

    @wraps(function)
    def find(config: C) -> Result:
        place = id(config)
        if (known := kept.get(place)) is None:
            known = kept[place] = ref(config, lambda _: kept.pop(place, None)), function(config)
        return known[1]

    return find
