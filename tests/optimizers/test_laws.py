"""Properties that pin a rule where no independent code does: limits, invariances, identities between rules."""

from __future__ import annotations

import jax
import jax.flatten_util
import jax.numpy as jnp
import numpy as np
import pytest

from optimizers import OPTIMIZERS
from optimizers.wrappers import WRAPPERS
from tests.optimizer_cases import feed
from training.race.config import choice
from training.race.descend import descend

PLACE = {"beale": (1.0, 1.5), "ravine": (-3.0, 1.0), "rosenbrock": (-0.5, 0.5), "bounded_saddle": (1.0, 0.1)}
GRADIENTS = np.random.default_rng(0).normal(size=(300, 3))


@pytest.fixture(autouse=True)
def double():
    with jax.enable_x64(True):
        yield


def path(name, surface="beale", steps=60, **values):
    return descend(surface, PLACE[surface], steps, 0, choice(name, **values)).params


def same(a, b, tolerance=1e-12):
    np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize(("name", "lr"), [("sgd", 0.002), ("nesterov", 0.0005), ("adam", 0.1), ("schedulefree", 0.002)])
def test_wrappers_vanish_in_their_limits(name, lr):
    plain = path(name, lr=lr)
    same(path(name, lr=lr, **{"lookahead": "late", "lookahead.k": 1, "lookahead.alpha": 1}), plain)
    same(path(name, lr=lr, **{"lookahead": "late", "lookahead.k": 7, "lookahead.alpha": 1}), plain, 1e-9)
    same(path(name, lr=lr, **{"sam": "on", "sam.rho": 0}), plain)
    same(path(name, lr=lr, **{"clip": "norm", "clip.at": 1e6}), plain)
    everything = {"sam": "on", "sam.rho": 0, "lookahead": "late", "lookahead.k": 1, "lookahead.alpha": 1}
    same(path(name, lr=lr, clip="norm", **everything, **{"clip.at": 1e6}), plain)


def test_cautious_changes_nothing_that_goes_downhill_everywhere():
    same(path("sgd", lr=0.002, cautious="mean"), path("sgd", lr=0.002))
    same(path("sgd", lr=0.003, cautious="sum"), path("sgd", lr=0.002))  # 2 / (2 + 1) of the step
    trace = descend("ravine", (-3, 1), 100, 0, choice("momentum", lr=0.02, cautious="mean"))
    assert (trace.updates * trace.grads <= 0).all()


CHANGED = {
    **{"cautious": "mean", "cautious.decay": 0.01, "decoupled": "torch", "decoupled.wd": 0.5},
    **{"lookahead": "late", "lookahead.k": 5, "lookahead.alpha": 0.5},
}


# Where the points of a rule say that it takes the gradient.
POINTS = {
    "nesterov": ({}, lambda s: s.standing + 0.9 * s.v),
    "schedulefree": ({}, lambda s: 0.1 * s.z + 0.9 * s.x),
    "dadaptation": ({"base": "sgd", "d0": 0.01}, lambda s: s.start - s.s),
    "dadaptation on adagrad": ({"base": "adagrad", "d0": 0.01}, lambda s: s.start - s.s / (np.sqrt(s.v) + 1e-8)),
}


def changed(name, **values):
    """A run under wrappers that change the step, and the state of the rule itself."""
    trace = descend("ravine", (-3, 1), 30, 0, choice(name.partition(" ")[0], **values, **CHANGED))
    return trace, trace.state.inner.inner.inner


@pytest.mark.parametrize("name", POINTS)
def test_a_rule_goes_on_from_where_a_changed_step_led(name):
    values, point = POINTS[name]
    trace, state = changed(name, **values)
    same(point(state), trace.queries, 1e-10)


@pytest.mark.parametrize(("name", "form"), [("bfgs", {}), ("lbfgs", {}), ("rprop", {"form": "rprop_plus"})])
def test_the_last_step_that_a_rule_keeps_is_the_one_that_was_taken(name, form):
    trace, state = changed(name, **form)
    same(state.moved[1:], np.diff(trace.queries, axis=0), 1e-10)


def test_a_last_step_in_one_row_changes_as_parameters_of_any_shape_do():
    params = {"a": jnp.ones((3, 2)), "b": jnp.ones(2)}
    rule = WRAPPERS["decoupled"].wrap(OPTIMIZERS["lbfgs"].make(lr=0.1, m=3), "torch", wd=0.5)
    updates, state = rule.update(params, rule.init(params), params)
    same(state.inner.moved, jax.flatten_util.ravel_pytree(updates)[0])


