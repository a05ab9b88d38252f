"""A teacher's link: what is locked stays, edited links are told, and hidden names are hidden everywhere."""

import json
from functools import partial
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import header, visit
from training.configuration.links import unveil, veil
from training.configuration.short_links import short
from training.network.config import decode as network_of
from training.race import edits
from training.race.config import LETTERS, decode, encode, fields_of
from ui.lessons import beside, card, locked, teacher
from ui.lessons.book import read
from ui.lessons.card import config_of
from ui.looks.identity import identities
from ui.pages import PAGES
from ui.player.export import under
from ui.race import compute
from ui.race.all import compute as cells
from ui.race.export import html
from ui.race.header import race_header
from ui.session import changes, locks, opening, presses, reports, seals, state
from ui.session.locks import Locks

LINK = "surface=ravine&steps=20&a=adagrad&b=nesterov&b.x=2"


def ended(held=locks.NONE, link=LINK, unnamed=False):
    """A race and the query of its teacher's link."""
    race = changes.veiled(decode(link)[0], unnamed)
    return race, locks.linked(encode(race), held, "race")


def read_back(query, page=PAGES["race"]):
    """What a page gets from a link: its configuration, what is locked, and all that it tells of the link."""
    held = opening.from_link(query, page)
    return held.config, held.locks, [*held.sentences]


def visited(session, query):
    for pair in query.split("&"):
        name, value = pair.split("=", 1)
        session.query_params[name] = [value]
    return state.page()


def test_what_is_locked_is_read_as_it_was_written_on_every_page():
    for page in (page for page in PAGES.values() if page.encode):
        config = page.decode("")[0]
        can = locks.known(page.fields(config), config)
        assert can or teacher.can_hide(page, config), page.name  # else it offers no such link
        held = Locks((*can,), tuple(can)[:1])
        query = locks.linked(page.encode(config), held, page.name)
        assert read_back(query, page) == (config, held, [])
        assert [name for name, _ in parse_qsl(query)] == ["locked"]  # without it nothing is left
    race, query = ended()
    assert query == encode(race) and read_back(query) == (race, locks.NONE, [])


def test_an_edit_of_what_is_locked_is_refused_with_a_sentence(session):
    _, query = ended(Locks(("surface", "lr", "x", locks.RUNNERS)))
    held = visited(session, query)
    before, page = held.config, state.entered()
    for edit, told in [
        (partial(changes.with_value, letter="b", name="lr", value=0.3), "Learning rate is"),
        (partial(edits.with_value, name="surface", value="bowl"), "Surface and Start x are"),
        (partial(changes.removed, letter="a"), "Learning rate and Which optimizers run are"),
        (partial(changes.with_difference, letter="a", name="x", value=3.0, page=page), "Start x is"),
    ]:
        state.act(edit)
        assert held.config is before and state.sentences() == (f"{told} locked in this link.",), told
    reports.on_event({"kind": "preset", "name": "saddle"})
    reports.on_event({"kind": "add", "name": "adam"})
    reports.on_event({"kind": "number", "slot": "b", "name": "lr", "at": 5, "times": 0.5})
    assert held.config is before and state.sentences() == ("Learning rate is locked in this link.",)
    state.hand_over("race", decode("a=adam")[0])
    assert state.page().config is before
    state.act(partial(edits.with_value, name="steps", value=30))
    assert held.config.steps == 30 and state.sentences() == ()
    assert read_back(state.linked(encode(held.config))) == (held.config, held.locks, [])


def test_hidden_names_are_nowhere_until_they_are_revealed(session):
    race, query = ended(Locks(("lr",)), unnamed=True)
    assert "adagrad" not in seals.opened(query, "race")[0] and read_back(query)[0] == race
    assert [who.label for who in identities(fields_of(race), race).values()] == ["A", "B"]
    traces = compute.traces(race)
    found = race_header(race, traces, compute.outcomes(race, traces))
    assert found["inside"] is None and found["quantities"] == []
    above = beside.above(PAGES["race"], race, Locks(("lr",)), "")
    file = under(above, html(race))
    told = json.dumps(found, default=str) + file.partition("<style>")[0] + PAGES["race"].tab(race)
    assert not any(word in told.lower() for word in ("adagrad", "nesterov")) and above in file
    held = visited(session, query)
    assert "names of the optimizers are hidden" in locked.words(state.entered(), held.config, held.locks)
    state.act(partial(changes.removed, letter="a"))
    assert state.sentences() == ("Learning rate and Which optimizers run are locked in this link.",)
    state.reveal()
    assert held.config == changes.veiled(race, False) and "a=adagrad" in encode(held.config)
    network = network_of("a=adam&b=sgd")[0]
    assert PAGES["network"].tab(changes.veiled(network, True)).endswith(": A, B")


