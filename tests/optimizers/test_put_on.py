"""What is put on a rule stands in its explanation, and the rule's own lines count with it."""

from __future__ import annotations

import numpy as np
import pytest

from optimizers import OPTIMIZERS
from training.choice import choice
from training.loop import Trace
from training.race.explain import explain

GRADS = np.array([[3.0, -4.0], [0.3, 0.1], [-30.0, 0.5], [0.0, 0.0]], np.float32)
RATES = np.array([0.1, 0.05, 0.025, 0.0125], np.float32)
LIMITED = {
    "norm": [[0.6, -0.8], [0.3, 0.1], [-30 / np.hypot(30, 0.5), 0.5 / np.hypot(30, 0.5)]],
    "value": [[1, -1], [0.3, 0.1], [-1, 0.5]],
    "one_side": [[1, -4], [0.3, 0.1], [-30, 0.5]],
}


def explained(**parts):
    """Four rows of SGD by hand, as its run would record them."""
    chosen = choice("sgd", lr=0.1, **parts)
    zeros = np.zeros_like(GRADS)
    trace = Trace(zeros, zeros, np.zeros(4), GRADS, zeros, (), hypers={"lr": RATES} if "lr.schedule" in parts else {})
    return explain(OPTIMIZERS["sgd"], chosen, trace)


@pytest.mark.parametrize("form", LIMITED)
def test_clipping_is_a_line_whose_numbers_the_rule_goes_on_with(form):
    bare, shown = explained(), explained(clip=form, **{"clip.at": 1.0})
    gradient, first, *rest = shown.lines
    np.testing.assert_array_equal(gradient.values, GRADS[:3])  # of the surface
    assert len(shown.lines) == len(bare.lines) + 1 and "clipped" in first.words
    np.testing.assert_allclose(first.values, LIMITED[form], rtol=1e-6)
    counted = [part for part in rest[-1].parts if np.allclose(part, np.array(LIMITED[form])[:, 0])]
    assert len(counted) == 1  # the rule's own line has the clipped gradient in it
    assert first.numbers.count("{}") == len(first.parts) and first.parts[-1][0] in (1.0, 5.0)
    np.testing.assert_array_equal(shown.downhill, bare.downhill)  # the arrow is that of the surface


def test_a_schedule_is_a_line_with_the_factor_of_the_step():
    line, *rest = explained(**{"lr.schedule": "exponential"}).lines
    np.testing.assert_allclose(line.values[:, 0], RATES[:3])
    np.testing.assert_allclose(line.parts[0], RATES[:3] / 0.1, rtol=1e-6)
    assert line.words.startswith("learning rate of this step") and line.numbers == "{} · {}"
    assert any(np.allclose(part, RATES[:3]) for part in rest[-1].parts)


def test_what_a_run_does_not_keep_has_lines_without_numbers_and_a_reason():
    gradient, perturbed, clipped, step = explained(sam="on", clip="norm").lines
    assert not gradient.missing and gradient.values.shape == (3, 2)
    for line in (perturbed, clipped, step):
        assert line.missing.startswith("SAM gives the rule another gradient") and not line.parts + tuple(line.numbers)
    assert [len(line.values) for line in (perturbed, clipped, step)] == [0, 0, 3]  # the step itself is kept
    gradient, step, cautious = explained(cautious="mean").lines
    assert (
        step.missing.startswith("Cautious changes this step")
        and not len(step.values)
        and not gradient.missing + cautious.missing
    )
    assert cautious.values.shape == (3, 2)
