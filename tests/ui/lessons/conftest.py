"""Rooms of classes that no other test uses, and a clock that tests set."""

import pytest

from ui.lessons.class_view.rooms import Rooms


class Clock:
    """Seconds, which pass when a test says so."""

    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def rooms(clock):
    return Rooms(clock)


@pytest.fixture
def opened(rooms):
    """Opens the room of somebody, at one question."""

    def opens(owner="teacher"):
        rooms.ask(owner, "valley.1", "?a=sgd")
        return rooms.hosted(owner)

    return opens
