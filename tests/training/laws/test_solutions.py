"""Which of many solutions rules find, against the pseudoinverse."""

import numpy as np
import pytest

from training.laws.solutions import EQUATIONS, RULES, UNKNOWNS, equations, followed, smallest


def test_descent_and_momentum_find_the_smallest_solution_and_adaptive_rules_do_not():
    a, b = equations()
    assert a.shape == (EQUATIONS, UNKNOWNS) and a @ smallest() == pytest.approx(b, abs=1e-5)
    assert smallest() == pytest.approx(np.linalg.lstsq(a.astype(float), b.astype(float), rcond=None)[0], abs=1e-6)
    least = np.linalg.norm(smallest())
    for rule in RULES:
        found = followed(rule)
        assert found.residuals[0] == pytest.approx(np.linalg.norm(b)) and found.residuals[-1] < 1e-5
        if rule.optimizer in ("sgd", "momentum"):
            assert found.norms[-1] == pytest.approx(least, rel=1e-5) and found.apart < 1e-5
        else:
            assert found.norms[-1] > 1.1 * least and found.apart > 0.5 * least
