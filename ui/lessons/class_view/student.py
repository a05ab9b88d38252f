"""What a student of a class sees: the question, what is sent, and the answer once it is revealed."""

from __future__ import annotations

from html import escape

import streamlit as st

from locales import Words, tr
from ui.lessons import paper
from ui.lessons.answers import Answer, said
from ui.lessons.class_view.rooms import ROOMS, Full, Prediction, Standing
from ui.lessons.class_view.who import visitor
from ui.lessons.paper import Asked
from ui.session import session
from ui.session.predicted import Predicted
from ui.widgets import controls

ROOM = "room"  # of a link: room=K7QDW
EVERY = 2.0  # seconds between two looks at the room
ENDED: Words = "The class of this link has ended: what you predict stays with you."


def code() -> str:
    """The code of the class by whose link the visitor came; "" for anybody else."""
    return session.parameter(ROOM)


def joined(name: str) -> Standing | None:
    """The class by whose link the visitor came, where it is at the step ``name``; else it is said why there is none."""
    if not code():
        return None
    try:
        standing = ROOMS.joined(code(), visitor())
    except Full as error:
        controls.warn(str(error))
        return None
    if standing is None:
        controls.warn(tr(ENDED))
        return None
    if standing.step == name:
        return standing
    way = f'<a href="./class/{escape(standing.code)}" target="_self">{tr("Follow it")}</a>'
    st.html(f'<div class="lesson">{tr("The class is at another question.")} {way}</div>')
    return None


def question(standing: Standing, asked: str, found: Answer | Asked) -> tuple[bool, Predicted | None]:
    """The question of a class; whether its answer is revealed, and what the visitor drew before.

    What counts is the answer that the class has: one that came too late, or without a place, was not taken.
    """
    key = f"{ROOM}.{standing.code}.{standing.turn}"
    drawn = None
    if isinstance(found, Asked):
        drawn = _draws(standing, key, asked, found)
    else:
        _chooses(standing, key, asked, found)
    _watch(standing)
    return standing.revealed, drawn


def _draws(standing: Standing, key: str, asked: str, found: Asked) -> Predicted | None:
    own = standing.own if isinstance(standing.own, tuple) else None
    if own is not None:  # it stays with the student when the class has ended
        paper.keep(standing.step, own)
    st.markdown(asked)
    if standing.revealed:
        return None if own is None else paper.judge(found, own)
    paper.draw(key, found, tr("Send"), lambda line: _predict(standing, line), own)
    return None


def _chooses(standing: Standing, key: str, asked: str, found: Answer) -> None:
    own = standing.own if isinstance(standing.own, int) else None
    if own is not None:  # as what is drawn
        session.hold(f"{session.LESSON}.{standing.step}", found.choices[own])
    st.radio(
        asked,
        found.choices,
        index=own,
        key=key,
        horizontal=True,
        disabled=standing.revealed,
        on_change=_send,
        args=(standing, key, found.choices),
    )
    if standing.revealed:
        paper.say(said(found, None if own is None else found.choices[own]))


@session.whole
def _send(standing: Standing, key: str, choices: tuple[str, ...]) -> None:
    chosen = session.held()[key]
    if chosen in choices:
        _predict(standing, choices.index(chosen))


def _predict(standing: Standing, answer: Prediction) -> None:
    ROOMS.predict(standing.code, visitor(), standing.turn, answer)


@session.fragment(EVERY)
def _watch(drawn: Standing) -> None:
    """Say where the class is, and draw the page anew as soon as it has gone on from there, or has no place left."""
    try:
        now = ROOMS.joined(drawn.code, visitor())
    except Full:
        now = None
    if now is None or (now.step, now.turn, now.revealed) != (drawn.step, drawn.turn, drawn.revealed):
        st.rerun()
    if now.revealed:
        st.caption(tr("Class {code}: this page tells when the next question comes.", code=now.code))
    elif now.own is not None:
        st.caption(
            tr(
                "Class {code}: your answer is sent, without a name. You can change it until it is revealed.",
                code=now.code,
            )
        )
    else:
        st.caption(
            tr("Class {code}: say what you expect; it is sent to the teacher’s screen, without a name.", code=now.code)
        )
