"""The deep random networks of the decks: their five tables, theory beside measurement, and what floats cannot hold."""

from dataclasses import replace

import numpy as np
import pytest

from training.initialization.expected import WITHOUT_THEORY, expected
from training.initialization.measure import BINS, Deep, by_size, by_value, measure, zeros
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import INITIALIZERS

DECK = Deep("tanh", "normal", 0.01, 1.0, width=500, depth=10, examples=1000, seed=7)
TABLES = {
    "tanh, 0.01": DECK,
    "tanh, 1": replace(DECK, initvalue=1.0),
    "tanh, 1/sqrt(fan_in)": replace(DECK, init="deck"),
    "ReLU, 1/sqrt(fan_in)": replace(DECK, activation="relu", init="deck"),
    "ReLU, He": replace(DECK, activation="relu", init="he"),
}
# Of 24 independent runs: the mean of each layer's standard deviation, and how far single runs lie from it. The last
# digit kept is the sixth after the point, so the first table says nothing below that.
# fmt: off
STD = {
    "tanh, 0.01": (
        (0.213508, 0.047645, 0.010651, 0.002379, 0.000532, 0.000119, 2.7e-05, 6e-06, 1e-06, 0.0),
        (0.000247, 0.00011, 4e-05, 9e-06, 2e-06, 1e-06, 0.0, 0.0, 0.0, 0.0),
    ),
    "tanh, 1": (
        (0.982006, 0.981695, 0.981687, 0.981688, 0.981645, 0.981672, 0.981714, 0.981664, 0.981668, 0.981618),
        (8.9e-05, 0.000108, 0.000134, 0.000125, 0.000176, 0.000137, 0.000156, 0.00013, 0.000114, 0.000146),
    ),
    "tanh, 1/sqrt(fan_in)": (
        (0.627682, 0.486106, 0.407971, 0.357027, 0.32103, 0.293953, 0.272683, 0.25503, 0.240696, 0.228145),
        (0.000401, 0.000645, 0.000917, 0.000844, 0.000826, 0.001133, 0.00125, 0.001457, 0.001489, 0.001738),
    ),
    "ReLU, 1/sqrt(fan_in)": (
        (0.584056, 0.414087, 0.294776, 0.209351, 0.147932, 0.104232, 0.073915, 0.052218, 0.037414, 0.025887),
        (0.000988, 0.007938, 0.010141, 0.010671, 0.010115, 0.008683, 0.006672, 0.006372, 0.005249, 0.003984),
    ),
    "ReLU, He": (
        (0.82598, 0.828173, 0.833752, 0.837404, 0.83683, 0.83386, 0.83625, 0.835482, 0.846575, 0.828396),
        (0.001398, 0.015876, 0.028682, 0.042682, 0.05722, 0.069461, 0.075482, 0.101953, 0.11877, 0.127474),
    ),
}
MEAN = {
    "tanh, 0.01": (
        (4.4e-05, -2e-06, -1e-06, 1e-06, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        (0.000256, 5.8e-05, 1.7e-05, 3e-06, 1e-06, 0.0, 0.0, 0.0, 0.0, 0.0),
    ),
    "tanh, 1": (
        (-4e-05, -8.1e-05, 0.00026, -0.000114, 0.000241, -0.000298, 0.000635, 0.000198, 0.000164, 0.000524),
        (0.001489, 0.001149, 0.001137, 0.001236, 0.001345, 0.001208, 0.001494, 0.001385, 0.001172, 0.001376),
    ),
    "tanh, 1/sqrt(fan_in)": (
        (7.8e-05, -7.4e-05, 0.0, 3.9e-05, -3.1e-05, -0.000116, 0.000142, 0.000102, 0.000152, 8e-05),
        (0.000774, 0.000629, 0.000642, 0.000402, 0.000468, 0.000409, 0.000341, 0.000312, 0.000369, 0.00043),
    ),
    "ReLU, 1/sqrt(fan_in)": (
        (0.398874, 0.283155, 0.200851, 0.143275, 0.100593, 0.069977, 0.050519, 0.035167, 0.025222, 0.017416),
        (0.00076, 0.008957, 0.00939, 0.010628, 0.008524, 0.007312, 0.005618, 0.004633, 0.003637, 0.003008),
    ),
    "ReLU, He": (
        (0.564093, 0.56631, 0.568093, 0.573101, 0.569038, 0.559814, 0.571554, 0.562668, 0.570708, 0.557322),
        (0.001074, 0.017914, 0.02656, 0.042512, 0.048217, 0.058499, 0.063562, 0.074121, 0.0823, 0.096255),
    ),
}
# Root mean squares of the gradients with respect to z in layers 1, 5 and 10.
GRADIENTS = {
    "tanh, 0.01": (1.3e-6, 5.6e-4, 1.0), "tanh, 1": (1.2e4, 81, 0.155), "tanh, 1/sqrt(fan_in)": (0.27, 0.66, 0.95),
    "ReLU, 1/sqrt(fan_in)": (0.030, 0.12, 0.71), "ReLU, He": (0.67, 0.69, 0.71),
}
# fmt: on
ROUNDING = 0.6e-6


@pytest.fixture(scope="module")
def measured():
    return {name: measure(deep) for name, deep in TABLES.items()}


@pytest.mark.parametrize("name", TABLES)
def test_the_five_tables(name, measured):
    """Measured and theoretical figures lie within four standard deviations of the simulated ones at every layer."""
    theory = expected(TABLES[name])
    for kind, (middle, deviation) in {"act_std": STD[name], "act_mean": MEAN[name]}.items():
        middle, deviation = np.array(middle), np.array(deviation)
        band = 4 * deviation + ROUNDING
        assert (np.abs(getattr(measured[name].signal, kind) - middle) <= band).all(), kind
        assert (np.abs(getattr(theory, kind) - middle) <= band).all(), kind


@pytest.mark.parametrize("name", TABLES)
def test_gradients_of_the_five_networks(name, measured):
    found = measured[name].signal.grad_pre[[0, 4, 9]]
    assert found == pytest.approx(np.array(GRADIENTS[name]), rel=0.25 if "ReLU" in name else 0.06)
    assert measured[name].signal.grad_act == pytest.approx(expected(TABLES[name]).grad_act, rel=0.25)


def test_small_weights_give_the_same_gradient_to_every_layers_weights(measured):
    assert measured["tanh, 0.01"].signal.grad_weight == pytest.approx(np.full(10, 4.2e-8), rel=0.03)


def test_large_weights_saturate_and_their_gradients_explode(measured):
    """Nine units in ten lie within 1 % of a bound, and yet gradients grow by 3.48 a layer: they do not vanish."""
    figures = measured["tanh, 1"]
    assert (figures.saturated > 0.9).all()
    assert (figures.signal.grad_pre[0] / figures.signal.grad_pre[9]) ** (1 / 9) == pytest.approx(3.48, abs=0.03)


@pytest.mark.parametrize("activation", ["identity", "tanh", "relu", "selu", "bipolar_relu", "softplus", "prelu"])
@pytest.mark.parametrize("init", INITIALIZERS)
def test_theory_lies_beside_every_measurement(init, activation):
    """Three layers of 200 units on 400 examples.

    The gradient of a weight is a sum over examples; where all weights are equal it is one draw of that sum.
    """
    number = {"constant": 0.01, "normal": 0.07, "uniform": 0.1, "identity": 1.2}.get(init, 0.0)
    deep = Deep(activation, init, number, 1.1, width=200, depth=3, examples=400, seed=1)
    found, theory = measure(deep).signal, expected(deep)
    if init in WITHOUT_THEORY:
        assert np.isnan(theory).all() and np.isfinite(found).all()
        return
    scale = np.sqrt(theory.act_mean**2 + theory.act_std**2)
    for kind in found._fields[: -1 if init == "constant" else None]:
        there, wanted = getattr(found, kind), getattr(theory, kind)
        near = (0.3 if kind == "grad_weight" else 0.12) * (scale if kind.startswith("act") else wanted) + 1e-12
        assert (np.abs(there - wanted) <= near).all(), (kind, there, wanted)


def test_positive_weights_explode():
    """What was found of the lecture's formula at layers 1, 2, 5 and 10, beside which He's keeps its mean."""
    means = measure(replace(DECK, activation="relu", init="rand")).signal.act_mean
    assert means[[0, 1, 4, 9]] == pytest.approx([0.33, 5.2, 2e4, 2e10], rel=0.25)


def test_selu_keeps_mean_and_variance():
    figures = measure(replace(DECK, activation="selu", init="lecun")).signal
    assert figures.act_std[-1] == pytest.approx(0.99, abs=0.06) and abs(figures.act_mean[-1]) < 0.02


@pytest.mark.parametrize("factor, depth", [(1.5, 10), (1.5, 100), (0.5, 10), (0.5, 100)])
def test_deep_linear_networks_grow_and_shrink_by_powers(factor, depth):
    deep = Deep("identity", "identity", factor, 1.0, width=50, depth=depth, examples=200, seed=3)
    powers = factor ** np.arange(1, depth + 1.0)
    measured, theory = measure(deep).signal, expected(deep)
    assert theory.act_std == pytest.approx(powers, rel=1e-9)
    assert theory.grad_act == pytest.approx(powers[::-1] / factor, rel=1e-9)
    assert measured.act_std / measured.act_std[0] == pytest.approx(powers / factor, rel=1e-4)


def test_what_floats_cannot_hold_is_zero_or_not_finite():
    small = measure(Deep("identity", "identity", 0.5, 1.0, width=20, depth=160, examples=50, seed=3))
    assert small.sizes.zero[-1] == 1 and small.signal.act_std[-1] == 0 and small.sizes.low < -37
    large = measure(Deep("identity", "identity", 4.0, 1.0, width=20, depth=80, examples=50, seed=3))
    assert not np.isfinite(large.signal.act_std[-1]) and np.isfinite(large.signal.act_std[:60]).all()
    assert large.sizes.counts[-1].sum() == 0 and large.sizes.counts[0].sum() == 1000


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_histograms_count_every_value_once(name):
    deep = Deep(name, "he", 0.0, 1.0, width=40, depth=3, examples=100, seed=2)
    found = measure(deep)
    assert found.values.counts.shape == (3, BINS)
    for spread in (found.values, found.sizes, found.gradients):
        assert spread.counts.sum(axis=1) == pytest.approx(4000 * (1 - spread.zero)) and (spread.counts >= 0).all()


def test_histograms_agree_with_numpys():
    values = np.random.RandomState(0).standard_normal((50, 40)).astype(np.float32)
    found = by_value([values], zeros([values]), -2.0, 2.0)
    assert np.array_equal(found.counts[0], np.histogram(np.clip(values, -2, 1.9999), BINS, (-2, 2))[0])
    layers = [values, np.zeros_like(values)]
    sizes = by_size(layers, zeros(layers))
    powers = np.log10(np.abs(values))
    assert (sizes.low, sizes.high) == (-4, 1)
    assert np.array_equal(sizes.counts[0], np.histogram(np.maximum(powers, -4), BINS, (-4, 1))[0])
    assert sizes.counts[1].sum() == 0 and list(sizes.zero) == [0, 1]


def test_zeros_give_nothing():
    found = measure(Deep("tanh", "zeros", 0.0, 1.0, width=10, depth=3, examples=20, seed=2))
    assert not found.signal.act_std.any() and list(found.gradients.zero) == [1, 1, 0]


def test_it_repeats_and_the_seed_counts():
    deep = Deep("tanh", "deck", 0.0, 1.0, width=20, depth=2, examples=10, seed=2)
    same, other = measure(deep), measure(replace(deep, seed=3))
    assert np.array_equal(measure(deep).signal.act_std, same.signal.act_std)
    assert not np.array_equal(other.signal.act_std, same.signal.act_std)


def test_too_much_work_is_done_on_fewer_examples():
    assert replace(DECK, depth=200).used == 62
    assert (
        DECK.used == 1000
        and measure(replace(DECK, depth=100, width=512, examples=500)).values.counts[0].sum() == 512 * 121
    )


@pytest.mark.parametrize("init", INITIALIZERS)
def test_it_can_be_ended_between_any_two_layers(init):
    beats = []
    measure(Deep("tanh", init, 0.5, 1.0, width=4, depth=6, examples=10, seed=7), lambda: beats.append(1))
    assert len(beats) == 2 * 6
