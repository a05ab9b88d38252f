"""Networks with normalizations against torch, 200 steps of training and then the test: benchmarks/golden_norms.py."""

import json
from dataclasses import replace
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from optimizers.scheduled import Scheduled
from training.choice import choice
from training.loop import Keep, Setup, run
from training.network import model
from training.network.config import decode
from training.network.figures import recorded
from training.network.model import filled, outputs
from training.network.objective import as_problem
from training.network.resolve import resolve

GOLDEN = json.loads(Path(__file__).parents[2].joinpath("golden_norms.json").read_text())


@pytest.mark.parametrize("norm", GOLDEN["runs"])
def test_training_and_test_are_those_of_torch(norm):
    golden, steps = GOLDEN["runs"][norm], GOLDEN["steps"]
    task = resolve(replace(decode(GOLDEN["query"])[0], norm=norm, groups=GOLDEN["groups"]))
    rule, part = choice("sgd", lr=GOLDEN["rate"]), task.prepared
    with jax.enable_x64(True):
        examples = filled(part.train_x, part.train_y, len(part.train_x), np.dtype(float))
        given = jax.tree.map(jnp.asarray, (examples, task.order(steps)))
        setup = Setup(
            as_problem(task.structure, *given, task.numbers),
            Scheduled(rule.spec, dict(rule.hypers), {}),
            [Keep(lambda row: row.loss, steps), Keep(lambda row: recorded(row).layers, 1, steps)],
        )
        losses, kept = jax.jit(lambda params: run(setup, params, steps))(jax.tree.map(np.float64, task.initial))
        last = [{name: values[1] for name, values in layer.items()} for layer in kept]
        shown = outputs(task.structure, model.tested(task.structure, last, task.numbers), np.float64(part.valid_x[:20]))
    np.testing.assert_allclose(losses, golden["losses"], rtol=1e-6)
    final = np.concatenate([layer[name].ravel() for layer in last for name in GOLDEN["names"] if name in layer])
    np.testing.assert_allclose(final[:: GOLDEN["every"]], golden["params"], rtol=1e-6, atol=1e-9)
    remembered = [layer[name] for name in ("mean", "variance") for layer in last if name in layer]
    assert len(remembered) == len(golden["remembered"])
    for ours, torch in zip(remembered, golden["remembered"], strict=True):
        np.testing.assert_allclose(ours, torch, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(shown[:, 0], golden["tested"], rtol=1e-6, atol=1e-9)
