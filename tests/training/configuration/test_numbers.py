"""Numbers as people type them: every usual spelling is read, and nothing is read as what it does not say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.formats import in_field
from ui.widgets.numbers import read, same

SPELLINGS = {
    "0.01": 0.01,
    "0,01": 0.01,
    "-1,5": -1.5,
    "−1.5": -1.5,
    " – 1.5 ": -1.5,
    "+2": 2.0,
    ".5": 0.5,
    ",5": 0.5,
    "5,": 5.0,
    "1e-3": 0.001,
    "1,5E3": 1500.0,
    "10^-3": 0.001,
    "-10^2": -100.0,
    "5.9×10⁻⁴": 0.00059,
    "2 · 10^3": 2000.0,
    "1/3": 1 / 3,
    "-2,5 / 10": -0.25,
    "20 000": 20_000.0,
    "20\N{NARROW NO-BREAK SPACE}000,5": 20_000.5,
    "1'000": 1000.0,
    "1,000,000": 1e6,
    "1.000.000": 1e6,
    "1,234.5": 1234.5,
    "1.234,5": 1234.5,
    "１．５": 1.5,
}
NONE = ["", " ", "abc", "nan", "inf", "1e999", "1/0", "1/2/3", "1,2,3", "1..2", "--1", "1 5", "0x10", "1_000", "310^2"]


@pytest.mark.parametrize(("text", "number"), SPELLINGS.items())
def test_a_usual_spelling_is_read(text, number):
    assert read(text) == number
    assert same(text, in_field(number))


@pytest.mark.parametrize("text", [*NONE, "9" * 400, "1/" * 50])
def test_what_is_no_number_is_none(text):
    assert read(text) is None
    assert not same(text, "1")


@pytest.mark.parametrize("text", ["1,500", "1.500"])
def test_one_mark_before_three_digits_parts_thousands_only_of_whole_numbers(text):
    assert (read(text), read(text, whole=True)) == (1.5, 1500.0)
    assert not same(text, "1.5") and not same(text, "1500", whole=True)
    assert read("0" + text[1:], whole=True) == 0.5


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_from_its_spelling(number):
    assert read(in_field(number)) == number
    assert same(in_field(number), in_field(number))


@given(st.integers(0, 2**31 - 1))
def test_a_whole_number_reads_back_from_its_spelling(number):
    assert read(in_field(number), whole=True) == number


@given(st.text(alphabet="0123456789.,+-−/^e×10⁻³ '’abc\0\n", max_size=80), st.booleans())
def test_whatever_is_typed_never_raises(text, whole):
    number = read(text, whole)
    assert number is None or read(in_field(number)) == number
