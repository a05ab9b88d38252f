"""The header of the network page: what the browser gets of a training run, within its budget of bytes."""

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.network_runs import made_up
from tests.ui.player.test_component import unpack
from training.choice import choice
from training.data.datasets import DATASETS
from training.network.answers import answers
from training.network.config import decode, default_network, each
from training.network.resolve import resolve
from training.parts.activations import ACTIVATIONS
from ui.network import pictures
from ui.network.header import network_header
from ui.network.layers import quantized, theory, update_size
from ui.player.assets import activation_functions
from ui.player.component import pack

BUDGET = 1_500_000  # bytes


def runs_of(network, **more):
    return {slot: made_up(network, seed, **more) for seed, slot in enumerate(network.choices)}


@pytest.fixture(scope="module")
def network():
    return default_network()


@pytest.fixture(scope="module")
def runs(network):
    return runs_of(network)


@pytest.fixture(scope="module")
def found(network, runs):
    return unpack(pack(network_header(network, runs)))


def test_the_default_run_keeps_to_its_budget_and_is_always_the_same(network, runs):
    blob = pack(network_header(network, runs))
    assert len(blob) < BUDGET
    assert pack(network_header(default_network(), runs_of(network))) == blob


@pytest.mark.parametrize("hidden", [(), (512,) * 12, (8,) * 12], ids=str)
def test_no_depth_and_no_width_breaks_the_budget(network, hidden):
    network = replace(network, hidden=hidden, steps=4, slots=network.slots[:1])
    blob = pack(network_header(network, runs_of(network)))
    assert len(blob) < BUDGET
    inside = unpack(blob)["inside"]
    assert inside["sizes"] == [2, *hidden, 1] and len(inside["weights"]["layers"]) == len(hidden) + 1
    assert (inside["answers"] is None) == (512 not in hidden)


