"""Results that sessions share: once each, the last used are kept, failures are not."""

import inspect
from threading import Event, Thread
from types import SimpleNamespace

import numpy as np
import pytest

from ui.work.remembered import MOST_BESIDE, alongside, remembered


def test_many_who_ask_at_once_get_one_result():
    calls, results, begun, asked = [], [], Event(), Event()

    @remembered(4)
    def slow(key):
        calls.append(key)
        begun.set()
        asked.wait()
        return np.arange(3)

    threads = [Thread(target=lambda: results.append(slow("a"))) for _ in range(8)]
    threads[0].start()
    begun.wait()
    for thread in threads[1:]:
        thread.start()
    asked.set()
    for thread in threads:
        thread.join()
    assert calls == ["a"] and len(results) == 8 and all(result is results[0] for result in results)
    with pytest.raises(ValueError, match="read-only"):
        results[0][0] = 1


def test_the_last_used_are_kept_and_failures_are_not():
    calls = []

    @remembered(2)
    def made(key):
        calls.append(key)
        if key < 0:
            raise ZeroDivisionError(key)
        return key

    for key in (1, 2, 1, 3, 1, 2):
        assert made(key) == key
    assert calls == [1, 2, 3, 2]
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            made(-1)
    assert calls[4:] == [-1, -1] and made(2) == 2 and len(calls) == 6


def test_what_belongs_to_a_run_is_kept_as_long_as_the_run():
    calls = []

    @alongside
    def made(run, key):
        calls.append(key)
        return key

    run = SimpleNamespace(params=np.zeros(3))
    assert [made(run, 1), made(run, 1), made(run, 2)] == [1, 1, 2] and calls == [1, 2]
    kept = inspect.getclosurevars(made).nonlocals["kept"]
    assert len(kept) == 1
    run.params = None
    assert not kept
    other = SimpleNamespace(params=np.zeros(1))
    for key in range(MOST_BESIDE + 2):
        made(other, key)
        made(other, 0)
    assert [one for (one,) in kept[id(other.params)][1]][-2:] == [MOST_BESIDE + 1, 0]
    assert len(kept[id(other.params)][1]) == MOST_BESIDE and calls.count(0) == 1


def test_what_others_drop_meanwhile_is_found_by_who_computed_it():
    """Another thread drops results as soon as this one has stored its own, which is its second look at the key."""

    class Key:
        looks = 0

        def __hash__(self):
            self.looks += 1
            if self.looks > 2:
                kept[id(run.params)][1].clear()
            return 1

    @alongside
    def made(run, key):
        return "found"

    run, kept = SimpleNamespace(params=np.zeros(1)), inspect.getclosurevars(made).nonlocals["kept"]
    assert made(run, Key()) == "found"
