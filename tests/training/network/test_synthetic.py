"""Synthetic gradients against their chain rule in numpy, and what is learned from them."""

import jax
import numpy as np
import optax
import pytest

from tests.network_runs import descended
from training.choice import choice
from training.network.config import decode, each
from training.network.model import filled
from training.network.objective import decoupled, objective
from training.network.resolve import resolve
from training.network.synthetic import relative_errors
from training.parts.synthetic import GUESS
from ui.network.gradient_check import BACKPROPAGATION, told
from ui.network.presets import PRESETS

FORMS = decoupled, objective


@pytest.fixture
def guessing():
    """A task of two tanh layers with guesses drawn at random, its parameters in float64, and its first 20 examples."""
    task, rng = resolve(decode("hidden=3,4&gradient=synthetic&split=0&examples=20&a=adam")[0]), np.random.RandomState(0)
    with jax.enable_x64(True):
        params = [{name: np.float64(values) for name, values in layer.items()} for layer in task.initial]
        for layer in params[:-1]:
            layer[GUESS] = 0.3 * rng.standard_normal(layer[GUESS].shape)
        yield task, params, filled(task.prepared.train_x, task.prepared.train_y, 20, np.dtype(float))


def by_hand(params, examples):
    """Activations, guesses, and what they are to be, of each example, of two hidden layers."""
    first, second, last = params
    a1 = np.tanh(examples.x @ first["w"] + first["b"])
    a2 = np.tanh(a1 @ second["w"] + second["b"])
    z = (a2 @ last["w"] + last["b"])[:, 0]
    features = [np.column_stack([a, examples.y, np.ones(20)]) for a in (a1, a2)]
    guesses = [f @ layer[GUESS] for f, layer in zip(features, params[:-1], strict=True)]
    true = (1 / (1 + np.exp(-z)) - examples.y)[:, None] * last["w"].T  # of what the second layer answers
    return a1, a2, features, guesses, ((guesses[1] * (1 - a2**2)) @ second["w"].T, true)


def test_layers_learn_from_their_guesses_and_guesses_from_the_layer_behind(guessing):
    task, params, examples = guessing
    (value, found), (loss, true) = jax.jit(
        lambda p: [jax.value_and_grad(lambda q, f=f: f(task.structure, q, examples, task.numbers))(p) for f in FORMS]
    )(params)
    a1, a2, features, guesses, wanted = by_hand(params, examples)
    assert float(value) == pytest.approx(float(loss))
    for place, (read, a) in enumerate(((examples.x, a1), (a1, a2))):
        delta = guesses[place] * (1 - a**2) / 20
        assert np.asarray(found[place]["w"]) == pytest.approx(read.T @ delta)
        assert np.asarray(found[place]["b"]) == pytest.approx(delta.sum(axis=0))
        missed = (guesses[place] - wanted[place]) / 20
        assert np.asarray(found[place][GUESS]) == pytest.approx(features[place].T @ missed)
    assert np.asarray(found[2]["w"]) == pytest.approx(np.asarray(true[2]["w"]))


def test_the_relative_error_is_that_of_all_examples(guessing):
    task, params, examples = guessing
    _, a2, _, guesses, (_, true) = by_hand(params, examples)
    first = (true * (1 - a2**2)) @ params[1]["w"].T
    expected = [np.linalg.norm(g - t) / np.linalg.norm(t) for g, t in zip(guesses, (first, true), strict=True)]
    start = [{name: np.float32(values)[None] for name, values in layer.items()} for layer in params]
    assert relative_errors(task.network, start)[0] == pytest.approx(expected, rel=1e-4)
    for layer in start[:-1]:
        layer[GUESS] = 0 * layer[GUESS]
    assert relative_errors(task.network, start) == pytest.approx(1)


def test_what_guesses_learn_is_counted_and_rules_that_ask_for_losses_are_refused(guessing):
    task, params, _ = guessing
    assert task.structure.count == sum(values.size for layer in params for values in layer.values())
    assert task.structure.weights == 2 * 3 + 3 * 4 + 4
    assert "synthetic gradients are not their slope" in task.refusal(choice("bfgs"))
    assert not task.refusal(choice("adam"))


def test_the_spirals_are_learned_from_guesses_later_and_less_exactly():
    network = PRESETS["synthetic"].config
    rate, own = network.choices["a"].value("lr"), each(network).values()
    (true,), (guessed,) = (descended(resolve(one), optax.adam, [rate], network.steps) for one in own)
    assert 2 * true < guessed < 0.02


def test_the_gradient_check_says_that_it_is_backpropagation_that_is_checked():
    assert told(decode("data=moons&hidden=4&a=sgd")[0]) == []
    assert told(decode("data=moons&hidden=4&gradient=synthetic&a=sgd")[0]) == [BACKPROPAGATION]
