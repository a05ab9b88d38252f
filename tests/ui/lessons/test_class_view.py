"""Classes: what a teacher and thirty students see of one."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import numpy as np
import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from tests.asgi import get
from tests.pages import components
from ui.lessons.book import lessons
from ui.lessons.card import link_of
from ui.lessons.class_view import student, teacher, who
from ui.lessons.class_view.rooms import Full
from ui.lessons.sketch import COLUMNS
from ui.pages import PAGES
from ui.server import routes
from ui.session import locks
from ui.session.page import Curve, Facts

CURVES = {}
FACTS = Facts({"a": "SGD", "b": "Adam"}, {"reached": {"a": 120.0, "b": 80.0}}, CURVES)
PAGE = replace(PAGES["race"], facts=lambda config, guest: FACTS)
LINK = dict(parse_qsl(link_of(lessons()["valley"], 0, PAGE)))


def _card(page):
    import streamlit as st

    from ui.lessons import book, card
    from ui.session import predicted, state

    state.enter(page)
    lesson, place = card.current() or (book.lessons()["valley"], 0)
    if card.card(lesson, place, page):
        st.write("It plays.")
    st.session_state["dots"] = predicted.shown()


@pytest.fixture
def visit(monkeypatch, rooms):
    """Opens the card of the first step of a lesson for somebody, whose browser is known by a name."""
    for where in (student, teacher, routes):
        monkeypatch.setattr(where, "ROOMS", rooms)

    def come(name, room="", **link):
        app = AppTest.from_function(_card, args=(PAGE,), default_timeout=60)
        app.query_params.update((link or LINK) | ({"room": room} if room else {}))
        return again(app, name)

    def again(app, name):
        for where in (student, teacher):
            monkeypatch.setattr(where, "visitor", lambda: name)
        return app.run()

    come.again = again
    return come


def shown(app):
    """All that the card says."""
    texts = (one.value for one in (*app.markdown, *app.caption, *app.warning))
    return " ".join([*texts, *(html.proto.body for html in app.get("html"))]).replace("\\", "")


def press(app, label):
    """Press the button with this label."""
    next(one for one in app.button if one.label == label).click()


def code_of(app):
    return re.search(r"/class/(\w{5})", shown(app))[1]


def test_what_thirty_visitors_predict_stands_on_the_teachers_screen(visit, rooms):
    host = visit("teacher")
    press(host, "Ask the class")
    code = code_of(visit.again(host, "teacher"))
    assert "0 of 0 answered" in shown(host) and not host.radio and "It plays." not in shown(host)
    turn = rooms.hosted("teacher").turn
    for name in map(str, range(6, 30)):
        rooms.joined(code, name)
        rooms.predict(code, name, turn, 1 - bool(int(name) % 3))
    guests = {name: visit(name, code) for name in map(str, range(6))}
    for name, app in guests.items():
        app.radio[0].set_value("SGD" if int(name) % 3 else "Adam")
        visit.again(app, name)
        assert "your answer is sent" in shown(app) and "It plays." not in shown(app) and not app.button
    guests["1"].radio[0].set_value("Adam")
    visit.again(guests["1"], "1")
    told = shown(visit.again(host, "teacher"))
    assert "30 of 30 answered" in told and "<td>19</td><td>63%</td>" in told and "<td>11</td><td>37%</td>" in told
    assert "right" not in re.search("<table.*</table>", told)[0] and "Gradients to tolerance" not in told
    press(host, "Reveal")
    told = shown(visit.again(host, "teacher"))
    assert "Adam ✓ right" in told and "Adam (80), SGD (120)" in told and "It plays." in told
    late = visit("late", code)
    assert "It is Adam." in shown(late) and late.radio[0].disabled and "It plays." in shown(late)
    assert "You said SGD; it is Adam." in shown(visit.again(guests["2"], "2"))


@pytest.fixture
def drawing(monkeypatch):
    """The link of a step whose answer is a curve, as anybody may spell its number."""
    monkeypatch.setitem(CURVES, "loss", {"a": Curve(np.arange(301), 0.5 ** np.arange(301.0))})
    return dict(parse_qsl(link_of(lessons()["edge"], 2, PAGE))) | {"lesson": "edge.03"}


def test_lines_that_a_class_draws_lie_over_each_other_until_the_run_is_revealed(visit, rooms, drawing):
    def paper(app):
        return json.loads(next(part for part in components(app) if part.component_name == "sketch").json)

    host = visit("teacher", **drawing)
    press(host, "Ask the class")
    code = code_of(visit.again(host, "teacher"))
    assert paper(host)["lines"] == [] and paper(host)["run"] is None
    guest = visit("guest", code, **drawing)
    assert paper(guest)["done"] == "Send" and "lines" not in paper(guest) and paper(guest)["values"] is None
    line = tuple(10.0 ** -np.arange(COLUMNS))
    rooms.predict(code, "guest", rooms.hosted("teacher").turn, line)
    assert "your answer is sent" in shown(visit.again(guest, "guest")) and "It plays." not in shown(guest)
    assert paper(guest)["values"] == [*line]  # which a page that is loaded anew has from here alone
    assert paper(visit.again(host, "teacher"))["lines"] == [[*line]] and "1 of 1 answered" in shown(host)
    press(host, "Reveal")
    assert len(paper(visit.again(host, "teacher"))["run"]) == COLUMNS and "It plays." in shown(host)
    assert "Look where they part." in shown(visit.again(guest, "guest")) and "It plays." in shown(guest)
    assert guest.session_state["dots"]["values"] == line
    rooms.clear("teacher")
    rooms.reveal("teacher")
    assert "It plays." in shown(visit.again(guest, "guest")) and guest.session_state["dots"] is None
    rooms.close("teacher")
    assert "The class of this link has ended" in shown(visit.again(guest, "guest"))
    assert "Look where they part." in shown(guest) and guest.session_state["dots"]["values"] == line


def test_what_one_drew_alone_is_not_shown_in_a_class(visit, rooms, drawing):
    app = visit("alone", **drawing)
    app.session_state["sketch.edge.3.drawn"] = (1.0,) * COLUMNS
    assert visit.again(app, "alone").session_state["dots"]
    rooms.ask("alone", "edge.3", "")
    rooms.reveal("alone")
    assert "It plays." in shown(visit.again(app, "alone")) and app.session_state["dots"] is None
    app.query_params["room"] = rooms.hosted("alone").code
    assert "It plays." in shown(visit.again(app, "guest")) and app.session_state["dots"] is None


def test_only_an_answer_that_was_taken_is_told_as_sent(visit, rooms, monkeypatch, opened):
    guest = visit("guest", opened().code)
    monkeypatch.setattr(rooms, "predict", lambda *_: None)
    guest.radio[0].set_value("Adam")
    assert "say what you expect" in shown(visit.again(guest, "guest"))
    rooms.reveal("teacher")
    assert "It is Adam." in shown(visit.again(guest, "guest")) and "Right." not in shown(guest)


def test_a_class_that_fills_up_says_so(visit, rooms, monkeypatch, opened):
    code = opened().code
    first = iter([rooms.joined(code, "guest")])

    def joined(*_):
        try:
            return next(first)
        except StopIteration:
            raise Full("All places are taken.") from None

    monkeypatch.setattr(rooms, "joined", joined)
    guest = visit("guest", code)
    assert not guest.exception and "All places are taken." in shown(guest)


def test_no_address_makes_a_student_the_teacher_and_a_class_that_ended_says_so(visit):
    host = visit("teacher")
    press(host, "Ask the class")
    code = code_of(visit.again(host, "teacher"))
    for room in (code, code.lower(), ""):
        assert not {"Reveal", "Clear answers", "Close the class"} & {one.label for one in visit("student", room).button}
    press(host, "Close the class")
    assert "Ask the class" in [one.label for one in visit.again(host, "teacher").button]
    alone = visit("student", code)
    assert "The class of this link has ended" in shown(alone)
    alone.radio[0].set_value("Adam")
    assert "Right." in shown(visit.again(alone, "student"))


def test_what_was_chosen_in_a_class_stays_when_it_ends(visit, rooms, opened):
    """With its verdict, as of one who is alone; who chose nothing is asked anew."""
    code = opened().code
    guest, other = (visit(name, code) for name in ("guest", "other"))
    guest.radio[0].set_value("SGD")
    assert "your answer is sent" in shown(visit.again(guest, "guest")) and "It plays." not in shown(guest)
    rooms.close("teacher")
    told = shown(visit.again(guest, "guest"))
    assert "The class of this link has ended" in told and guest.radio[0].value == "SGD"
    assert "You said SGD; it is Adam." in told and "It plays." in told
    assert visit.again(other, "other").radio[0].value is None and "It plays." not in shown(other)
    guest.radio[0].set_value("Adam")
    assert "Right." in shown(visit.again(guest, "guest"))


def test_the_address_of_a_class_leads_to_its_question(visit):
    host = visit("teacher")
    press(host, "Ask the class")
    code = code_of(visit.again(host, "teacher"))
    app = Starlette(routes=routes.routes())
    answer = get(app, f"/class/{code.lower()}")
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert answer.status == 307 and (query["lesson"], query["room"]) == (["valley.1"], [code])
    assert PAGES["race"].decode(answer.headers["location"].partition("?")[2])[1] == []
    plain = PAGES["race"].decode(urlencode(LINK))[0]
    held = locks.Locks(("surface",))
    locked = dict(parse_qsl(locks.linked(PAGES["race"].encode(plain), held, "race"))) | {"lesson": LINK["lesson"]}
    host = visit("another", **locked)
    press(host, "Ask the class")
    answer = get(app, f"/class/{code_of(visit.again(host, 'another'))}")
    assert f"?locked={locked['locked']}&lesson=" in answer.headers["location"]
    gone = get(app, "/class/nobody")
    assert gone.status == 404 and gone.text.startswith("There is no such class")


def test_a_browser_is_known_by_its_cookie_however_it_is_masked(monkeypatch):
    def with_cookie(text):
        monkeypatch.setattr(who.st, "context", type("Context", (), {"cookies": {who.COOKIE: text} if text else {}}))
        return who.visitor()

    one, same, other = (
        with_cookie(f"2|{mask}|{token}|1")
        for mask, token in (
            ("00000000", "0102030405060708" * 2),
            ("01010101", "0003020504070609" * 2),
            ("00000000", "02" * 16),
        )
    )
    assert one == same != other
    assert with_cookie("") == with_cookie("nonsense") != one
