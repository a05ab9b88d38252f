"""Typed formulas: what is read, what is refused and with which words, and that reading never costs much."""

from __future__ import annotations

import math
import re
import threading

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import surfaces.expression as expression
from surfaces import FormulaError, find
from surfaces.base import grid
from surfaces.expression import LONGEST, parse
from surfaces.tokens import DEEPEST, FUNCTIONS, MOST_TOKENS, TWO_VALUES
from surfaces.typed import finite_share

POINTS = np.random.default_rng(3).uniform(-2.5, 2.5, (2, 7))

REFUSED = [
    ("x^", "At character 2: nothing follows “^”. Write a number, x or y after it."),
    ("x^^2", "At character 3: “^” and “^” stand beside each other. "
     "Write one of them, or a number, x or y between them."),
    ("x^(9^9)", "At character 4: the exponent is 3.874×10⁸. Write one from −100 to 100."),
    ("x[0]^2 + x[1]^2", "At character 1: the coordinates are called x and y. Write x for “x[0]”."),
    ("2*p[ 1 ]", "At character 3: the coordinates are called x and y. Write y for “p[ 1 ]”."),
    ("|x|", "At character 1: “|” is not read here. Write abs(x) for |x|."),
    ("pow(x, 2)", "At character 1: “pow” is not known. Write a**b for pow(a, b)."),
    ("x > 0", "At character 3: nothing is compared in a formula. Use min, max or sign for its cases."),
    ("sin^2(x)", "At character 1: sin needs its value in brackets. Write sin(x)^2."),
    ("sin y", "At character 1: sin needs its value in brackets. Write sin(y)."),
    ("x" + "/x/y" * 60, "At character 1: the formula and its slopes come to 10,465 operations; at most 2,000 "
     "are computed. Write a shorter one, or one with fewer products, quotients and powers."),
    ("**".join("xyxyxyxyxy"), "At character 4: more than 8 exponents with x or y stand on top of each other. "
     "Write fewer."),
    ("9**9**9", "At character 4: the exponent is 3.874×10⁸. Write one from −100 to 100."),
    ("x**(9**9)", "At character 5: the exponent is 3.874×10⁸. Write one from −100 to 100."),
    ("  x**1000", "At character 6: the exponent is 1000. Write one from −100 to 100."),
    ("x**(1/0)", "At character 5: the exponent is not finite. Write one from −100 to 100."),
    ("x.real", "At character 2: “.” belongs inside a number. Write 0.5, or leave it out."),
    ("(" * 5000 + "x" * 5000, "At character 501: the formula goes on to 10,000; 500 are read. Write a shorter one."),
    ("(" * 40 + "x" + ")" * 40, "At character 31: more than 30 brackets stand inside each other. Use fewer."),
    ("-" * 400 + "x", "At character 251: only 250 numbers, names and signs are read. Write fewer."),
    ("x**2 +", "At character 6: nothing follows “+”. Write a number, x or y after it."),
    ("x***y", "At character 4: “**” and “*” stand beside each other. "
     "Write one of them, or a number, x or y between them."),
    ("x//y", "At character 3: “/” and “/” stand beside each other. "
     "Write one of them, or a number, x or y between them."),
    ("()", "At character 2: nothing stands before “)”. Write a number, x or y there."),
    ("max(x,)", "At character 7: nothing stands before “)”. Write a number, x or y there."),
    ("", "At character 1: the formula is empty. Write one in x and y, such as x**2 + y**2."),
    (" \n\t", "At character 1: the formula is empty. Write one in x and y, such as x**2 + y**2."),
    ("x²+y", "At character 2: “²” is not read here. Write x**2."),
    ("π*x", "At character 1: “π” is not read here. Write pi."),
    ("ｘ+y", "At character 1: “ｘ” has no meaning in a formula. Use x, y, numbers, + - * / ** and brackets."),
    ("x\0", "At character 2: “U+0000” has no meaning in a formula. Use x, y, numbers, + - * / ** and brackets."),
    ("x@y", "At character 2: “@” has no meaning in a formula. Use x, y, numbers, + - * / ** and brackets."),
    ("f(x, y) = x", "At character 9: a formula has no “=”. Write only what stands to its right."),
    ("f(x)", "At character 1: “f” is not known. Use x, y, pi, e, " + ", ".join(FUNCTIONS) + "."),
    ("x = y", "At character 3: a formula has no “=”. Write only what stands to its right."),
    ("ln(x)", "At character 1: “ln” is not known. Write log."),
    ("[x]", "At character 1: “[” is not read here. Write “(” for it."),
    ("2x", "At character 2: a sign is missing between “2” and “x”. Write 2*x."),
    ("(x)(y)", "At character 4: a sign is missing between “(…)” and “(…)”. Write (…)*(…)."),
    ("x(y)", "At character 2: a sign is missing between “x” and “(…)”. Write x*(…)."),
    ("sin x", "At character 1: sin needs its value in brackets. Write sin(x)."),
    ("x + sin", "At character 5: sin needs its value in brackets. Write sin(x)."),
    ("sin(x, y)", "At character 4: sin takes one value, not 2. Write sin(x)."),
    ("min(x)", "At character 4: min takes two values, not 1. Write min(x, y)."),
    ("x + (y, 1)", "At character 5: a bracket takes one value, not 2. Write (x)."),
    ("x + 0,5", "At character 6: a comma only separates the values of min, max and atan2. "
     "Write decimals with a point, as in 0.5."),
    ("(x", "At character 1: this bracket is never closed. Write “)” where it ends."),
    ("x)", "At character 2: this bracket closes nothing. Leave it out."),
    ("floor(x)", "At character 1: “floor” is flat between its jumps, so no slope leads anywhere. Use tanh for a step."),
    ("x*1e400", "At character 3: “1e400” is out of range. Write a number from 1e-30 to 1e30."),
    ("x*1e-31", "At character 3: “1e-31” is out of range. Write a number from 1e-30 to 1e30."),
    ("007*x", "At character 1: “007” begins with a zero. Write 7."),
    ("3 + pi", "At character 1: there is no x or y, so nothing to descend. Write both, as in x**2 + y**2."),
]  # fmt: skip
UNKNOWN = ['__import__("os")', "lambda: x", "x if y else x", "x and y", "1j*x", "None", "True", "x_1", "os.x", "x*0x1F"]
THIN = ["(-1)**x + y", "(-2)**y * x", "sqrt(-(x - 1)**2) + y", "sqrt(x - y)*sqrt(y - x)"]
NOWHERE = ["log(-1 - x**2)", "x/0", "sqrt(-1 - y**2)", "1/(x - x)", "1e30*1e30*x**0"]


