"""The page of sensitivity: its link, its edits, its header and the page itself."""

import re
from urllib.parse import urlencode

import numpy as np
import pytest

from tests.pages import visit
from training.many import grid
from training.many.across import across
from training.many.axes import values
from training.many.fates import LEFT, LOST, MOVING, NEVER, Ends
from training.many.plan import Plan, axis_of, decode, encode, numbers, plan_of, race_of, with_value
from training.race import config as race_config
from training.race.descend import descend
from ui.looks.identity import identity
from ui.race.sensitivity import compute, summary
from ui.race.sensitivity.header import sensitivity_header
from ui.race.sensitivity.lines import start_of
from ui.race.sensitivity.page import PAGE, title
from ui.race.sensitivity.presets import PRESETS
from ui.session.changes import removed
from ui.widgets.across import LEAST, Line, _told, curves_of, explained, flat, near, spelled
from ui.work.visitors import Guest

SMALL = "surface=ravine&steps=60&a=momentum&b=nesterov&xfrom=0.001&xto=1&yaxis=beta&yfrom=0&yto=0.99"


def axes(plan):
    return plan.xaxis, plan.xscale, plan.xfrom, plan.xto, plan.yaxis, plan.yscale, plan.yfrom, plan.yto


def test_it_opens_with_two_rules_on_a_ravine_and_its_link_begins_with_that_of_a_race():
    plan, said = decode("")
    assert said == [] and isinstance(plan, Plan) and title(plan) == "Learning rate and momentum on Ravine"
    assert axes(plan) == ("lr", "log", 1e-4, 1.0, "beta", "memory", 0.0, 0.999)
    race, rest = encode(plan).split("&xaxis")
    assert race_config.decode(race) == (race_config.decode(race)[0], []) and rest.endswith("&shows=loss")
    for link in (
        "a=none",
        "a=sgd",
        "surface=bowl&a=adam&b=sgd&b.x=1",
        *(encode(one.config) for one in PRESETS.values()),
    ):
        assert decode(encode(decode(link)[0])) == (decode(link)[0], [])


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("a=sgd&xaxis=beta", "xaxis: must be one of lr, x, y, noise, seed, not “beta”; lr was used."),
        ("a=sgd&yaxis=lr", "yaxis: must be another number than xaxis, not lr; x was used."),
        ("a=sgd&xfrom=2", "xfrom, xto: must make an axis from a smaller to a larger number, not from 2 to 1; "),
        ("a=sgd&xfrom=0", "xfrom, xto: must make a logarithmic axis begin above 0, not at 0; 0.0001 to 1 were used."),
        ("a=sgd&xto=2000", "xto: must be a number from 0 to 1,000, not “2000”; 1 was used."),
        ("a=sgd&shows=accuracy", "shows: must be one of loss, reached, outcome, not “accuracy”; loss was used."),
        ("a=sgd&xscale=cubic", "xscale: must be one of "),
        ("a=sgd&steps=3000", "steps: a map takes at most 2,000, not 3,000; 2,000 was used."),
    ],
)
def test_what_is_not_understood_of_a_link_is_told(link, said):
    plan, sentences = decode(link)
    assert len(sentences) == 1 and sentences[0].startswith(said) and decode(encode(plan)) == (plan, [])


def test_edits_bring_along_what_belongs_to_them():
    plan = decode("surface=ravine&a=momentum&xto=0.5")[0]
    swapped = with_value(plan, "xaxis", "beta")
    assert axes(swapped) == (*axes(plan)[4:], *axes(plan)[:4])
    noisy = with_value(plan, "yaxis", "noise")
    assert axes(noisy)[4:] == ("noise", "linear", 0, 1) and axes(noisy)[:4] == axes(plan)[:4]
    with pytest.raises(ValueError, match="begin above 0"):
        with_value(plan, "xfrom", 0)
    with pytest.raises(ValueError, match="a whole number from 1 to 2,000"):
        with_value(plan, "steps", 5000)
    moved = with_value(plan, "surface", "rosenbrock")
    assert (moved.surface, moved.xto, moved.yaxis) == ("rosenbrock", 0.5, "beta") and moved.xfrom != plan.xfrom
    bowl = with_value(decode("surface=bowl&a=sgd&yaxis=condition")[0], "surface", "beale")
    assert bowl.yaxis == "x" and (bowl.yfrom, bowl.yto) == bowl.frame[:2]
    assert PAGE.settled(removed(decode("a=sgd&b=momentum&yaxis=beta")[0], "b")).yaxis == "x"


