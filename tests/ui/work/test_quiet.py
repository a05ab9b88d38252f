"""Waiting for a moment in which nobody uses the pages."""

import math

import pytest

from ui.work import quiet


class Clock:
    """Time that passes only while somebody sleeps; a page is used after ``later`` seconds of it."""

    def __init__(self, later):
        self.now, self.later = 0.0, later

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        end = self.now + seconds
        if self.now < self.later <= end:
            self.now = self.later
            quiet.used()
        self.now = end


@pytest.fixture
def begun(monkeypatch):
    """Starts a clock at a moment in which a page was used."""

    def begin(later=math.inf):
        clock = Clock(later)
        monkeypatch.setattr(quiet, "time", clock)
        monkeypatch.setattr(quiet, "_last", clock.now)
        return clock

    return begin


def test_use_puts_the_quiet_off(begun):
    clock = begun(later=0.1)
    quiet.wait(0.2)
    assert clock.now == pytest.approx(0.3)


def test_who_would_wait_for_ever_goes_on_after_the_most(begun):
    clock = begun()
    quiet.wait(60, most=0.1)
    assert clock.now == pytest.approx(0.1)
