"""The rules as a LaTeX file: all of them, with signs that LaTeX sets."""

from __future__ import annotations

import re

import pytest

from optimizers import OPTIMIZERS
from tests.optimizer_cases import forms
from training.choice import choice
from ui.looks.formulas import mathml
from ui.takeaway.latex import tex, text


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_rule_is_set(name):
    rules = {f"{name} {place}": choice(name, **form) for place, form in enumerate(forms(OPTIMIZERS[name]))}
    found = tex("A race", "?a=1", rules)
    assert found.count("{") - found.count(r"\{") == found.count("}") - found.count(r"\}")
    assert found.count(r"\begin{align*}") == found.count(r"\end{align*}") == len(rules)
    assert [letter for letter in found if ord(letter) > 0x24F and letter not in "–—’“”…"] == []
    assert found.count("$") % 2 == 0
    for formula in re.findall(r"(?<!\\)\$([^$]+)\$", found):
        mathml(formula)


def test_numbers_schedules_and_wrappers_are_told():
    chosen = choice("adam", lr=0.05, **{"clip": "norm", "clip.at": 3, "lr.schedule": "cosine"})
    found = tex("A race on Beale", "?a=adam", {"Adam 50% & more_": chosen})
    assert r"\subsection*{Adam 50\% \& more\_}" in found and r"$\alpha = 0.05$" in found
    assert "Gradient clipping: $g" in found and "at 3" in found and "Learning rate: " in found
    assert text("x² at −1, $a_1$") == "x$^2$ at $-$1, $a_1$"