@pytest.mark.parametrize(
    ("query", "usual"), [("batch=21&b.batch=1", "epochs"), ("batch=64&b.examples=130", "steps"), ("b.seed=2", "steps")]
)
def test_the_header_says_how_many_examples_every_step_has_seen(query, usual):
    """Counted in the mini-batches themselves; see tests/player/timeline.test.js for what the player makes of it."""
    network = decode(f"steps=60&a=sgd&b=sgd&c=gaussnewton&{query}")[0]
    found = network_header(network, {})
    assert found["time"] == usual
    for runner, own in zip(found["runners"], each(network).values(), strict=True):
        order, batch, epoch = resolve(own).order(60), runner["batch"], runner["epoch"]
        whole, more = np.divmod(np.arange(61), -(-epoch // batch))
        seen = whole * epoch + np.minimum(more * batch, epoch)
        np.testing.assert_array_equal(np.diff(seen), order.count[:60])


def test_six_runners_share_the_bytes_of_their_pictures(network):
    names = ("adam", "nesterov", "sgd", "momentum", "rmsprop", "adagrad")
    network = replace(network, slots=tuple(zip("abcdef", map(choice, names), strict=True)))
    assert len(pack(network_header(network, runs_of(network)))) < BUDGET


def test_the_header_says_what_is_trained(network, found):
    assert (found["kind"], found["title"]) == ("network", DATASETS[network.data].label)
    assert found["subtitle"] == "Same weights, same batches, 600 gradients each"
    assert decode(found["link"]) == (network, [])
    assert [runner["state"] for runner in found["runners"]] == ["ready"] * 3
    assert found["pick"] == found["inside"]["slot"] == "a"
    data, prepared = found["data"], resolve(network).prepared
    np.testing.assert_array_equal(data["train"]["y"], prepared.train_y)
    np.testing.assert_allclose(data["valid"]["x"].reshape(-1, 2), prepared.raw_valid_x, rtol=1e-6)
    x0, x1, y0, y1 = data["frame"]
    assert (x1 - x0) / (y1 - y0) == pytest.approx(pictures.ASPECT)
    assert x0 <= prepared.frame[0] and y1 >= prepared.frame[3]


def test_every_runner_has_its_curves_and_pictures(found, runs):
    for runner in found["runners"]:
        run = runs[runner["slot"]]
        np.testing.assert_array_equal(runner["at"], run.steps)
        np.testing.assert_array_equal(runner["validScore"], run.figures.valid_score.astype(np.float32))
        cells = found["data"]["columns"] * found["data"]["rows"]
        assert len(runner["picture"]) == cells * len(runner["frames"]) and len(runner["frames"]) > 60
        assert runner["frames"][0] == 0 and runner["frames"][-1] == found["steps"]
        assert runner["update"] == pytest.approx(update_size(run.layers), rel=1e-6)


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_has_a_header(network, name):
    network = replace(default_network(name), steps=20, slots=network.slots[:1])
    blob = pack(network_header(network, runs_of(network)))
    found = unpack(blob)
    data, runner = found["data"], found["runners"][0]
    assert (
        len(blob) < BUDGET and data["kind"] == DATASETS[name].kind and data["classes"] == list(DATASETS[name].classes)
    )
    many = len(data["classes"]) if data["kind"] == "plane" and len(data["classes"]) > 2 else 1
    each = data["columns"] * data["rows"] * many if "columns" in data else len(data["truth"])
    assert len(runner["picture"]) == each * len(runner["frames"])
    if data["kind"] == "image":
        height, width = data["image"]["size"]
        assert len(data["image"]["pixels"]) == len(data["truth"]) * height * width


def test_several_classes_on_a_plane_have_a_picture_each():
    places = [(0, 0), (2, 1), (1, 2), (-1, 2)]
    points = ";".join(f"{x + i / 9},{y - i / 9},{k}" for k, (x, y) in enumerate(places) for i in range(6))
    network, _ = decode(f"data=own&points={points}&hidden=4&steps=20&a=adam")
    found = network_header(network, runs_of(network))
    data, runner = found["data"], found["runners"][0]
    frames = len(runner["frames"])
    assert runner["picture"].shape == (frames, 4, data["columns"] * data["rows"]) and runner["gentle"].shape == (
        frames,
    )


def test_a_plane_with_two_scales_keeps_them():
    assert pictures.widened((0.0, 100.0, 0.0, 1.0)) == (0.0, 100.0, 0.0, 1.0)
    x0, x1, y0, y1 = pictures.widened((0.0, 2.0, 1.0, 3.0))
    assert (x1 - x0, y1 - y0) == pytest.approx((2.6, 2.0)) and (x0 + x1, y0 + y1) == pytest.approx((2.0, 4.0))


def test_a_run_that_is_not_finite_is_timed_and_has_no_values(network):
    wild = made_up(network, lost=40)
    header = network_header(network, {**runs_of(network), "a": wild})
    found = unpack(pack(header))
    runner = found["runners"][0]
    step = int(wild.steps[40])
    assert runner["outcome"] == {"kind": "not finite", "step": step, "right": None}
    assert {"step": step, "slot": "a", "kind": "not finite", "text": "Adam not finite"} in found["milestones"]
    cells = found["data"]["columns"] * found["data"]["rows"]
    assert (runner["picture"][-cells:] == 0).all() and (runner["picture"][:cells] > 0).all()
    assert all(
        (layer["w"].reshape(len(layer["scale"]), -1)[-1] == 0).all() for layer in found["inside"]["weights"]["layers"]
    )
    assert np.isfinite([layer["key"] for layer in found["inside"]["weights"]["layers"]]).all()


def test_the_most_frequent_class_alone_has_its_score():
    pentagons = default_network("pentagons")
    prepared = resolve(pentagons).prepared
    outside = float(np.mean(prepared.valid_y == 0))
    assert 0.7 < outside < 0.9 and network_header(pentagons, {})["data"]["always"] == pytest.approx(outside)
    untested = replace(pentagons, split=0.0)
    assert network_header(untested, {})["data"]["always"] == pytest.approx(
        np.mean(resolve(untested).prepared.train_y == 0)
    )
    assert network_header(default_network("curve"), {})["data"]["always"] is None


def test_a_runner_without_a_run_is_computing_or_refused(network, runs):
    refused = choice("gaussnewton")
    network = replace(network, slots=(*network.slots, ("d", refused)))
    header = network_header(network, {**runs, "b": None, "d": None}, pick="b", pending="Compiling")
    states = {runner["slot"]: (runner["state"], runner["reason"]) for runner in header["runners"]}
    assert states["a"] == ("ready", "") and states["b"] == ("computing", "")
    assert states["d"][0] == "refused" and states["d"][1].endswith(".")
    assert header["inside"] is None and header["pick"] == "b" and header["pending"] == "Compiling"
    assert "picture" not in header["runners"][1]
    json.dumps(unpack(pack(header)), default=np.ndarray.tolist)


def test_an_empty_page_has_a_header(network):
    found = unpack(pack(network_header(replace(network, slots=()), {})))
    assert found["empty"] and found["runners"] == [] and found["pick"] is None and found["inside"] is None
    assert found["subtitle"] == "No optimizer yet"


def test_bytes_of_shares_are_symmetric_and_say_what_has_no_value():
    shares = np.array([0.0, 1e-3, 0.2, 0.5, 0.8, 1 - 1e-3, 1.0])
    found = pictures.logit_bytes(pictures.logits(shares), 3.0).astype(int)
    assert found[3] == 128 and (np.diff(found) > 0).all()
    np.testing.assert_array_equal(found + found[::-1], 256)
    held = (found[1:-1] - 1) / 254
    np.testing.assert_allclose(1 / (1 + (1 / held - 1) ** 3.0), shares[1:-1], atol=0.01)
    assert pictures.logit_bytes(pictures.logits(np.array([np.nan])), 3.0).tolist() == [0]


def test_an_unsure_network_has_finer_bytes():
    frames = np.array([[-9.0, 9.0], [-0.1, 0.2], [np.nan, np.nan]])
    gentle = pictures.gentleness(frames)
    assert gentle[0] == 3.0 and 0.2 / 2.5 <= gentle[1] < 0.2 and set(gentle) <= set(pictures.GENTLE)


def test_slopes_of_less_than_a_byte_survive_the_smoothing_of_the_player():
    columns, rows = 40, 31
    logits = np.linspace(7.01, 7.2, columns)[None, :] + np.linspace(0.0, 0.1, rows)[:, None]
    found, gentle = pictures.plane(1 / (1 + np.exp(-logits.reshape(1, -1))), columns)
    found = found.reshape(rows, columns).astype(float)
    exact = 1 + 254 / (1 + np.exp(-logits / gentle[0]))
    smoothed = _smoothed(_smoothed(found).T).T
    assert np.abs(smoothed - exact)[1:-1, 1:-1].max() < 0.26 < np.abs(found - exact).max()


def _smoothed(values):
    return np.hstack([values[:, :1], (values[:, :-2] + 2 * values[:, 1:-1] + values[:, 2:]) / 4, values[:, -1:]])


def test_weights_come_back_within_half_a_step():
    rng = np.random.RandomState(3)
    values = rng.randn(5, 4, 3)
    values[2, 0, 0] = np.nan
    for depth in (np.uint8, np.uint16):
        scale, whole = quantized(values, depth)
        most = np.iinfo(depth).max
        back = ((whole.astype(float) - 1) / (most - 1) * 2 - 1) * scale[:, None]
        flat = values.reshape(5, -1)
        assert whole[2, 0] == 0 and (whole[np.isfinite(flat)] > 0).all()
        assert np.nanmax(np.abs(np.where(whole > 0, back, np.nan) - flat)) <= scale.max() / (most - 1) * 1.001


@pytest.mark.parametrize("data", ["spirals", "digits", "curve"])
def test_answers_are_those_of_the_network(data):
    network = replace(default_network(data), hidden=(5, 4))
    frames = [
        {name: np.stack([value, 2 * value]) for name, value in layer.items()} for layer in resolve(network).initial
    ]
    x = resolve(network).prepared.train_x[:70]
    found = answers(resolve(network).structure, frames, x)
    for frame in range(2):
        a = x.astype(np.float64)
        for layer in frames:
            z = a @ layer["w"][frame] + layer["b"][frame]
            a = np.tanh(z)
        shares = {"bce": lambda z: 1 / (1 + np.exp(-z)), "mse": lambda z: z}.get(network.loss, softmax)
        np.testing.assert_allclose(found[frame], shares(z), rtol=2e-4, atol=2e-5)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def test_theory_of_a_linear_network_is_the_product_of_its_gains(network):
    network = replace(network, activation="identity", hidden=(50, 50))
    run = made_up(network)
    for layer in run.params:
        layer["b"][0] = 0
    found = theory(resolve(network), run)
    size = np.sqrt(np.mean(resolve(network).prepared.train_x[:64] ** 2))
    for place, layer in enumerate(run.params[:-1]):
        size *= np.sqrt(layer["w"].shape[1] * np.mean(layer["w"][0] ** 2))
        assert found["pre"][place] == pytest.approx(size, rel=1e-4) == found["act"][place]


def test_the_player_has_the_function_of_every_activation(network):
    for name, known in ACTIVATIONS.items():
        assert not {"w", "b"} & {learned for learned, _ in known.learned}, "names of a layer's own parameters"
        small = replace(network, activation=name, hidden=(3,), steps=2, slots=network.slots[:1])
        inside = network_header(small, runs_of(small))["inside"]
        assert inside["activation"]["name"] == name and inside["activation"]["bipolar"] == name.startswith("bipolar")
        assert f"  {name}: " in activation_functions() and known.js in activation_functions()


def test_the_sizes_are_those_that_the_page_counts(network, found):
    assert found["inside"]["sizes"] == list(resolve(network).structure.sizes)


@pytest.mark.parametrize("name, told", [("l2", False), ("activity", True)])
def test_a_penalty_of_activations_says_that_it_is_one(network, name, told):
    run = made_up(network)
    run = run._replace(figures=run.figures._replace(penalty=run.figures.train_loss))
    found = network_header(replace(network, penalty=name), {"a": run, "b": made_up(network)})["runners"]
    assert "penalty" in found[0] and found[0].get("ofUnits", False) == told and not {"penalty", "ofUnits"} & {*found[1]}