@pytest.mark.parametrize(("text", "sentence"), REFUSED, ids=[text[:20] for text, _ in REFUSED])
def test_a_bad_formula_gets_its_sentence(text, sentence):
    with pytest.raises(FormulaError) as caught:
        find("formula:" + text)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("text", UNKNOWN)
def test_no_other_word_is_known(text):
    with pytest.raises(FormulaError, match=r"At character \d+: “\w+” is not known\. Use x, y, pi, e, sin"):
        find("formula:" + text)


@pytest.mark.parametrize("text", NOWHERE)
def test_a_formula_without_a_finite_value_is_named(text):
    with pytest.raises(FormulaError, match=r"At every point .* no finite value\. Write one that has"):
        find("formula:" + text)


@pytest.mark.parametrize("text", THIN)
def test_a_formula_with_values_at_single_points_or_lines_is_no_surface(text):
    with pytest.raises(FormulaError, match="values at single points or lines only, so there is no surface to descend"):
        find("formula:" + text)


def test_refusing_computes_nothing(monkeypatch):
    """No syntax tree, no value and no compile for what the scanner can refuse; a bounded scan for what is long."""
    monkeypatch.setattr(expression.ast, "parse", lambda *a, **k: pytest.fail("parsed"))
    monkeypatch.setattr(expression.Graph, "evaluate", lambda *a: pytest.fail("evaluated"))
    for text in ("(" * 10_000, '__import__("os")', "x.real", "x**2 +", "x^", "(" * 400, "x+" * 240 + "x", "1" * 499):
        with pytest.raises(FormulaError):
            parse(text)


def test_every_whole_exponent_is_small_before_anything_is_computed():
    for text, exponent in (("x**2", 2), ("x**-3", -3), ("x**(1/2)", 0.5), ("x^-1+y", -1), ("x^2^3", 8)):
        graph = parse(text).graph
        assert ("power", (graph.variable(0), exponent)) in graph.nodes


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("x^2^y", "x**(2**y)"), ("-x^2", "-(x**2)"), ("x^-1", "x**-1"), ("2*x ^ 3*y", "2*x**3*y"), ("x−2·y", "x-2*y"),
     ("x×y÷3", "x*y/3"), ("1e−3*x", "1e-3*x"), ("(x+1)^.5", "(x+1)**0.5")],
)  # fmt: skip
def test_signs_as_people_write_them_are_those_of_python(typed, meant):
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(parse(typed).at(np, *POINTS), python(meant, *POINTS))


def test_what_is_found_for_nowhere_never_compiles(monkeypatch):
    monkeypatch.setattr(jax, "jit", lambda *a, **k: pytest.fail("compiled"))
    assert find("formula:x**2 + 3*y**2 + 0.125").domain == (-3, 3, -3, 3)


