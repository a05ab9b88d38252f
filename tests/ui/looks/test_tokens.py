"""What Python and the player share stands in one file, and nowhere else."""

import re
import tomllib
from itertools import chain
from pathlib import Path

from training.data.datasets import DATASETS
from training.network import statistics
from training.parts import activations
from ui.looks import tokens
from ui.looks.identity import MARKERS
from ui.looks.tokens import CLASS_SHAPES, CLASSES, THEME, both
from ui.looks.tokens import MARKERS as OUTLINES

ROOT = Path(__file__).resolve().parents[3]
HEX = re.compile(r"#[0-9A-Fa-f]{6}\b")
SHARED = {*chain(*map(dict.values, THEME.values())), *chain(*chain(*CLASSES.values()))} - {"#FFFFFF"}  # that is white
APART = {ROOT / "assets" / "player" / "draw" / "tokens.js"}


def test_no_other_file_names_a_shared_colour():
    files = [*(ROOT / "ui").rglob("*.py"), *(ROOT / "assets" / "player").rglob("*.js")]
    written = [path for path in files if path not in APART and path.parent.name != "pictures"]  # those are drawn anew
    found = {path.relative_to(ROOT).as_posix(): SHARED & set(HEX.findall(path.read_text())) for path in written}
    assert {name: colours for name, colours in found.items() if colours} == {}


def test_both_themes_have_the_same_roles_and_classes_enough_looks():
    assert set(THEME) == set(CLASSES) == {"light", "dark"} == set(both("ink"))
    assert set(THEME["light"]) == set(THEME["dark"])
    most = max(len(dataset.classes) for dataset in DATASETS.values())
    assert len(CLASSES["light"]) == len(CLASSES["dark"]) == len(set(CLASS_SHAPES)) >= most
    assert set(CLASS_SHAPES) <= set(MARKERS) == {"circle", *OUTLINES}


def test_streamlit_has_the_same_page_and_ink():
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
    for name, colours in THEME.items():
        assert theme[name]["backgroundColor"] == colours["page"]
        assert theme[name]["textColor"] == colours["ink"]


def test_what_is_counted_is_what_the_player_says():
    assert tokens.SATURATED == activations.SATURATED
    assert tokens.GRADIENTS == [statistics.SMALLEST, statistics.LARGEST]
