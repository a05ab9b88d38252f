"""What every optimizer of the registry must be: complete, explained, alive, and at home in any optax loop."""

from __future__ import annotations

import importlib
import math
import pkgutil
import re
from functools import cache, partial
from itertools import product

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

import optimizers
from optimizers import OPTIMIZERS
from optimizers.base import Hyper, OptimizerSpec
from surfaces import SURFACES
from tests.compiles import heard, quickly
from tests.optimizer_cases import case_id, cases, defaults, forms, inside_slider
from training.race.config import choice
from training.race.descend import descend

SPECS = list(OPTIMIZERS.values())
ALIVE_ON = ("beale", "ravine", "rosenbrock", "bounded_saddle")
PLACES = {"beale": (1.0, 1.5), "ravine": (-3.0, 1.0), "rosenbrock": (-0.5, 0.5), "bounded_saddle": (1.0, 1e-4)}


def test_registry_and_folder_agree():
    found = pkgutil.walk_packages(optimizers.__path__, "optimizers.")
    modules = [importlib.import_module(info.name) for info in found]
    in_folder = {module.SPEC.name: module.SPEC for module in modules if hasattr(module, "SPEC")}
    assert in_folder == OPTIMIZERS
    assert all(spec.name == name for name, spec in OPTIMIZERS.items())


@pytest.mark.parametrize("spec", SPECS, ids=case_id)
def test_numbers_of_the_spec_are_in_order(spec: OptimizerSpec):
    for hyper in spec.hypers:
        assert hyper.low <= hyper.slider[0] < hyper.slider[1] <= hyper.high, hyper.name
        assert hyper.check(hyper.default) == hyper.default
        assert not hyper.log or hyper.slider[0] > 0, f"{hyper.name}: a logarithmic slider starts above 0"
        for outside in (math.nan, math.inf, hyper.high * 2 + 1, "x", None, True):
            with pytest.raises(ValueError, match=hyper.name):
                hyper.check(outside)
    for option in spec.options:
        assert option.default in option.values
        with pytest.raises(ValueError, match=option.name):
            option.check("no such form")


@pytest.mark.parametrize("spec", SPECS, ids=case_id)
def test_rule_is_explained(spec: OptimizerSpec):
    page = importlib.import_module(spec.module).__doc__
    assert re.match(r"[^\n]+\.\n\n", page), "the page begins with one sentence"
    assert page.count("$$") >= 2
    for part in ("**Shines**", "**Fails**", "**Forms.**", "Source: "):
        assert part in page, part
    assert spec.summary.endswith(".")
    assert spec.summary.count(". ") == 0
    assert spec.source and spec.family


@pytest.mark.parametrize(("spec", "form"), cases(), ids=case_id)
def test_what_is_computed_beside_the_counted_gradients_is_said(spec: OptimizerSpec, form: dict):
    """A rule that asks for the loss itself computes more than its gradient."""

    class Asked(Exception):
        pass

    def ask(params):
        raise Asked

    rule = choice(spec.name, **form)
    optimizer = spec.make(**dict(rule.hypers), **dict(rule.options))

    def step(params):
        extra = {"value": params[0], "grad": params, "value_fn": ask, "residual_fn": ask}
        return optimizer.update(params, optimizer.init(params), params, **extra)

    try:
        jax.eval_shape(step, jax.ShapeDtypeStruct((2,), np.float32))  # traces all branches, and computes nothing
    except Asked:
        assert rule.uncounted
    else:
        assert not rule.uncounted


@pytest.mark.parametrize("spec", SPECS, ids=case_id)
def test_no_slider_is_dead(spec: OptimizerSpec):
    for hyper in spec.hypers:
        assert any(moves(spec, hyper, form) for form in forms(spec) if hyper.when(form)), hyper.name


def moves(spec: OptimizerSpec, hyper, form: dict) -> bool:
    """Whether two values inside the slider give different paths on some surface, at the default rate or a large one."""
    rates = [{"lr": value} for h in spec.hypers if h.name == "lr" for value in (h.default, inside_slider(h)[1])] or [{}]
    for surface, rate in product(ALIVE_ON, rates):
        low, high = (
            descend(surface, PLACES[surface], 60, 0, choice(spec.name, **form, **{**rate, hyper.name: value})).params
            for value in inside_slider(hyper)
        )
        if not np.array_equal(low, high, equal_nan=True):
            return True
    return False


