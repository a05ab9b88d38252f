"""Where nothing is left out, weights are scaled as at the test, whatever normalizations look at."""

from dataclasses import replace

import jax
import numpy as np
import pytest

from training.network.config import default_network
from training.network.model import filled
from training.network.objective import objective
from training.network.resolve import resolve
from training.network.statistics import PROBE, statistics_of
from training.parts.layers import forward

SMALL = replace(default_network("moons"), examples=40, hidden=(5,), steps=3, batch=28, keep=0.6, keepin=0.8)


@pytest.mark.parametrize("name", ["plain", "dropconnect"])
def test_layers_are_those_of_the_test_and_gradients_go_through_its_scaling(name):
    task = resolve(replace(SMALL, dropout=name))
    params = [dict(one) for one in task.initial]
    probe = filled(task.prepared.train_x, task.prepared.train_y, PROBE, np.dtype(np.float32))
    looked = jax.jit(lambda p, seen: statistics_of(task.structure, p, seen, task.numbers))(params, probe)
    passed = forward(task.structure.layers, task.tested(params), probe.x[: probe.count])
    np.testing.assert_allclose(looked.pre_mean, [layer.pre.mean() for layer in passed], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(looked.pre_std, [layer.pre.std() for layer in passed], rtol=1e-4)
    bare = resolve(SMALL).structure
    slopes = jax.jit(jax.grad(lambda p, seen: objective(bare, task.tested(p), seen)))(params, probe)
    np.testing.assert_allclose(looked.grad_weight, [np.sqrt(np.mean(layer["w"] ** 2)) for layer in slopes], rtol=1e-4)
