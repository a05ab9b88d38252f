"""Results that all sessions share, each computed once whoever asks meanwhile, and the last used of them kept.

``st.cache_data`` does the same, but writes its key out and reads a copy of the result at every look: for the six runs
of a race that was an eighth of the work of a moved slider. Here keys are compared as they are, and nothing is copied.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import wraps
from threading import Lock
from typing import Any, TypeVar
from weakref import ref

import jax
import numpy as np

Result = TypeVar("Result")
MOST_BESIDE = 16  # results of one run, as of the frames between which a visitor zooms


def remembered(most: int) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Keep the ``most`` results of a function that were used last. Their arrays can only be read.

    What the function raises reaches all who wait for it, and is not kept.
    """

    def of(function: Callable[..., Result]) -> Callable[..., Result]:
        kept: OrderedDict[tuple[Hashable, ...], Future] = OrderedDict()
        changing = Lock()

        def make(key: tuple, future: Future) -> None:
            try:
                future.set_result(_frozen(function(*key)))
            except BaseException as error:
                with changing:
                    kept.pop(key, None)
                future.set_exception(error)

        @wraps(function)
        def find(*key: Hashable) -> Result:
            with changing:
                future = kept.get(key)
                first = future is None
                future = kept.setdefault(key, Future())
                kept.move_to_end(key)
                if len(kept) > most:
                    kept.popitem(last=False)
            if first:
                make(key, future)
            return future.result()

        return find

    return of


def alongside(function: Callable[..., Result]) -> Callable[..., Result]:
    """Keep the results of ``function(run, *key)`` as long as the ``run``, something with ``params``, is kept itself."""
    kept: dict[int, tuple[ref, OrderedDict[tuple[Hashable, ...], Result]]] = {}
    changing = Lock()

    @wraps(function)
    def find(run: Any, *key: Hashable) -> Result:
        place = id(run.params)
        known = kept.get(place)
        if known is None:  # without the lock: a run may end at any moment, even in the thread that holds it
            known = kept.setdefault(place, (ref(run.params, lambda _: kept.pop(place, None)), OrderedDict()))
        results = known[1]
        with changing:
            if key in results:
                results.move_to_end(key)
                return results[key]
        result = function(run, *key)
        with changing:
            results[key] = result
            if len(results) > MOST_BESIDE:
                results.popitem(last=False)
        return result

    return find


def _frozen(result: Any) -> Any:
    """The result, whose arrays can only be read from now on."""
    for leaf in jax.tree.leaves(result):
        if isinstance(leaf, np.ndarray):
            leaf.flags.writeable = False
    return result
