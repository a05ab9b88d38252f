"""Rooms of classes: who predicts what, how long they are kept, and how many there may be."""

import pytest

from ui.lessons.class_view import rooms as module
from ui.lessons.class_view.rooms import AWAY, GONE, LETTERS, LIFETIME, Full


def test_the_last_prediction_of_each_counts_until_the_answer_is_revealed(rooms, opened):
    room = opened()
    assert len(room.code) == 5 and {*room.code} <= {*LETTERS} and rooms.link(room.code.lower()) == "?a=sgd"
    rooms.predict(room.code, "stranger", room.turn, 0)  # who never opened it
    for one, answer in (("ann", 0), ("bob", 1), ("ann", 1)):
        assert rooms.joined(room.code, one).revealed is False
        rooms.predict(room.code, one, room.turn, answer)
    rooms.joined(room.code, "cy")
    now = rooms.hosted("teacher")
    assert (now.answers, now.answered, now.present) == ((1, 1), 2, 3)
    assert rooms.joined(room.code, "ann").own == 1 and rooms.joined(room.code, "cy").own is None
    rooms.reveal("teacher")
    rooms.predict(room.code, "cy", room.turn, 0)
    assert rooms.hosted("teacher").answers == (1, 1) and rooms.joined(room.code, "cy").revealed


def test_a_room_goes_on_to_another_question_under_the_same_code(rooms, opened):
    first = opened()
    rooms.joined(first.code, "ann")
    rooms.predict(first.code, "ann", first.turn, 0)
    rooms.ask("teacher", "edge.1", "?a=adam")
    second = rooms.hosted("teacher")
    assert (second.code, second.step, second.answered) == (first.code, "edge.1", 0)
    rooms.predict(first.code, "ann", first.turn, 0)  # a late word on the question before
    assert rooms.hosted("teacher").answered == 0
    rooms.predict(first.code, "ann", second.turn, 0)
    rooms.clear("teacher")
    assert rooms.hosted("teacher").answered == 0 and rooms.hosted("teacher").turn > second.turn
    rooms.close("teacher")
    assert rooms.hosted("teacher") is None is rooms.joined(first.code, "ann") and rooms.link(first.code) == ""


def test_rooms_end_that_nobody_uses_and_students_leave(rooms, clock, opened):
    room = opened()
    rooms.joined(room.code, "ann")
    clock.now += AWAY
    assert rooms.hosted("teacher").present == 0
    clock.now += LIFETIME
    rooms.joined(room.code, "ann")
    rooms.predict(room.code, "ann", room.turn, 0)  # what is used stays
    clock.now += LIFETIME
    assert rooms.joined(room.code, "ann").own == 0
    clock.now += 1
    assert rooms.joined(room.code, "ann") is None is rooms.hosted("teacher")


def test_rooms_and_their_students_are_bounded(rooms, clock, monkeypatch, opened):
    monkeypatch.setattr(module, "MOST_ROOMS", 2)
    monkeypatch.setattr(module, "MOST_STUDENTS", 3)
    room, _ = opened(), opened("another")
    with pytest.raises(Full, match="All 2 classes of this server are taken"):
        rooms.ask("third", "valley.1", "")
    opened()  # whoever has one may go on
    room = rooms.hosted("teacher")
    for one in "abc":
        rooms.joined(room.code, one)
    rooms.predict(room.code, "a", room.turn, 0)
    with pytest.raises(Full, match="All 3 places of this class are taken"):
        rooms.joined(room.code, "d")
    clock.now += AWAY
    assert rooms.joined(room.code, "d").present == 2 and rooms.joined(room.code, "a").own == 0


def test_a_full_server_gives_up_the_room_that_was_left_for_longest(rooms, clock, monkeypatch, opened):
    monkeypatch.setattr(module, "MOST_ROOMS", 3)
    for owner in ("one", "two", "with students"):
        opened(owner)
        clock.now += 1
    clock.now += GONE - 2
    rooms.joined(rooms.hosted("with students").code, "ann")
    opened("third")
    assert rooms.hosted("one") is None and rooms.hosted("two") is not None
    with pytest.raises(Full, match="All 3 classes"):
        rooms.ask("fourth", "valley.1", "")
    clock.now += GONE
    code = rooms.hosted("with students").code
    clock.now += GONE
    for owner in ("two", "third"):
        rooms.hosted(owner)
    rooms.joined(code, "ann")
    with pytest.raises(Full, match="All 3 classes"):  # one teacher is away, but not the students
        rooms.ask("fourth", "valley.1", "")
