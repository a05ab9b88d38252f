"""Work in parts: what is found, what is told of it, and how it ends."""

from threading import Barrier, Event, get_ident

import jax
import pytest

from locales import speaking, spoken
from training.process import parts
from training.process.parts import in_turn, on_threads

BOTH = pytest.mark.parametrize("each", [in_turn, on_threads])


@BOTH
@pytest.mark.parametrize("count", [1, 5])
def test_what_is_found_stands_in_the_order_of_the_parts_and_the_share_of_all_grows_to_one(each, count):
    shares = []

    def work(part, beat):
        for share in (0.0, None, 0.5, 1.0):
            beat(share)
        return part * part

    assert each(work, range(count), shares.append) == [part * part for part in range(count)]
    told = [share for share in shares if share is not None]
    assert told == sorted(told) and told[0] == 0 and told[-1] == 1 and shares.count(None) == count


def test_parts_are_side_by_side_once_the_first_one_is_past_compiling(monkeypatch):
    monkeypatch.setattr(parts, "CORES", 2)
    begun, together = [], Barrier(2, timeout=10)

    def work(part, beat):
        begun.append(part)
        beat(0.0)
        assert part or begun == [0]  # alone as long as no step is made
        beat(0.1)
        together.wait()
        return get_ident()

    assert len({*on_threads(work, range(2), lambda share: None)}) == 2


@BOTH
@pytest.mark.parametrize("by", ["beat", "work"])
def test_what_one_part_raises_ends_all_of_them(each, by, monkeypatch):
    monkeypatch.setattr(parts, "CORES", 2)
    begun, wrong = [], Event()

    def work(part, beat):
        begun.append(part)
        if part == 1 and by == "work":
            wrong.set()
            raise ValueError("wrong")
        while True:
            beat(0.5)
            if each is in_turn or part > 1:
                return

    def heard(share):
        if by == "beat" and 1 in begun:
            wrong.set()
            raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        each(work, range(50), heard)
    assert wrong.is_set() and len(begun) < 50


def test_other_threads_speak_the_language_and_compute_in_the_floats_of_whoever_asks():
    def work(part, beat):
        return spoken(), jax.numpy.ones(1).dtype.name

    with speaking("de"), jax.enable_x64(True):
        assert {*on_threads(work, range(3), lambda share: None)} == {("de", "float64")}
    assert {*on_threads(work, range(3), lambda share: None)} == {("en", "float32")}
