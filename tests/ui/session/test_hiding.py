"""Names that a teacher's link hides, page by page: nothing that a browser gets tells them until they are revealed."""

from contextlib import suppress
from urllib.parse import urlencode

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.pages import visit
from training.configuration.links import Reader
from training.many.fates import Ends
from training.many.plan import decode as plan_of
from training.many.search.config import decode as search_of
from training.network.config import decode as network_of
from training.race.config import decode as race_of
from ui.lessons import teacher
from ui.network import compute
from ui.network.search import compute as search_compute
from ui.network.search import refusals as search_refusals
from ui.network.search.header import search_header
from ui.pages import PAGES
from ui.race.compute import outcomes, sharp, traces
from ui.race.header import race_header
from ui.race.sensitivity import compute as sensitivity
from ui.race.sensitivity import summary
from ui.race.sensitivity.header import sensitivity_header
from ui.race.sensitivity.page import title
from ui.race.sharpness import with_sharpness
from ui.session import changes, locks, state
from ui.work.visitors import Guest

SMALL = "data=moons&hidden=4&steps=3"
INITS = "a.init=orthogonal&b.init=lecun&c.init=constant"
RULES = "a=yogi&b=rprop", ("yogi", "rprop")
# By page a link and who runs there, then words of which each tells a name; a network's may differ in fields, too.
CASES = [
    ("race", f"surface=ravine&steps=20&{RULES[0]}", RULES[1]),
    ("network", f"{SMALL}&{RULES[0]}", RULES[1]),
    ("network", f"{SMALL}&a=yogi&b=yogi&a.activation=selu&b.activation=softplus", ("yogi", "SELU", "softplus")),
    (
        "initialization",
        "width=20&depth=3&a.init=orthogonal&b.init=lecun&c.init=constant",
        ("orthogonal", "LeCun", "exactly"),
    ),
    ("basins", f"surface=himmelblau&steps=20&{RULES[0]}", RULES[1]),
    ("sensitivity", f"surface=ravine&steps=20&xaxis=lr&yaxis=x&{RULES[0]}", RULES[1]),
    ("search", f"{SMALL}&budget=4&xaxis=lr&yaxis=noisein&{RULES[0]}", RULES[1]),
    ("schedules", "schedules=cosine&schedules=manual&points=1:1,5:0.2637", ("cosine", "by hand", "0.2637")),
]
UNTRIED = search_compute.Tried(*np.zeros((2, 0, 2)), search_compute.NONE, 1)


def nodes(block):
    """All that a page draws."""
    for part in block.children.values():
        yield part
        if hasattr(part, "children"):
            yield from nodes(part)


@pytest.fixture
def files(monkeypatch):
    """What a page offers to be taken home, and how it calls that."""
    found = []

    def download(label, data, file, *args, **named):
        found.extend([label, file, data() if callable(data) else data])

    monkeypatch.setattr(st, "download_button", download)
    monkeypatch.setattr(compute, "moment", lambda missing: 120.0)  # runs are waited for
    return found


def sent(app, page, config, files):
    """The bytes of all that a browser gets of a page, its title and files included, but for lists to choose from."""
    assert not app.exception
    protos = [part.proto for part in nodes(app._tree) if getattr(part, "proto", None) is not None]
    for proto in protos:
        with suppress(ValueError):
            proto.ClearField("options")
    texts = [*files, page.tab(config), page.encode(config)]
    if page.export and locks.veiled(config):
        texts += [page.export.name(config), page.export.html(config, Guest(), frozenset()).partition("<style>")[0]]
    for file in page.files.values():
        if name := file.name(config):
            texts += [name, file.text(config, Guest())]
    facts = page.facts(config, Guest())
    texts += facts.labels.values() if facts else []
    parts = [text.encode() if isinstance(text, str) else text for text in texts]
    return b"\n".join([*(proto.SerializeToString() for proto in protos), *parts]).lower()


@pytest.mark.parametrize("name, link, words", CASES)
def test_no_page_tells_a_name_that_is_hidden(name, link, words, files):
    page = PAGES[name]
    hidden = changes.veiled(page.decode(link)[0], True)
    app = visit(name, page.encode(hidden))
    told = sent(app, page, hidden, files)
    assert not [word for word in words if word.lower().encode() in told]
    held = app.session_state[f"{name}_page"]
    held.config = changes.veiled(held.config, False)  # as the button does that reveals
    revealed = sent(app.run(), page, held.config, files)
    assert all(word.lower().encode() in revealed for word in words), "else the scan sees nothing"