def test_veiled_runners_are_read_or_told():
    assert unveil(veil("a=adam&a.name=Ä")) == "a=adam&a.name=Ä"
    assert decode("sealed=%25%25")[1] == decode("sealed=_w")[1] == ["sealed: cannot be read; it was ignored."]
    race, query = ended(unnamed=True)
    brief = short(query, LETTERS, (decode, encode))
    assert decode(brief) == (race, []) and len(brief) < len(query)


def test_the_links_of_the_dialog_open_what_they_say(session):
    held, page = visited(session, LINK), state.entered()
    wanted = Locks(("lr", "surface"), ("steps",))
    for brief in (False, True):
        query = teacher.link(page, held.config, wanted, True, "valley.2", brief)
        then = opening.from_link(query, page)
        assert (then.locks, then.sentences, then.config) == (wanted, (), changes.veiled(held.config, True))
        assert query.endswith("&lesson=valley.2")
    for name, titles in teacher.GROUPS.items():
        config = PAGES[name].decode("")[0]
        assert {field for _, names in titles for field in names} <= {*PAGES[name].fields(config)}
        assert all(teacher.groups(PAGES[name], config).values())
    numbers = {"lr", "eps", "eps_mode", "initial", "lr_decay", "beta", "form"}
    assert {*teacher.groups(page, held.config)["Numbers of the rules"]} <= numbers


def test_a_page_shows_what_is_locked_greyed_and_no_name_that_is_hidden():
    _, query = ended(Locks(("surface", "lr"), ("surface", "steps")), unnamed=True)
    app = visit("race", query)
    fields = [*app.selectbox, *app.text_input, *app.select_slider]
    assert not app.exception and [field.label for field in fields if field.disabled] == ["Surface"]
    assert {field.label for field in fields} == {"Surface", "Steps", "Number of steps"}
    assert not {"Reset all", "Type a formula"} & {button.label for button in app.button}
    assert {name.split(".")[0] for name in app.session_state[presses.OFFERED]} == {"sight", "only"}
    shown = header(app)
    texts = [part.value for kind in (app.markdown, app.caption, app.subheader) for part in kind]
    texts += [html.proto.body for html in app.get("html")] + [button.label for button in app.button]
    assert shown["presets"] == [] and shown["link"] == query and not any(one["byHand"] for one in shown["runners"])
    assert not any(name in text for name in ("AdaGrad", "Nesterov", "nesterov") for text in [*texts, json.dumps(shown)])


@pytest.mark.parametrize(
    "name, query, compared, others",
    [
        ("race", "a=sgd", ("a", "noise", [0, 1]), ["steps"]),
        ("network", "a=sgd&b=momentum&c=adam&locks=activation,batch", ("c", "activation", ["relu", "tanh"]), ["init"]),
        ("network", "a=sgd&b=momentum&c=adam&locks=activation,batch", ("c", "batch", [8, 16]), ["init"]),
        ("initialization", "locks=activation", ("", "activation", ["relu", "tanh"]), ["init"]),
    ],
)
def test_nothing_locked_is_compared(name, query, compared, others):
    page, (letter, field, given) = PAGES[name], compared
    config, _ = page.decode(query)
    rows, held = page.fields(config), Locks((field,))
    after = changes.compared(config, letter, field, given, page)
    with pytest.raises(locks.Locked, match="locked in this link"):
        locks.check(rows, config, after, held)
    locks.check(rows, config, after, Locks(("seed",)))
    can = changes.comparable(config, letter, page, held.holds)
    assert field in changes.comparable(config, letter, page) and field not in can
    assert name == "race" or {*others} <= {*can}


def test_what_a_rule_has_is_locked_with_its_rule_and_can_be_copied():
    race, page = decode("a=sgd&a.lr=0.013&b=newton&c=sgd&c.lr=0.013&c.x=2")[0], PAGES["race"]
    rows, own = fields_of(race), page.runners.own
    check = partial(locks.check, rows, race)
    gone = changes.removed(changes.removed(race, "a"), "c")
    for after, name in [
        (gone, "lr"),
        (changes.removed(race, "b"), "damping"),
        (changes.added(race, own(race, "sgd"), page.runners)[0], "lr"),
        (changes.added(race, own(race, "momentum"), page.runners)[0], "lr"),
        (changes.with_value(race, "a", "clip", "norm"), locks.EXTRAS),
        (changes.with_value(race, "a", "sam", "on"), locks.EXTRAS),
        (changes.with_value(race, "a", "lr.schedule", "cosine"), locks.EXTRAS),
        (changes.with_difference(race, "a", "x", 1.0, page), "x"),
    ]:
        with pytest.raises(locks.Locked):
            check(after, Locks((name,)))
        check(after, Locks(("steps",)))
    for after in (changes.removed(race, "c"), changes.added(race, race.choices["a"], page.runners)[0]):
        check(after, Locks(("lr", "x")))
    momentum = decode("a=momentum")[0]
    assert "convention" in locks.known(rows, momentum)
    with pytest.raises(locks.Locked, match="Convention is locked"):
        locks.check(rows, momentum, changes.with_value(momentum, "a", "convention", "ewma"), Locks(("convention",)))
    held = Locks((locks.EXTRAS,), (locks.EXTRAS,))
    assert all(held.holds(name) and not held.hides(name) for name in ("sam", "clip.at", "lr.schedule.floor"))
    assert not held.holds("lr") and held.hides("lr")


