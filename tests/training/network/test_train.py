"""Training against torch, and what a run records against numpy; the laws that the page relies on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jax
import numpy as np
import pytest

from tests.network_runs import trained
from training.choice import Choice, choice
from training.data.datasets import DATASETS
from training.data.tables import rows
from training.network import train as engine
from training.network.config import decode, default_network, each
from training.network.histograms import BINS
from training.network.looks import looks_of
from training.network.model import USUAL, batches, filled
from training.network.objective import objective
from training.network.resolve import resolve
from training.network.run import Run
from training.network.statistics import PROBE
from training.network.train import states, train
from training.parts.activations import ACTIVATIONS
from training.process import pieces as work

GOLDEN = json.loads(Path(__file__).parents[2].joinpath("golden_network.json").read_text())
ADAM = choice("adam", lr=0.01)


def chosen(ours: dict) -> Choice:
    return choice(ours["optimizer"], **{name: value for name, value in ours.items() if name != "optimizer"})


def final(run: Run) -> np.ndarray:
    return np.concatenate([layer[name][-1].ravel() for layer in run.params for name in ("w", "b")])


def digits(run: Run) -> list:
    """All of a run but the time that it took."""
    return jax.tree.leaves(run._replace(seconds=0.0))


@pytest.fixture(scope="module")
def default() -> Run:
    return train(default_network(), ADAM)


def test_a_run_that_is_made_once_more_stands_where_it_stood(default):
    places = [0, 5, len(default.frames) - 1]
    at = default.steps[default.frames][places].tolist()
    for place, (params, _) in zip(places, states(resolve(default_network()), ADAM, at, True), strict=True):
        for layer, kept in zip(params, default.params, strict=True):
            np.testing.assert_array_equal(layer["w"], kept["w"][place])


def test_a_run_that_needs_more_room_takes_the_steps_of_a_usual_one():
    usual = replace(default_network("moons"), hidden=(3,), steps=USUAL)
    long = trained(replace(usual, steps=USUAL + 1000), ADAM)
    np.testing.assert_array_equal(long.losses[: USUAL + 1], trained(usual, ADAM).losses)
    assert np.isfinite(long.losses).all() and len(long.losses) == USUAL + 1001 and long.steps[-1] == USUAL + 1000


@pytest.mark.parametrize("golden", GOLDEN["runs"], ids=lambda g: f"{g['data']}-{g['rule']}")
def test_training_is_that_of_torch(golden):
    network, sentences = decode(golden["query"])
    assert not sentences
    with jax.enable_x64(True):
        run = trained(network, chosen(golden["ours"]))
    np.testing.assert_allclose(run.losses, golden["losses"], rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(final(run)[:: GOLDEN["every"]], golden["params"], rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("golden", GOLDEN["runners"], ids=lambda golden: golden["slot"])
def test_runners_that_differ_in_batch_and_initialization_are_trained_as_by_torch(golden):
    own = each(decode(golden["query"])[0])[golden["slot"]]
    with jax.enable_x64(True):
        run = trained(own, chosen(golden["ours"]))
    np.testing.assert_allclose(run.losses, golden["losses"], rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(final(run)[:: GOLDEN["every"]], golden["params"], rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("golden", GOLDEN["runs"][:2], ids=lambda g: f"{g['data']}-{g['rule']}")
def test_training_in_single_precision_is_that_of_torch_within_its_noise(golden):
    network, _ = decode(golden["query"])
    run = trained(network, chosen(golden["ours"]))
    np.testing.assert_allclose(run.losses, golden["losses"], rtol=2e-3, atol=2e-4)


def test_figures_are_those_of_numpy(default):
    network = default_network()
    prepared, layers = resolve(network).prepared, resolve(network).initial
    a, acts = prepared.train_x, []
    for place, layer in enumerate(layers):
        z = a @ layer["w"] + layer["b"]
        a = np.tanh(z) if place < 3 else z
        acts.append((z, a))
    z, y = acts[-1][0][:, 0], prepared.train_y
    assert default.figures.train_loss[0] == pytest.approx(np.mean(np.logaddexp(0, z) - z * y), rel=1e-5)
    assert default.figures.train_score[0] == pytest.approx(np.mean((z > 0) == y), rel=1e-5)
    for place, (z, a) in enumerate(acts):
        z, a = z[: default.probe], a[: default.probe]
        assert default.layers.pre_std[0, place] == pytest.approx(z.std(), rel=1e-4)
        assert default.layers.act_mean[0, place] == pytest.approx(a.mean(), abs=1e-5)
        assert default.layers.act_std[0, place] == pytest.approx(a.std(), rel=1e-4)
        assert default.layers.weight_norm[0, place] == pytest.approx(np.linalg.norm(layers[place]["w"]), rel=1e-5)
        ends = default.axes.act if place < 3 else default.axes.out
        counts, _ = np.histogram(a, BINS, ends)
        found = default.layers.act_hist[0, place]
        assert np.abs(counts - found[1:-2]).sum() <= 0.02 * a.size  # values on an edge between two bins
        assert found[[0, -2, -1]].sum() <= 0.01 * a.size
    assert np.isnan(default.layers.dead).all()  # a unit of tanh cannot die


def test_gradients_of_layers_are_those_of_differences(default):
    network = default_network()
    structure, layers = resolve(network).structure, resolve(network).initial
    with jax.enable_x64(True):
        probe = filled(resolve(network).prepared.train_x, resolve(network).prepared.train_y, PROBE, np.dtype(float))
        layers = jax.tree.map(np.float64, layers)
        slope = np.zeros(layers[1]["w"].shape)
        for place in np.ndindex(4, 3):  # a corner of the matrix
            ends = []
            for side in (1e-5, -1e-5):
                moved = [{**layer} for layer in layers]
                moved[1]["w"] = layers[1]["w"].copy()
                moved[1]["w"][place] += side
                ends.append(float(objective(structure, moved, probe)))
            slope[place] = (ends[0] - ends[1]) / 2e-5
        exact = jax.grad(lambda p: objective(structure, p, probe))(layers)
    np.testing.assert_allclose(exact[1]["w"][:4, :3], slope[:4, :3], atol=1e-8)
    sizes = np.array([np.sqrt(np.mean(np.square(layer["w"]))) for layer in exact])
    np.testing.assert_allclose(default.layers.grad_weight[0], sizes, rtol=1e-4)


def test_every_row_is_counted(default):
    widths = np.array([32, 32, 32, 1])
    for counts in (default.layers.pre_hist, default.layers.act_hist, default.layers.grad_act_hist):
        np.testing.assert_allclose(counts.sum(axis=2), np.tile(default.probe * widths, (len(counts), 1)), rtol=1e-5)
    assert (default.layers.grad_weight_hist.sum(axis=2) == [64, 1024, 1024, 32]).all()


def test_rows_and_frames_begin_and_end_the_run(default):
    assert len(default.steps) >= 200
    assert default.steps[0] == 0
    assert default.steps[-1] == 600
    assert default.steps[default.frames[-1]] == 600
    first = resolve(default_network()).initial
    np.testing.assert_array_equal(default.params[0]["w"][0], first[0]["w"])


@pytest.mark.parametrize(
    "chosen",
    [choice("nesterov", lr=0.1), choice("schedulefree", lr=1.0), choice("sgd", lr=0.1, lookahead="late")],
    ids=lambda chosen: chosen.optimizer,
)
def test_the_update_is_how_far_the_recorded_weights_move(chosen):
    run = train(replace(default_network(), steps=12, hidden=(8,)), chosen)
    for place, layer in enumerate(run.params):
        moved = np.linalg.norm(np.diff(layer["w"], axis=0), axis=(1, 2))
        norm = np.linalg.norm(layer["w"][:-1], axis=(1, 2))
        np.testing.assert_allclose(run.layers.update_ratio[:-1, place], moved / norm, rtol=1e-4)


@pytest.mark.parametrize("steps", [1, 7, 200, 399, 401])
def test_a_shorter_run_is_the_beginning_of_a_longer_one(default, steps):
    run = train(replace(default_network(), steps=steps), ADAM)
    np.testing.assert_array_equal(run.losses[: steps + 1], default.losses[: steps + 1])
    assert run.steps[-1] == steps
    assert run.steps[run.frames[-1]] == steps
    assert len(run.figures.train_loss) == len(run.steps)
    assert min(steps + 1, 200) <= len(run.steps)


def test_numbers_never_compile(default):
    network = default_network()
    batches = (network.batch, 100, 700)  # each is filled up to other rows, which are a program's own
    for batch in batches:
        train(replace(network, batch=batch, steps=20, examples=2000), ADAM)
    before = sizes(network)
    for moved in (
        replace(network, seed=9, dataseed=3, noise=0.2, gain=2.0),
        replace(network, batch=17, steps=50, examples=240, split=0.2),
        replace(network, batch=1024, steps=20, examples=2000, split=0.1),
        replace(network, batch=128, steps=20, examples=2000, split=0.1),
        replace(network, init="he", bias="zeros", shuffle="off", balance=0.3, prep="standard"),
    ):
        train(moved, choice("adam", lr=0.02, b1=0.8, eps=1e-6))
    assert sizes(network) == before


def test_rows_that_are_kept_a_few_at_a_time_have_the_digits_of_all_at_once(monkeypatch):
    network = decode("a=adam&steps=611&hidden=5")[0]
    whole = train(network, ADAM)
    monkeypatch.setattr(engine, "rows_at_once", lambda structure: 7)
    monkeypatch.setattr(engine, "_compiled", engine._compiled.__wrapped__)  # the kept program keeps them all
    few = train(network, ADAM)
    for one, other in zip(digits(whole), digits(few), strict=True):
        np.testing.assert_array_equal(one, other)


def sizes(network):
    """How many programs there are of each part of a run."""
    structure = resolve(network).structure
    looks = looks_of(structure, True)
    parts = (
        *engine._compiled(structure, ADAM.optimizer, ADAM.options, (), True),
        *(look.program for look in (looks.judge, looks.layers)),
    )
    return [part._cache_size() for part in parts]


def test_mini_batches_go_through_all_examples_every_epoch():
    order = batches(210, 32, 60, 3, True)
    epochs = [np.concatenate([order.order[t, : order.count[t]] for t in range(e * 7, e * 7 + 7)]) for e in range(8)]
    for epoch in epochs:
        assert sorted(epoch) == list(range(210))
    assert not np.array_equal(epochs[0], epochs[1])
    still = batches(210, 32, 60, 3, False)
    np.testing.assert_array_equal(still.order[7], still.order[0])
    assert (batches(20, 32, 5, 3, True).count[:6] == 20).all()


@pytest.mark.parametrize("data", ["spirals", "digits", "own"])
def test_without_shuffling_every_epoch_goes_through_the_data_in_their_own_order(data):
    points = ";".join(f"{n},0,{'ab'[n * n % 3]}" for n in range(40)) if data == "own" else ""
    network = replace(default_network(data, points), batch=16, shuffle="off", noise=0.0)
    prepared, x = resolve(network).prepared, resolve(network).prepared.raw_train_x
    order = resolve(network).order(200)
    steps = -(-len(x) // 16)
    first, second = (
        np.concatenate([order.order[t, : order.count[t]] for t in range(e * steps, (e + 1) * steps)]) for e in (0, 1)
    )
    np.testing.assert_array_equal(first, second)
    if data == "spirals":  # drawn class by class
        expected = DATASETS[data].make(300, 0.0, 0.5, np.random.RandomState(7)).x
    else:
        expected = rows("load_digits")[0] if data == "digits" else np.array([(n, 0) for n in range(40)], float)
    kept = {tuple(row) for row in x}
    np.testing.assert_array_equal(x[first], [row for row in expected if tuple(row) in kept])
    assert resolve(replace(network, shuffle="on")).prepared is prepared, "the same examples are kept for validation"


def test_a_loss_that_is_not_finite_has_its_step():
    network = replace(default_network("curve"), activation="relu", steps=60)
    run = trained(network, choice("sgd", lr=10.0))
    lost = np.flatnonzero(~np.isfinite(run.losses))
    assert 0 < lost[0] < 60
    assert np.isfinite(run.losses[: lost[0]]).all()
    assert not np.isfinite(run.figures.train_loss[-1])


def test_refusals_say_why():
    network = default_network()
    assert "2,241" in resolve(network).refusal(choice("newton"))
    assert "sum of squares" in resolve(network).refusal(choice("gaussnewton"))
    small = replace(network, hidden=(4,), loss="l2")
    assert [resolve(small).refusal(choice(name)) for name in ("newton", "gaussnewton", "adam")] == ["", "", ""]
    assert "this one has 2,337" in resolve(replace(default_network(), activation="prelu")).refusal(choice("newton"))
    with pytest.raises(ValueError, match="Newton"):
        train(network, choice("newton"))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_what_is_counted_is_what_is_trained(activation):
    network = replace(default_network(), activation=activation, hidden=(5, 3))
    trained = sum(values.size for layer in resolve(network).initial for values in layer.values())
    assert resolve(network).structure.count == trained


def test_a_run_in_pieces_has_the_digits_of_a_run_at_once(monkeypatch):
    network, chosen = decode("a=adam&steps=60")[0], choice("adam")
    beats = []
    monkeypatch.setattr(work, "MOMENT", 1e9)
    whole = train(network, chosen)
    monkeypatch.setattr(work, "MOMENT", 0.0)
    pieces = train(network, chosen, beats.append)
    np.testing.assert_allclose([share for share in beats if share is not None], np.arange(1, 62) / 61)
    for one, other in zip(digits(whole), digits(pieces), strict=True):
        np.testing.assert_array_equal(one, other)


def test_what_a_beat_raises_ends_the_run_after_that_piece(monkeypatch):
    class Left(Exception):
        pass

    beats = []

    def beat(share):
        beats.append(share)
        if len(beats) == 3:
            raise Left

    monkeypatch.setattr(work, "MOMENT", 0.0)
    with pytest.raises(Left):
        train(decode("a=adam&steps=60")[0], choice("adam"), beat)
    assert len(beats) == 3
