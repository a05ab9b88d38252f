"""What the lectures name, row by row of their inventory, and the test that shows it: ``lectures.json``.

Blocks of rows are optimizers and ideas (A), schedules (B), procedure (C), initialization (D), activations (E),
normalization (F), losses and gradients (G), regularization and data (H), search, tools and papers (I). Figures are the
tables and worked examples of the lectures. Presets, and a reserve of them, are the experiments that it proposes, each
with the steps of lessons that have it.
"""

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest

from ui.lessons.book import lessons

HERE = Path(__file__).parent
LECTURES = json.loads((HERE / "lectures.json").read_text(encoding="utf-8"))
BLOCKS = {"A": 30, "B": 15, "C": 12, "D": 14, "E": 15, "F": 19, "G": 15, "H": 21, "I": 11}  # rows of each
FIGURES, PRESETS, RESERVE = 52, 40, 11
SHOWN = {**LECTURES["rows"], **LECTURES["figures"]}


@cache
def named_in(file):
    """The tests of a file, functions, methods, and titles of JavaScript; none where there is no such file."""
    path = HERE / file
    if not path.exists():
        return set()
    if path.suffix == ".js":
        return {*re.findall(r'^test\("([^"]+)"', path.read_text(), re.MULTILINE)}
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


def test_no_row_and_no_figure_is_missing():
    rows = [f"{block}{number}" for block, count in BLOCKS.items() for number in range(1, count + 1)]
    assert len(rows) == 152 and list(LECTURES["rows"]) == rows
    assert list(LECTURES["figures"]) == [f"P2-{number:02}" for number in range(1, FIGURES + 1)]


def test_every_preset_is_a_step_of_a_lesson():
    presets, reserve = LECTURES["presets"], LECTURES["reserve"]
    assert [int(name.split()[0]) for name in presets] == [*range(1, PRESETS + 1)] and len(reserve) == RESERVE
    steps = {f"{name}: {step.title}" for name, lesson in lessons().items() for step in lesson.steps}
    for name, shown in {**presets, **reserve}.items():
        assert shown and {*shown} <= steps, name


@pytest.mark.parametrize("row", SHOWN)
def test_a_row_is_shown_by_a_test(row):
    file, _, name = SHOWN[row]["test"].partition("::")
    assert name in named_in(file)
