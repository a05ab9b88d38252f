"""The lines of "Inside the update": each says what its numbers make, with and without a schedule."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from optimizers.base import OptimizerSpec
from optimizers.scheduled import Scheduled
from optimizers.wrappers import WRAPPERS, wrapped
from optimizers.wrappers.base import OfGradients
from surfaces import SURFACES
from tests.optimizer_cases import case_id, cases, inside_slider
from training.choice import forms_of, put_on_numbers
from training.loop import Trace, step
from training.race.config import Choice, choice
from training.race.descend import Draws, as_problem
from training.race.explain import explain, state_fields


def alive(spec: OptimizerSpec, form: dict) -> Choice:
    """A choice with every number of the rule at work."""
    kept = {"eps", "lr"}  # their sliders reach where every step is huge, or all are equal
    values = {h.name: h.default if h.name in kept else inside_slider(h)[0] for h in spec.hypers}
    return choice(spec.name, **values, **form)


@pytest.mark.parametrize(("spec", "form"), cases(), ids=case_id)
def test_lines_show_what_they_say(spec: OptimizerSpec, form: dict):
    chosen = alive(spec, form)
    shown = explain(spec, chosen, uncompiled(chosen))
    assert shown.lines, "no line of the rule is shown"
    assert len({line.latex for line in shown.lines}) == len(shown.lines), "a line is told twice"
    for line in shown.lines:
        assert line.values.shape in ((7, 1), (7, 2))
        assert line.numbers.count("{}") == len(line.parts), line.latex
        if line.numbers and not line.numbers.startswith("at "):
            ours = [evaluate(line.numbers, [part[t] for part in line.parts]) for t in range(7)]
            np.testing.assert_allclose(ours, line.values[:, 0], rtol=1e-6, atol=1e-12, err_msg=line.latex)


# What a rule keeps only to compute the next of what is shown, or for another of its forms.
KEPT = {
    "adainject": {"before"},
    "bfgs": {"value"},
    "cg": {"search"},
    "rmsprop": {"mean"},
    "rprop": {"last", "moved", "value"},
    "schedulefree": {"largest", "total"},
}


@pytest.mark.parametrize(("spec", "form"), cases(), ids=case_id)
def test_what_moves_in_the_state_is_shown(spec: OptimizerSpec, form: dict):
    """Every field of one number, or of one for each coordinate, is a line; a point of the path is one, too."""
    chosen = alive(spec, form)
    trace = uncompiled(chosen)
    shown = [np.broadcast_to(line.values, (7, 2)) for line in explain(spec, chosen, trace).lines]
    shown += [trace.params[:-1], trace.queries[:-1], trace.grads[:-1]]
    for name, value in state_fields(trace.state).items():
        if name in KEPT.get(spec.name, set()) | {"count"} or value.shape[1:] not in ((1,), (2,)):
            continue
        after, before = (np.broadcast_to(rows, (7, 2)) for rows in (value[1:], value[:-1]))
        if not np.array_equal(value[1], value[-1], equal_nan=True):
            assert any(np.allclose(rows, line, equal_nan=True) for rows in (after, before) for line in shown), name


def explained() -> list[tuple[OptimizerSpec, dict]]:
    """Each optimizer in a form for every set of lines with numbers that it can show."""
    seen = {}
    for spec, form in cases():
        options = {option.name: option.default for option in spec.options} | form
        lines = tuple(line for line in spec.lines if line.when(options) and line.numbers and "at " not in line.numbers)
        if lines:
            seen.setdefault((spec.name, *map(id, lines)), (spec, form))
    return list(seen.values())


@pytest.mark.parametrize(("spec", "form"), explained(), ids=case_id)
def test_lines_are_right_while_their_numbers_move(spec: OptimizerSpec, form: dict):
    """Under schedules of all numbers at once, each line is its right-hand side, and refers to its own last value."""
    chosen = alive(spec, form)
    for line in explain(spec, chosen, uncompiled(chosen, falling=0.8)).lines:
        parts = np.stack(line.parts) if line.parts else np.zeros((0, 7))
        if line.numbers and not line.numbers.startswith("at "):
            ours = [evaluate(line.numbers, parts[:, t]) for t in range(7)]
            np.testing.assert_allclose(ours, line.values[:, 0], rtol=1e-6, atol=1e-12, err_msg=line.latex)
        symbol, _, right = line.latex.partition(" = ")
        if len(parts) and re.search(rf"(?<![\\\w]){re.escape(symbol)}(?![\w'^])", right):
            before = np.broadcast_to(line.values[:-1, 0], (len(parts), 6))
            kept = np.isclose(parts[:, 1:], before, rtol=1e-6, atol=1e-12, equal_nan=True).all(axis=1)
            assert kept.any(), f"no number of {line.latex} is what the line was a step before"


def test_the_rate_of_polyak_is_negative_where_the_loss_is_below_the_value_that_is_said_to_be_lowest():
    chosen = choice("polyak", f_min=1e6)
    _, rate, step = explain(chosen.spec, chosen, uncompiled(chosen)).lines
    assert rate.values[0, 0] < 0
    for line in (rate, step):
        assert evaluate(line.numbers, [part[0] for part in line.parts]) == pytest.approx(line.values[0, 0], rel=1e-6)


PUT_ON = {
    "clip": {"clip": "norm", "clip.at": 0.5},
    "gradnoise": {"gradnoise": "annealed"},
    "stale": {"stale": "fixed", "stale.delay": 2},
    "decoupled": {"decoupled": "torch", "decoupled.wd": 0.5},
    "cautious": {"cautious": "mean"},
    "lookahead": {"lookahead": "late", "lookahead.k": 2},
    "sam": {"sam": "on"},
}


@pytest.mark.parametrize("put_on", WRAPPERS)
@pytest.mark.parametrize("name", ["adam", "nesterov", "schedulefree"])
def test_lines_are_right_under_wrappers_or_have_no_numbers(name, put_on):
    chosen = choice(name, lr=0.002, **PUT_ON[put_on])
    trace = uncompiled(chosen)
    gradient, *lines = explain(chosen.spec, chosen, trace).lines
    np.testing.assert_array_equal(gradient.values, trace.grads[:-1])
    for line in (line for line in lines if line.parts):
        if put_on != "stale" or "steps ago" not in line.numbers:
            ours = [evaluate(line.numbers, [part[t] for part in line.parts]) for t in range(7)]
            np.testing.assert_allclose(ours, line.values[:, 0], rtol=1e-6, atol=1e-9, err_msg=line.latex)
    missing = [line.latex for line in lines if line.missing]
    assert bool(missing) == (put_on in ("cautious", "lookahead", "sam"))
    changed = WRAPPERS[put_on].latex[chosen.wrappers[0].form]
    assert (lines[0] if isinstance(WRAPPERS[put_on].changes, OfGradients) else lines[-1]).latex == changed


# Compiled once for all: taking its gradients primitive by primitive was most of the work of a step.
BEALE = replace(SURFACES["beale"], fn=jax.jit(SURFACES["beale"].fn), residuals=jax.jit(SURFACES["beale"].residuals))


@cache
def uncompiled(chosen: Choice, falling: float = 1.0) -> Trace:
    """Seven steps as ``descend`` makes them, one by one: quicker so than a program for them is compiled.

    ``falling`` is what each number that may have a schedule, and counts no steps, is multiplied by at every step.
    """
    with jax.enable_x64(True):
        problem = as_problem(BEALE, {}, Draws(jnp.zeros((8, 2)), None))
        spec, options = wrapped(chosen.spec, forms_of(chosen.wrappers)), dict(chosen.options)
        hypers = {**dict(chosen.hypers), **put_on_numbers(chosen)}
        params, rows = jnp.asarray((1.0, 1.5)), []
        state = Scheduled(spec, hypers, options).init(params)
        for t in range(8):
            now = hypers | {h.name: hypers[h.name] * (1.0 if h.whole else falling**t) for h in spec.hypers}
            optimizer = Scheduled(spec, now, options)
            row, params, state = step(problem, optimizer, params, state, problem.draw(None, t))
            rows.append(row._replace(hypers=now if falling != 1 else {}))
    return jax.tree.map(lambda *leaves: np.stack(leaves), *rows)


def evaluate(numbers: str, parts: list[float]) -> float:
    """The value of a right-hand side with its numbers filled in."""
    text = numbers.format(*(f"({float(part)!r})" for part in parts))
    for shown, code in (("·", "*"), ("−", "-"), ("√", "sqrt"), ("|", ""), ("²", "**2")):
        text = text.replace(shown, code)
    names = {
        "sqrt": math.sqrt,
        "exp": math.exp,
        "max": max,
        "min": min,
        "sign": np.sign,
        "nan": math.nan,
        "inf": math.inf,
        "abs": abs,
    }
    return eval(text, {"__builtins__": {}}, names)
