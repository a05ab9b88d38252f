"""The card of a lesson's step: its text, its question, and the ways to the steps beside it."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote

import streamlit as st

from locales import Words, tr
from ui.lessons import answers, paper, worked
from ui.lessons.answers import Answer
from ui.lessons.book import Lesson, Step, read, spelled
from ui.lessons.class_view import student
from ui.lessons.class_view import teacher as class_teacher
from ui.lessons.paper import Asked
from ui.player.loading import component
from ui.session import changes, locks, predicted, session, state
from ui.session.page import Facts, Page
from ui.session.predicted import Predicted
from ui.work.visitors import Guest

LIST = "./lessons"
ASKS, OPENED = "lesson.asks", "lesson.opened"
BESIDE = '<i class="op-beside"></i>'  # a mark of style.py: the page is shown, so that the card stands at its side
POLL = 0.5  # seconds between two looks for the answer
RESET: Words = "Reset to the lesson’s settings"
CHANGED: Words = "The page has been changed since."
COMES_BACK: Words = "The page has been changed since: its question comes back with the lesson’s settings."
_progress = component("lesson")


def current() -> tuple[Lesson, int] | None:
    """The step of a lesson that the visitor's link names; None where it names none."""
    named = session.parameter(session.LESSON)
    return read(named) if named else None


def link_of(lesson: Lesson, place: int, page: Page) -> str:
    """The query of a step's link: the configuration of its page, with the lesson beside."""
    step, query = lesson.steps[place], lesson.steps[place].query
    if step.preset:
        assert page.encode is not None
        query = page.encode(page.presets[step.preset].config)
    seen = f"&{step.view}" if step.view else ""
    return f"{query}{seen}&{session.LESSON}={spelled(lesson, place)}"


def config_of(step: Step, page: Page) -> Any:
    """The configuration that a step opens; None on a page without one."""
    if page.decode is None:
        return None
    return page.presets[step.preset].config if step.preset else page.decode(step.query)[0]


def card(lesson: Lesson, place: int, page: Page) -> bool:
    """Draw the card of a step of ``page``; whether that may be shown below: not before what it asks to predict is
    answered, unless it shows something else by now."""
    step, last = lesson.steps[place], len(lesson.steps) - 1
    back = way(lesson, place - 1) if place else ""
    on = way(lesson, place + 1) if place < last else LIST
    reset = way(lesson, place)
    held, locked = None, locks.NONE
    if page.decode:
        known = state.held_of(page)
        held, locked = known.config, known.locks
    unnamed = locks.veiled(held)
    if unnamed or locked != locks.NONE or session.embedded() or session.parameter(student.ROOM):
        back = on = reset = ""  # these ways lead to links that lock and hide nothing, and are of no class
    own = (changes.veiled(held, False) if unnamed else held) == config_of(step, page)
    with st.container(border=True, key="lesson"):
        _head(lesson, place, back, on, reset)
        with st.container(key="step"):  # which a phone can fold
            if not step.predict:  # else it may say what is to be predicted
                st.markdown(step.text)
            left = not own and not _asked(step, spelled(lesson, place))
            if left:  # what is asked is of the lesson's settings, and the page shows others
                answered, drawn = False, None
            else:
                answered, drawn = _question(lesson, place, page, unnamed) if step.question else (True, None)
            shown = answered or not step.predict or not own
            predicted.show(drawn if own else None)
            if step.predict and (answered or not (own or reset)):
                st.markdown(step.text)
            if not own:
                st.caption(tr(COMES_BACK if left and reset else CHANGED))
            if shown:
                st.html(BESIDE)
                _open(step, spelled(lesson, place))
    told = {"lesson": lesson.name, "step": place + 1, "back": back, "on": on, "answered": answered}
    _progress(key="lesson-progress", data=told, height=0)
    return shown


def _asked(step: Step, name: str) -> bool:
    """Whether the question of a step, if it has one, is answered by the visitor, or asked in a class."""
    given = session.held().get(f"sketch.{name}.drawn" if step.draw else f"{session.LESSON}.{name}")
    return not step.question or given is not None or bool(student.code() or class_teacher.hosted(name))


def _open(step: Step, name: str) -> None:
    """Open the panel that a step is about, once: who folds it again has it folded."""
    if step.panel and session.held().get(OPENED) != name:
        session.hold(step.panel, True)
        session.hold(OPENED, name)


