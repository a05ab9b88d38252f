"""Callbacks while the next edit comes, as Streamlit ends whoever asks for the session then; and what runs alone."""

from __future__ import annotations

import ast
from contextvars import Context
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit import get_option
from streamlit.runtime.scriptrunner import RerunException

from locales import spoken
from tests.sessions import use
from training.network import edits
from training.race import edits as race_edits
from training.race.config import decode, default_race
from ui.network.page import PAGE as NETWORK
from ui.player import address, component
from ui.race.all.page import PAGE as ALL
from ui.race.page import PAGE as RACE
from ui.session import inbox, inputs, reports, state
from ui.session import session as streamlit_session

UI = Path(state.__file__).parent.parent


@pytest.fixture
def hasty(session):
    """A session whose visitor goes on before the callback is done; what a page draws first is there."""
    state.current()
    session.session_state["x"] = 0.5
    inputs.widget("x", 1.0)
    session.session_state.hasty = True
    return session


def _edited():
    inputs.edited("x", "x", "Start x", 1.0, lambda race, value: race_edits.with_value(race, "x", value))


CALLBACKS = {
    "edited": _edited,
    "typed": lambda: inputs.typed("x", "x", lambda race, text: race_edits.with_value(race, "x", float(text))),
    "act": lambda: state.act(lambda race: race_edits.with_value(race, "x", 0.5)),
    "add": lambda: state.add(RACE.runners.own(default_race(), "lion")),
    "choose": lambda: state.choose("b"),
}


@pytest.mark.parametrize("name", CALLBACKS)
def test_no_edit_is_lost_to_the_next(hasty, name):
    with pytest.raises(RerunException):
        state.current()
    CALLBACKS[name]()
    hasty.session_state.hasty = False
    before = state.Held(default_race(), pick="f", open="f")
    assert (state.current(), state.pick()) != (before.config, before.pick)


def test_one_edit_of_a_visitor_is_made_at_a_time():
    assert not get_option("runner.fastReruns")


def reported(*events):
    """What the component reports: its events, numbered from 1."""
    return SimpleNamespace(event={"events": [{**event, "number": n} for n, event in enumerate(events, 1)]})


def _reporter(monkeypatch, module, show):
    """The callback that the component of ``module`` is given."""
    given = {}
    monkeypatch.setattr(module, "_component", lambda **options: given.update(options))
    show()
    return given["on_event_change"]


def test_no_report_of_the_player_is_lost_to_the_next(session, monkeypatch):
    report = _reporter(monkeypatch, component, lambda: component.player({"link": ""}, reports.on_event))
    state.enter(NETWORK)
    state.act(lambda network: edits.with_points(network, "1,2,a;3,4,b"))
    session.session_state[component.KEY] = reported({"kind": "points", "points": [[10, 5, 6, "b"]]})
    session.session_state.hasty = True
    report()
    session.session_state.hasty = False
    assert (state.current().points, state.page().drawn) == ("1,2,a;3,4,b;5,6,b", 10)


def test_no_order_of_all_optimizers_is_lost(session, monkeypatch):
    report = _reporter(monkeypatch, address, lambda: address.address("", "push", "", reports.on_event))
    state.enter(ALL)
    session.session_state[address.KEY] = reported({"kind": "matrix", "shows": "best", "by": "optimizer"})
    session.session_state.hasty = True
    report()
    session.session_state.hasty = False
    assert (state.current().shows, state.current().by) == ("best", "optimizer")


def test_no_step_back_is_lost_to_the_next_edit(session, monkeypatch):
    report = _reporter(monkeypatch, address, lambda: address.address("", "push", "", reports.on_event))
    use(session, "steps", 250, 300)
    session.session_state[address.KEY] = reported({"kind": "popstate", "search": "?steps=100"})
    session.session_state.hasty = True
    report()
    session.session_state.hasty = False
    assert state.current() == decode("steps=100")[0]


def test_a_report_that_comes_again_counts_once(session, monkeypatch):
    report = _reporter(monkeypatch, component, lambda: component.player({"link": ""}, reports.on_event))
    state.enter(NETWORK)
    before = len(state.current().slots)
    for events in ([{"kind": "add", "name": "lion"}], [{"kind": "add", "name": "lion"}, {"kind": "pick", "slot": "a"}]):
        session.session_state[component.KEY] = reported(*events)
        report()
    assert (len(state.current().slots), state.pick(), inbox.heard()) == (before + 1, "a", 2)


NONSENSE = [None, 3, "x", {}, {"events": 3}, {"events": [3, None]}, {"events": [{"kind": "restore"}]}]
NUMBERS = [0, -1, 2**53, 10**400, 1.5, "1", None]


@pytest.mark.parametrize("report", NONSENSE + [{"events": [{"kind": "restore", "number": n}]} for n in NUMBERS])
def test_a_report_of_nonsense_changes_nothing(session, report):
    heard = []
    inbox.take(report, heard.append)
    assert (heard, inbox.heard()) == ([], 0)


PARTS = {
    "fragment": lambda: streamlit_session.fragment(2.0),
    "dialog": lambda: streamlit_session.dialog("Title", lambda: None),
}


@pytest.mark.parametrize("part", PARTS)
def test_what_streamlit_runs_again_without_the_page_speaks_the_language_of_the_page(session, part):
    told = []
    setattr(session, part, lambda *args, **options: lambda function: function)
    streamlit_session.hold(streamlit_session.LANGUAGE, "de")
    run = PARTS[part]()(lambda text: told.append((text, spoken())))
    Context().run(run, "first")  # a thread of its own, where nothing is spoken
    session.session_state.clear()
    Context().run(run, "then")
    assert told == [("first", "de"), ("then", "en")]


def bare(source):
    """What a module decorates as Streamlit alone does, which would leave its language out."""
    tree = ast.walk(ast.parse(source))
    return [
        ast.unparse(node)
        for node in tree
        if (isinstance(node, ast.Attribute) and ast.unparse(node) in ("st.fragment", "st.dialog"))
        or (isinstance(node, ast.alias) and node.name in ("fragment", "dialog"))
    ]


def test_parts_of_pages_that_run_alone_are_made_by_the_session():
    own = Path(streamlit_session.__file__)
    found = {str(file): bare(file.read_text()) for file in own.parent.parent.rglob("*.py") if file != own}
    assert {name: parts for name, parts in found.items() if parts} == {}
    assert len(bare(own.read_text())) == 2


def names_in_store(path, call):
    """The texts under which a file calls something of the session's store: keys of widgets, or of what is held."""
    tree = ast.parse(path.read_text())
    pairs = [(node.targets[0], node.value) for node in tree.body if isinstance(node, ast.Assign)]
    texts = {target.id: value.value for target, value in pairs if isinstance(value, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for given in call(node):
                text = given.value if isinstance(given, ast.Constant) else texts.get(getattr(given, "id", ""))
                if isinstance(text, str):
                    yield text


def test_nothing_is_held_under_the_key_of_a_widget_that_another_file_draws():
    def drawn(node):
        return [keyword.value for keyword in node.keywords if keyword.arg == "key"]

    def held(node):
        return node.args[:1] if ast.unparse(node.func).split(".")[-1] == "hold" else []

    files = sorted(UI.rglob("*.py"))
    widgets = {(key, path) for path in files for key in names_in_store(path, drawn)}
    own = {(key, path) for path in files for key in names_in_store(path, held)}
    assert {"drawn", "player"} <= {key for key, _ in widgets}
    assert {state.ENTERED, streamlit_session.DRAWN} <= {key for key, _ in own}
    assert not [(key, path) for key, path in own for other, at in widgets if key == other and path != at]
