"""Noise while training: its size, its place, and that the test has none."""

from itertools import pairwise

import jax
import numpy as np

from training.parts.noise import NOISES, noised

PARAMS = [{"w": np.zeros((200, 300), np.float32), "b": np.ones(300, np.float32)} for _ in range(2)]
X = np.zeros((400, 200), np.float32)


def test_noise_has_the_given_size_and_is_new_for_each_layer_and_key():
    numbers = {"noisein": 0.3, "noisew": 0.2}
    (params, x), (other, _) = (noised(NOISES, PARAMS, X, numbers, jax.random.key(seed)) for seed in (0, 1))
    assert abs(float(x.std()) - 0.3) < 0.01 and abs(float(params[0]["w"].std()) - 0.2) < 0.01
    assert (params[0]["b"] == 1).all()
    drawn = [params[0]["w"], params[1]["w"], other[0]["w"]]
    assert all(abs(np.corrcoef(np.ravel(a), np.ravel(b))[0, 1]) < 0.02 for a, b in pairwise(drawn))


def test_only_what_is_asked_for_is_noisy():
    params, x = noised(("noisein",), PARAMS, X, {"noisein": 0.3}, jax.random.key(0))
    assert params is PARAMS and float(x.std()) > 0