def test_a_map_is_drawn_coarse_first_and_each_cell_opens_its_own_run():
    plan = decode(SMALL)[0]
    keys = compute.keys_of(plan)
    parts = [compute._compute(key, Demand()) for key in keys["a"][:3]]
    assert compute.ORDER.joined([None, *parts[1:]]) is None
    coarse, finer = compute.ORDER.joined([parts[0], None]), compute.ORDER.joined(parts)
    assert (len(coarse.fate), len(finer.fate)) == (16**2, 32**2)
    np.testing.assert_array_equal(finer.loss.reshape(32, 32)[::2, ::2].ravel(), coarse.loss)
    header = sensitivity_header(plan, {"a": finer})
    assert header["fields"] == {"x": ["lr", True], "y": ["beta", True]}
    row, column = 9, 13
    values = {side: header["axes"][side]["values"][4 * place] for side, place in (("x", column), ("y", row))}
    (_, name), *own = header["runners"][0]["own"]
    assert not {*dict(own)} & {"lr", "beta"} and (name, len(race_of(plan).slots)) == ("momentum", 2)
    cell = [("a", name), *((f"a.{name}", value) for name, value in own), ("a.lr", values["x"]), ("a.beta", values["y"])]
    race, said = race_config.decode(urlencode([*header["base"], *cell]))
    assert said == [] and race.choices["a"].value("lr") == values["x"] and [*race.choices] == ["a"]
    loss = descend("ravine", (race.x, race.y), race.steps, race.seed, race.choices["a"]).loss[-1]
    assert header["runners"][0]["loss"][32 * row + column] == pytest.approx(loss, rel=1e-4)
    arrays = compute.arrays(plan, "a", finer)
    assert arrays["loss"].shape == (32, 32) and str(arrays["link"]) == f"sensitivity?{encode(plan)}"
    assert (arrays["lr"][column], arrays["beta"][row]) == (values["x"], values["y"])


def test_the_header_says_what_theory_and_the_map_say():
    plan = decode(SMALL)[0]
    found = compute._compute(compute.keys_of(plan)["a"][0], Demand())
    header = sensitivity_header(plan, {"a": found})
    (one,) = header["runners"]
    line = one["line"].reshape(-1, 2)
    assert line[0] == pytest.approx([np.log(2 / 50 / 0.001) / np.log(1000), 0], abs=1e-6)
    assert one["limit"] == "2 (1 + β) / λ: beyond it every run grows, λ = 50" and len(one["fastest"]) == 2
    assert "least loss" in one["told"] and "not finite" in one["told"] and header["bounded"]
    assert header["range"][0] < header["range"][1] and header["lowest"] == 0
    for bounds, shown in (("xfrom=0.03&xto=0.06", [True, True, False]), ("xfrom=0.001&xto=0.01", [False] * 3)):
        near = decode(SMALL.replace("xfrom=0.001&xto=1", bounds))[0]
        (one,) = sensitivity_header(near, {"a": found})["runners"]
        assert [one["line"] is not None, bool(one["limit"]), one["fastest"] is not None] == shown


@pytest.mark.parametrize(("least", "most", "crosses"), [(0.0601, 0.0602, True), (0.01, 0.0101, False)])
def test_a_limit_that_crosses_the_map_between_two_of_its_points_is_told(least, most, crosses):
    axes = f"xaxis=lr&xscale=linear&xfrom={least}&xto={most}&yaxis=beta&yscale=linear&yfrom=0&yto=0.9"
    plan = decode(f"surface=beale&steps=60&a=momentum&{axes}")[0]
    found = Ends(*(np.resize(part, 16) for part in ([MOVING], [9], [0.5], [NEVER])))
    (one,) = sensitivity_header(plan, {"a": found})["runners"]
    assert (one["line"] is not None, bool(one["limit"])) == (crosses, crosses)
    assert not crosses or not ((one["line"].reshape(-1, 2) >= 0) & (one["line"].reshape(-1, 2) <= 1)).all(axis=1).any()


def test_numbers_that_decide_nothing_compute_nothing_anew_and_runners_without_a_number_are_told():
    one, other = (
        compute.keys_of(decode(f"{SMALL}&a.lr={rate}&seed={seed}&shows=outcome")[0])["a"]
        for rate, seed in ((0.1, 1), (0.2, 2))
    )
    assert one == other != compute.keys_of(decode(SMALL.replace("60", "61"))[0])["a"]
    plan = decode("surface=ravine&a=momentum&b=sgd&c=adam&yaxis=beta")[0]
    told = {"b": "SGD has no momentum, so it has no map here."}
    assert compute.refusals(plan) == {} and compute.lacking(plan) == told
    assert [compute.keys_of(plan)[letter][0].y.name for letter in "ac"] == ["beta", "b1"]
    refused = compute.refusals(decode("surface=ravine&a=sgd&b=sgd&yaxis=noise&yto=999")[0])
    assert refused == {} and plan_of(decode("a=sgd")[0]) == decode("a=sgd")[0]


