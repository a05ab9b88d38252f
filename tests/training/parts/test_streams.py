import numpy as np
import pytest

from training.parts.streams import stream


@pytest.mark.parametrize("seed", [0, 7, [7, 1]])
def test_a_stream_is_that_of_numpy_also_where_one_is_used_again(seed):
    for _ in range(2):
        with stream(seed) as rng:
            drawn = rng.standard_normal(3), rng.uniform(size=2)  # an odd number of normals: numpy keeps the fourth
        known = np.random.RandomState(seed)
        np.testing.assert_array_equal(drawn[0], known.standard_normal(3))
        np.testing.assert_array_equal(drawn[1], known.uniform(size=2))


def test_streams_within_each_other_are_apart():
    with stream(1) as outer:
        first = outer.standard_normal()
        with stream(2) as inner:
            inner.standard_normal(10)
        second = outer.standard_normal()
    np.testing.assert_array_equal([first, second], np.random.RandomState(1).standard_normal(2))


def test_a_stream_is_free_again_after_an_error():
    with pytest.raises(KeyError), stream(1) as failed:
        raise KeyError
    with stream(1) as again:
        assert again is failed
