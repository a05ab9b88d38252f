"""The blob and the header of a race: what the browser gets, byte for byte."""

import json
import struct
from dataclasses import replace

import numpy as np
import pytest

from surfaces import SURFACES
from training.choice import choice
from training.outcome import Gap, Outcome
from training.race.config import LETTERS, decode, default_race, encode
from training.race.race import Race
from ui.looks.formulas import mathml
from ui.player.component import pack, shelf_of, texts
from ui.race import compute
from ui.race.header import race_header, subtitle
from ui.race.inside import inside
from ui.race.milestones import milestones
from ui.session import sight

DTYPES = {"f32": "<f4", "u16": "<u2", "u8": "u1", "i32": "<i4"}


def unpack(blob):
    """The header of a blob with its arrays, as the browser reads it."""
    length = struct.unpack("<I", blob[:4])[0]
    start = 4 + length + -(4 + length) % 4

    def revive(value):
        if isinstance(value, dict) and set(value) == {"$"}:
            code, offset, count = value["$"]
            assert offset % 4 == 0
            return np.frombuffer(blob, DTYPES[code], count, start + offset)
        if isinstance(value, dict):
            return {key: revive(part) for key, part in value.items()}
        return [revive(part) for part in value] if isinstance(value, list) else value

    return revive(json.loads(blob[4 : 4 + length], parse_constant=pytest.fail))


def header_of(race, **more):
    traces = compute.traces(race)
    return race_header(race, traces, compute.outcomes(race, traces), **more)


@pytest.fixture(scope="module")
def race():
    return default_race()


@pytest.fixture(scope="module")
def header(race):
    return header_of(race)


def test_arrays_come_back_wherever_they_stand():
    packed = {
        "a": np.array([1.5, np.nan, np.inf]),
        "deep": [{"b": np.arange(3, dtype=np.uint16)}, np.array([True, False])],
        "c": np.array([[1, 2], [3, 4]]),
        "numbers": [np.float32(0.5), np.int64(3), float("nan"), float("-inf"), None, "β ✓"],
    }
    found = unpack(pack(packed))
    np.testing.assert_array_equal(found["a"], np.array([1.5, np.nan, np.inf], np.float32))
    np.testing.assert_array_equal(found["deep"][0]["b"], [0, 1, 2])
    assert found["deep"][1].tolist() == [1, 0] and found["deep"][1].dtype == np.uint8
    assert found["c"].tolist() == [1, 2, 3, 4] and found["c"].dtype == np.int32
    assert found["numbers"] == [0.5, 3, None, None, None, "β ✓"]


def test_equal_arrays_stand_in_the_blob_once():
    array, empty = np.arange(100, dtype=np.float32), np.zeros(0, np.float32)
    found = unpack(pack({"a": array, "none": empty, "b": array.copy(), "c": array + 1, "last": empty}))
    assert len(pack({"a": array, "b": array.copy()})) < 500
    for name, expected in {"a": array, "b": array, "c": array + 1, "none": empty, "last": empty}.items():
        np.testing.assert_array_equal(found[name], expected)


def test_arrays_and_long_texts_of_a_shelf_stand_there_alone():
    shared, own, long = np.arange(100, dtype=np.float32), np.ones(3, np.float32), "What this does. " * 20
    header = {"runners": [{"loss": own}, {"loss": shared, "note": "short"}, {"loss": shared.copy()}], "rule": long}
    shelf = shelf_of("others", [*header["runners"][1:], *texts({"rule": long, "note": "short"})])
    kept = unpack(shelf.blob)
    assert kept["name"] == "others" and [list(array) for array in kept["kept"][:2]] == [list(shared)] * 2
    assert kept["kept"][2:] == [long]
    blob = pack(header, shelf)
    read = json.loads(blob[4 : 4 + struct.unpack("<I", blob[:4])[0]])
    places = [*(runner["loss"]["$"] for runner in read["runners"]), read["rule"]["$"]]
    assert places == [["f32", 0, 3]] + [["others", kept["digest"], n] for n in range(3)]
    assert read["runners"][1]["note"] == "short"
    assert len(blob) < 400
    again = shelf_of("others", [{"loss": shared.copy()}, {"loss": shared.copy()}, "".join(list(long))])
    assert again.blob == shelf.blob and again is not shelf is shelf_of("others", [*header["runners"][1:], long])
    assert unpack(shelf_of("others", [{"loss": shared + 1}]).blob)["digest"] != kept["digest"]


def test_a_move_of_the_chosen_runner_sends_its_path_alone(race, header):
    moved = header_of(replace(race, slots=(*race.slots[:-1], ("f", choice("adam", lr=0.0123)))))
    blobs = []
    for each in (header, moved):
        parts = {"surface": each["surface"], "others": [*sight.others(each), *texts(each["inside"])]}
        shelves = [shelf_of(*part) for part in parts.items()]
        blobs.append([shelf.blob for shelf in shelves] + [pack(each, *shelves)])
    assert blobs[0][:2] == blobs[1][:2] and blobs[0][2] != blobs[1][2]
    assert len(blobs[1][2]) < 54_000