@pytest.mark.parametrize("spec", SPECS, ids=case_id)
def test_numbers_do_not_compile(spec: OptimizerSpec):
    descend("beale", (1.0, 1.5), 5, 0, choice(spec.name))
    with heard() as compiles:
        for hyper in spec.hypers:
            for value in (*inside_slider(hyper), int(inside_slider(hyper)[1])):
                if hyper.low <= value <= hyper.high:
                    descend("beale", (0.5, -1), 7, 3, choice(spec.name, **{hyper.name: value}))
    assert compiles == []


def asks(spec: OptimizerSpec, form: dict) -> bool:
    """Whether this form needs more than gradients, state and parameters."""
    return bool(spec.needs) or form.get("form") in ("irprop_plus", "wolfe", "zoom", "jaxopt")


TREE = {"w": [[0.5, -0.3], [0.2, 0.8], [-0.6, 0.1]], "b": [0.1, -0.2]}


def tree_residuals(params):
    w, b = params["w"], params["b"]
    return jnp.concatenate([0.5**0.5 * (w - 0.1).ravel(), w @ b, b**2])


def tree_loss(params):
    return jnp.sum(tree_residuals(params) ** 2)


SINGLE = [(spec, form, "float32") for spec, form in cases()]
DOUBLE = [(spec, forms(spec)[0], "float64") for spec in SPECS]


@cache
def steps_of(spec: OptimizerSpec) -> list[list]:
    """Parameters, updates and state before and after each of three steps, for every case of an optimizer.

    One program takes a step of all: primitive by primitive each would be compiled by itself.
    """
    own = [(form, dtype) for of, form, dtype in SINGLE + DOUBLE if of is spec]
    made = [spec.make(**defaults(spec), **form) for form, _ in own]

    def begin(several):
        return [(params, params, optimizer.init(params)) for optimizer, params in zip(made, several, strict=True)]

    def step(standing):
        return [move(*one) for one in zip(made, own, standing, strict=True)]

    def move(optimizer, case, standing):
        params, _, state = standing
        value, grads = jax.value_and_grad(tree_loss)(params)
        extra = {"value": value, "grad": grads, "value_fn": tree_loss, "residual_fn": tree_residuals}
        updates, state = optimizer.update(grads, state, params, **(extra if asks(spec, case[0]) else {}))
        return optax.apply_updates(params, updates), updates, state

    with jax.enable_x64(True):  # so that nothing is promoted or cut by default
        rows = [quickly(begin)([tree_of(dtype) for _, dtype in own])]
        stepped = quickly(step)
        for _ in range(3):
            rows.append(stepped(jax.tree.map(np.asarray, rows[-1])))
        return list(zip(*rows, strict=True))


def tree_of(dtype: str):
    return jax.tree.map(lambda x: np.asarray(x, dtype), TREE, is_leaf=lambda x: isinstance(x, list))


@pytest.mark.parametrize(("spec", "form", "dtype"), SINGLE + DOUBLE, ids=case_id)
def test_any_pytree_in_an_unmodified_optax_loop(spec: OptimizerSpec, form: dict, dtype: str):
    own = [(form, dtype) for of, form, dtype in SINGLE + DOUBLE if of is spec]
    first, *rows = steps_of(spec)[own.index((form, dtype))]
    kinds = jax.tree.map(kind, first)
    assert kinds[0] == kinds[1] == jax.tree.map(kind, tree_of(dtype))
    for row in rows:
        assert jax.tree.map(kind, row) == kinds
        assert all(np.isfinite(leaf).all() for leaf in jax.tree.leaves(row[:2]))


BEALE, THERE = SURFACES["beale"], np.float32([2.5, 0.3])


