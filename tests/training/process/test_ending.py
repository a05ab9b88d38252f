"""The program ends by itself, not by a signal, whatever its threads are doing."""

import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from training.process import ending

ROOT = Path(__file__).resolve().parents[3]
# The last thing that the interpreter does here takes so long that the compiler comes back meanwhile.
PROGRAM = """
import time
from threading import Event, Thread
from weakref import finalize
import jax.numpy as jnp
import numpy as np
from training.process import ending, processor
from training.network import looks

class Last:
    def __del__(self, sleep=time.sleep):
        sleep(0.5)

def slow(seen, row):
    for _ in range(4):
        row = jnp.sin(row @ row) + seen
    return row

@ending.awaited()
def trace():
    begun.set()
    while not ending.begun():
        time.sleep(0.001)
    print("traced")

begun = Event()
finalize(begun, print, "finalized")
Thread(target=trace, daemon=True).start()
begun.wait()
processor.take()
last, looks.OFTEN = Last(), 1
looks.Look(slow, True).count(np.float32(1), np.ones((2, 9, 9), np.float32))
print("compiling")
"""


@pytest.fixture
def alone(monkeypatch):
    """Ends no more than what the test itself begins."""
    monkeypatch.setattr(ending, "_begun", False)
    monkeypatch.setattr(ending, "_awaited", set())


def test_a_program_ends_by_itself_while_other_threads_compile_and_trace():
    anew = {**os.environ, "JAX_ENABLE_COMPILATION_CACHE": "false"}
    found = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, env=anew, capture_output=True, text=True)
    assert (found.returncode, found.stdout) == (0, "compiling\ntraced\nfinalized\n"), found.stderr


def test_the_end_waits_for_what_was_begun_before_and_lets_nothing_begin(alone):
    order, within, go = [], Event(), Event()

    @ending.awaited()
    def work(name):
        within.set()
        go.wait(5)
        order.append(name)

    Thread(target=work, args=("first",), daemon=True).start()
    assert within.wait(5)
    end = Thread(target=lambda: (ending.finish(), order.append("end")), daemon=True)
    end.start()
    while not ending.begun():
        time.sleep(0.001)
    with pytest.raises(SystemExit):
        work("second")
    go.set()
    end.join(5)
    assert order == ["first", "end"]
