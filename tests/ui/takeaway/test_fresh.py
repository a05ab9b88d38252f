"""Scripts that were taken away run where the project is not, and print the numbers that the screen showed."""

from __future__ import annotations

import json
import re
import subprocess
import sysconfig
import venv
from dataclasses import replace

import numpy as np
import pytest

from tests.golden import torch_scripts
from tests.ui.race.test_takeaway import raced
from training.race.config import default_race
from ui.network.takeaway.comparison import FIGURES
from ui.network.takeaway.words import WHAT
from ui.race.takeaway import files

GOLDEN, AGAIN = json.loads(torch_scripts.FILE.read_text()), "python -m tests.golden.torch_scripts"
MEASURED = re.compile(r"^(.+): (\w[\w ]*) (\S+) \(in the app (\S+)\)$", re.MULTILINE)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Runs a script by itself in a folder: the environment has the packages of this one, and nothing of the project."""
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, symlinks=True)
    paths = sysconfig.get_paths("venv", vars={"base": str(home), "platbase": str(home)})
    with open(f"{paths['purelib']}/packages.pth", "w") as known:
        known.write(sysconfig.get_path("purelib"))
    python = [f"{paths['scripts']}/python", "-I"]
    for name in ("optimizers", "training", "ui"):
        looked = subprocess.run([*python, "-c", f"import {name}"], cwd=home, capture_output=True, text=True)
        assert "ModuleNotFoundError" in looked.stderr

    def run(folder, name):
        done = subprocess.run([*python, name], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="module")
def compared():
    """A comparison of networks as the screen has it, and its files."""
    return torch_scripts.compared()


def check(printed, runs, times=1):
    """Each number that is printed is that of the screen, beside which it stands."""
    found = MEASURED.findall(printed)
    parts = dict(zip(WHAT, FIGURES, strict=True))
    assert len(found) == len(printed.strip().splitlines()) == times * len(parts) * len(runs)
    for place, (_, what, *numbers) in enumerate(found):
        run = [*runs.values()][place // len(parts) % len(runs)]
        end = getattr(run.figures, parts[what])[-1]
        np.testing.assert_allclose([float(one) for one in numbers], end, rtol=1e-4, atol=1e-6, err_msg=what)


def test_a_race_comes_to_its_ends(alone, tmp_path):
    race = replace(default_race(), steps=60)
    (tmp_path / "race.py").write_text(files.code(race))
    lines = alone(tmp_path, "race.py").strip().splitlines()
    assert len(lines) == 6
    for line, (name, end) in zip(lines, raced(race).items(), strict=True):
        assert line.startswith(f"{name}: loss ")
        x, y = (float(part) for part in line.split("at (")[1].rstrip(")").split(","))
        np.testing.assert_allclose([x, y], end, rtol=1e-3)


def test_networks_come_to_the_numbers_of_the_screen(alone, compared, tmp_path):
    runs, content = compared
    for name in ("comparison_optax.py", "comparison.npz"):
        (tmp_path / name).write_bytes(content[name])
    check(alone(tmp_path, "comparison_optax.py"), runs)


@pytest.mark.parametrize("name, times", [("script", 1), ("notebook", 2)])
def test_torch_came_to_them(compared, name, times):
    runs, content = compared
    found = GOLDEN[name]
    assert torch_scripts.defines(torch_scripts.scripts(content)[name]) == found["text"], AGAIN
    check("\n".join(found["printed"]), runs, times)
