"""What the layers of a runner are compared with."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from tests.network_runs import made_up
from training.network.config import default_network
from training.network.resolve import resolve
from training.parts.layers import Training, forward
from ui.network.layers import ENOUGH, foretold, learned, rows_shown, statistics, theory, thinned

DRAWS = 100


def at_start(network) -> tuple[np.ndarray, dict]:
    """The measured deviations of the pre-activations of tanh layers at the start, and what theory says of them."""
    layers, a, found = resolve(network).initial, resolve(network).prepared.train_x[:64], []
    for layer in layers:
        z = a @ layer["w"] + layer["b"]
        found.append(z.std())
        a = np.tanh(z)
    run = SimpleNamespace(
        params=[{name: values[None] for name, values in layer.items()} for layer in layers],
        probe=64,
        layers=SimpleNamespace(grad_act=np.ones((1, len(layers)))),
    )
    return np.array(found), theory(resolve(network), run)


def test_theory_is_drawn_where_it_is_what_is_measured():
    """Over many draws: an output of one unit has a spread of less than half of what theory calls its deviation."""
    network = replace(default_network(), hidden=(32, ENOUGH, 32))
    pairs = [at_start(replace(network, seed=seed)) for seed in range(DRAWS)]
    measured = np.sqrt(np.mean([found**2 for found, _ in pairs], axis=0))
    expected = np.sqrt(np.mean([told["pre"] ** 2 for _, told in pairs], axis=0))
    assert measured[:3] == pytest.approx(expected[:3], rel=0.07)
    assert np.isnan(expected).tolist() == [False, False, False, True]
    told = pairs[0][1]
    assert np.isnan(told["act"]).tolist() == [False, False, False, True]
    assert np.isfinite(told["grad"]).all()


@pytest.mark.parametrize("norm", ["batch", "layer"])
def test_behind_a_normalization_signals_have_the_scale_as_their_spread(norm):
    network = replace(default_network(), hidden=(256, 256), activation="relu", init="normal", initvalue=0.3, norm=norm)
    task = resolve(network)
    x, ones = task.prepared.train_x[:64], np.full(64, 1 / 64, np.float32)
    passed = forward(task.structure.layers, task.initial, x, Training(ones, task.numbers))
    first = [{name: values[None] for name, values in layer.items()} for layer in task.initial]
    told = theory(task, SimpleNamespace(params=first, probe=64))
    for name, place, rel in (("pre", "pre", 3e-3), ("act", "act", 0.1)):
        measured = [float(getattr(layer, place).std()) for layer in passed[:2]]
        assert measured == pytest.approx(told[name][:2], rel=rel)
    assert told["pre"][:2] == pytest.approx(1) and "grad" not in told


def test_of_other_techniques_there_is_no_theory():
    shown = [foretold(resolve(replace(default_network(), **{name: kind}))) for name, kind in (("norm", "batch"),)]
    off = ({"norm": "group"}, {"norm": "batch", "normplace": "after"}, {"dropout": "inverted"}, {"norm": "weight"})
    assert shown == [True] and not any(foretold(resolve(replace(default_network(), **known))) for known in off)


@pytest.mark.parametrize(("data", "drawn"), [("digits", True), ("iris", False), ("curve", False)])
def test_an_output_of_many_units_has_its_theory(data, drawn):
    assert np.isfinite(at_start(default_network(data))[1]["pre"][-1]) == drawn


@pytest.mark.parametrize(
    ("activation", "name", "told"), [("prelu", "a", "slope"), ("frelu", "shift", "shift"), ("tanh", "gamma", "gamma")]
)
def test_what_units_learn_is_told_at_rows_that_have_weights(activation, name, told):
    """Of a run that keeps every third row's weights, and of one whose layers differ in what they learn."""
    run = made_up(replace(default_network(), hidden=(5, 4), activation=activation, steps=40))
    for seed, layer in enumerate(run.params[:-1]):
        layer[name] = np.random.RandomState(seed).standard_normal(layer["b"].shape).astype(np.float32)
    kept = [{key: values[::3] for key, values in layer.items()} for layer in run.params]
    thin = run._replace(frames=run.frames[::3], params=kept)
    rows = rows_shown(thin, 9)
    found = learned(thin, rows)
    assert set(rows) <= set(thin.frames) and len(rows) == 9 and set(found) == {told, f"{told}Low", f"{told}High"}
    for place in (0, 1):
        units = run.params[place][name][rows]
        assert found[told][:, place] == pytest.approx(units.mean(axis=1), abs=1e-6)
        assert np.array_equal(found[f"{told}Low"][:, place], units.min(axis=1))
        assert np.array_equal(found[f"{told}High"][:, place], units.max(axis=1))
    assert all(np.isnan(values[:, 2]).all() for values in found.values())


def test_nothing_is_told_where_units_learn_nothing():
    run = made_up(replace(default_network(), hidden=(5,), steps=40))
    assert learned(run, rows_shown(run, 9)) == {} and np.array_equal(rows_shown(run, 9), thinned(41, 9))


def test_what_a_normalization_reads_is_told_beside_what_it_makes_of_it():
    run = made_up(replace(default_network(), hidden=(5,), steps=40))
    assert not {"rawMean", "rawStd"} & statistics(run.layers, run.steps, 1).keys()
    before = np.stack([run.layers.pre_std[:, 0], np.full(41, np.nan, np.float32)], axis=1)
    found = statistics(run.layers._replace(raw_std=before), run.steps, 1)
    assert np.array_equal(found["rawStd"], before, equal_nan=True) and "rawMean" not in found
