"""Where runs are computed, with a second processor device in the place of a graphics card.

JAX makes that device in a process of its own; what only a card can show is measured by ``python -m benchmarks gpu``.
"""

import math
import os
import subprocess
import sys
from dataclasses import replace
from functools import partial

import jax
import numpy as np
import pytest
from jax import export

from optimizers import OPTIMIZERS
from optimizers.wrappers import wrapped
from tests.app_server import ROOT
from training.choice import choice
from training.many import grids, races, together
from training.network import crossover, devices
from training.network import train as engine
from training.network.config import default_network
from training.network.resolve import resolve
from training.race.config import default_race
from ui.network.equal import computed_on
from ui.network.sidebar import _of_devices

ON_BOTH = """
import jax
from dataclasses import replace
from training.network import devices
from training.network import train as engine
from training.choice import choice
from training.race.descend import descend
from training.network.config import default_network

card = jax.devices("cpu")[1]
devices.gpu = lambda: card
used = []
kept = engine._compiled

def watched(*args):
    begun, further = kept(*args)
    def call(*values):
        precision = jax.config.jax_default_matmul_precision
        result = further(*values)
        here = (*{d.id for leaf in jax.tree.leaves(result) for d in leaf.devices()}, precision)
        if [here] != used[-1:]:
            used.append(here)
        return result
    return begun, call

engine._compiled = watched
small = replace(default_network(), hidden=(8, 8), steps=20)
runs = [engine.train(replace(small, device=wish), choice("adam", lr=0.01)) for wish in ("cpu", "gpu", "auto")]
devices.learn(devices.Crossover(1000, 1e-7))
runs.append(engine.train(replace(small, device="auto"), choice("adam", lr=0.01)))
print(used)
print([run.device.split()[0] for run in runs])
print(max(abs(runs[0].losses - runs[1].losses)))
"""

GRID = """
import dataclasses
import jax
from training.many import together
from training.many.search import config
from training.network import devices
from ui.network.search import compute, words

search, _ = config.decode("data=moons&examples=40&hidden=4&steps=12&batch=8&a=momentum&a.lr=0.1&xaxis=lr&yaxis=gain")
network = config.network_of(search)
own = {"lr": [0.01 * k for k in range(1, 41)], "gain": [0.5 + 0.05 * k for k in range(40)]}
sizes = lambda: [together.chunk(network, own, count) for count in (8, 40, 400)]
here, small = together.all_ends(network, own), sizes()
card = jax.devices("cpu")[1]
devices.gpu = lambda: card
used, kept = set(), together._compiled

def watched(*given):
    program = kept(*given)
    def end(*values):
        result = program.end(*values)
        used.update((d.id, given[-1], len(leaf)) for leaf in jax.tree.leaves(result) for d in leaf.devices())
        return result
    return program._replace(end=end)

together._compiled = watched
assert sizes() == small
devices.learn(devices.Crossover(4000))
print(small, sizes())
there = together.all_ends(network, own)
print(used, max(abs(here.train_loss - there.train_loss)) < 1e-6, here.train_loss.std() > 0.01)
together.MOST_ON_CARD = 2000
print(sizes())
fine = dataclasses.replace(search, method="fine", budget=64)
keys, _ = compute._plan(config.alone(fine, "a"), {})
print([(key.network.device, len(key.own["lr"])) for key in keys], words.made(fine, "a").partition("on the ")[2][:9])
devices.learn(devices.Crossover(10**12))  # what is known was made before
print(words.made(fine, "a").partition("on the ")[2][:9], compute.chunk(config.alone(fine, "a")))
"""

RACES = """
from training.many import grid, runs
from training.race.config import decode as race_of

race, _ = race_of("surface=himmelblau&steps=60&a=momentum&a.lr=0.005")
used, kept = [], runs.as_ends

def watched(found):
    precision = jax.config.jax_default_matmul_precision
    used.append((*{d.id for one in found for d in one.devices()}, len(found[0]), precision))
    return kept(found)

runs.as_ends = watched
ask = race, ("x", -4, 4, 20), ("y", -4, 4, 20)
here, there = grid(*ask, device="cpu"), grid(*ask, device="gpu")
print(used, {*here["outcome"].ravel().tolist()})
print([bool((here[name] == there[name]).all()) for name in ("outcome", "since", "reached")])
"""


