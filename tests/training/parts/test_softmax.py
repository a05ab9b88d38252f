"""Softmax against the numbers of a lecture, its limits, and outputs of any size."""

import numpy as np
import pytest
from scipy.special import softmax as of_scipy

from training.parts.softmax import powers, softmax

Z = np.array([5.0, 2, -1, 3])


def test_the_numbers_of_the_lecture():
    assert powers(Z, 1.0) == pytest.approx([148.413, 7.389, 0.368, 20.086], abs=5e-4)
    assert softmax(Z, 1.0) == pytest.approx([0.842, 0.042, 0.002, 0.114], abs=5e-4)


@pytest.mark.parametrize("temperature", [0.01, 0.3, 1.0, 7.0, 1e3])
def test_it_is_the_softmax_of_outputs_over_the_temperature(temperature):
    for z in (Z, 1e3 * Z, -1e3 * Z, 1e6 * Z):
        assert softmax(z, temperature) == pytest.approx(of_scipy(z / temperature), rel=1e-6)  # scipy rounds z / T
        assert softmax(z + 3, temperature) == pytest.approx(softmax(z, temperature))
    assert np.isinf(powers(1e3 * Z, 1.0)[0]) and softmax(1e3 * Z, 1.0)[0] == 1


def test_cold_it_is_the_hard_max_and_hot_it_is_even():
    assert softmax(Z, 0.0).tolist() == [1, 0, 0, 0]
    assert softmax(Z, 1e-9) == pytest.approx(softmax(Z, 0.0))
    assert softmax(np.array([1.0, 3, 3]), 0.0).tolist() == [0, 0.5, 0.5]
    assert softmax(Z, 1e9) == pytest.approx(0.25)