@cache
def asked_there() -> dict:
    """What Beale's function answers a rule at a point, in programs that all rules share."""
    value_fn, residual_fn = jax.jit(BEALE.fn), jax.jit(BEALE.residuals)
    value, grad = jax.jit(jax.value_and_grad(BEALE.fn))(THERE)
    return {"value": value, "grad": grad, "value_fn": value_fn, "residual_fn": residual_fn}


@pytest.mark.parametrize("spec", SPECS, ids=case_id)
def test_a_step_is_the_same_outside_jit(spec: OptimizerSpec):
    """Where numbers are no tracers, and each primitive runs by itself: at one point, whose primitives rules share."""
    optimizer = spec.make(**defaults(spec), **forms(spec)[0])
    with jax.enable_x64(True):  # so that nothing is promoted or cut by default
        asked, state = asked_there(), optimizer.init(THERE)
        updates, after = optimizer.update(asked["grad"], state, THERE, **(asked if asks(spec, forms(spec)[0]) else {}))
        found = optax.apply_updates(THERE, updates)
    assert jax.tree.map(kind, (found, after)) == jax.tree.map(kind, (THERE, state))
    jitted = descend("beale", THERE, 8, 0, choice(spec.name)).queries[1]
    np.testing.assert_allclose(found, jitted, rtol=1e-5, atol=1e-6)


# Each step of Prodigy divides by its first distance what it adds to its sums.
STARTED = [(spec, hyper) for spec in SPECS for hyper in spec.hypers if hyper.initial and spec.name != "prodigy"]


@pytest.mark.parametrize(("spec", "hyper"), STARTED, ids=[f"{spec.name}-{hyper.name}" for spec, hyper in STARTED])
def test_a_number_of_the_start_changes_no_later_step(spec: OptimizerSpec, hyper: Hyper):
    first, other = (spec.make(**{**defaults(spec), **more}, **forms(spec)[0]) for more in ({}, {hyper.name: 0.37}))
    with jax.enable_x64(True):
        asked = asked_there()
        state = first.update(asked["grad"], first.init(THERE), THERE, **asked)[1]
        steps = [one.update(asked["grad"], state, THERE, **asked) for one in (first, other)]
    jax.tree.map(np.testing.assert_array_equal, *steps)


def test_a_step_on_matrices_is_the_same_outside_jit():
    """Of the rule that has another way for them; to take all rules there would take three times as long."""
    muon = OPTIMIZERS["muon"]
    (before, _, state), (after, *_), *_ = steps_of(muon)[0]
    with jax.enable_x64(True):
        updates, _ = muon.make(**defaults(muon), **forms(muon)[0]).update(jax.grad(tree_loss)(before), state, before)
        found = optax.apply_updates(before, updates)
    jax.tree.map(partial(np.testing.assert_allclose, rtol=1e-5, atol=1e-6), found, after)


def kind(x):
    return x.shape, x.dtype


@pytest.mark.parametrize("spec", SPECS, ids=case_id)
def test_runs_side_by_side_are_the_runs_alone(spec: OptimizerSpec):
    # From these no rule makes much of a last digit, which is another one on every processor.
    starts, scales = np.array([THERE, [2.7, 0.4], [2.6, 0.35]], np.float32), np.float32([0.5, 1.0, 0.9])
    beale, form, first = SURFACES["beale"], forms(spec)[0], spec.hypers[0]

    def path(start, scale):
        optimizer = spec.make(**{**defaults(spec), first.name: scale * first.default}, **form)

        def step(carry, _):
            params, state = carry
            value, grads = jax.value_and_grad(beale.fn)(params)
            extra = {"value": value, "grad": grads, "value_fn": beale.fn, "residual_fn": beale.residuals}
            updates, state = optimizer.update(grads, state, params, **extra)
            return (optax.apply_updates(params, updates), state), params

        return jax.lax.scan(step, (start, optimizer.init(start)), length=9)[1]

    together = jax.jit(jax.vmap(path))(starts, scales)
    for found, start, scale in zip(together, starts, scales, strict=True):
        alone = descend("beale", start, 8, 0, choice(spec.name, **{first.name: float(scale) * first.default}))
        np.testing.assert_allclose(found, alone.queries, rtol=1e-4, atol=1e-5)
