"""Divergences against closed forms, and what they are drawn for."""

import numpy as np
import pytest

from training.parts.divergences import OF_ERRORS, OF_SIGMOID

E = np.array([-3.0, -0.8, -0.1, 0.2, 0.9, 2.5])
CLOSED = {
    "|e|": (np.abs(E), np.sign(E)),
    "e²": (E**2, 2 * E),
    "e⁴": (E**4, 4 * E**3),
    "Huber": (np.where(np.abs(E) <= 1, E**2 / 2, np.abs(E) - 0.5), np.clip(E, -1, 1)),
    "Saturating, 1 − exp(−e²)": (1 - np.exp(-(E**2)), 2 * E * np.exp(-(E**2))),
}
SIGMOID = 1 / (1 + np.exp(-E))
OF_ONE = {
    "Cross entropy (KL)": (-np.log(SIGMOID), SIGMOID - 1),
    "Half square (L2)": ((1 - SIGMOID) ** 2 / 2, (SIGMOID - 1) * SIGMOID * (1 - SIGMOID)),
}


@pytest.mark.parametrize("one", (*OF_ERRORS, *OF_SIGMOID), ids=lambda one: one.label)
def test_values_and_slopes_are_the_closed_forms(one):
    value, slope = one.drawn(E)
    expected = (CLOSED | OF_ONE)[one.label]
    assert value == pytest.approx(expected[0], abs=1e-12) and slope == pytest.approx(expected[1], abs=1e-12)


def test_a_wrong_and_sure_answer_is_pulled_at_by_cross_entropy_alone():
    kl, l2 = (one.drawn(np.array([-6.0]))[1][0] for one in OF_SIGMOID)
    assert kl < -0.99 and -0.01 < l2 < 0
