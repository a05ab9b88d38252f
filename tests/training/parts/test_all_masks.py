"""The average over all masks against scaled weights and against drawn masks."""

import numpy as np
import pytest

from training.parts.all_masks import UNITS, averages, dropped, widened


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.8])
def test_scaled_weights_are_the_average_of_all_masks_for_a_linear_read_out_alone(keep):
    linear, through = averages(keep).values()
    assert linear.average == pytest.approx(linear.scaled, rel=1e-12)
    assert abs(through.average - through.scaled) > 0.1 * abs(through.average)
    assert through.spread > 0


def test_where_all_units_stay_there_is_nothing_to_average():
    for one in averages(1.0).values():
        assert one.average == pytest.approx(one.scaled, rel=1e-12) and one.spread == pytest.approx(0, abs=1e-6)


def test_the_numbers_of_the_lectures():
    assert dropped(50, 0.8) == pytest.approx((10, 2.83), abs=0.01)
    a = np.abs(np.random.RandomState(0).standard_normal(200_000))
    for keep in (0.5, 0.8):
        kept = a * (np.random.RandomState(1).random_sample(a.size) < keep) / keep
        assert kept.mean() == pytest.approx(a.mean(), rel=0.02)
        assert kept.var() / a.var() == pytest.approx(widened(keep), rel=0.02)
    assert [round(widened(keep), 2) for keep in (0.5, 0.8)] == [3.75, 1.69]
    assert 2**UNITS == 1024