def test_every_page_with_names_hides_them_and_its_links_keep_that(session):
    assert {name for name, *_ in CASES} == {name for name, page in PAGES.items() if page.hides}
    assert not PAGES["all"].hides  # there a name is what a row is
    for name, link, words in CASES:
        page = PAGES[name]
        session.query_params.clear()
        for pair in link.split("&"):
            session.query_params.setdefault(pair.split("=")[0], []).append(pair.split("=")[1])
        state.enter(page)
        config = page.decode(link)[0]
        assert teacher.can_hide(page, config)
        for brief in (False, True):
            query = teacher.link(page, config, locks.NONE, True, "", brief)
            assert page.decode(query) == (changes.veiled(config, True), []), name
            assert not any(word.lower() in query.lower() for word in words)


def test_what_a_visitor_asks_for_tells_no_rule_either():
    """Limits of sharpness, and the numbers of a trial that is opened on the page of networks."""
    race = changes.veiled(race_of("surface=ravine&steps=5&a=sgd&b=nesterov")[0], True)
    runs = traces(race)
    shown = with_sharpness(race_header(race, runs, outcomes(race, runs)), sharp(race), veiled=True)["runners"]
    assert {(one["sharpness"]["limit"], one["sharpness"]["covered"]) for one in shown} == {(None, None)}
    search = changes.veiled(search_of(f"{SMALL}&budget=1&xaxis=lr&a=yogi&b=rprop")[0], True)
    found = search_header(search, dict.fromkeys("ab", UNTRIED))
    ((name, text),) = found["runners"][1]["own"]
    network, said = network_of(f"{urlencode(found['base'])}&a.{name}={text}&a.lr=0.5")
    assert not said and network.slots[0][1].optimizer == "rprop" and network.slots[0][1].veiled
    assert network.slots[0][1].value("lr") == 0.5 and len(network.slots) == 1
    assert Reader("b.sealed=%25%25").told("a race") == ["b.sealed: cannot be read; it was ignored."]


@pytest.mark.parametrize("name", ["b1", "beta"])
def test_what_varies_tells_no_rule_that_is_hidden(name):
    rules = f"a=adam&b=nesterov&c=sgd&yaxis={name}"
    plan, search = (
        changes.veiled(read(f"{link}&{rules}")[0], True)
        for read, link in ((plan_of, "surface=ravine"), (search_of, f"{SMALL}&budget=1"))
    )
    assert sensitivity.lacking(plan) == search_refusals.lacking(search) == {"c": "C has no map here."}
    ends = Ends(*np.zeros((4, 16), int))
    for header in (
        sensitivity_header(plan, dict.fromkeys("ab", ends)),
        search_header(search, dict.fromkeys("ab", UNTRIED)),
    ):
        assert header["axes"]["y"]["label"] == "Momentum"
        assert [one["labels"] for one in header["runners"]] == [{}, {}]
    assert title(plan) == "Learning rate and momentum on Ravine"
    assert all("momentum" in summary.best(plan, letter, ends)[1] for letter in "ab")


def test_why_a_rule_that_is_hidden_has_no_map_is_not_told():
    plan = plan_of("surface=ravine&a=sophia&b=mars&yaxis=gamma&yto=5000")[0]
    (told,), (hidden,) = (sensitivity.refusals(one).values() for one in (plan, changes.veiled(plan, True)))
    assert told.startswith("MARS has no map: gamma must be") and hidden == "B has no map here."


def test_who_is_compared_unnamed_stays_until_it_is_revealed(session):
    session.query_params.update({"a.init": ["he"], "b.init": ["lecun"], "c.init": ["normal"]})
    page = PAGES["initialization"]
    state.enter(page)
    held = state.page()
    plain, held.config = held.config, changes.veiled(held.config, True)
    state.act(lambda deep: changes.removed(deep, "a"))
    assert state.sentences() == ("What is compared is locked in this link.",)
    state.act(lambda deep: page.with_value(deep, "depth", 3))
    assert state.current().depth == 3 and locks.veiled(state.current())
    state.reveal()
    assert state.current() == page.with_value(plain, "depth", 3)


def _dialog():
    from ui.lessons import teacher
    from ui.pages import PAGES
    from ui.session import state

    state.enter(PAGES["schedules"])
    teacher._dialog(PAGES["schedules"])


def test_where_nothing_can_be_locked_the_dialog_offers_to_hide_names_alone():
    app = AppTest.from_function(_dialog, default_timeout=60).run()
    assert not app.exception and not app.multiselect
    shown = [part.proto.body for part in app.get("html")]
    assert any('%3Fv%3D1"' in body for body in shown)
    app.checkbox(key="teacher.names").set_value(True).run()
    shown = [part.proto.body for part in app.get("html")]
    assert len(app.checkbox) == 1 and any("%3Fv%3D1%26sealed%3D" in body for body in shown)
