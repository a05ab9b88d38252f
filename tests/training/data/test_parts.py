"""The test part and the shift of what is judged on: against the parts without them, and against complex numbers."""

from dataclasses import replace

import numpy as np
import pytest

from locales.formats import percent
from tests.network_runs import made_up
from training.data.datasets import DATASETS
from training.data.preprocessing import Recipe, prepare
from training.data.shift import Shift
from training.network.config import FIELDS, decode, default_network, each, encode
from training.network.edits import with_value
from training.network.resolve import resolve
from training.network.tested import score_on_test
from ui.network.cards import AVERAGED, notes, rows
from ui.network.equal import equalities

PARTS = ("train", "valid", "test")


def made(data="moons", **changes):
    known = DATASETS[data]
    facts = {"data": data, "points": "", "examples": 200, "noise": 0.1, "split": 0.2, "balance": 0.5, "seed": 3}
    return prepare(Recipe(**{**facts, "balance": known.balance, "prep": "none", **changes}))


def rows_of(*parts):
    return sorted(map(tuple, np.concatenate(parts)))


@pytest.mark.parametrize("data", ["moons", "iris", "curve"])
def test_the_test_part_is_taken_from_training_and_validation_stays(data):
    without, split = made(data, examples=100), made(data, examples=100, testsplit=0.3)
    assert len(without.test_y) == 0 and len(split.test_y) == 30
    np.testing.assert_array_equal(split.valid_x, without.valid_x)
    assert rows_of(split.train_x, split.test_x) == rows_of(without.train_x)
    for classes in np.unique(without.train_y) if DATASETS[data].classes else ():
        shares = [np.mean(getattr(split, f"{part}_y") == classes) for part in PARTS]
        assert np.ptp(shares) < 0.05


def test_one_example_of_each_class_is_always_trained():
    split = made(split=0.9, testsplit=0.9, examples=20)
    assert sorted(split.train_y) == [0, 1] and len(split.valid_y) + len(split.test_y) == 18


def test_turned_scaled_and_moved_as_complex_numbers_are():
    plain, shifted = made(testsplit=0.3), made(testsplit=0.3, shift=Shift(30.0, 2.0, 0.5))
    np.testing.assert_array_equal(shifted.train_x, plain.train_x)
    mean, deviation = plain.raw_train_x.mean(axis=0), plain.raw_train_x.std(axis=0)
    centre, by = complex(*mean), complex(*(0.5 * deviation))
    for part in ("valid", "test"):
        z = getattr(plain, f"{part}_x").astype(float) @ [1, 1j]
        expected = centre + (z - centre) * 2 * np.exp(1j * np.pi / 6) + by
        np.testing.assert_allclose(getattr(shifted, f"{part}_x") @ [1, 1j], expected, rtol=1e-5, atol=1e-6)
    assert plain.train_x is made(testsplit=0.3).train_x
    x0, x1, y0, y1 = shifted.frame
    assert (shifted.raw_valid_x > [x0, y0]).all() and (shifted.raw_valid_x < [x1, y1]).all()


def test_what_is_fitted_to_training_does_not_see_the_shift():
    plain, shifted = (made("iris", prep="standard", shift=Shift(move=by)) for by in (0.0, 1.0))
    np.testing.assert_array_equal(plain.train_x, shifted.train_x)
    np.testing.assert_allclose(shifted.valid_x, plain.valid_x + 1, atol=1e-5)


@pytest.mark.parametrize("data", ["moons", "iris", "curve"])
def test_the_score_on_a_test_part_is_that_of_the_last_weights(data):
    """Against a forward pass in numpy, with the answer of the largest output, or of its sign."""
    network = decode(f"data={data}&prep=standard&hidden=4&steps=10&testsplit=0.3&a=sgd")[0]
    own, run = each(network)["a"], made_up(network)
    prepared, task = resolve(own).prepared, resolve(own)
    (w, b), (v, c) = ((layer["w"][-1], layer["b"][-1]) for layer in run.params)
    z, y = np.tanh(prepared.test_x @ w + b) @ v + c, prepared.test_y
    right = np.mean((z.argmax(1) if z.shape[1] > 1 else z[:, 0] > 0) == y)
    expected = 1 - np.mean((z[:, 0] - y) ** 2) / np.var(y) if data == "curve" else right
    found, step = score_on_test(task, run)
    assert step == 10 and found == pytest.approx(float(expected), abs=1e-4)
    score = "Explained" if data == "curve" else "Accuracy"
    assert rows(network, {"a": run})["a"][f"{score}, test"] == percent(expected)
    lost = run._replace(params=[{name: np.full_like(v, np.nan) for name, v in layer.items()} for layer in run.params])
    assert np.isnan(score_on_test(task, lost)[0])
    early = run._replace(frames=run.frames[:-2], params=[{n: v[:-2] for n, v in one.items()} for one in run.params])
    assert rows(network, {"a": early})["a"][f"{score}, test"].endswith("(after update 8)")


def test_without_a_test_part_the_standings_have_no_score_of_it():
    network = decode("hidden=4&steps=10&a=sgd")[0]
    run = made_up(network)
    assert score_on_test(resolve(each(network)["a"]), run) is None
    assert not any("test" in head for head in rows(network, {"a": run})["a"])


def test_what_the_test_part_is_normalized_by_is_said_where_validation_is_by_others():
    said = {}
    for link in ("norm=batch&normtest=batch&testsplit=0.2", "norm=batch&normtest=batch", "norm=batch&testsplit=0.2"):
        network = decode(f"hidden=4&steps=10&a=sgd&{link}")[0]
        said[link] = AVERAGED in notes(network, {})
    assert [*said.values()] == [True, False, False]


def test_links_carry_the_parts_and_the_page_tells_of_them():
    network, said = decode("testsplit=0.2&shiftmove=1&a=sgd&b=sgd&b.shiftangle=45")
    assert said == [] and decode(encode(network)) == (network, [])
    told = equalities(network, {})
    assert told["Examples"] == "150 for training, 90 for validation and 60 for a test (data seed 7)"
    assert told["Validation moved by (σ)"] == "1" and "Validation scaled by" not in told
    assert "45" in told["Not equal"]
    _, said = decode("split=0&shiftscale=2&data=iris&shiftangle=9")
    assert [sentence.split(":")[0] for sentence in said] == ["shiftangle", "shiftscale"]
    usual = {
        name: FIELDS[name].usual(default_network()) for name in ("testsplit", "shiftangle", "shiftscale", "shiftmove")
    }
    assert replace(default_network(), **usual) == default_network()


def test_a_test_part_has_what_validation_leaves():
    network, said = decode("split=0.9&testsplit=0.9&a=sgd")
    assert network.testsplit == 0 and said == ["testsplit: must be a number from 0 to 0.05, not “0.9”; 0 was used."]
    kept = with_value(decode("split=0.2&testsplit=0.5&a=sgd")[0], "split", 0.8)
    assert kept.testsplit == 0.15 and decode(encode(kept)) == (kept, [])


def test_what_does_not_count_beside_a_field_that_is_read_later_is_ignored():
    network, said = decode("stop=patience&split=0&a=sgd")
    assert network.stop == "none" and decode(encode(network)) == (network, [])
    assert said == ["stop: counts only where a share is kept for validation; it was ignored."]
