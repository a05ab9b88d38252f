"""Parameters that are joined by kind, and which rules may have them so."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from optimizers import OPTIMIZERS
from optimizers.scheduled import Scheduled
from training.choice import choice
from training.loop import Problem, step
from training.network.joined import Joined, all_apart, apart, by_itself, join, of_either

LAYERS = [
    {"w": np.float32([[0.5, -1.0, 2.0], [1.5, 0.25, -0.5]]), "b": np.float32([0.1, -0.2, 0.3]), "gamma": np.ones(3)},
    {"w": np.float32([[1.0], [-2.0], [0.5]]), "b": np.float32([0.4])},
]
PLAIN = [{name: layer[name] for name in ("w", "b")} for layer in LAYERS]
OF_ALL = ("lars", "lamb", "muon", "polyak", "novograd", "centralization", "yellowfin", "prodigy", "lbfgs", "newton")


def test_what_was_joined_comes_apart_as_it_was():
    rows = Joined({name: np.stack([x, 2 * x]) for name, x in join(LAYERS).kinds.items()}, join(LAYERS).shapes)
    for factor, found in ((1, apart(join(LAYERS))), (2, [{n: x[1] for n, x in part.items()} for part in apart(rows)])):
        jax.tree.map(lambda x, y, by=factor: np.testing.assert_array_equal(x, by * y), found, LAYERS)


def test_rules_that_look_at_several_numbers_together_are_told_from_others():
    alone = {name for name in OPTIMIZERS if by_itself(name, choice(name).options, ())}
    assert alone >= {"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "lion", "schedulefree"}
    assert alone.isdisjoint(OF_ALL)
    adam = choice("adam").options
    assert by_itself("adam", adam, (("clip", "value"),)) and not by_itself("adam", adam, (("clip", "norm"),))


@pytest.mark.parametrize("name", [name for name in OPTIMIZERS if by_itself(name, choice(name).options, ())])
def test_a_rule_does_with_joined_parameters_what_it_does_with_layers(name):
    chosen, pull = choice(name), jax.tree.map(jnp.sin, PLAIN)
    rule = Scheduled(chosen.spec, dict(chosen.hypers), dict(chosen.options))

    def loss(params, draw):
        return sum(jax.tree.leaves(jax.tree.map(lambda x, y: jnp.sum(y * jnp.square(x)), params, pull)))

    problem = of_either(Problem(draw=lambda key, t: None, loss=loss, full_loss=None))
    found = []
    for start in (PLAIN, join(PLAIN)):
        params = jax.tree.map(jnp.asarray, start)
        state = rule.init(params)
        for _ in range(2):
            row, params, state = step(problem, rule, params, state, None)
        found.append((apart(params), apart(row.following), all_apart(state.inner)))
    jax.tree.map(lambda x, y: np.testing.assert_allclose(x, y, rtol=1e-6), *found)
