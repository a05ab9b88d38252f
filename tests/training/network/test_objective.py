"""What training makes small: mean or sum over the mini-batch, with a penalty, and as a sum of squares."""

import numpy as np
import optax
import pytest

from tests.network_runs import descended
from training.network.config import decode, each
from training.network.model import MOST, filled
from training.network.objective import as_problem, objective
from training.network.resolve import resolve
from ui.network.presets import PRESETS


def setting(link):
    task = resolve(decode(f"hidden=3&steps=10&batch=10&a=sgd&{link}")[0])
    x, y = task.prepared.train_x[:10], task.prepared.train_y[:10]
    return task, filled(x, y, 32, np.dtype(np.float32))


@pytest.mark.parametrize("link", ["penalty=l2&lambda=0.3", "penalty=activity&lambda=0.3", "penalty=none"])
def test_the_sum_is_as_many_means_as_examples_and_the_penalty_is_added_once(link):
    (task, examples), (summed, _) = setting(link), setting(f"{link}&reduce=sum")
    mean, added = (
        float(objective(task.structure, task.initial, examples, task.numbers | {"lambda": strength}))
        for strength in (0.0, task.numbers.get("lambda", 0.0))
    )
    found = float(objective(summed.structure, summed.initial, examples, summed.numbers))
    assert found == pytest.approx(10 * mean + (added - mean), rel=1e-6)


def test_squares_sum_up_to_the_sum():
    task, _ = setting("data=curve&reduce=sum&penalty=l2&lambda=0.1")
    prepared = task.prepared
    examples = filled(prepared.train_x, prepared.train_y, MOST, np.dtype(np.float32))
    problem = as_problem(task.structure, examples, task.order(3), task.numbers)
    draw = problem.draw(None, 0)
    half = (problem.residuals(task.initial, draw) ** 2).sum() / 2
    assert float(half) == pytest.approx(float(problem.loss(task.initial, draw)), rel=1e-5)


def test_a_sum_wants_a_rate_as_many_times_smaller():
    network = PRESETS["mean_or_sum"].config
    rates, tasks = [chosen.value("lr") for _, chosen in network.slots], [*map(resolve, each(network).values())]
    (mean,) = descended(tasks[0], optax.sgd, rates[:1], 150)
    fast, slow = descended(tasks[1], optax.sgd, rates[1:3], 150)
    assert mean < 0.5 < np.log(2) < fast and slow == pytest.approx(mean, rel=1e-3)
