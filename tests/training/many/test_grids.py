"""Grids of runs against single runs, cell by cell, and against what theory says of them."""

import io
from dataclasses import replace

import numpy as np
import pytest

from surfaces import find
from tests.readme import GRID
from training.choice import choice
from training.many import csv_text, grid, grids, npz_bytes, races
from training.many.across import across
from training.many.axes import Axis, checked, known, middles, put, values
from training.many.plan import SIDE
from training.many.plan import decode as map_of
from training.many.theory import boundary, curvatures, fastest, limit
from training.outcome import NEAR, TOLERANCE, judge
from training.race.config import alone, decode, default_race
from training.race.descend import descend

RAVINE = decode("surface=ravine&steps=60&a=momentum&a.lr=0.01")[0]
# Lessard, Recht and Packard: heavy ball that cycles on a convex function of one coordinate, curvatures 1 and 25.
CYCLE = "12.5*x**2-12*((x-1%2Babs(x-1))/2)**2%2B12*((x-2%2Babs(x-2))/2)**2%2By**2"


def single(race, letter, names, cell):
    """The run of one cell."""
    for name, value in zip(names, cell, strict=True):
        race = put(race, letter, name, float(value))
    chosen = race.choices[letter]
    trace = descend(
        race.surface_name, (race.x, race.y), race.steps // chosen.gradients, race.seed, chosen, race.noise, race.batch
    )
    return trace, judge(trace, find(race.surface_name), race.frame, find(race.surface_name).lowest, chosen.gradients)


@pytest.mark.parametrize(
    ("query", "x", "y"),
    [
        (
            "surface=ravine&steps=60&a=adam&a.lr.schedule=cosine&a.clip=norm",
            ("lr", 1e-3, 1, 5),
            ("clip.at", 0.1, 10, 3),
        ),
        ("surface=himmelblau&steps=60&a=nesterov&noise=0.5", ("x", -4, 4, 5), ("seed", 1, 4, 4)),
        ("surface=bowl&steps=60&a=adam&a.lr.schedule=cosine&noise=0.5", ("x", -4, 4, 5), ("y", -3, 1, 3)),
        ("surface=regression_raw&steps=40&a=sgd&batch=8", ("batch", 1, 100, 4), ("noise", 0, 1, 3)),
    ],
)
def test_each_cell_is_what_a_single_run_with_its_numbers_is(query, x, y):
    race, said = decode(query)
    found = grid(race, x, y)
    assert said == [] and found["loss"].shape == (y[3], x[3])
    for row, up in enumerate(found[y[0]]):
        for column, right in enumerate(found[x[0]]):
            trace, outcome = single(race, "a", (x[0], y[0]), (right, up))
            np.testing.assert_allclose(found["loss"][row, column], trace.loss[-1], rtol=2e-4, atol=1e-30)
            near = np.abs(trace.loss - find(race.surface_name).lowest - TOLERANCE).min()
            if near > 1e-6:  # rounding decides on the rim
                assert (found["reached"][row, column] >= 0) == (outcome.reached is not None)
            far = np.linalg.norm(trace.params[:, None] - np.array(find(race.surface_name).minima), axis=2)
            last = np.flatnonzero(far.min(axis=1) > NEAR * max(np.diff(race.frame)[::2])).max(initial=-1)
            there = found["outcome"][row, column] >= 0
            assert there == (last < len(far) - 1) and (there or outcome.kind != "converged")
            assert not there or found["outcome"][row, column] == far[-1].argmin()
            assert not there or found["since"][row, column] == (last + 1) * race.choices["a"].gradients
            assert (found["outcome"][row, column] == -3) == (outcome.kind == "not finite")