def way(lesson: Lesson, place: int) -> str:
    """The address that leads to a step."""
    return f"./lib/lesson/{spelled(lesson, place)}"


def _head(lesson: Lesson, place: int, back: str, on: str, reset: str) -> None:
    """The title, and the ways to the other steps."""
    ways = {
        tr("Previous"): back,
        tr("Next"): on if on != LIST else "",
        tr(RESET): reset,
        tr("Handout"): f"./lib/handout/{quote(lesson.name)}" if reset else "",
        tr("All lessons"): "" if session.embedded() else LIST,
    }
    links = "".join(f'<a href="{escape(to)}" target="_self">{words}</a>' for words, to in ways.items() if to)
    where = tr("step {step} of {all}", step=place + 1, all=len(lesson.steps))
    st.html(
        f'<div class="lesson"><p>{escape(lesson.title)} · {where}</p>'
        f'<h2>{escape(lesson.steps[place].title)}</h2><nav aria-label="{tr("Steps of the lesson")}">{links}</nav>'
        f"<details open><summary>{tr('Text and question')}</summary></details></div>"  # a phone has little room
    )


def _facts(step: Step, page: Page, unnamed: bool) -> Facts | None:
    """What comes of a step as it is opened, whatever was changed since; None while it is computed.

    Where the page below hides names, they are hidden here, too.

    It is asked for by a guest of the session's own: the page below asks for what it shows. Worked numbers are at hand.
    """
    if step.ask and step.ask.quantity in worked.WORKED:
        return worked.facts(step.ask.quantity)
    if session.held().get(ASKS) is None:
        session.hold(ASKS, Guest())
    config = config_of(step, page)
    return page.facts(changes.veiled(config, True) if unnamed else config, session.held()[ASKS])


@session.fragment(POLL)
def _wait(step: Step, page: Page, unnamed: bool) -> None:
    """Say that the answer is computed, and draw the page anew once it is."""
    if _facts(step, page, unnamed) is not None:
        st.rerun()
    st.caption(tr("{question} The runs that answer this are computed.", question=step.question))


def _question(lesson: Lesson, place: int, page: Page, unnamed: bool) -> tuple[bool, Predicted | None]:
    """The question, and what the runs say once it is answered; whether it is, and what the visitor drew for an answer.

    In a class all answer it, and it is answered once its teacher reveals it.
    """
    step, name = lesson.steps[place], spelled(lesson, place)
    facts = _facts(step, page, unnamed)
    if facts is None:
        _wait(step, page, unnamed)
        return False, None
    found = Asked(step.draw, facts) if step.draw else answers.answer(step.ask, facts) if step.ask else None
    assert found is not None
    if hosted := class_teacher.hosted(name):
        class_teacher.panel(hosted, step.question, found, page)
        return hosted.revealed, None
    if joined := student.joined(name):
        return student.question(joined, step.question, found)
    answer = _alone(step, name, found)
    if not session.embedded() and not student.code():
        class_teacher.offer(name, _link_as_shown(lesson, place, page, unnamed))
    return answer


def _alone(step: Step, name: str, found: Answer | Asked) -> tuple[bool, Predicted | None]:
    """The question to one who is in no class; whether it is answered, and what was drawn for an answer."""
    if isinstance(found, Asked):
        st.markdown(step.question)
        drawn = paper.question(name, found)
        return drawn is not None, drawn
    chosen = st.radio(step.question, found.choices, index=None, key=f"{session.LESSON}.{name}", horizontal=True)
    if chosen is not None:
        paper.say(answers.said(found, chosen))
    elif step.predict:
        st.caption(tr("Say what you expect; then it plays."))
    return chosen is not None, None


def _link_as_shown(lesson: Lesson, place: int, page: Page, unnamed: bool) -> str:
    """The page's address and query with the configuration of a step, with what is locked and hidden here."""
    assert page.encode is not None
    config = config_of(lesson.steps[place], page)
    config = changes.veiled(config, True) if unnamed else config
    step = lesson.steps[place]
    seen = f"&{step.view}" if step.view else ""
    return f"{page.url}?{state.linked(page.encode(config))}{seen}&{session.LESSON}={spelled(lesson, place)}"