def test_gradients_are_counted_with_the_wrappers():
    assert choice("adam", sam="on").gradients == 2
    assert choice("adam", lookahead="late", clip="norm").gradients == 1


FORMS = [(name, form) for name, wrapper in WRAPPERS.items() for form in wrapper.forms]


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_wrapped_rules_run_in_an_unmodified_loop(name, form):
    numbers = {hyper.name: hyper.default for hyper in WRAPPERS[name].forms[form]}
    optimizer = WRAPPERS[name].wrap(OPTIMIZERS["momentum"].make(0.01, 0.9), form, **numbers)
    params = {"a": jnp.ones((3, 2), jnp.float32), "b": jnp.ones(2, jnp.float32)}

    def loss(p):
        return jnp.sum(p["a"] ** 2) + jnp.sum(p["b"] ** 4)

    @jax.jit
    def step(params, state):
        extra = {"value_fn": loss} if name == "sam" else {}
        return optimizer.update(jax.grad(loss)(params), state, params, **extra)

    state = optimizer.init(params)
    updates, after = step(params, state)
    before, later, points, moves = (
        jax.tree.map(lambda x: (x.shape, x.dtype), tree) for tree in (state, after, params, updates)
    )
    assert before == later and points == moves


SCALED = ["adam", "amsgrad", "nadam", "adabelief", "adan", "rmsprop", "adagrad", "adamax", "novograd"]


@pytest.mark.parametrize("name", SCALED)
def test_rules_that_divide_by_the_gradient_ignore_the_scale_of_the_loss(name):
    one, thousand = (feed(OPTIMIZERS[name], scale * GRADIENTS, {"lr": 0.1, "eps": 0}) for scale in (1, 1000))
    same(one, thousand, 1e-9)


def test_radam_becomes_adam():
    gradients = np.random.default_rng(1).normal(size=(6000, 2))
    radam = feed(OPTIMIZERS["radam"], gradients, {"lr": 1}, eps_mode="outside")
    adam = feed(OPTIMIZERS["adam"], gradients, {"lr": 1})
    same(radam[-100:], adam[-100:], 1e-2)
    assert np.abs(radam[20] / adam[20] - 1).max() > 0.5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("signum", {"beta": 0}, {}), ("signsgd", {}, {})),
        (("momentum", {"beta": 0}, {}), ("sgd", {}, {})),
        (("nesterov", {"beta": 0}, {"form": "torch"}), ("sgd", {}, {})),
        (("aggmo", {"beta1": 0.9}, {"k": 1}), ("momentum", {"beta": 0.9}, {})),
        (("lion", {"b1": 0.9, "b2": 0.9}, {}), ("signum", {"beta": 0.9}, {})),
        (("adamw", {"wd": 0}, {}), ("adam", {}, {})),
        (
            ("adam", {"b1": 0, "b2": 0.9, "eps": 1e-3}, {}),
            ("rmsprop", {"rho": 0.9, "eps": 1e-3}, {"eps_mode": "outside", "bias_correction": "on"}),
        ),
        (("adamw", {"wd": 0, "eps": 1e-3}, {"eps_mode": "hat"}), ("adam", {"eps": 1e-3}, {"eps_mode": "hat"})),
    ],
)
def test_one_rule_is_another_in_a_limit(one, other):
    ours, theirs = (
        feed(OPTIMIZERS[name], GRADIENTS, {"lr": 0.01, **hypers}, **form) for name, hypers, form in (one, other)
    )
    same(ours, theirs, 1e-10)


def test_schedule_free_at_a_full_share_stands_at_the_mean_of_the_fast_points():
    trace = descend("ravine", (-3, 1), 50, 0, choice("schedulefree", lr=0.01, beta=0.9))
    z = trace.state.z
    np.testing.assert_allclose(trace.params[1:], np.cumsum(z[1:], axis=0) / np.arange(1, 51)[:, None], atol=1e-12)
    np.testing.assert_allclose(trace.queries, 0.1 * z + 0.9 * trace.params, atol=1e-12)


def rprop(form, gradients, values=(0.0,) * 9):
    spec = OPTIMIZERS["rprop"]
    optimizer = spec.make(**{h.name: h.default for h in spec.hypers}, form=form)
    params, steps = jnp.zeros(1), []
    state = optimizer.init(params)
    for g, value in zip(gradients, values, strict=False):
        u, state = optimizer.update(jnp.asarray([float(g)]), state, params, value=jnp.asarray(value))
        steps.append(float(u[0]))
    return steps


