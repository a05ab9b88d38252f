"""The graph of a lecture: its numbers, and slopes against JAX."""

import jax
import pytest

from training.parts.graph import raised, sum_times


def test_the_numbers_of_the_lecture():
    nodes = {node.name: node for node in sum_times(-2, 5, -4)}
    assert [nodes[name].slope for name in "xyz"] == [-4, -4, 3]
    assert nodes["q = x + y"].value == 3 and nodes["f = q z"].value == -12
    assert raised(-2, 5, -4) == {"x": -16, "y": -16, "z": -9}


@pytest.mark.parametrize("at", [(0.5, -1.25, 3.0), (2.0, -2.0, 7.0)])
def test_slopes_are_those_of_automatic_differentiation(at):
    value, slopes = jax.value_and_grad(lambda x, y, z: (x + y) * z, (0, 1, 2))(*at)
    nodes = sum_times(*at)
    assert [node.slope for node in nodes[:3]] == pytest.approx([float(slope) for slope in slopes])
    more = raised(*at)
    assert [more[name] - float(value) for name in "xyz"] == pytest.approx([node.slope for node in nodes[:3]])
