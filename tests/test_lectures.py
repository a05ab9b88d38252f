"""What the lectures name, row by row of their inventory, and the test that shows it: ``lectures.json``.

Blocks are optimizers and ideas (A), schedules (B), procedure (C), activations (E), normalization (F), losses and
gradients (G), regularization (H), data (I).
"""

import ast
import json
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROWS = json.loads((HERE / "lectures.json").read_text(encoding="utf-8"))


@cache
def named_in(file):
    return {node.name for node in ast.parse((HERE / file).read_text()).body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS)
def test_a_row_is_shown_by_a_test(row):
    file, _, name = ROWS[row]["test"].partition("::")
    assert name in named_in(file)
