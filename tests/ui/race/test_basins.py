"""The page of basins: its link, its header and the page itself."""

from itertools import combinations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from surfaces import SURFACES
from tests.pages import script, visit
from tests.ui.looks.test_identity import SIGHTS, ciede2000, lab
from training.configuration.counts import listed
from training.many.basins import CHUNKS, RESTING, SIDE, Fates, starts
from training.race import config as race_config
from ui.looks.tokens import THEME
from ui.race.basins import compute
from ui.race.basins.config import LETTERS, MOST_STEPS, OPENING, decode, encode
from ui.race.basins.header import basins_header, coloured, rows_of, told
from ui.race.basins.page import PAGE
from ui.race.basins.presets import PRESETS
from ui.work.pace import Pace, left, paced
from ui.work.told import Failure
from ui.work.visitors import Guest

MINIMA = ((3.0, 2.0), (-2.8, 3.1))


def test_it_opens_with_three_rules_on_himmelblau_and_its_link_opens_in_a_race():
    race, said = decode("")
    assert said == [] and race.surface == "himmelblau" and [c.optimizer for _, c in race.slots] == [*OPENING]
    assert decode(encode(race)) == (race, []) and race_config.decode(encode(race)) == (race, [])
    beale, said = decode("?surface=beale")
    assert said == [] and beale.surface == "beale" and len(beale.slots) == 3


def test_more_rules_than_there_is_room_for_are_told():
    race, said = decode("&".join(f"{letter}=sgd" for letter in race_config.LETTERS))
    assert [*race.choices] == [*LETTERS] and len(said) == 1 and "room for 4 optimizers" in said[0]
    assert decode("a=none")[0].slots == ()


def test_no_runner_of_a_map_has_a_start_of_its_own():
    race, said = decode("surface=himmelblau&a=sgd&a.x=1&a.y=2&b=sgd&b.noise=0.1&b.y=1")
    assert [one.differs for one in race.choices.values()] == [(), (("noise", 0.1),)]
    assert said == [f"{name}: every start is on a map; it was ignored." for name in ("a.x", "a.y", "b.y")]
    assert not {"a.x", "a.y", "b.y"} & {pair.split("=")[0] for pair in encode(race).split("&")}
    offered = {name for name, row in PAGE.fields(race).items() if not row.common and not row.idle(race)}
    assert offered == {"noise", "seed"} == {name for name in PAGE.compares.rows(race) if name in offered}


def test_a_map_says_that_it_repeats_nothing():
    said = ["repeats: a map shows single runs; 1 was used."]
    race, found = decode("surface=himmelblau&noise=1&repeats=5&a=sgd&b=adam&b.repeats=1")
    assert found == said and "repeats=1&" in encode(race) and "b.repeats" not in encode(race)
    assert decode("surface=himmelblau&noise=1&a=sgd&a.repeats=3")[1] == said
    assert decode("surface=himmelblau&noise=1&a=sgd")[1] == []


def test_a_map_takes_no_more_steps_than_can_be_waited_for():
    race, said = decode("surface=himmelblau&steps=20000&a=sgd")
    assert race.steps == MOST_STEPS and said == ["steps: a map takes at most 2,000, not 20,000; 2,000 was used."]
    assert decode("steps=2000&a=sgd")[1] == []
    with pytest.raises(ValueError, match="must be a whole number from 1 to 2,000"):
        PAGE.with_value(race, "steps", MOST_STEPS + 1)
    assert PAGE.with_value(race, "steps", "300").steps == 300
    assert all(surface.steps <= MOST_STEPS for surface in SURFACES.values())


def test_a_seed_that_decides_nothing_computes_nothing_anew():
    one, other = (decode(f"surface=himmelblau&seed={seed}&a=sgd&b=sgd&b.noise=0.1")[0] for seed in (7, 8))
    one, other = compute.keys_of(one), compute.keys_of(other)
    assert one["a"] == other["a"] and one["b"] != other["b"]


class Found:
    """A pool in which the first chunk of all runners is done, and what the second one came to."""

    def __init__(self, second, ahead):
        self.known = {0: Fates(np.zeros(4096, np.int8), np.zeros(4096, np.int32)), 1: second}
        self.before = ahead

    def ask(self, visitor, keys):
        return {key: self.known.get(key[3]) for key in keys}

    def wait(self, *asked, **named):
        return False

    def ahead(self, visitor):
        return self.before


def test_how_much_of_a_map_is_done_stands_above_its_pictures(monkeypatch):
    monkeypatch.setattr(compute, "POOL", Found(None, 0))
    app = visit("basins", "surface=himmelblau&a=sgd")
    (done,) = app.get("progress")
    assert done.proto.text.startswith("Computing: 25% of 16,384 runs are done.")
    kinds = [part.type for part in app.main]
    assert kinds[kinds.index("progress") + 1] == "bidi_component"


