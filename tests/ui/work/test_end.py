"""What becomes of the work of pools, and of who waits for it, at the end of the program."""

from __future__ import annotations

import pytest

from tests.ui.work.test_pool import Visitor, Work, until
from training.process import ending
from ui.work.pool import Pool
from ui.work.visitors import Guest


def test_all_work_is_stopped_and_waited_for_and_none_is_begun_any_more(monkeypatch):
    monkeypatch.setattr(ending, "_begun", False)
    monkeypatch.setattr(ending, "_awaited", set())
    work, one, guest = Work(), Visitor(), Guest()
    pool = Pool(work, threads=1)
    pool.ask(guest, ["a", "c"])
    pool.ask(one, ["a", "b"])
    until(lambda: work.begun)
    ending.finish()
    assert (work.begun, work.dropped, pool._running) == (["a"], ["a"], {})
    pool.ask(one, ["d"])
    until(lambda: not pool._queue)
    assert work.begun == ["a"]
    with pytest.raises(SystemExit):
        guest.pause()
