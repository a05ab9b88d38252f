"""In which order the programs of a structure are compiled."""

from threading import Thread

import pytest

from training.network import figures
from training.network.config import decode
from training.network.resolve import resolve


@pytest.mark.parametrize(("cores", "waits"), [(2, True), (16, False)])
def test_on_few_cores_further_runs_leave_them_to_the_figures(cores, waits, monkeypatch):
    monkeypatch.setattr(figures, "CORES", cores)
    structure = resolve(decode("hidden=3")[0]).structure
    monkeypatch.setattr(figures, "_looks", lambda *known: looks)
    looks = figures._Looks(None)
    looks.begun = True
    further = Thread(target=figures.compile_beside, args=(structure, None, None), daemon=True)
    with looks.compiling:
        further.start()
        further.join(0.05 if waits else 5)
        assert further.is_alive() == waits
    further.join(5)
    assert not further.is_alive() and not looks.compiling.locked()