@pytest.mark.parametrize("text", ["", "a", "ab", "abc", "abcd"])
def test_arrays_start_at_a_multiple_of_four(text):
    found = unpack(pack({"t": text, "a": np.arange(3, dtype=np.uint8), "b": np.arange(2, dtype=np.float32)}))
    assert found["a"].tolist() == [0, 1, 2] and found["b"].tolist() == [0, 1]


def test_the_default_race_is_small_and_always_the_same(race, header):
    blob = pack(header)
    assert len(blob) < 400_000
    assert pack(header_of(race)) == blob
    reread = header_of(decode(encode(race))[0])
    assert pack(reread) == blob


def test_the_header_says_what_is_raced(race, header):
    found = unpack(pack(header))
    assert (found["kind"], found["title"]) == ("race", "Race on Beale")
    assert found["subtitle"] == "Six optimizers, one start, 300 gradients each"
    assert decode(found["link"]) == (race, [])
    assert found["surface"]["minima"] == [[3.0, 0.5]] and found["surface"]["start"] == [1.0, 1.5]
    assert found["surface"]["frame"] == list(SURFACES["beale"].domain)
    assert "Beale" in found["surface"]["description"] and "(3, 0.5)" in found["surface"]["description"]
    assert not found["empty"] and found["view"] is None


def test_runners_carry_their_trace(race, header):
    traces = compute.traces(race)
    for runner in unpack(pack(header))["runners"]:
        trace = traces[runner["slot"]]
        params = trace.params.astype(np.float32)
        assert len(runner["loss"]) == race.steps + 1
        np.testing.assert_array_equal(runner["params"].reshape(-1, 2), params)
        np.testing.assert_allclose(runner["gradnorm"], np.linalg.norm(trace.grads, axis=1), rtol=1e-6)
        assert np.isnan(runner["steplen"][-1]) and np.isfinite(runner["steplen"][:-1]).all()
        moved = np.linalg.norm(np.diff(trace.params.astype(np.float64), axis=0), axis=1)
        np.testing.assert_allclose(runner["steplen"][:-1], moved, atol=1e-5)
        np.testing.assert_allclose(runner["distance"], np.hypot(*(params - [3, 0.5]).T), atol=1e-5)
        assert (runner["queries"] is not None) == (runner["name"] == "nesterov")


def test_the_chosen_runner_is_explained(race):
    found = unpack(pack(header_of(race, pick="f")))
    shown = found["inside"]
    assert found["pick"] == shown["slot"] == "f"
    assert shown["rule"].startswith("<math") and "<mtable" in shown["rule"]
    assert "def adam(" in shown["source"] and shown["lr"] == 0.1 and shown["gradients"] == 1
    for line in shown["lines"]:
        assert line["mathml"].startswith("<math") and len(line["x"]) == len(line["y"]) == race.steps
        assert line["numbers"].count("{}") == len(line["parts"])
    steps = compute.traces(race)["f"].updates[:-1]
    np.testing.assert_allclose(shown["lines"][-1]["x"], steps[:, 0], rtol=1e-4, atol=1e-7)
    assert len(shown["arrows"]["downhill"]) == 2 * race.steps


def test_no_markup_of_equations_holds_a_stray_sign():
    for slot, chosen in default_race().slots:
        run = compute.trace("beale", (1.0, 1.5), 3, 0, chosen, 0.0)
        shown = inside(slot, chosen, run)
        for markup in (shown["rule"], *(line["mathml"] for line in shown["lines"])):
            assert "\\" not in markup and "<mi>&</mi>" not in markup and "columnalign" not in markup


def test_columns_are_aligned_in_css():
    assert 'style="text-align: right"' in mathml(r"\begin{aligned} a &= b \\ c &= d \end{aligned}")


def test_an_empty_race_and_one_step_have_a_header(race):
    empty = unpack(pack(header_of(replace(race, slots=()))))
    assert empty["empty"] and empty["runners"] == [] and empty["inside"] is None and empty["pick"] is None
    one = unpack(pack(header_of(replace(race, steps=1))))
    assert all(len(runner["loss"]) == 2 for runner in one["runners"])


def test_a_run_that_is_not_finite_keeps_its_words_and_its_rows(race):
    wild = replace(race, slots=(("a", choice("momentum", lr=1.0)), ("b", choice("adam", lr=0.1))))
    found = unpack(pack(header_of(wild)))
    runner = found["runners"][0]
    assert runner["outcome"]["kind"] == "not finite" and runner["outcome"]["step"] > 0
    assert not np.isfinite(runner["loss"]).all() and len(runner["loss"]) == wild.steps + 1
    assert {"kind": "not finite", "slot": "a"}.items() <= found["milestones"][0].items()


