"""What a gradient check finds: the lectures' mistakes, and the forms in which it fails a right gradient."""

import pytest

from training.network.mistakes import mistakes
from training.parts.differences import slopes


def test_every_mistake_is_found_and_only_rounding_fails_what_is_right():
    found = {one.name: one for one in mistakes()}
    right = found.pop("The gradient as it is")
    assert right.error < 1e-9 and right.right
    assert all(one.error > 0.05 for one in found.values() if not one.right) and len(found) == 6
    assert found["In 32-bit floats, ε = 1e−7"].error > 0.5
    assert 1e-6 < found["In 32-bit floats, ε = 1e−2"].error < 1e-4
    assert 1e-7 < found["One-sided differences"].error < 1e-4


def test_one_sided_differences_are_off_by_the_step_and_central_ones_by_its_square():
    one_sided_ahead, one_sided_behind, central = slopes(1.0, 0.01).values()
    assert (one_sided_ahead, one_sided_behind) == pytest.approx((3.0301, 2.9701), abs=1e-9)
    assert central == pytest.approx(3.0001, abs=1e-9)