def _in_a_process(code: str, **environment: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | environment, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_large_runs_and_wishes_go_to_the_card_in_full_precision_and_come_out_alike():
    flags = f"{os.environ.get('XLA_FLAGS', '')} --xla_force_host_platform_device_count=2"
    used, names, apart = _in_a_process(ON_BOTH, XLA_FLAGS=flags)
    assert used == "[(0, None), (1, 'highest'), (0, None), (1, 'highest')]"
    assert names == "['CPU', 'GPU', 'CPU', 'GPU']"
    assert float(apart) < 1e-4


def test_trainings_side_by_side_go_to_the_card_all_at_once_where_there_is_work_for_it():
    flags = f"{os.environ.get('XLA_FLAGS', '')} --xla_force_host_platform_device_count=2"
    *found, races, alike = _in_a_process(GRID + RACES, XLA_FLAGS=flags, PYTHONPATH=str(ROOT))
    sizes, used, bounded, told, after = found
    assert sizes == "[8, 8, 8] [8, 40, 400]"
    assert used == "{(1, False, 256)} True True"
    assert bounded == "[8, 27, 27]"  # of 17 weights and eight times seven outputs each
    assert (told, after) == ("[('gpu', 16)] GPU (cpu)", "GPU (cpu) 27")
    assert races == "[(0, 256, None), (0, 256, None), (1, 400, 'highest')] {0, 1, 2, 3, -1}"
    assert alike == "[True, True, True]"


def test_all_else_stays_on_the_processor_where_jax_was_told_of_a_card_alone():
    tell = "print(jax.config.jax_platforms, jax.config.jax_default_device)"
    told = _in_a_process(f"import app, jax; {tell}", JAX_PLATFORMS="cuda", PYTHONPATH=str(ROOT))
    assert told == ["cuda,cpu cpu"]


def test_a_program_that_uses_the_playground_computes_its_own_things_where_it_did(monkeypatch):
    code = "import playground, training.many, jax; print(jax.config.jax_platforms, jax.config.jax_default_device)"
    assert _in_a_process(code, JAX_PLATFORMS="cuda", PYTHONPATH=str(ROOT)) == ["cuda None"]
    seen = []
    monkeypatch.setattr(races, "all_ends", lambda *given: seen.append(jax.config.jax_default_device) or {"loss": 0})
    monkeypatch.setattr(grids, "arrays", lambda config, axes, found: found)
    with jax.default_device(jax.devices()[0]):
        grids.grid(default_race(), ("lr", 1e-3, 1, 2))
        assert seen == ["cpu"] and jax.config.jax_default_device == jax.devices()[0]


def test_without_a_card_every_wish_is_computed_on_the_processor_and_the_page_says_why():
    network = replace(default_network(), steps=20, device="gpu")
    run = engine.train(network, choice("adam", lr=0.01))
    assert run.device == devices.CPU
    assert computed_on(network, {"a": run}) == "CPU: JAX finds no graphics card here"
    assert computed_on(replace(network, device="auto"), {"a": run}) == "CPU"
    assert "no graphics card" in _of_devices()


def test_the_crossover_lies_between_the_last_size_lost_and_the_first_won():
    def paced(network):
        work = resolve(network).structure.count * min(network.batch, network.examples)
        seconds = 0.1 if network.device == "gpu" else work / 50e6
        return seconds, type("Run", (), {"losses": np.full(30, 2.0 if network.device == "cpu" else 2.0002)})

    found = crossover.measure(paced)
    assert 2_180_000 < found.work < 17_000_000  # 0.1 s are 5,000,000
    assert found.difference == pytest.approx(1e-4)


@pytest.mark.parametrize(("card", "work"), [(1.0, math.inf), (0.0, 4_417 * 64)])
def test_a_card_that_never_or_always_wins_is_never_or_always_used(card, work):
    run = type("Run", (), {"losses": np.ones(30)})
    assert crossover.measure(lambda network: (card if network.device == "gpu" else 0.5, run)).work == work


def test_the_page_tells_what_was_measured(monkeypatch):
    monkeypatch.setattr(devices, "gpu", lambda: jax.devices()[0])
    monkeypatch.setattr(devices, "_crossover", devices.Crossover(2_500_000.4, 3.2e-7))
    run = engine.train(replace(default_network(), steps=20), choice("adam", lr=0.01))._replace(device="GPU (X)")
    words = computed_on(default_network(), {"a": run})
    assert words == "GPU (X); a test run there agreed with the CPU's to 3e−7 of the loss"
    assert "from 2,500,000 weights times examples" in _of_devices()
    devices.learn(devices.Crossover(math.inf, 0.0))
    assert "the CPU was faster" in _of_devices()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_rule_can_be_compiled_for_cuda(name, monkeypatch):
    """Lowered for CUDA, which needs no card: an operation that JAX lacks there would raise."""
    network, chosen = default_network(), choice(name)
    if resolve(network).refusal(chosen):
        network = replace(network, data="curve", loss="mse", hidden=(8,))
    if resolve(network).refusal(chosen):
        pytest.fail(f"{name} trains neither of the two networks")

    def lowered(structure, optimizer, options, forms, on_cpu):
        setup = partial(engine._setup, structure, wrapped(OPTIMIZERS[optimizer], forms), dict(options))

        def lower(*values):
            export.export(jax.jit(partial(engine._further, setup)), platforms=["cuda"])(*values)
            raise _Lowered

        return partial(jax.eval_shape, partial(engine._start, setup)), lower

    monkeypatch.setattr(engine, "_compiled", lowered)
    with pytest.raises(_Lowered):
        engine.train(network, chosen)


def test_trainings_side_by_side_can_be_compiled_for_cuda(monkeypatch):
    kept = together._compiled

    def lowered(*given):
        program = kept(*given)

        def lower(name, *values):
            part = getattr(program, name)
            export.export(jax.jit(part.__wrapped__), platforms=["cuda"])(*values)
            if name == "end":
                raise _Lowered
            return part(*values)

        return program._make(partial(lower, name) for name in program._fields)

    monkeypatch.setattr(together, "_compiled", lowered)
    with pytest.raises(_Lowered):
        together.ends(default_network(), {"lr": np.linspace(0.01, 0.1, 9)})


class _Lowered(Exception):
    """The program was lowered; nothing is to be run."""