def test_a_surface_without_a_known_minimum_has_no_distance():
    race = replace(default_race("formula", "x**2 - y"), frame=(-2.0, 2.0, -2.0, 2.0), steps=20)
    found = unpack(pack(header_of(race)))
    assert found["surface"]["lowest"] is None and found["surface"]["minima"] == []
    assert all(runner["distance"] is None for runner in found["runners"])
    assert "A search from 1,024 starts found no minimum." in found["surface"]["description"]


def test_a_zoomed_view_has_a_finer_field(race):
    frame = (2.0, 3.5, 0.0, 1.0)
    found = unpack(pack(header_of(race, view=frame)))
    assert found["view"]["frame"] == list(frame)
    assert found["view"]["relief"]["frame"][0] <= 2.0 and found["view"]["relief"]["frame"][1] >= 3.5
    assert found["view"]["relief"]["edges"][-1] < found["surface"]["relief"]["edges"][-1]


def test_the_subtitle_says_what_is_equal():
    def told(query):
        race, sentences = decode(query)
        assert not sentences
        return subtitle(race)

    assert told("a=sgd&steps=1") == "One optimizer, 1 gradient"
    twelve = "&".join(f"{letter}=sgd" for letter in LETTERS)
    assert told(f"{twelve}&steps=20000") == "Twelve optimizers, one start, 20,000 gradients each"
    assert told("a=sgd&b=sgd&b.noise=0.1&c=sgd&c.noise=1") == "SGD, three noise levels, one start, 300 gradients each"
    assert told("a=sgd&b=sgd&b.x=2&c=sgd&c.y=2") == "SGD from three starts, 300 gradients each"
    pairs = "a=sgd&b=adam&c=sgd&c.x=2&d=adam&d.x=2"
    assert told(pairs) == "Two optimizers from two starts, 300 gradients each"
    assert told(f"{pairs}&d.seed=1") == "Two optimizers from two starts, two seeds, 300 gradients each"
    knobs = "surface=bowl&a=sgd&b=sgd&b.condition=5"
    assert told(knobs) == "SGD, two condition numbers, one start, 300 gradients each"


def outcome(kind, step=None, reached=None, gap=None):
    return Outcome(kind, step, "", 0.0, 0.0, None, reached, gap)


def test_milestones_are_sorted_named_and_counted_in_gradients():
    found = milestones(
        {"a": "Adam", "b": "SGD"}, {"a": outcome("converged", 9, 4), "b": outcome("left", 5)}, {"a": 2, "b": 1}
    )
    assert [(e["step"], e["slot"], e["kind"]) for e in found] == [
        (5, "b", "left"),
        (8, "a", "tolerance"),
        (18, "a", "converged"),
    ]
    assert [e["text"] for e in found] == ["SGD left the frame", "Adam under 0.001", "Adam converged"]


def test_a_run_that_was_not_finite_for_a_while_has_a_tick_for_that():
    ends = {"a": outcome("converged", 9, gap=Gap(3, 5, 2)), "b": outcome("moving", gap=Gap(4, 4, 1))}
    found = milestones({"a": "Adam", "b": "SGD"}, ends, {"a": 2, "b": 1})
    assert [(e["step"], e["kind"], e["text"]) for e in found] == [
        (4, "gap", "SGD not finite for a step"),
        (6, "gap", "Adam not finite for 2 steps"),
        (18, "converged", "Adam converged"),
    ]


def test_of_too_many_events_those_of_lost_runs_stay():
    slots = "abcdefghijkl"
    ends = {s: outcome("left", 100 + i) if i < 5 else outcome("converged", 50 + i, i) for i, s in enumerate(slots)}
    found = milestones(dict.fromkeys(slots, "X"), ends, dict.fromkeys(slots, 1))
    assert len(found) == 12
    assert sum(e["kind"] == "left" for e in found) == 5 and sum(e["kind"] == "tolerance" for e in found) == 7


def test_a_budget_of_gradients_is_the_same_for_all(race):
    assert compute.steps_of(choice("adam"), 301) == 301
    traces = compute.traces(replace(race, steps=40))
    assert {len(trace.loss) - 1 for trace in traces.values()} == {40}


def test_the_seed_counts_where_mini_batches_are_drawn():
    race = default_race("perceptron_kl")
    race = replace(race, steps=20, slots=race.slots[:1])
    whole, some = (compute.traces(replace(race, batch=batch, seed=seed)) for batch, seed in ((100, 1), (10, 1)))
    other = compute.traces(replace(race, batch=10, seed=2))
    assert not np.array_equal(whole["a"].grads, some["a"].grads)
    assert not np.array_equal(some["a"].grads, other["a"].grads)


def test_without_noise_the_seed_changes_nothing_and_costs_nothing(race):
    one = compute.traces(race)
    two = compute.traces(replace(race, seed=race.seed + 1))
    noisy = compute.traces(replace(race, noise=0.5))
    for slot, trace in one.items():
        np.testing.assert_array_equal(trace.params, two[slot].params)
        assert not np.array_equal(trace.params, noisy[slot].params)


def test_a_race_is_hashable_with_everything_that_decides_it(race):
    assert isinstance(race, Race) and hash(race) == hash(decode(encode(race))[0])