def test_the_axes_of_a_grid_are_what_they_say_or_are_refused_in_words():
    numbers = known(RAVINE, RAVINE.choices["a"])
    assert [*numbers] == ["lr", "beta", "x", "y", "noise", "seed"]
    beta = checked(Axis("beta", 0, 0.99, 3), numbers)
    np.testing.assert_allclose(values(beta, numbers["beta"].range), [0, 0.9, 0.99], atol=1e-12)
    np.testing.assert_allclose(values(checked(Axis("lr", 0.01, 1, 3), numbers), numbers["lr"].range), [0.01, 0.1, 1])
    assert values(checked(Axis("seed", 0, 2, 5), numbers), numbers["seed"].range).tolist() == [0, 0, 1, 2, 2]
    low, high = middles(Axis("x", 0, 4, 4, "linear"))[1:3]
    assert (low, high) == (0.5, 3.5)
    for axis, words in (
        (("rate", 0, 1, 2), "must vary one of lr, beta, x, y, noise, seed"),
        (("beta", 0, 1, 2), "beta must be a number from 0 to 0.9999999, not from 0 to 1"),
        (("lr", 1, 0.1, 2), "from a smaller to a larger number"),
        (("lr", 0, 1, 2, "log"), "begin above 0"),
        (("lr", 0.1, 1, 2, "cubic"), "one of the scales"),
        (("lr", 0.1, 1, 0), "1 to 4,096 values"),
    ):
        with pytest.raises(ValueError, match=words):
            grid(RAVINE, axis)
    with pytest.raises(ValueError, match="two different numbers"):
        grid(RAVINE, ("lr", 0.1, 1, 2), ("lr", 0.1, 1, 2))


@pytest.mark.parametrize(
    ("rule", "edge"),
    [
        (choice("momentum"), lambda beta: 2 + 2 * beta),
        (choice("momentum", convention="ewma"), lambda beta: (2 + 2 * beta) / (1 - beta)),
        (choice("nesterov"), lambda beta: (2 + 2 * beta) / (1 + 2 * beta)),
    ],
)
def test_the_limits_of_stability_are_where_runs_begin_to_grow(rule, edge):
    race = replace(RAVINE, steps=1500, slots=(("a", rule),))
    along, up = ("lr", 0.01, 1, 60), ("beta", 0.0, 0.9, 4, "linear")
    found = grid(race, along, up)
    assert_edge(found, edge(found["beta"]) / 50)
    line = boundary(race, Axis(*along, "log"), Axis(*up))
    np.testing.assert_allclose(line[:, 0], edge(line[:, 1]) / 50, rtol=1e-6)


def test_gradient_descent_diverges_from_two_over_the_curvature_on_and_no_line_is_drawn_without_theory():
    race = decode("surface=bowl&steps=1500&a=sgd&b=adam")[0]
    along, up = ("lr", 0.01, 1, 60), ("condition", 10.0, 100.0, 4, "log")
    found = grid(race, along, up)
    assert_edge(found, 2 / found["condition"])
    line, one = boundary(alone(race, "a"), Axis(*along, "log"), Axis(*up)), alone(race, "b")
    np.testing.assert_allclose(line[:, 0], 2 / line[:, 1], rtol=1e-4)
    assert (
        boundary(one, Axis(*along, "log"), Axis(*up)) is None
        and boundary(alone(race, "a"), Axis(*up), Axis(*up)) is None
    )


def assert_edge(found, edge):
    """The first rate of each row whose loss has grown is the first one above the edge."""
    grown = ~(found["loss"] < 1e3)
    for row, limit_ in zip(grown, edge, strict=True):
        rates = found["lr"][row]
        assert (rates[0] > 0.999 * limit_ if len(rates) else limit_ > 0.98) and np.all(np.diff(row.astype(int)) >= 0)
        assert not len(rates) or rates[0] < limit_ * 1.001 * found["lr"][1] / found["lr"][0]


def test_theory_knows_the_curvatures_and_the_fastest_numbers_of_a_quadratic():
    least, most, quadratic = curvatures(find("rosenbrock"))
    assert (least, most) == (pytest.approx(0.399361, rel=1e-5), pytest.approx(1001.6006, rel=1e-6)) and not quadratic
    bowl = replace(default_race("bowl"), knobs=(("condition", 100.0), ("rotation", 0.0)))
    told = {
        name: fastest(replace(bowl, slots=(("a", choice(name)),))) for name in ("sgd", "momentum", "nesterov", "adam")
    }
    assert told["sgd"] == pytest.approx({"lr": 2 / 101}) and told["adam"] is None
    assert told["momentum"] == pytest.approx({"lr": 0.033058, "beta": 0.669421}, rel=1e-5)
    assert told["nesterov"] == pytest.approx({"lr": 4 / 301, "beta": 0.793275}, rel=1e-5)
    assert limit(choice("momentum", clip="norm")) is None and limit(choice("adam")) is None
    assert curvatures(find("formula:x**4+x")) is None and curvatures(find("formula:x**2+3*y**2")).most == 6
    assert curvatures(find("formula:(x**2-1)**2+y**2"))[:2] == pytest.approx((2, 8), rel=1e-3)  # at the minima found


