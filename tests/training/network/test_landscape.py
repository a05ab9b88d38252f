"""Losses along the gradient: of a parabola against its closed form, and with and without batch norm."""

import numpy as np
import pytest

from training.network.config import decode, each
from training.network.landscape import POINTS, landscape, lengths
from training.network.resolve import resolve


def walked(network, steps=(0,), reach=2.0):
    kept = [{name: values[None].repeat(len(steps), 0) for name, values in w.items()} for w in resolve(network).initial]
    return landscape(network, kept, steps, reach)


def test_along_the_gradient_of_a_parabola_are_its_values():
    network = decode("data=curve&hidden=none&batch=16&steps=9&a=sgd")[0]
    task, steps = resolve(network), (0, 3)
    found = walked(network, steps, 0.7)
    order, (layer,) = task.order(4), task.initial
    for place, step in enumerate(steps):
        rows = order.order[step][: order.count[step]]
        x = np.column_stack([task.prepared.train_x[rows], np.ones(len(rows))])
        weights = np.append(layer["w"][:, 0], layer["b"])
        hessian, error = x.T @ x / len(rows), x @ weights - task.prepared.train_y[rows]
        gradient, s = x.T @ error / len(rows), lengths(0.7)
        expected = (error**2).mean() / 2 - s * (gradient @ gradient) + s**2 / 2 * (gradient @ hessian @ gradient)
        assert found.losses[place] == pytest.approx(expected, rel=1e-4, abs=1e-6)
        assert found.changes[place] == pytest.approx(0.7 * np.linalg.norm(hessian @ gradient), rel=1e-4)
        assert found.ranges[place] == pytest.approx(np.ptp(expected), rel=1e-3)
    assert found.losses.shape == (2, POINTS)


def test_batch_norm_makes_the_loss_along_the_gradient_flatter():
    for seed in (1, 2, 3):
        network = decode(f"hidden=16,16,16,16&activation=relu&init=he&batch=128&seed={seed}&a=sgd&b=sgd&b.norm=batch")[
            0
        ]
        without, normed = map(walked, each(network).values())
        assert without.ranges[0] > 2 * normed.ranges[0] and without.changes[0] > 2 * normed.changes[0]
        assert abs(without.losses[0, 0] - normed.losses[0, 0]) < 0.5  # at losses that are alike


def test_layers_that_are_held_are_not_walked():
    """The largest change of the gradient is that of the trained layer, and the loss ends where it alone has moved."""
    network = decode("data=moons&hidden=4&transfer=head&steps=9&a=sgd")[0]
    task, found = resolve(network), walked(network, reach=0.7)
    order, (first, last), part = task.order(1), task.initial, task.prepared
    x, y = (values[order.order[0][: order.count[0]]] for values in (part.train_x, part.train_y))
    a = np.column_stack([np.tanh(x @ first["w"] + first["b"]), np.ones(len(x))])
    weights = np.append(last["w"][:, 0], last["b"])
    gradient = a.T @ (1 / (1 + np.exp(-a @ weights)) - y) / len(y)
    z = a @ (weights - 0.7 * gradient)
    assert found.losses[0, -1] == pytest.approx(np.mean(np.logaddexp(0, z) - y * z), rel=1e-5)
