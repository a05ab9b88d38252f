"""What can be drawn of a rule over its steps, against what its definition says of the gradients that it saw."""

from __future__ import annotations

import numpy as np
import pytest

from optimizers import OPTIMIZERS
from optimizers.explain import QUANTITIES
from training.configuration.view_links import told
from training.race.config import choice, decode
from training.race.descend import descend
from training.race.explain import shown
from ui.race import compute
from ui.race.header import race_header

STEPS = 30


def run(name, **values):
    chosen = choice(name, **values)
    trace = descend("beale", (1, 1.5), STEPS, 0, chosen)
    return trace, shown(chosen, trace)


def mean(values, decay):
    """The running mean of values (steps, 2) without its start-up bias."""
    kept, found = np.zeros(2), []
    for t, value in enumerate(np.asarray(values, np.float64), 1):
        kept = decay * kept + (1 - decay) * value
        found.append(kept / (1 - decay**t))
    return np.array(found)


@pytest.mark.parametrize("name", ["adam", "adabelief"])
def test_roots_of_both_second_moments(name):
    trace, found = run(name, lr=0.1, eps=1e-8)
    g = trace.grads[:-1].astype(np.float64)
    undone = 1 - 0.9 ** np.arange(1, STEPS + 1)[:, None]  # AdaBelief compares with the mean before its correction
    expected = g if name == "adam" else g - mean(g, 0.9) * undone
    np.testing.assert_allclose(found["root"], np.sqrt(mean(expected**2, 0.999)), rtol=2e-3, atol=1e-4)
    rate = 0.1 / (found["root"] + 1e-8)
    np.testing.assert_allclose(found["rate"], rate, rtol=1e-4)


def test_the_rate_of_adagrad_falls_with_the_sum_of_squares():
    trace, found = run("adagrad", lr=0.1)
    g = trace.grads[:-1].astype(np.float64)
    np.testing.assert_allclose(found["rate"], 0.1 / (np.sqrt(np.cumsum(g**2, axis=0)) + 1e-7), rtol=1e-4)
    assert (np.diff(found["rate"], axis=0) <= 0).all() and (found["lr"] == 0.1).all()


def test_the_friction_of_diffgrad_lies_between_a_half_and_one():
    trace, found = run("diffgrad", lr=0.1)
    g = trace.grads[:-1].astype(np.float64)
    change = np.abs(np.diff(g, axis=0, prepend=0))
    np.testing.assert_allclose(found["friction"], 1 / (1 + np.exp(-change)), rtol=1e-5)
    assert 0.5 <= found["friction"].min() < 0.55 and found["friction"].max() > 0.9


def test_yellowfin_shows_the_rate_and_the_momentum_that_it_chose():
    trace, found = run("yellowfin")
    np.testing.assert_array_equal(found["lr"][:, 0], trace.state.tuned_lr[1:])
    np.testing.assert_array_equal(found["momentum"][:, 0], trace.state.tuned_mu[1:])
    step = trace.updates[1:-1] + found["lr"][1:] * (found["momentum"][1:] * trace.state.v[1:-1] + trace.grads[1:-1])
    np.testing.assert_allclose(step, 0, atol=1e-5)


def test_a_schedule_moves_the_rate_that_is_drawn():
    _, found = run("momentum", lr=0.01, **{"lr.schedule": "inverse_root"})
    np.testing.assert_allclose(found["lr"][:, 0], 0.01 / np.sqrt(np.arange(1, STEPS + 1)), rtol=1e-6)


def test_rules_declare_only_what_is_known():
    assert {one.name for spec in OPTIMIZERS.values() for one in spec.shows} <= {*QUANTITIES}
    assert not told({"curves": ",".join(QUANTITIES)}, "ab")


def test_a_page_offers_what_moves_for_any_of_its_runners():
    race, _ = decode(f"surface=beale&steps={STEPS}&a=sgd&b=adagrad&c=yellowfin")
    traces = compute.traces(race)
    header = race_header(race, traces, compute.outcomes(race, traces))
    assert [one["name"] for one in header["quantities"]] == ["rate", "lr", "root", "momentum"]
    sgd, adagrad, yellowfin = (runner["shown"] for runner in header["runners"])
    assert sgd == {"lr": [race.choices["a"].value("lr")]}
    assert len(adagrad["rate"]) == 2 and {part.dtype.name for part in adagrad["rate"]} == {"float32"}
    assert len(yellowfin["lr"]) == 1 and "root" not in yellowfin