@pytest.mark.parametrize(("name", "rate"), [("sgd", 99 / 101), ("momentum", 9 / 11), ("nesterov", 1 - 2 / 301**0.5)])
def test_the_fastest_numbers_of_a_quadratic_have_the_rate_that_is_known(name, rate):
    race = decode("surface=bowl&condition=100&rotation=0&x=1&y=1")[0]
    rule = choice(name, **fastest(replace(race, slots=(("a", choice(name)),))))
    path = descend(race.surface_name, (1.0, 1.0), 150, 7, rule).params
    sizes = np.linalg.norm(path[[75, 150]].astype(np.float64), axis=1)
    assert (sizes[1] / sizes[0]) ** (1 / 75) == pytest.approx(rate, rel=0.015)  # a root counts twice in two of them


def test_heavy_ball_cycles_on_a_convex_function_just_where_it_was_proved_to():
    race = decode(f"formula={CYCLE}&y=0&steps=2000&a=momentum&a.beta=0.4444444444&a.lr=0.1111111111&x0=-4&x1=4")[0]
    found = grid(race, ("x", 3.0, 3.5, 51))
    cycles = found["loss"] > 1
    assert set(np.round(found["x"][cycles], 2)) == set(np.round(np.arange(3.07, 3.461, 0.01), 2))
    np.testing.assert_allclose(found["loss"][~cycles], 0, atol=1e-9)
    path = descend(race.surface_name, (3.3, 0.0), 2000, 7, race.choices["a"]).params[-3:, 0]
    np.testing.assert_allclose(sorted(path), [-2208 / 1225, 792 / 1225, 2592 / 1225], rtol=1e-4)