def test_forms_of_rprop_differ_where_the_sign_flips():
    # steps 0.1, then 1.2 times as long; a flip halves the next one
    assert rprop("irprop_minus", [1, 1, -1, -1]) == pytest.approx([-0.1, -0.12, 0, 0.06])
    assert rprop("rprop_minus", [1, 1, -1, -1]) == pytest.approx([-0.1, -0.12, 0.06, 0.072])
    assert rprop("rprop_plus", [1, 1, -1, -1]) == pytest.approx([-0.1, -0.12, 0.12, 0.06])
    assert rprop("irprop_plus", [1, 1, -1, -1], [3, 2, 2.5, 1]) == pytest.approx([-0.1, -0.12, 0.12, 0.06])
    assert rprop("irprop_plus", [1, 1, -1, -1], [3, 2, 1.5, 1]) == pytest.approx([-0.1, -0.12, 0, 0.06])


def test_rprop_sees_the_sign_of_gradients_whose_product_is_too_small_for_its_precision():
    tiny = jnp.float32(1e-25)
    spec = OPTIMIZERS["rprop"]
    optimizer = spec.make(**{h.name: h.default for h in spec.hypers})
    state = optimizer.init(tiny[None])
    for _ in range(2):
        updates, state = optimizer.update(tiny[None], state, tiny[None])
    assert float(updates[0]) == pytest.approx(-0.12)


def test_newton_needs_one_step_and_leaves_saddles_only_by_their_absolute_curvature():
    same(path("newton", "ravine", 1, damping=0)[-1], [0, 0])
    assert abs(path("newton", "bounded_saddle", 40, damping=0, indefinite="solve")[-1, 1]) < 1e-6
    away = path("newton", "bounded_saddle", 40, damping=0, indefinite="absolute")[-1]
    same(np.abs(away), [0, np.sqrt(2)], 1e-8)


@pytest.mark.parametrize("method", ["polak_ribiere", "fletcher_reeves", "hestenes_stiefel"])
def test_conjugate_gradients_need_two_steps_in_two_dimensions(method):
    same(path("cg", "ravine", 2, method=method)[-1], [0, 0], 1e-9)


def test_gauss_newton_is_newton_where_residuals_are_linear_and_marquardt_never_goes_uphill():
    same(path("gaussnewton", "ravine", 1)[-1], [0, 0])
    trace = descend("rosenbrock", (-1.2, 1), 60, 0, choice("levenberg"))
    assert (np.diff(trace.loss) <= 0).all()
    same(trace.params[-1], [1, 1], 1e-6)


def test_shampoo_on_a_vector_is_adagrad_that_does_not_mind_a_turn():
    turn = np.array([[0.8, -0.6], [0.6, 0.8]])
    straight = feed(OPTIMIZERS["shampoo"], GRADIENTS[:50, :2], {"lr": 0.1})
    turned = feed(OPTIMIZERS["shampoo"], GRADIENTS[:50, :2] @ turn, {"lr": 0.1})
    same(straight @ turn, turned, 1e-8)


def test_muon_takes_the_nearest_orthogonal_matrix_and_on_two_coordinates_a_unit_step():
    g = np.random.default_rng(2).normal(size=(1, 4, 3))
    step = -feed(OPTIMIZERS["muon"], g, {"lr": 1, "wd": 0}, rounds="exact")[0] / np.sqrt(4 / 3)
    same(step.T @ step, np.eye(3), 1e-10)
    rough = -feed(OPTIMIZERS["muon"], g, {"lr": 1, "wd": 0})[0] / np.sqrt(4 / 3)
    assert 0.6 < np.linalg.svd(rough)[1].min() < np.linalg.svd(rough)[1].max() < 1.3
    flat = feed(OPTIMIZERS["muon"], GRADIENTS[:20, :2], {"lr": 0.1}, rounds="exact")
    same(np.linalg.norm(flat, axis=1), np.full(20, 0.1), 1e-10)


def test_polyak_reaches_the_lowest_value_of_a_round_bowl_at_half_the_distance_a_step():
    trace = descend("ravine", (-3, 0), 10, 0, choice("polyak", max_lr=10))
    same(trace.params[:, 0], -3 * 0.5 ** np.arange(11), 1e-12)