def test_a_runner_s_own_momentum_is_called_as_its_rule_calls_it():
    plan = decode("surface=ravine&a=lion&b=adam&c=momentum&yaxis=beta")[0]
    found = Ends(*np.zeros((4, 16), int))
    adam, momentum = sensitivity_header(plan, dict.fromkeys("bc", found))["runners"]
    assert (adam["fields"], adam["labels"]) == ({"y": ["b1", True]}, {"y": "First-moment decay"})
    assert momentum["fields"] == momentum["labels"] == {}
    assert "first-moment decay" in summary.best(plan, "b", found)[1]


def test_from_very_near_a_map_says_that_it_needs_64_bits_and_has_cells_of_its_own_there():
    near = PRESETS["deep"].config
    coarse = with_value(near, "precision", "float32")
    assert "precision=float64" in encode(near) and near.precision == "float64" and decode("")[0].precision == "float32"
    assert compute.keys_of(near)["a"][0].precision != compute.keys_of(coarse)["a"][0].precision
    assert summary.floats(coarse) == "in 32-bit floats"
    assert summary.floats(near).startswith("in 64-bit floats; a marked run opens in 32-bit floats, and may")
    assert summary.alike(near) == "" == summary.alike(decode(SMALL)[0])
    assert summary.alike(coarse).startswith("So near, 32-bit floats tell only 17 of 128 values of learning rate and ")
    nearest = with_value(with_value(near, "xfrom", 0.5598124504), "xto", 0.5598124504 + 1.8e-15)
    assert summary.alike(nearest) == (
        "So near, 64-bit floats tell only 17 of 128 values of learning rate apart: there is no looking closer."
    )
    found = compute._compute(compute.keys_of(near)["a"][0], Demand())
    assert "learning rate 0.55981" in summary.best(near, "a", found)[1] and found.loss.dtype == np.float64
    loss = sensitivity_header(near, {"a": found._replace(loss=found.loss * 1e300)})["runners"][0]["loss"]
    assert loss.dtype == np.float32 and (np.isfinite(loss) == np.isfinite(found.loss)).all()


def test_numbers_are_told_with_as_many_digits_as_tell_them_from_those_beside_them():
    plan = PRESETS["adam"].config
    memories = values(axis_of(plan, "y"), numbers(plan)["b2"].range)
    near = np.linspace(0.5598124504, 0.5598134041, 128)
    for found in (memories, near, np.geomspace(1e-5, 1, 16), np.linspace(-0.2, 0.3, 7)):
        told = [spelled(found, place).replace("−", "-") for place in range(len(found))]
        assert [float(text) for text in told] == sorted({float(text) for text in told}) and len(told) == len(found)
    assert [spelled(np.array([0.1, 1024.0, 4096.0]), place) for place in range(3)] == ["0.1", "1024", "4096"]
    loss = np.where(near >= near[70], np.inf, 1.0)[np.newaxis]
    assert _told(across(near, loss, np.inf), near) == "from 0.559812976 on"


@pytest.mark.parametrize("start", [1.0, np.full(4, 1.0), np.inf])
def test_a_band_is_open_where_its_quartile_is_beyond_the_chart_and_the_median_never_leaves_it(start):
    who, rates = identity("sgd"), np.geomspace(0.001, 1, 4)
    loss = np.array([[1, 0.1, 0.1, np.inf], [1, 0.2, 3, np.inf], [1, 0.3, 40, np.inf]])
    (drawn,), top = curves_of([Line(who, rates, across(rates, loss, start), start)], 0.0, False)
    low, high = drawn.band
    assert top == (10 if np.isfinite(start).all() else 40)
    np.testing.assert_allclose(drawn.y, [1, 0.2, 3, np.nan])
    np.testing.assert_allclose([low, high], [[1, 0.1, 0.1, top], [1, 0.3, top, top]])
    settled = across(rates, np.minimum(loss, 1), start)
    assert curves_of([Line(who, rates, settled, start)], 0.0, False)[1] is None


def test_losses_that_are_all_the_lowest_one_are_drawn_as_what_they_are():
    who, rates = identity("sgd"), np.geomspace(0.001, 1, 4)
    for loss, drawn in (([0, 0, 0, np.inf], 0), ([0, 0, 0, 0.5], LEAST)):
        line = Line(who, rates, across(rates, np.array([loss]), 8.0), 8.0)
        assert flat([line], 0.0) == (drawn == 0) and curves_of([line], 0.0, False)[0][0].y[0] == drawn


