"""The rooms of classes: who predicts what, kept in the memory of this process alone, bounded, while it is used."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from locales import tr

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # which nobody confuses on a screen
LENGTH = 5  # of a code
MOST_ROOMS = 50
MOST_STUDENTS = 500  # of a room
LIFETIME = 3600.0  # seconds for which a room is kept that nobody uses
GONE = 60.0  # seconds after which a teacher is taken to have left; a page asks every one
AWAY = 15.0  # seconds after which a student is taken to have left; a page asks every two


Prediction = int | tuple[float, ...]  # the place of a choice, or what was drawn: a value at each column


class Full(Exception):
    """A sentence: there is no room left."""


@dataclass(frozen=True)
class Standing:
    """How a room stands: the ``step`` that it is at, and what was answered there.

    ``present`` are those who answered or have the question open; ``own`` is the answer of whoever asks, if any.
    """

    code: str
    step: str
    turn: int
    answers: tuple[Prediction, ...]
    present: int
    revealed: bool
    own: Prediction | None = None

    @property
    def answered(self) -> int:
        """How many have answered."""
        return len(self.answers)


@dataclass(eq=False)
class _Room:
    code: str
    step: str = ""
    link: str = ""  # that students open
    turn: int = 0
    revealed: bool = False
    used: float = 0.0
    hosted: float = 0.0  # when its owner last was
    answers: dict[str, Prediction] = field(default_factory=dict)  # by student
    seen: dict[str, float] = field(default_factory=dict)  # when each student last was, whether it answered or not

    def begin(self) -> None:
        self.turn, self.revealed, self.answers = self.turn + 1, False, {}


class Rooms:
    """All rooms of this process. A teacher, the ``owner``, has one at a time; students come to it by its code.

    Owners and students are names that nobody else can guess. ``clock`` gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._rooms: dict[str, _Room] = {}  # by owner

    def ask(self, owner: str, step: str, link: str) -> None:
        """Bring the room of ``owner``, a new one where there is none, to a step, which students open by ``link``.

        Where there are as many rooms as can be, one that everybody left gives way. Raises Full without such a one.
        """
        with self._kept() as rooms:
            if owner not in rooms and len(rooms) >= MOST_ROOMS:
                rooms.pop(self._left(rooms))
            room = rooms.setdefault(owner, _Room(_code({one.code for one in rooms.values()})))
            room.step, room.link, room.used = step, link, self._clock()
            room.hosted = room.used
            room.begin()

    def hosted(self, owner: str) -> Standing | None:
        """How the room of ``owner`` stands; None where there is none."""
        with self._kept() as rooms:
            if (room := rooms.get(owner)) is None:
                return None
            room.used = room.hosted = self._clock()
            return self._standing(room)

    def reveal(self, owner: str) -> None:
        """Show the answer to all, and take no more predictions."""
        with self._kept() as rooms:
            if owner in rooms:
                rooms[owner].revealed = True

    def clear(self, owner: str) -> None:
        """Forget the predictions, and ask anew."""
        with self._kept() as rooms:
            if owner in rooms:
                rooms[owner].begin()

    def close(self, owner: str) -> None:
        """Forget the room."""
        with self._kept() as rooms:
            rooms.pop(owner, None)

    def link(self, code: str) -> str:
        """What students of a room open; "" where there is no such room."""
        with self._kept() as rooms:
            room = _called(rooms, code)
            return room.link if room else ""

    def joined(self, code: str, student: str) -> Standing | None:
        """How a room stands, for a student who has it open; None where there is no such room, Full where it is full."""
        with self._kept() as rooms:
            if (room := _called(rooms, code)) is None:
                return None
            now = self._clock()
            if student not in room.seen and len(room.seen) >= MOST_STUDENTS:
                room.seen = {one: at for one, at in room.seen.items() if one in room.answers or now - at < AWAY}
                if len(room.seen) >= MOST_STUDENTS:
                    raise Full(
                        tr(
                            "All {most} places of this class are taken: what you predict is not counted.",
                            most=MOST_STUDENTS,
                        )
                    )
            room.seen[student] = now
            return self._standing(room, student)

    def predict(self, code: str, student: str, turn: int, answer: Prediction) -> None:
        """Count the answer of a student who joined, in the place of an earlier one; not of an earlier turn, or late."""
        with self._kept() as rooms:
            room = _called(rooms, code)
            if room and student in room.seen and turn == room.turn and not room.revealed:
                room.answers[student], room.used = answer, self._clock()

    @contextmanager
    def _kept(self) -> Iterator[dict[str, _Room]]:
        """The rooms by owner, without those that nobody used for long."""
        with self._lock:
            oldest = self._clock() - LIFETIME
            self._rooms = {owner: room for owner, room in self._rooms.items() if room.used >= oldest}
            yield self._rooms

    def _left(self, rooms: Mapping[str, _Room]) -> str:
        """The owner of a room without students whose owner was not seen for a minute, the longest unseen one's."""
        now = self._clock()
        left = [
            owner
            for owner, room in rooms.items()
            if now - room.hosted >= GONE and all(now - at >= AWAY for at in room.seen.values())
        ]
        if not left:
            raise Full(
                tr("All {most} classes of this server are taken. Try again when one has ended.", most=MOST_ROOMS)
            )
        return min(left, key=lambda owner: rooms[owner].hosted)

    def _standing(self, room: _Room, student: str = "") -> Standing:
        now = self._clock()
        present = {one for one, at in room.seen.items() if now - at < AWAY} | {*room.answers}
        answers = tuple(room.answers.values())
        own = room.answers.get(student)
        return Standing(room.code, room.step, room.turn, answers, len(present), room.revealed, own)


def _called(rooms: Mapping[str, _Room], code: str) -> _Room | None:
    """The room with a code, however its letters are typed."""
    return next((room for room in rooms.values() if room.code == code.strip().upper()), None)


def _code(taken: set[str]) -> str:
    """A code that no room has."""
    while (code := "".join(secrets.choice(LETTERS) for _ in range(LENGTH))) in taken:
        pass
    return code


ROOMS = Rooms()
