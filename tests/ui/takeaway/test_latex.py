"""The rules as a LaTeX file: all of them, with signs that LaTeX sets."""

from __future__ import annotations

import re

import pytest

from optimizers import OPTIMIZERS
from tests.optimizer_cases import forms
from training.choice import choice
from ui.looks.formulas import mathml
from ui.takeaway.latex import number, tex, text


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_rule_is_set(name):
    rules = {f"{name} {place}": choice(name, **form) for place, form in enumerate(forms(OPTIMIZERS[name]))}
    found = tex("A race", "?a=1", rules, 200)
    assert found.count("{") - found.count(r"\{") == found.count("}") - found.count(r"\}")
    assert found.count(r"\begin{align*}") == found.count(r"\end{align*}") == len(rules)
    assert [letter for letter in found if ord(letter) > 0x24F and letter not in "–—’“”…"] == []
    assert found.count("$") % 2 == 0
    for formula in re.findall(r"(?<!\\)\$([^$]+)\$", found):
        assert not re.search(r"\de[-+]?\d", formula), formula
        mathml(formula)


def test_numbers_schedules_and_wrappers_are_told():
    put_on = {"clip": "norm", "clip.at": 3, "lr.schedule": "cosine", "b1.schedule": "inverse"}
    chosen = choice("adam", lr=0.05, **put_on)
    found = tex("A race on Beale", "?a=adam", {"Adam 50% & more_": chosen}, 200)
    assert r"\subsection*{Adam 50\% \& more\_}" in found and r"$\alpha = 0.05$" in found
    assert r"$\epsilon = 10^{-8}$" in found and number(2.5e-5) == r"2.5 \cdot 10^{-5}" and number(-0.1) == "-0.1"
    assert r"Gradient clipping: $g \leftarrow g\,\min(1, c / \lVert g \rVert)$, with $c = 3$." in found
    assert r"$\alpha\,\tfrac12 (1 + \cos(\pi t / T))$, with $q = 0$, $w = 0$, $T = 200$." in found
    assert r"$\beta_1 / (1 + k e)$, with $k = 1$, $n = 50$." in found
    assert text("x² at −1, $a_1$") == "x$^2$ at $-$1, $a_1$"
    assert text("added to |g|, $|g|$") == r"added to \textbar{}g\textbar{}, $|g|$"
    twice = choice("adam", **{"sam": "on", "lr.schedule": "cosine"})
    assert "$T = 100$" in tex("", "", {"a": twice}, 200)


def test_what_users_type_is_no_command():
    found = tex(r"Formula $\input{a}$", "?a=adam", {r"$\input{/etc/passwd}$": choice("adam")}, 200)
    assert r"\input" not in found and r"\$\textbackslash{}input\{/etc/passwd\}\$" in found
