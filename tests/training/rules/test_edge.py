"""The edge of stability of every rule that has one, against its own steps on a quadratic."""

from types import SimpleNamespace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from optimizers import OPTIMIZERS
from training.choice import choice
from training.rules import edge

KNOWN = [name for name in OPTIMIZERS if edge.limit(choice(name))]
CASES = [
    *((name, {}) for name in KNOWN),
    *(("momentum", {"convention": value}) for value in OPTIMIZERS["momentum"].option("convention").values),
    ("nesterov", {"form": "torch"}),
    ("rmsprop", {"eps_mode": "outside", "centered": "on"}),
]
LONG = 10**9  # updates after which no average is biased any more
SMALL = 1e-6  # gradients that leave a second moment as it is


def grown(name, options, share):
    """By how much a rule's distance grows in sixty steps, on a quadratic whose curvature is a share of its limit."""
    held = {"b2": 0.9999999, "rho": 0.9999999, "b1": 0.5, "beta": 0.5, "momentum": 0.5, "eps": 0.0, "lr": 0.25}
    known = {hyper.name for hyper in OPTIMIZERS[name].hypers}
    chosen = choice(name, **{field: value for field, value in held.items() if field in known}, **options)
    numbers, limit = dict(chosen.hypers), edge.limit(chosen)
    rule, point = chosen.spec.make(**numbers, **dict(chosen.options)), jnp.full(1, SMALL)
    state, rate = rule.init(point), 0.25
    if limit.scaled:
        squares = {field: jnp.full(1, 4.0) for field in ("v", "s", "vmax", "total") if field in state._fields}
        state = state._replace(**squares, **({"count": jnp.asarray(LONG)} if "count" in state._fields else {}))
        seen = SimpleNamespace(**numbers, **{field: np.asarray(value) for field, value in state._asdict().items()})
        seen.t = LONG
        rate = float(chosen.spec.quantities(dict(chosen.options))["rate"](seen)[0])
        assert rate == pytest.approx(0.125)
    curvature, sizes = share * limit.value(numbers.get(limit.memory, 0.0)) / rate, []
    for _ in range(60):
        updates, state = rule.update(curvature * point, state, point)
        point = point + updates
        sizes.append(abs(float(chosen.spec.stands(point, state)[0])))
    return max(sizes[-6:]) / max(sizes[:6])


@pytest.mark.parametrize(("name", "options"), CASES)
def test_a_rule_shrinks_below_its_limit_and_grows_above(name, options):
    with jax.enable_x64(True):
        assert grown(name, options, 0.9) < 0.5 and grown(name, options, 1.1) > 2


@pytest.mark.parametrize(
    ("name", "options", "limit", "moves"),
    [
        ("momentum", {}, 3.8, lambda beta, x: [1, x - 1 - beta, beta]),
        ("nesterov", {}, 3.8 / 2.8, lambda beta, x: [1, (1 + beta) * (x - 1), beta * (1 - x)]),
        ("momentum", {"convention": "ewma"}, 38, lambda beta, x: [1, (1 - beta) * x - 1 - beta, beta]),
        ("adam", {}, 38, lambda beta, x: [1, (1 - beta) * x - 1 - beta, beta]),
    ],
)
def test_at_the_limit_the_largest_root_of_the_recursion_is_one(name, options, limit, moves):
    found = edge.limit(choice(name, **options)).value(0.9)
    assert found == pytest.approx(limit, abs=1e-13)
    assert np.abs(np.roots(moves(0.9, found))).max() == pytest.approx(1, abs=1e-12)


def test_the_limit_moves_with_a_schedule_and_is_unknown_where_that_follows_the_loss():
    at = np.array([0, 50, 99])
    falling = edge.moving(choice("sgd", lr=0.1, **{"lr.schedule": "inverse_root"}), 100, at)
    assert falling["lr"] == pytest.approx(0.1 / np.sqrt(at + 1))
    assert edge.moving(choice("sgd", **{"lr.schedule": "plateau"}), 100, at) is None
    assert edge.limit(choice("sgd", clip="norm")) is None and edge.limit(choice("lion")) is None
