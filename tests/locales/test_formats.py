"""Numbers as people read them: the table that JavaScript's tests read too, and what holds of every number."""

from __future__ import annotations

import ast
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis.strategies import floats, integers

import locales
from locales import formats, speaking, tr, trn
from locales.formats import (
    bound,
    digits,
    exact,
    fixed,
    grouped,
    in_field,
    number,
    percent,
    plain,
    rounded,
    scientific,
    signed,
    spell,
)

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("surfaces", "optimizers", "training", "ui")
FILES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
SIGNED = re.compile(r"""["']-["'], *["']−["']""")
ROWS = json.loads((Path(__file__).resolve().parents[1] / "formats.json").read_text(encoding="utf-8"))
LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-", ",")
POWER = re.compile(r"(.*?)(?:×?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?")
NUMBERS = floats(allow_nan=False, allow_infinity=False)
SHARES = floats(-2, 2)
COUNTS = integers(1, 17)


def read(text):
    """The number that a text says to people."""
    head, power = POWER.fullmatch(text).groups()
    return float(f"{ {'': '1', '−': '-1'}.get(head, head).translate(LOWERED) }e{(power or '⁰').translate(LOWERED)}")


@pytest.mark.parametrize("name, given, text", [(name, row[:-1], row[-1]) for name in ROWS for row in ROWS[name]])
def test_numbers_read_as_in_the_player(name, given, text):
    if name in ("thousands", "percentage"):
        with speaking(given[1]):
            assert getattr(locales, name)(given[0]) == text
    else:
        assert getattr(formats, name)(*given) == text


@pytest.mark.parametrize(
    "text, expected",
    [
        (exact(-0.1), "−0.1"),
        (exact(1e-8), "1e−08"),
        (in_field(1e-8), "1e-8"),
        (in_field(-1e-12), "-1e-12"),
        (in_field(1e20), "1e20"),
        (spell(-2.0), "-2"),
        (spell("tanh"), "tanh"),
        (rounded(0.12349, 3), "0.123"),
        (rounded(np.float32(-1.00001e-8), 3), "-1e-08"),
        (bound(-1e6), "−1,000,000"),
        (bound(1234.5678, 6), "1,234.57"),
        (bound(1e-12), "10⁻¹²"),
        (bound(0), "0"),
        (number(0.213508), "0.214"),
        (number(1234.4), "1234"),
        (number(280.0, 2), "280"),
        (number(99.96, 2), "100"),
        (number(9.96, 2), "10"),
        (number(-3.0e5), "−3.00×10⁵"),
        (signed(0.126, 2), "+0.13"),
        (signed(-0.5, 2), "−0.50"),
        (signed(0, 1), "+0.0"),
        (scientific(1.23e-7), "1.2e−7"),
        (scientific(-1e-10, 0), "−1e−10"),
        (scientific(1), "1.0e0"),
        (percent(0.0625, 1), "6.3%"),
        (percent(0.99996, 1), "99.9%"),
        (percent(0.00004, 1), "<0.1%"),
        (percent(0.00004, 2), "<0.01%"),
        (percent(1, 1), "100.0%"),
        (percent(0, 1), "0.0%"),
    ],
)
def test_formats_of_python_alone(text, expected):
    assert text == expected


def test_thousands_and_per_cent_are_written_as_the_language_does():
    many = 12345
    with speaking("de"):
        told = [digits(many, 5), plain(many, 5), grouped(many), bound(many), tr("{n:,} steps", n=many)]
        assert (percent(0.256, 1), percent(1e-9), percent(-1e-9)) == ("25.6\u202f%", "<0.1\u202f%", ">−0.1\u202f%")
        assert {text.split()[0] for text in told} == {"12"} and not [text for text in told if "," in text]
        assert (
            trn("{count:,} run of {all:,}", "{count:,} runs of {all:,}", many, all=1200) == "12\u202f345 runs of 1200"
        )
        assert tr("{name}, {n:,}", name="a,b", n=many) == "a,b, 12\u202f345"
    assert tr("{n:,} steps", n=many) == "12,345 steps"


