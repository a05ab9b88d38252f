"""What is taken home as text gives the race again: every digit of the paths, and code that needs none of our own."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from functools import cache
from itertools import chain

import jax
import numpy as np
import pytest

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from tests.looked_up import Runner, side_by_side
from tests.optimizer_cases import forms
from training.race.config import LETTERS, choice, decode, default_choice, default_race, each, fields_of
from training.race.descend import descend
from ui.looks.identity import identities
from ui.race import compute
from ui.race.takeaway import files

FIRST = ("sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam", "adamax", "novograd")
OTHERS = [name for name, spec in OPTIMIZERS.items() if name not in FIRST and set(spec.needs) <= {"value", "value_fn"}]
STEPS, THERE = 6, (0.3, 0.4)


def ends(race):
    """Where the generated code ends, by the name of each runner; the code is run as it stands, in this process."""
    scope = {"__name__": "race"}
    exec(compile(files.code(race), "race.py", "exec"), scope)
    stay, own = scope["STANDS"].get, scope.get("OWN", {})
    with jax.disable_jit():
        return {
            n: np.asarray(scope["run"](r, stay(n, lambda p, s: p), *own.get(n, ())[:2]))
            for n, r in scope["RUNNERS"].items()
        }


@cache
def plain_ends():
    """Where runners end that differ in nothing but their rule or their surface, of one program."""
    beale = race_of([])
    chosen = [*chain(*map(every_form, FIRST)), *map(usual, OTHERS)]
    runners = [Runner("beale", (beale.x, beale.y), own) for own in chosen]
    runners += [Runner(name, THERE, default_choice("sgd", surface)) for name, surface in SURFACES.items()]
    given = [runner for runner in runners if runner.given]
    return {own: path[-1] for own, (path, _) in zip(given, side_by_side(given, STEPS), strict=True)}


def every_form(name):
    rate = {"lr": SURFACES["beale"].lrs.get(name, 0.01)}
    return [choice(name, **rate, **form) for form in forms(OPTIMIZERS[name])]


def usual(name):
    return default_choice(name, SURFACES["beale"])


def raced(race):
    """Where the runners of the race itself end, by their names."""
    people, own = identities(fields_of(race), race), each(race)
    plain = race == race_of(race.choices.values(), surface=race.surface, x=race.x, y=race.y)

    def end(race, c):
        if plain and (runner := Runner(race.surface, (race.x, race.y), c)) in plain_ends():
            return plain_ends()[runner]
        at, steps = (race.x, race.y), race.steps // c.gradients
        return descend(race.surface_name, at, steps, race.seed, c, race.noise, race.batch).params[-1]

    one_rule = len({c.bare for c in race.choices.values()}) == 1 and any(c.differs for c in race.choices.values())
    rule = {slot: f"{c.spec.label}, " if one_rule and not c.name else "" for slot, c in race.slots}
    return {f"{rule[slot]}{people[slot].label}": end(own[slot], c) for slot, c in race.slots}


def same(race):
    with jax.enable_x64(True):
        found, wanted = ends(race), raced(race)
    assert list(found) == list(wanted)
    for name, end in wanted.items():
        np.testing.assert_allclose(found[name], end, rtol=1e-7, atol=1e-9, err_msg=name)


def race_of(choices, **changes):
    return replace(default_race(), steps=STEPS, slots=tuple(zip(LETTERS, choices, strict=False)), **changes)


@pytest.mark.parametrize("name", FIRST)
def test_code_reproduces_every_form(name):
    same(race_of(every_form(name)))


@pytest.mark.parametrize("name", OTHERS)
def test_code_reproduces_every_other_optimizer(name):
    same(race_of([usual(name)]))


@pytest.mark.parametrize("surface", SURFACES)
def test_code_has_the_surface(surface):
    same(replace(race_of([default_choice("sgd", SURFACES[surface])]), surface=surface, x=THERE[0], y=THERE[1]))


@pytest.mark.parametrize("surface", ["perceptron_kl", "regression_raw"])
def test_code_draws_the_same_mini_batches(surface):
    race = replace(default_race(surface), steps=2 * STEPS, batch=30, seed=5, noise=0.1)
    same(replace(race, slots=race.slots[:2]))


def test_code_has_the_knobs_of_a_surface():
    race = replace(default_race("bowl"), knobs=(("condition", 7.5), ("rotation", 12.0)), steps=STEPS)
    same(replace(race, slots=race.slots[:1]))
    assert "_bowl(p, condition=7.5, rotation=12)" in files.code(race)


def test_code_has_formula_noise_wrappers_and_schedules():
    formula = "min(x**2, 3) + atan2(y, 2)**2 + e*abs(y) + 2**-1*sin(pi*x) + 1e-3*exp(x)"
    choices = [
        choice("adam", lr=0.1, **{"clip": "norm", "clip.at": 0.5}),
        choice("nesterov", lr=0.05, **{"clip": "value", "lr.schedule": "cosine"}),
        choice("adam", lr=0.1),
        choice("rmsprop", momentum=0.9, **{"lr.schedule": "cosine"}),
    ]
    race = replace(race_of(choices), surface="formula", formula=formula, noise=0.5, seed=3, x=0.3, y=0.4)
    same(race)


def test_calls_of_optax_stand_where_optax_has_the_form():
    race = race_of([choice("sgd"), choice("adam", eps_mode="inside"), choice("adam", eps_mode="hat")])
    text = files.code(race)
    assert '"SGD": (optax.sgd(0.01), 1),' in text
    assert "optax.adam(0.001, b1=0.9, b2=0.999, eps=0, eps_root=1e-08)" in text
    assert text.count("def adam(") == 1
    assert "from optimizers" not in text and "import surfaces" not in text


@pytest.mark.parametrize(
    "query, differing",
    [
        ("surface=himmelblau&a=sgd&b=sgd&b.x=-1&c=sgd&c.x=2&c.y=-2", "each from its own start."),
        (
            "surface=bowl&a=sgd&a.lr=0.01&b=nesterov&b.condition=5&c=adam&c.condition=5&c.rotation=0",
            "number and rotation",
        ),
        ("surface=beale&noise=0.1&a=sgd&b=sgd&b.noise=0.3&c=sgd&c.seed=3&d=sgd&d.noise=0", "gradient noise and seed."),
        ("surface=perceptron_kl&batch=9&a=sgd&b=sgd&b.batch=30&c=sgd&c.seed=3&d=sgd&d.batch=100", "100 examples."),
    ],
)
def test_code_has_what_each_runner_differs_in(query, differing):
    race, sentences = decode(f"{query}&steps={STEPS}")
    assert not sentences
    same(race)
    text = files.code(race)
    assert differing in text.split("\n")[0]
    assert text.count("START = ") == 1 and text.count("\ndef surface(") == 1
    assert len([line for line in text.splitlines() if line.startswith("INPUTS = ")]) <= 1


def test_code_of_runners_that_differ_prints_the_loss_of_their_own_surface(capsys):
    race, _ = decode("surface=bowl&steps=20&a=sgd&a.lr=0.01&b=sgd&b.lr=0.01&b.condition=5&b.name=mine")
    exec(compile(files.code(race), "race.py", "exec"), {"__name__": "__main__"})
    lines, traces = capsys.readouterr().out.splitlines(), compute.traces(race)
    losses = [float(line.split(": loss ")[1].split(" ")[0]) for line in lines]
    np.testing.assert_allclose(losses, [traces[slot].loss[-1] for slot in "ab"], rtol=1e-3)
    assert lines[0].startswith("SGD, condition number 50: ") and lines[1].startswith("mine: ")


def test_csv_names_rule_and_difference():
    race, _ = decode("surface=himmelblau&steps=3&a=sgd&b=sgd&b.x=-1&b.y=1")
    rows = list(csv.DictReader(io.StringIO(files.csv_text(race, compute.traces(race)))))
    assert [row["optimizer"] for row in rows[::4]] == ["SGD, from (0.5, −0.5)", "SGD, from (−1, 1)"]
    assert [(row["x"], row["y"]) for row in rows[::4]] == [("0.5", "-0.5"), ("-1.0", "1.0")]


def test_nobody_races_in_an_empty_file():
    scope = {"__name__": "race"}
    exec(files.code(race_of([])), scope)
    assert scope["RUNNERS"] == scope["STANDS"] == {}


def test_csv_has_every_digit():
    race = replace(default_race(), steps=25, noise=0.1)
    traces = compute.traces(race)
    rows = list(csv.DictReader(io.StringIO(files.csv_text(race, traces))))
    assert tuple(rows[0]) == files.COLUMNS
    assert len(rows) == 6 * 26
    for slot in race.choices:
        mine = [row for row in rows if row["slot"] == slot]
        assert [int(row["step"]) for row in mine] == list(range(26))
        for name, values in (("x", traces[slot].params[:, 0]), ("query_y", traces[slot].queries[:, 1])):
            assert (np.array([row[name] for row in mine], dtype=np.float32) == values).all()
        assert (np.array([row["loss"] for row in mine], dtype=np.float32) == traces[slot].loss).all()
    assert {row["optimizer"] for row in rows} == {"SGD", "Momentum", "Nesterov", "AdaGrad", "RMSProp", "Adam"}


def test_csv_names_what_is_not_finite():
    race = replace(race_of([choice("sgd", lr=10.0)]), steps=30)
    text = files.csv_text(race, compute.traces(race))
    assert "nan" in text or "inf" in text
