"""What is offered to be changed by hand, and the ticks of what was changed."""

from dataclasses import replace

from locales import speaking
from training.choice import choice
from ui.player.changes import offered, unlocked, with_changes
from ui.session.locks import EXTRAS, Locks


def test_changes_by_hand_have_ticks_that_name_their_number_as_far_as_there_is_room():
    points = {"lr.schedule": "manual", "lr.schedule.points": "0:1,3:0.1,5:0,6:0.5,90:1"}
    points |= {"b1.schedule": "manual", "b1.schedule.points": "5:1.0555556"}
    choices = {"a": choice("adam", sam="on", **points), "b": choice("sgd")}
    ticks = [{"step": 9, "slot": "b", "kind": "left", "text": "SGD left the frame"}]
    found = with_changes(ticks, choices, {"a": "Adam", "b": "SGD"}, 100)
    assert [(e["step"], e["kind"], e["text"]) for e in found] == [
        (6, "by hand", "Adam rate 0.001 → 10⁻⁴ by hand"),
        (9, "left", "SGD left the frame"),
        (10, "by hand", "Adam rate 10⁻⁴ → 0 by hand"),
        (10, "by hand", "Adam β₁ 0.9 → 0.95 by hand"),
        (12, "by hand", "Adam rate 0 → 5×10⁻⁴ by hand"),
    ]
    hidden = {"a": replace(choices["a"], veiled=True)}
    assert {e["text"] for e in with_changes([], hidden, {"a": "A"}, 100)} == {"A rate changed by hand"}
    assert [e["step"] for e in with_changes(ticks * 11, choices, {"a": "Adam", "b": "SGD"}, 100)] == [6, *[9] * 11]


def test_what_a_number_is_and_what_it_can_become_is_told_from_each_change_on():
    schedules = {"b1.schedule": "manual", "b1.schedule.points": "5:1.0555556", "b2.schedule": "cosine"}
    chosen = choice("nadam", **schedules)
    lr, b1, b2, _, wd = offered(chosen)
    rate = {"name": "lr", "label": "Learning rate α", "from": [0]}
    assert lr == {**rate, "values": ["0.002"], "results": [["2×10⁻⁴", "0.001", "0.004", "0.02"]]}
    assert (b1["label"], b1["memory"]) == ("First-moment decay β₁", "β₁")
    assert (b1["from"], b1["values"]) == ([0, 5], ["0.9", "0.95"])
    assert b1["results"] == [["0", "0.8", "0.95", "0.99"], ["0.5", "0.9", "0.975", "0.995"]]
    assert "follows the schedule “Cosine”" in b2["why"] and "starts at 0" in wd["why"] and wd["results"] == []
    with speaking("de"):
        assert offered(chosen)[0]["label"] == "Lernrate α"
    assert offered(replace(chosen, veiled=True)) == [{**rate, "values": [""], "results": [[""] * 4]}]


def test_what_a_link_locks_or_hides_is_not_offered():
    runners = [{"slot": "a", "byHand": offered(choice("momentum"))}]
    for held, names in (
        (Locks(), ["lr", "beta"]),
        (Locks(("lr",)), ["beta"]),
        (Locks((EXTRAS,)), []),
        (Locks((), ("lr", "surface")), ["lr"]),
    ):
        assert [one["name"] for one in unlocked(runners, held)[0]["byHand"]] == names