@pytest.mark.parametrize(
    "told",
    [digits, plain, exact, percent, scientific, grouped, lambda v: fixed(v, 2), lambda v: signed(v, 2)],
)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_told_in_words(told, value):
    assert told(value) == "not finite"


@given(floats(-1e307, 1e307), COUNTS)
def test_a_text_is_within_half_of_its_last_digit_and_says_itself(value, count):
    for told in (digits, plain):
        text = told(value, count)
        assert math.isclose(read(text), value, rel_tol=5.0000001 * 10.0**-count, abs_tol=5e-324)
        assert told(read(text), count) == text


@given(floats(0, allow_infinity=False), integers(1, 9))
def test_below_zero_stands_a_true_minus_sign_and_nothing_else_changes(value, count):
    for told in (digits, plain, fixed, grouped, scientific, lambda v, _: exact(v)):
        text, below = told(value, count), told(-value, count)
        is_zero = not set("123456789⁰¹²³⁴⁵⁶⁷⁸⁹") & set(text.partition("e")[0])
        assert "-" not in text and below == (text if is_zero else f"−{text}")


@given(NUMBERS)
def test_all_digits_read_back_as_the_same_number(value):
    assert float(spell(value)) == float(in_field(value)) == float(exact(value).replace("−", "-")) == value


@given(SHARES, integers(0, 3))
def test_only_all_is_a_hundred_percent_and_only_nothing_none(share, places):
    text = percent(share, places).removesuffix("%")
    number = abs(float(text.lstrip("<>−")))
    assert (number == 100) <= (not 99 < abs(100 * share) < 100)
    assert (number == 0) == (share == 0)
    cut = text[0] in "<>" or number == 100 - 10.0 ** -max(places, 1)  # what would read as nothing or as all
    assert number == pytest.approx(abs(100 * share), abs=(1.00001 if cut else 0.50001) * 10.0**-places)


def by_itself(source):
    """Where a module of Python writes numbers for people by itself: signs, commas, percentages, significant digits."""
    tree = ast.parse(source)
    rounding = {
        inner
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "float"
        for inner in ast.walk(call)
    }
    found = [
        f"{ast.unparse(node.value)}:{spec}"
        for node in ast.walk(tree)
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None and node not in rounding
        for spec in ["".join(part.value if isinstance(part, ast.Constant) else "?" for part in node.format_spec.values)]
        if re.fullmatch(r".*[,%eE].*|.*\..*g|\+.*", spec)
    ]
    return found + SIGNED.findall(source)


def test_numbers_for_people_are_written_in_one_place():
    found = {path.relative_to(ROOT).as_posix(): by_itself(path.read_text(encoding="utf-8")) for path in FILES}
    assert len(found) > 400 and {path: texts for path, texts in found.items() if texts} == {}


def test_signs_are_replaced_in_one_place_of_the_player():
    scripts = (ROOT / "assets" / "player").rglob("*.js")
    assert [file.name for file in scripts if "/-/g" in file.read_text(encoding="utf-8")] == ["format.js"]


@pytest.mark.parametrize(
    "source, found",
    [
        ('f"{share:.1%}"', ["share:.1%"]),
        ('f"{count:,}"', ["count:,"]),
        ('f"{value:+.2f}"', ["value:+.2f"]),
        ('f"{value:.{digits}e}"', ["value:.?e"]),
        ('f"{value:.3g} and {other:.2f}"', ["value:.3g"]),
        ('float(f"{value:.{digits}g}")', []),
        ('f"{x:.1f},{name:>9}"', []),
        ('text.replace("-", "−")', ['"-", "−"']),
        ("text.replace('-', '−', 1)", ["'-', '−'"]),
    ],
)
def test_what_writes_numbers_by_itself_is_found(source, found):
    assert by_itself(source) == found