def test_the_same_text_is_the_same_surface_for_all_sessions():
    found = []
    threads = [threading.Thread(target=lambda: found.append(find("formula:cos(x)*y + 0.0625"))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 16 and len({id(surface) for surface in found}) == 1
    assert find("formula:x + y*y") is not find("formula:x+y*y")


def test_a_typed_surface_is_whole():
    surface = find("formula:(x**2 + y - 11)**2 + (x + y**2 - 7)**2")
    assert surface.label == "(x**2 + y - 11)**2 + (x + y**2 - 7)**2"
    assert find(surface.name) is surface
    assert np.isfinite(grid(surface, surface.domain, 9, 9)).all()
    assert surface.fn(jnp.array([3.0, 2.0])) == 0.0
    assert np.allclose(jax.grad(surface.fn)(jnp.array([0.0, 0.0])), [-14.0, -22.0])
    assert len(find("formula:" + "+".join(["x*y"] * 40)).label) == 40
    assert finite_share(find("formula:log(x)"), (-2, 2, 0, 1)) == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(
    ("text", "half"), [("sqrt(x - 5)", 10), ("log(x - 20)", 100), ("sqrt(1 - x**2 - y**2)", 3), ("asin(100*x - 1)", 3)]
)
def test_frame_and_start_are_where_the_formula_has_values(text, half):
    surface = find("formula:" + text)
    assert surface.domain == (-half, half, -half, half)
    assert np.isfinite(surface.fn(jnp.asarray(surface.start)))


def python(text: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """What Python makes of the formula with numpy's numbers and functions: the independent oracle."""
    names = {name: getattr(np, own) for name, own in FUNCTIONS.items()} | {"x": x, "y": y, "F": np.float64}
    names |= {"pi": np.float64(math.pi), "e": np.float64(math.e)}
    text = re.sub(r"(?<![\w.])(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", r"F(\g<0>)", text)
    with np.errstate(all="ignore"):
        return np.asarray(eval(text, {"__builtins__": {}}, names), dtype=np.float64)


def joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    one = [name for name in FUNCTIONS if name not in TWO_VALUES]
    return st.one_of(
        st.builds("{}{}{}".format, inner, st.sampled_from([" + ", "-", "*", " / "]), inner),
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("({})**{}".format, inner, st.sampled_from(["2", "-1", "3", "0.5", "(1/3)", "-2**1"])),
        st.builds("-{}".format, inner),
        st.builds("{}( {})".format, st.sampled_from(one), inner),
        st.builds("{}({},{})".format, st.sampled_from(TWO_VALUES), inner, inner),
    )


LEAVES = st.one_of(
    st.sampled_from(["x", "y", "pi", "e"]),
    st.floats(1e-3, 1e3).map(repr),
    st.integers(1, 99).map(str),
    st.sampled_from([".5", "2.", "1e-3"]),
)


@settings(max_examples=150)
@given(st.recursive(LEAVES, joined, max_leaves=12))
@example("log(0.001/0.0010000000000000002)")
def test_formulas_mean_what_python_means(text):
    text = f"{text} + x*0"
    try:
        formula = parse(text)
    except FormulaError as error:
        assert re.search("brackets stand|characters|goes on|operations", str(error)), text
        return
    with np.errstate(all="ignore"):
        ours = np.broadcast_to(formula.at(np, *POINTS), POINTS[0].shape)
    theirs = np.broadcast_to(python(text, *POINTS), POINTS[0].shape)
    there = np.isfinite(theirs)  # elsewhere ours may be finite: a quotient of exponentials overflows in Python
    # Beside zero digits are lost in both: the logarithm of a quotient is a difference of logarithms here.
    np.testing.assert_allclose(ours[there], theirs[there], rtol=1e-9, atol=1e-9)
    with jax.enable_x64():
        traced = np.broadcast_to(formula.at(jnp, *map(jnp.asarray, POINTS)), POINTS[0].shape)
    sane = np.isfinite(theirs) & (np.abs(theirs) < 1e12)
    assert traced.dtype == np.float64
    np.testing.assert_allclose(traced[sane], theirs[sane], rtol=1e-5, atol=1e-6)


@settings(max_examples=200)
@given(st.text(alphabet=st.sampled_from("xy012.e+-*/()^, sincoqrtmaπ\0\n=_[]"), max_size=40) | st.text(max_size=20))
def test_any_text_is_a_surface_or_a_sentence(text):
    try:
        surface = find("formula:" + text)
    except FormulaError as error:
        assert str(error).startswith("At ") and str(error).endswith(".") and str(error).isprintable()
    else:
        assert np.isfinite(surface.start).all()


def test_the_bounds_are_as_said():
    parse("(" * DEEPEST + "x" + ")" * DEEPEST)
    parse("x" + "+x" * ((MOST_TOKENS - 1) // 2))
    parse("x" + " " * (LONGEST - 1))
