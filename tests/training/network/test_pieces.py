"""Linear pieces of networks against arrangements of lines that are counted exactly."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from training.network.model import Structure
from training.network.pieces import most, numbered, pieces, piecewise
from training.parts.activations import ACTIVATIONS
from training.parts.layers import dense
from training.parts.normalization import NORMS

SIDE = 3.0
PLACES = np.stack(np.meshgrid(*[np.linspace(-SIDE, SIDE, 400)] * 2), -1).reshape(-1, 2)


def network(*hidden, activation="relu"):
    return Structure(2, dense(hidden, activation, 1), "bce")


def drawn(structure, seed):
    """He's weights and biases of standard deviation 1."""
    rng = np.random.RandomState(seed)
    return [
        {"w": (rng.randn(a, b) * (2 / a) ** 0.5).astype(np.float32), "b": rng.randn(b).astype(np.float32)}
        for a, b in pairwise(structure.sizes)
    ]


def exact(layer):
    """How many pieces the lines of one layer's units cut the square into.

    One, one more for each line through it, and one more for each crossing of two of them inside it.
    """
    w, b = layer["w"].astype(float), layer["b"].astype(float)
    corners = SIDE * np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]]) @ w + b
    through = [unit for unit in range(len(b)) if corners[:, unit].min() < 0 < corners[:, unit].max()]
    crossings = [np.linalg.solve(w[:, [i, j]].T, -b[[i, j]]) for i, j in combinations(through, 2)]
    return 1 + len(through) + sum(np.abs(crossing).max() < SIDE for crossing in crossings)


def test_pieces_of_one_layer_are_those_of_its_lines():
    """A grid may miss slivers of a few, and never sees more than there are."""
    structure, counts = network(5), []
    for seed in range(8):
        params = drawn(structure, seed)
        counts.append((pieces(structure, params, PLACES).seen, exact(params[0])))
    assert all(seen <= there <= most(structure) for seen, there in counts)
    assert sum(seen == there for seen, there in counts) >= 6


def test_depth_has_fewer_pieces_than_width_at_the_start():
    """The inventory's 16 units: about 100 pieces in one layer, of 137 that there could be, and about 7 in eight."""
    counts = {
        hidden: np.mean([pieces(network(*hidden), drawn(network(*hidden), seed), PLACES).seen for seed in range(3)])
        for hidden in ((16,), (2,) * 8)
    }
    assert 80 < counts[16,] <= most(network(16)) == 137 and counts[(2,) * 8] < 20


def test_on_a_piece_the_network_is_linear():
    structure = network(6, 5, activation="prelu")
    params = [layer | {"a": np.full(len(layer["b"]), 0.25, np.float32)} for layer in drawn(structure, 1)]
    found = pieces(structure, params, PLACES)
    a = PLACES
    for place, layer in enumerate(params):
        a = a @ layer["w"] + layer["b"]
        a = np.where(a > 0, a, 0.25 * a) if place < 2 else a
    with_one = np.column_stack([PLACES, np.ones(len(PLACES))])
    for pattern in np.unique(found.patterns):
        inside = found.patterns == pattern
        fit = np.linalg.lstsq(with_one[inside], a[inside], rcond=None)[0]
        assert np.abs(with_one[inside] @ fit - a[inside]).max() < 1e-5
    assert np.array_equal(found.classes, a[:, 0] > 0) and found.finite.all()


@pytest.mark.parametrize("units", [3, 64, 65, 500])
def test_numbers_tell_patterns_apart(units):
    bits = np.packbits(np.random.RandomState(units).rand(2000, units) < 0.01, axis=1)
    assert len(np.unique(numbered(bits))) == len(np.unique(bits, axis=0))


def test_what_is_linear_in_pieces():
    own = {name for name in ACTIVATIONS if piecewise(network(4, activation=name))}
    plain = {"relu", "leaky_relu", "prelu", "frelu"}
    assert own == plain | {f"bipolar_{name}" for name in plain if f"bipolar_{name}" in ACTIVATIONS}
    normalized = {norm: Structure(2, dense((4,), "relu", 1, norm), "bce") for norm in NORMS}
    assert not piecewise(normalized["layer"]) and piecewise(normalized["batch"])
    assert not piecewise(network()) and most(network(4, 4)) is None