@pytest.mark.parametrize(("roughness", "edges", "rates"), [(0.9, 1, 1_001), (1.1, 1, 1_001), (2.0, 553, 20_001)])
def test_the_edge_of_stability_is_one_line_while_convex_and_hundreds_beyond(roughness, edges, rates):
    size = roughness * 2 / (20 * np.pi) ** 2
    race = decode(f"formula=x**2%2B{size:.17f}*cos(20*3.141592653589793*x)%2B0*y&x=1&y=0&steps=2000&a=sgd")[0]
    race = replace(race, frame=(-1e3, 1e3, -1e3, 1e3))
    parts = np.array_split(np.linspace(0.9, 1.1, rates), -(-rates // 4_096))
    asks = [("lr", part[0], part[-1], len(part), "linear") for part in parts]
    lost = [np.isin(grid(race, ask, precision="float64")["outcome"], (-2, -3)) for ask in asks]
    assert np.count_nonzero(np.diff(np.concatenate(lost))) == pytest.approx(
        edges, rel=0.15
    )  # numpy, too, finds 507 to 553 as it rounds


# The smallest network, y tanh(x a) on two examples, whose first weight is the start x.
NETWORK = "formula=(y*tanh(x)-1)**2%2B(y*tanh(2*x)%2B0.5)**2&y=1&steps=300&x0=-1e3&x1=1e3&y0=-1e3&y1=1e3&a=sgd"


def lost_of(rate, x):
    """Which trainings of it are lost, by numpy in 64 bits."""
    y = np.ones_like(x)
    for _ in range(300):
        one, two = np.tanh(x), np.tanh(2 * x)
        left, right = 2 * (y * one - 1), 2 * (y * two + 0.5)
        slopes = y * (left * (1 - one**2) + 2 * right * (1 - two**2)), left * one + right * two
        x, y = x - rate * slopes[0], y - rate * slopes[1]
    return ~((np.abs(x) < 1e3) & (np.abs(y) < 1e3))


@pytest.mark.parametrize(
    ("x", "y", "least", "most"),
    [((0.4, 1.4), (0, 1.6), 0.999, 1), ((0.5598124504, 0.5598134041), (1.2206459045, 1.2206474304), 0.8, 0.5)],
)
@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid")
def test_in_64_bits_the_edge_of_trainability_is_what_numpy_finds_also_from_very_near(x, y, least, most):
    asks, race = (("lr", *x, 32, "linear"), ("x", *y, 32)), decode(NETWORK)[0]
    found, coarse = grid(race, *asks, precision="float64"), grid(race, *asks)
    wanted = lost_of(*np.meshgrid(found["lr"], found["x"]))  # in places rounding in the last of 64 bits decides
    share, single = (np.mean(np.isin(one["outcome"], (-2, -3)) == wanted) for one in (found, coarse))
    assert share >= least and single <= most and found["loss"].dtype == np.float64 != coarse["loss"].dtype
    assert map_of(str(found["link"]))[0].precision == "float64" and len(np.unique(found["lr"])) == 32


@pytest.mark.parametrize(
    "race",
    [replace(RAVINE, noise=0.5), decode("surface=ravine&steps=60&a=sgd&a.gradnoise=annealed&a.stale=random")[0]],
)
def test_both_precisions_see_the_same_noise_and_others_are_refused(race):
    asks = ("lr", 0.001, 0.01, 3), ("seed", 1, 2, 2)
    found, coarse = grid(race, *asks, precision="float64"), grid(race, *asks)
    np.testing.assert_allclose(found["loss"], coarse["loss"], rtol=1e-3)
    assert (found["loss"] != coarse["loss"]).all()
    with pytest.raises(ValueError, match="precision must be float32 or float64, not float16"):
        grid(RAVINE, ("lr", 0.1, 1, 2), precision="float16")


def test_files_hold_every_run_and_the_link_of_the_map():
    found = grid(RAVINE, ("lr", 0.001, 1, 4), ("beta", 0.0, 0.9, 3))
    link, head, *lines = csv_text(found).splitlines()
    plan, said = map_of(link.removeprefix("# "))
    assert link.startswith("# sensitivity?")
    assert said == [] and (plan.xaxis, plan.xto, plan.yaxis, plan.yto) == ("lr", 1, "beta", 0.9)
    assert head == "lr,beta,loss,outcome,since,reached" and len(lines) == 12
    assert [float(cell) for cell in lines[5].split(",")[:3]] == [found["lr"][1], found["beta"][1], found["loss"][1, 1]]
    read = np.load(io.BytesIO(npz_bytes(found)))
    assert {*read} == {*found}
    for name, one in found.items():
        np.testing.assert_array_equal(read[name], one)


def test_the_grid_of_the_readme_is_what_it_says(capsys):
    names = {}
    exec(GRID, names)
    assert names["found"]["loss"].shape == (32, 64) and len(capsys.readouterr().out.splitlines()) > 32 * 64


def test_a_map_is_handed_over_in_few_chunks_the_first_of_which_lie_over_all_of_it():
    chunks, places = [grids.cells(chunk) for chunk in range(grids.CHUNKS)], np.arange(SIDE**2).reshape(SIDE, SIDE)
    assert len(chunks) <= 20 and len(chunks[0]) == races.TOGETHER
    for count, apart in ((1, 8), (2, 4), (5, 2), (grids.CHUNKS, 1)):
        found = np.sort(np.concatenate(chunks[:count]))
        np.testing.assert_array_equal(found, places[::apart, ::apart].ravel())


def test_a_map_becomes_one_line_with_its_band_edge_and_sensitivity():
    loss = np.array(
        [[3, 1, 0, 2, np.inf], [3, 2, 1, 9, np.nan], [4, 1, 0.5, 8, np.inf], [5, 0, 2, 7, 99], [2, 1, 0, 5, np.inf]]
    )
    found = across(np.arange(1.0, 6.0), loss, 6.0)
    assert found.middle.tolist() == [3, 1, 0.5, 7, np.inf] and found.edge == 4
    assert (found.low <= found.middle).all() and (found.middle <= found.high).all()
    assert found.sensitivity == pytest.approx(np.mean(np.array([3, 1, 0.5, 6, 6]) - 0.5))
    assert across(np.arange(1.0, 3.0), loss[:, :2], 6.0).edge is None


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("start", [np.inf, np.nan, np.array([1.0, np.inf])])
def test_a_line_has_no_sensitivity_where_a_start_is_not_finite(start):
    lost, ended = np.full((3, 2), np.nan), np.ones((3, 2))
    assert across(np.arange(1.0, 3.0), lost, start).sensitivity is None
    assert across(np.arange(1.0, 3.0), ended, start).sensitivity is None
