"""Waiting for a moment in which nobody uses the pages."""

import time
from threading import Timer

from ui.work import quiet


def test_use_puts_the_quiet_off():
    quiet.used()
    start = time.monotonic()
    later = Timer(0.1, quiet.used)
    later.start()
    quiet.wait(0.2)
    assert 0.29 < time.monotonic() - start < 3


def test_who_would_wait_for_ever_goes_on_after_the_most():
    quiet.used()
    start = time.monotonic()
    quiet.wait(60, most=0.1)
    assert 0.09 < time.monotonic() - start < 3
