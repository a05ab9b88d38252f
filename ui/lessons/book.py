"""The lessons, read from the folder ``lessons/``: one Markdown file each.

A file begins with its title and says to which group it belongs and what it is about; each heading below it is a step::

    # Leaving a saddle
    group: Descent
    about: A saddle holds gradient descent for long.

    ## From the crest
    open: race/saddle
    ask: least reached
    question: Who is within the tolerance first?
    predict: yes

    What there is to see, in Markdown.

``open`` names a page and one of its presets, or a page and the query of one of its links, ``race?surface=beale&a=sgd``;
or a page alone, as ``schedules``.
``view`` is more of its link, which says how it is seen, ``panel`` the key of a panel below that is opened.
``predict`` hides the page until the question is answered. ``draw: train_loss of a from 0.01 to 10`` in the place of
``ask`` lets that curve be drawn first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, quote

from locales import Words, cached_by_language, tr
from training.choice import NAME
from ui.lessons.answers import Ask, ask
from ui.lessons.sketch import Sketch, sketch

FOLDER = Path(__file__).resolve().parent.parent.parent / "lessons"
NUMBER = re.compile("[0-9]{1,3}")


@dataclass(frozen=True)
class Step:
    """A step of a lesson: the ``page`` that it opens, by name, with a ``preset`` or the ``query`` of a link, its text,
    and perhaps a question, which is answered by a choice (``ask``) or by a curve (``draw``). ``predict`` says that the
    page is hidden until then. ``view`` is how it is seen, as a link says it, ``panel`` the key of what is opened."""

    title: Words
    page: str
    preset: str
    query: str
    text: Words
    question: Words = ""
    ask: Ask | None = None
    draw: Sketch | None = None
    predict: bool = False
    view: str = ""
    panel: str = ""

    @property
    def names(self) -> tuple[Words, ...]:
        """The names of their own that the runners of the link have."""
        return tuple(text for field, text in parse_qsl(self.query) if field.endswith(f".{NAME}"))


@dataclass(frozen=True)
class Lesson:
    """A lesson by its ``name``, that of its file."""

    name: str
    title: Words
    group: Words
    about: Words
    steps: tuple[Step, ...]


class Malformed(ValueError):
    """A lesson's file is not as this module says."""


def parse(name: str, text: str) -> Lesson:
    """The lesson of a file's text; Malformed says what is wrong with it."""
    head, *parts = ("\n" + text).split("\n## ")
    title, _, rest = head.strip().partition("\n")
    if not title.startswith("# ") or not parts:
        raise Malformed(f"{name}: must begin with a title, # ..., and have steps, ## ...")
    known, _ = _fields(name, rest, ("group", "about"))
    return Lesson(name, title[2:].strip(), known["group"], known["about"], tuple(_step(name, part) for part in parts))


def _step(name: str, text: str) -> Step:
    title, _, rest = text.partition("\n")
    known, body = _fields(name, rest, ("open",), ("ask", "draw", "question", "predict", "view", "panel"))
    page, _, query = known["open"].partition("?")
    page, _, preset = page.partition("/")
    ways = [way for way in ("ask", "draw") if way in known]
    if len(ways) != ("question" in known) or ("predict" in known and not ways):
        raise Malformed(f"{name}: {title}: question and ask or draw belong together, and predict to them.")
    if known.get("predict", "yes") != "yes" or not body:
        raise Malformed(f"{name}: {title}: predict can be yes, and a text follows behind a blank line.")
    try:
        asked = ask(known["ask"]) if "ask" in known else None
        drawn = sketch(known["draw"]) if "draw" in known else None
    except ValueError as error:
        raise Malformed(f"{name}: {title}: {error}.") from None
    hides = drawn is not None or "predict" in known
    more = {name: known.get(name, "") for name in ("question", "view", "panel")}
    return Step(title, page, preset, query, body, ask=asked, draw=drawn, predict=hides, **more)


def _fields(name: str, text: str, needed: tuple[str, ...], also: tuple[str, ...] = ()) -> tuple[Mapping[str, str], str]:
    """The fields at the beginning of a text, and what follows them after a blank line."""
    head, _, body = text.strip().partition("\n\n")
    found = dict(line.split(": ", 1) for line in head.split("\n") if ": " in line)
    if missing := {*needed} - {*found}:
        raise Malformed(f"{name}: must say {', '.join(sorted(missing))}.")
    if unknown := {*found} - {*needed, *also}:
        raise Malformed(f"{name}: {', '.join(sorted(unknown))} is no field here.")
    return found, body.strip()


@cached_by_language()
def lessons() -> Mapping[str, Lesson]:
    """All lessons by name, in the order of their files and in the language spoken."""
    files = sorted(FOLDER.glob("*.md"))
    names = [file.stem.partition("-")[2] for file in files]
    return {name: _told(parse(name, file.read_text())) for name, file in zip(names, files, strict=True)}


def _told(lesson: Lesson) -> Lesson:
    """The lesson in the language spoken."""
    steps = [replace(s, title=tr(s.title), text=tr(s.text), question=tr(s.question)) for s in lesson.steps]
    title, group, about = map(tr, (lesson.title, lesson.group, lesson.about))
    return replace(lesson, title=title, group=group, about=about, steps=tuple(steps))


def read(text: str) -> tuple[Lesson, int] | None:
    """The lesson and the place of the step that a link names, "saddle.2" for the second; None where there is none."""
    name, _, number = text.partition(".")
    lesson = lessons().get(name)
    place = int(number or 1) - 1 if NUMBER.fullmatch(number or "1") else -1
    return (lesson, place) if lesson and 0 <= place < len(lesson.steps) else None


def spelled(lesson: Lesson, place: int) -> str:
    """The step as a link names it."""
    return f"{quote(lesson.name)}.{place + 1}"