def test_only_what_is_computed_counts_as_done(monkeypatch):
    monkeypatch.setattr(compute, "POOL", Found(Failure("SGD failed.", 0.0), 2))
    seen = compute.look(decode("a=sgd&b=adam")[0], Guest())
    assert seen.done == 1 / CHUNKS and seen.failures == ["SGD failed."] and (seen.missing, seen.ahead) == (True, 2)
    assert {letter: len(one.fate) for letter, one in seen.pictures.items()} == {"a": 4096, "b": 4096}
    assert seen.without == frozenset()  # it keeps what was there before it failed


def test_what_is_left_of_a_map_is_told_by_its_pace_since_all_of_its_rules_run():
    begun = paced(None, Pace("map", False, 0.0, 10.0))
    assert left(begun, 0.05, 15.0) == ""  # one of its rules is still being compiled
    pace = paced(begun, Pace("map", True, 0.1, 30.0))
    assert left(pace, 0.1, 35.0) == ""
    later = [Pace(what, True, 0.5, 50.0) for what in ("map", "other")]
    assert [paced(pace, one) for one in later] == [pace, later[1]]
    assert left(pace, 0.5, 50.0) == "About 25 s left."
    assert left(pace, 0.2, 50.0) == "About 3 min left." and left(pace, 1.0, 60.0) == ""


def test_shares_are_told_of_every_fate():
    found = Fates(np.array([0, 0, 1, -1, -3, 0, 0, 0], np.int8), np.zeros(8, np.int32))
    assert told(found, MINIMA) == "62.5% reach (3, 2), 12.5% reach (−2.8, 3.1), 12.5% still moving, 12.5% not finite"
    heads, cells = zip(*rows_of([found, found._replace(fate=found.fate[:2])], MINIMA), strict=True)
    assert heads[:3] == ("reach 1 (3, 2)", "reach 2 (−2.8, 3.1)", "at rest elsewhere") and len(heads) == 6
    assert [one for one, _ in cells] == ["62.5%", "12.5%", "0.0%", "12.5%", "0.0%", "12.5%"]
    assert [other for _, other in cells] == ["100.0%", *["0.0%"] * 5]
    assert rows_of([found], MINIMA[:1])[0][0] == "reach (3, 2)"


def test_minima_of_one_hue_are_told_together():
    minima = tuple((float(x), 0.0) for x in range(12))
    found = Fates(np.array([0, 7, 8, 9, 11, 11, -1, -1], np.int8), np.zeros(8, np.int32))
    assert told(found, minima) == (
        "12.5% reach (0, 0), 12.5% reach (7, 0), 50.0% reach other minima, 25.0% still moving"
    )
    rows = rows_of([found], minima)
    assert rows[7:9] == [("reach 8 (7, 0)", ["12.5%"]), ("reach 9 to 12, the other minima", ["50.0%"])]
    assert sum(float(cell.rstrip("%")) for _, (cell,) in rows) == 100
    assert [head for head, _ in rows_of([found], minima[:9])][8] == "reach 9 (8, 0)"  # alone, it has its place


def test_a_map_has_the_minima_of_its_frame_and_before_its_pictures_those_that_need_no_search():
    own = decode("surface=three_hump_camel&steps=30&a=sgd")[0]
    assert len(basins_header(own, {})["minima"]) == 3
    part = decode("surface=three_hump_camel&steps=30&a=sgd&x0=1&x1=2&y0=-1.5&y1=0")[0]
    assert basins_header(part, {})["minima"] == []
    (keys,) = compute.keys_of(part).values()
    picture = compute.ORDER.joined([compute._compute(keys[0], Demand()), *[None] * (CHUNKS - 1)])
    (minimum,) = basins_header(part, {"a": picture})["minima"]
    assert minimum["at"] == pytest.approx((1.747552, -0.873776), abs=1e-5)


@pytest.mark.parametrize("place", [0, 1])
def test_no_two_minima_look_alike_but_those_beyond_the_hues_and_none_as_what_left_the_frame(place):
    found = coloured(tuple((x, 0.0) for x in range(16)))
    assert [one["at"] for one in found] == [(x, 0.0) for x in range(16)]
    assert [one["other"] for one in found] == [False] * 8 + [True] * 8
    side = ("light", "dark")[place]
    assert len({one[side] for one in found[8:]}) == 1
    seen = [THEME[side]["ink"], *(one[side] for one in found[:9])]
    near = [ciede2000(lab(a, sight), lab(b, sight)) for a, b in combinations(seen, 2) for sight in SIGHTS]
    assert min(near) > 8


def test_a_picture_is_drawn_coarse_first_and_row_by_row():
    small = decode("surface=himmelblau&steps=30&a=sgd")[0]
    (keys,) = compute.keys_of(small).values()
    parts = [compute._compute(key, Demand()) for key in keys]
    sides = []
    for known in (1, 2, CHUNKS):
        picture = compute.ORDER.joined([*parts[:known], *[None] * (CHUNKS - known)])
        sides.append(int(len(picture.fate) ** 0.5))
        whole = compute.ORDER.joined(parts).fate.reshape(SIDE, SIDE)
        apart = SIDE // sides[-1]
        np.testing.assert_array_equal(picture.fate.reshape(sides[-1], -1), whole[::apart, ::apart])
    assert sides == [64, 64, 128] and compute.ORDER.joined([None, *parts[1:]]) is None
    both = decode("surface=himmelblau&steps=30&a=sgd&b=adam")[0]
    header = basins_header(both, {"a": compute.ORDER.joined(parts)}, "ab")
    (runner,) = header["runners"]
    assert [one["slot"] for one in header["maps"]] == ["a", "b"] and header["maps"][0].items() <= runner.items()
    assert (runner["side"], len(runner["fate"]), runner["label"]) == (SIDE, SIDE * SIDE, "SGD")
    assert "x=" not in header["race"].split("&") and len(header["minima"]) == 4