def test_where_no_loss_counts_a_map_says_why():
    plan = decode("formula=x*0&a=sgd&yaxis=x&yfrom=-1&yto=1")[0]
    gone = Ends(*(np.resize(part, 16) for part in ([LEFT], [9], [0.5], [NEVER])))
    assert summary.best(plan, "a", gone) == ("no run ends in the frame", "")
    lost = gone._replace(fate=np.full(16, LOST), loss=np.full(16, np.nan))
    assert summary.best(plan, "a", lost) == ("no run ends finite", "")
    told = [summary.told(plan, "a", one) for one in (gone, lost)]
    assert "least loss" not in " ".join(told) and ["finite" in one for one in told] == [False, True]


def test_an_axis_over_very_near_numbers_has_ticks_of_digits_that_these_have():
    first = 0.852597475685307
    ticks = near(np.linspace(first, first + 1.8e-15, 128))
    assert len({*ticks.values()}) == 2 and [float(text) for text in ticks.values()] == pytest.approx(
        [*ticks], rel=1e-16
    )
    assert max(map(len, ticks.values())) <= 18
    assert near(np.linspace(first, first + 1e-9, 128)) == {} == near(np.array([0.0, 1.0]))


def test_a_loss_beyond_the_start_counts_as_the_start_in_the_sensitivity_of_a_rule():
    rates, start = np.geomspace(0.001, 1, 4), 8.0
    held, diverges = (across(rates, np.array([[4, 2, 0, last]]), start) for last in (start, np.inf))
    assert held.sensitivity == diverges.sensitivity == (4 + 2 + 0 + start) / 4
    assert "above the loss at the start counts as that loss" in explained()


def test_the_soonest_run_is_the_one_that_reached_the_tolerance_first_and_its_cell_is_told():
    plan = decode("surface=beale&a=sgd&yaxis=seed&yfrom=0&yto=127")[0]
    reached = np.resize([NEVER, 4, 5, NEVER], 16)
    found = Ends(np.zeros(16, int), np.full(16, 9), np.zeros(16), reached)
    assert summary.first(plan, "a", found)[0] == "4" and "learning rate" in summary.first(plan, "a", found)[1]
    assert summary.first(plan, "a", found._replace(reached=np.full(16, NEVER))) == ("not reached", "")


def test_adam_gets_lost_where_its_second_moment_forgets_sooner_than_its_first():
    found = grid(PRESETS["adam"].config, ("b1", 0, 0.99, 9), ("b2", 0, 0.99, 9))
    first, second = np.meshgrid(found["b1"], found["b2"])
    assert np.median(found["loss"][second < first**2]) > 20 * np.median(found["loss"][second > first])


def test_a_ripple_that_leaves_a_parabola_convex_leaves_it_one_edge():
    edges = {}
    for name in ("smooth", "fractal"):
        outcome = grid(PRESETS[name].config, ("lr", 0.9, 1.1, 64), ("x", 0.5, 1.5, 3))["outcome"]
        edges[name] = np.count_nonzero(np.diff(np.maximum(outcome, LOST + 1)), axis=1)  # the lost ones of one kind
    assert (edges["smooth"] == 1).all() and (edges["fractal"] > 10).all()


def test_gradient_descent_has_an_edge_over_seeds_where_adam_has_none():
    plan, edges = PRESETS["rates"].config, {}
    for letter in "ad":
        found = grid(plan, ("lr", 1e-4, 1, 13), ("seed", 0, 4, 5), letter)
        edges[plan.choices[letter].optimizer] = across(found["lr"], found["loss"], start_of(plan)).edge
    assert edges["adam"] is None and 0.01 < edges["sgd"] < 0.1


class Demand:
    """Work that is always wanted."""

    def beat(self, share):
        return None


def test_the_page_shows_a_map_and_its_best_cells():
    one = SMALL.replace("&b=nesterov", "")
    app = visit("sensitivity", f"{one}&zzz=1")
    assert not app.exception and "zzz" in app.warning[0].value
    guest, plan = Guest(), decode(one)[0]
    assert any(not compute.look(plan, guest, 3).missing for _ in range(20))
    app.run()
    best = next(html.proto.body for html in app.get("html") if "Best cells" in html.proto.body)
    assert "Momentum" in best and "learning rate" in best
    heads = re.findall(r"<th scope=row>(.*?)</th>", best)
    assert len({*heads}) == len(heads) == 5 and "Outcome" not in best
    assert any("The median over momentum" in c.value and "sensitivity" in c.value for c in app.caption)
    assert explained() in [caption.value for caption in app.caption]
    assert any("Of 16,384 runs each" in caption.value for caption in app.caption)
    app.text_input(key="xfrom").set_value("0").run()
    assert "begin above 0" in app.warning[0].value
