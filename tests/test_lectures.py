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


# What says nothing of a subject among the words of a row.
SMALL = {
    "a",
    "an",
    "and",
    "the",
    "of",
    "in",
    "on",
    "by",
    "with",
    "without",
    "for",
    "from",
    "to",
    "its",
    "s",
    "over",
    "all",
}


@cache
def named_in(file):
    """What a file of tests defines at its top, by name, where pytest collects it, or Node: those of a class, too."""
    path = HERE / file
    if path.suffix == ".js":
        parts = re.split(r'^test\("([^"]+)"', path.read_text(), flags=re.MULTILINE)
        return dict(zip(parts[1::2], parts[2::2], strict=True))
    found = {}
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign):
            found |= {one.id: node for target in node.targets for one in ast.walk(target) if isinstance(one, ast.Name)}
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            found |= {one.name: one for one in node.body if isinstance(one, ast.FunctionDef)}
        elif isinstance(node, ast.FunctionDef):
            found[node.name] = node
    return found


def said_by(node, known):
    """The names and texts in the code of a test with its parameters, and in the constants that it uses.

    Neither its own name nor what it says of itself counts, nor what is in registries and helpers.
    """
    if isinstance(node, str):
        yield node
        return
    about = ast.get_docstring(node, clean=False) if isinstance(node, ast.FunctionDef) else None
    for part in ast.walk(node):
        for field in ("id", "attr", "arg", "value"):
            text = getattr(part, field, None)
            if isinstance(text, str | int | float) and text != about:
                yield str(text)
            if field == "id" and isinstance(known.get(text), ast.Assign) and known[text] is not node:
                yield from said_by(known[text], known)


def words(text):
    return {*re.findall(r"[a-z]+[0-9]*|[0-9.]+", text.lower())}


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
    """The tests are collected, and their code has the row's subject: its own words, or what the code ``says`` for it.

    So none of them is a loop over a registry that would pass without the row.
    """
    known, found = SHOWN[row], set()
    for test in [known["test"]] if isinstance(known["test"], str) else known["test"]:
        file, _, name = test.partition("::")
        defined = named_in(file)
        assert name in defined and (file.endswith(".test.js") or name.startswith("test_"))
        assert file.endswith(".test.js") or Path(file).name.startswith("test_")
        found |= words(" ".join(said_by(defined[name], defined)))
    wanted = words(known.get("says", known["row"])) - SMALL
    assert wanted and wanted <= found, wanted - found


def test_the_name_of_a_test_and_a_registry_are_no_subject():
    loop = ast.parse(
        '@mark.parametrize("rule", RULES)\ndef test_lion(rule):\n    "Lion."\n    assert rule in KNOWN'
    ).body[0]
    constant = ast.parse('KNOWN = ["lion"]').body[0]
    assert "lion" not in words(" ".join(said_by(loop, {"test_lion": loop})))
    assert "lion" in words(" ".join(said_by(loop, {"test_lion": loop, "KNOWN": constant})))