class Demand:
    """Work that is always wanted."""

    def beat(self, share):
        return None


def test_the_page_shows_maps_and_shares():
    app = AppTest.from_file(script("basins"), default_timeout=60)
    app.query_params.update({"surface": "himmelblau", "steps": "30", "a": "sgd", "zzz": "1"})
    app.run()
    assert not app.exception and "zzz" in app.warning[0].value
    guest, race = Guest(), decode("surface=himmelblau&steps=30&a=sgd")[0]
    keys = [key for several in compute.keys_of(race).values() for key in several]
    compute.POOL.ask(guest, keys)
    assert compute.POOL.wait(guest, keys, 60, every=True)
    app.run()
    shares = next(html.proto.body for html in app.get("html") if "reach" in html.proto.body)
    assert "Shares of all starts after 30 gradients" in [head.value for head in app.subheader]
    assert (
        "SGD" in shares
        and ">Of all starts<" in shares
        and "16,384 starts" in " ".join(caption.value for caption in app.caption)
    )
    app = AppTest.from_file(script("basins"), default_timeout=60)
    app.query_params.update({"surface": "himmelblau", "steps": "30", "a": "sgd", "b": "sgd", "hide": "b"})
    app.run()
    assert any("&amp;hide=b<" in html.proto.body for html in app.get("html"))
    app.text_input(key="noise").set_value("x").run()
    assert "must be a number" in app.warning[0].value


def found_of(name, chunks=1):
    """The fates of the first chunks of each map of a preset, by letter."""
    keys = compute.keys_of(PRESETS[name].config)
    return {
        letter: np.concatenate([compute._compute(key, Demand()).fate for key in own[:chunks]])
        for letter, own in keys.items()
    }


def test_links_of_presets_say_all_of_them():
    assert all(decode(encode(preset.config)) == (preset.config, []) for preset in PRESETS.values())


def test_a_velocity_crosses_the_hill_between_two_wells():
    found = found_of("wells")
    x = starts(PRESETS["wells"].config.frame, 0)[:, 0]
    right, far = x > 0, np.abs(x) > 1.6
    assert (found["a"] == right).mean() == 1  # the left one is the first
    np.testing.assert_array_equal(found["b"] != right, far)


def test_newton_seeks_any_place_without_slope_and_others_find_a_minimum():
    found = found_of("himmelblau")
    assert (found["d"] == RESTING).mean() == pytest.approx(0.4, abs=0.05) and not (found["d"] < RESTING).any()
    assert all((found[letter] >= 0).mean() > 0.99 for letter in "ac")


def dupont(rule, count):
    """The share of 16,384 starts from which a rule of Dupont's page, in numpy, comes to the lower minimum."""
    at = (np.arange(128) + 0.5) / 32 - 2
    x, y = (one.ravel() for one in np.meshgrid(at, at))
    state = np.zeros((2, 2, x.size))
    for _ in range(count):
        right, left = (k * np.exp(-((x + s) ** 2 + y**2) / 0.2) for k, s in ((2, -1), (3, 1)))
        slope = np.stack([2 * x + 10 * (right * (x - 1) + left * (x + 1)), 2 * y + 10 * (right + left) * y])
        x, y = np.stack([x, y]) - rule(state, slope)
    return (np.hypot(x + 0.9363, y) < 0.05).mean()


def averaged(state, slope, first, second):
    state[0], state[1] = first * state[0] + (1 - first) * slope, second * state[1] + (1 - second) * slope**2
    return 0.01 * state[0] / (np.sqrt(state[1]) + 1e-8)


def rolled(state, slope):
    state[0] = 0.8 * state[0] + 0.01 * slope
    return state[0]


def test_duponts_claim_holds_with_his_numbers():
    """His rules take 500, 200, 300 and 100 steps, those of a map equally many, 500: the shares are the same."""
    rules = (
        (lambda state, slope: 0.02 * slope, 500),
        (rolled, 200),
        (lambda state, slope: averaged(state, slope, 0, 0.99), 300),
        (lambda state, slope: averaged(state, slope, 0.7, 0.999), 100),
    )
    own = [dupont(*rule) for rule in rules]
    assert own == pytest.approx([0.548, 0.591, 0.654, 0.668], abs=0.001)
    found = found_of("dupont", 4)
    shares = [(found[letter] == 0).mean() for letter in "abcd"]
    assert shares == pytest.approx(own, abs=0.005) and shares == sorted(shares)
    counts = listed([str(count) for _, count in rules], "and")
    assert f"his took {counts}: no share differs by more than half a percentage point" in PRESETS["dupont"].shows