def test_honest_edits_are_no_tampering_and_what_cannot_be_read_locks_nothing(session):
    held = Locks(("lr",), ("lr", "batch"))
    empty = decode("a=")[0]
    rows = fields_of(empty)
    assert not empty.slots
    assert read_back(locks.linked(encode(empty), held, "race")) == (
        empty,
        held,
        [
            f"{field}: “{name}” does not count here now."
            for field, name in (("locks", "lr"), ("only", "lr"), ("only", "batch"))
        ],
    )
    page = PAGES["race"]
    assert locked.words(page, empty, held, around=False) == "Locked by the link: Learning rate."
    assert locked.words(page, empty, Locks((), ("steps",)), around=False) == ""
    for query in ("locks=typo", "sum=x", "locks=batch"):
        _, found, said = read_back(query)
        assert found == locks.NONE and said[0] == locks.DOUBTS[locks.OTHERS]
    assert locks.read("locks=steps&doubt=changed", locks.OTHERS, rows, empty)[0] == Locks(
        ("steps",), doubt=locks.OTHERS
    )


def test_numbers_that_tell_a_hidden_rule_are_not_named_and_no_link_is_offered(session):
    race = decode("a=adam&b=yogi&c=adagrad")[0]
    rows, hidden = fields_of(race), changes.veiled(race, True)
    assert "b2" in locks.known(rows, race)
    called = locks.known(rows, hidden)
    assert called["lr"] == "Learning rate" and called["b2"] == locks.NUMBERS
    assert "decay" not in locked.words(PAGES["race"], hidden, Locks(("b2", "lr"))).lower()


def _lesson():
    from ui.lessons import card, locked, teacher
    from ui.lessons.book import read
    from ui.pages import PAGES
    from ui.session import state

    lesson, place = read("limits.1")
    page = PAGES[lesson.steps[place].page]
    state.enter(page)
    locked.banner(page)
    card.card(lesson, place, page)
    teacher.offer(page)


def _all():
    from ui.lessons import teacher
    from ui.race.all.page import PAGE
    from ui.session import state

    state.enter(PAGE)
    teacher.offer(PAGE)


@pytest.mark.parametrize("missing", [True, False])
def test_the_dialog_offers_a_file_once_nothing_is_missing_that_it_would_wait_for(monkeypatch, missing):
    monkeypatch.setattr(cells, "trained", lambda *asked, **more: cells.Seen({}, int(missing), []))
    app = AppTest.from_function(_all, default_timeout=60)
    app.query_params["on"] = "net_moons"
    app.run()
    app.button(key="teacher").click().run()
    told = [*(caption.value for caption in app.caption), *(html.proto.body for html in app.get("html"))]
    assert not app.exception
    assert any("once all runs of the page are there" in text for text in told) == missing
    assert any("/lib/export/all?on=net_moons" in text for text in told) != missing


def test_the_dialog_stays_where_a_page_draws_itself_anew_and_not_on_another():
    app = AppTest.from_function(_all, default_timeout=60)
    assert not app.run().multiselect
    app.button(key="teacher").click().run()
    assert not app.exception and app.run().multiselect(key="teacher.locks").options[-1] == "Order of the rows"
    app.session_state[teacher.OPEN] = "race"
    assert not app.run().multiselect and app.session_state[teacher.OPEN] is None


def test_a_lesson_beside_hidden_names_asks_and_answers_without_them():
    lesson, place = read("limits.1")
    step = lesson.steps[place]
    race = changes.veiled(config_of(step, PAGES[step.page]), True)
    for unnamed in (True, False):
        app = AppTest.from_function(_lesson, default_timeout=60)
        for pair in encode(changes.veiled(race, unnamed)).split("&"):
            app.query_params.update(dict([pair.split("=", 1)]))
        radio = app.run().radio[0]
        texts = [part.value for part in (*radio.set_value(radio.options[0]).run().markdown, *app.caption)]
        assert not app.exception and card.CHANGED not in texts
        assert (radio.options[0] == "A") == unnamed and any(f"{radio.options[1]} " in text for text in texts)
        assert ("Teacher’s link" in [button.label for button in app.button]) != unnamed
