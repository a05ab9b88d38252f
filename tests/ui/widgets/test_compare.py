"""Compare: one runner for each of several values of a field, as a visitor makes them from the sidebar."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import press, said
from training.configuration import differences
from training.configuration.fields import Number
from training.network.config import each
from ui.initialization.page import PAGE as INITIALIZATION
from ui.network.page import PAGE as NETWORK
from ui.pages import PAGES as PAGES_OF_APP
from ui.race.page import PAGE as RACE
from ui.race.sensitivity.page import PAGE as SENSITIVITY
from ui.session import changes, comparing, locks, presses
from ui.session.locks import Locks
from ui.widgets import scales
from ui.widgets.compare import separated


def _sidebar(name):
    from ui.initialization.page import PAGE as INITIALIZATION
    from ui.initialization.sidebar import sidebar as deep
    from ui.network.page import PAGE as NETWORK
    from ui.network.sidebar import network_sidebar
    from ui.race.page import PAGE as RACE
    from ui.race.sidebar import sidebar
    from ui.session import state

    known = {"race": (RACE, sidebar), "network": (NETWORK, network_sidebar), "initialization": (INITIALIZATION, deep)}
    page, draw = known[name]
    state.enter(page)
    draw()


TECHNIQUES = ("augment", "norm", "dropout", "penalty", "noise", "judging")
BOXES = ("more.data", "more.network", "more.transfer", *(f"more.{name}" for name in TECHNIQUES))


def opened(page, query=""):
    """The sidebar of a page, with its boxes open."""
    app = AppTest.from_function(_sidebar, args=(page,), default_timeout=60)
    for name, value in (part.split("=", 1) for part in query.split("&") if part):
        app.query_params[name] = value
    for box in BOXES:
        app.session_state[box] = True
    return app.run()


LINKS = {"network": "data=iris&init=normal&bias=random", "race": "surface=perceptron_l2"}
PAGES = {"network": NETWORK, "race": RACE}
CASES = [
    (name, field)
    for name, page in PAGES.items()
    for field in changes.comparable(page.decode(LINKS[name])[0], "a", page)
]


def offered(app):
    """What the fields of a page offer to compare, by row."""
    presses_of = app.session_state[presses.OFFERED].items()
    return {name.split(".", 1)[1]: one for name, one in presses_of if one.opened is not None}


def comparing_now(app):
    """Whether values are chosen."""
    return any(button.key == "compare.now" for button in app.button)


def held(app, name):
    return app.session_state[f"{name}_page"]


def shown(app):
    """The widgets by the field that they show."""
    widgets = (*app.selectbox, *app.text_input, *app.select_slider)
    return {widget.key.split("~")[0]: widget for widget in widgets}


def choosing(name, field, query=""):
    """The sidebar of a page where values of a field are chosen, as after a press on the button that it has."""
    app = opened(name, query)
    app.session_state[comparing.OPEN] = (name, field)
    return app.run()


def compared(name, field, query=""):
    """The sidebar of a page after its visitor let it compare a field."""
    app = choosing(name, field, query or LINKS.get(name, ""))
    app.button(key="compare.now").click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize(("name", "field"), CASES)
def test_a_field_is_compared_dropped_and_ended_by_presses(name, field):
    page, before = PAGES[name], held(opened(name, LINKS[name]), name)
    app = compared(name, field)
    made = held(app, name).config
    rows = page.fields(made)
    names = ["x", "y"] if field == "start" else [field]
    assert not app.warning and not comparing_now(app) and held(app, name).history == "push"
    assert [one for one in differences.differing(rows, made) if rows[one].owner not in names] == names
    assert {chosen.bare for _, chosen in made.slots} == {before.config.choices[before.pick].bare}
    assert page.decode(page.encode(made)) == (made, [])
    assert all(shown(app)[one].disabled for one in names)
    assert [button.key for button in app.button if (button.key or "").startswith("end.")] == [f"end.{names[0]}"]
    letter = held(app, name).pick
    assert {f"{letter}.{one}" for one in names} <= {*shown(app)}
    for one in names:
        app.button(key=f"shared.{letter}.{one}").click().run()
    assert not any(shown(app)[one].disabled for one in names)
    app.button(key=f"end.{names[0]}").click().run()
    alike = held(app, name).config
    assert [chosen for _, chosen in alike.slots] == [before.config.choices[before.pick].bare]
    assert replace(alike, slots=()) == replace(before.config, slots=())


@pytest.mark.parametrize("field", changes.comparable(INITIALIZATION.decode("init=normal")[0], "", INITIALIZATION))
def test_networks_before_training_are_compared_and_one_is_left_in_the_end(field):
    app = compared("initialization", field, "init=normal")
    made = held(app, "initialization").config
    rows = INITIALIZATION.fields(made)
    assert [one for one in differences.differing(rows, made) if rows[one].owner != field] == [field]
    assert INITIALIZATION.decode(INITIALIZATION.encode(made)) == (made, []) and shown(app)[field].disabled
    app.button(key=f"end.{field}").click().run()
    assert held(app, "initialization").config == INITIALIZATION.decode("init=normal")[0]


@pytest.mark.parametrize(
    ("name", "link"), [*LINKS.items(), ("network", ""), ("race", ""), ("initialization", "init=normal")]
)
def test_every_field_that_can_be_compared_offers_that_at_its_widget(name, link):
    app, page = opened(name, link), PAGES_OF_APP[name]
    offers = offered(app)
    rows = changes.comparable(held(app, name).config, held(app, name).pick or "", page)
    assert {*offers} == {*rows} and len({offer.words for offer in offers.values()}) == len(rows)
    at = {row: offer.at.split("~")[0].removesuffix(".slider") for row, offer in offers.items()}
    assert at == {row: page.compares.beside.get(row, row) for row in rows}
    widgets = (*app.selectbox, *app.text_input, *app.select_slider)
    assert {offer.at for offer in offers.values()} <= {widget.key for widget in widgets}


@pytest.mark.parametrize("name", ["race", "network", "initialization"])
def test_nothing_is_offered_that_the_link_locks(name):
    app = opened(name)
    known = held(app, name)

    def left():
        app.session_state[presses.OFFERED] = {}
        return {*offered(app.run())}

    rows = left()
    free, known.locks = known.locks, Locks(("noise",))
    assert left() == (set() if name == "initialization" else rows - {"noise"})
    known.locks = Locks((locks.RUNNERS,))
    assert not left()
    known.locks, known.config = free, changes.veiled(held(compared(name, min(rows)), name).config, True)
    assert not left()


def test_what_counts_for_a_runner_alone_is_offered_in_its_chip():
    app = opened("network", "a=adam&b=adam&a.init=normal&pick=a")
    assert offered(app)["initvalue"].at == "a.initvalue.slider"
    made = held(compared("network", "initvalue", "a=adam&b=adam&a.init=normal&pick=a"), "network").config
    assert len({(own.init, own.initvalue) for own in each(made).values()}) == len(made.slots) > 1
    assert "initvalue" not in offered(opened("network", "a=adam&b=adam&a.init=normal&pick=b"))


@pytest.mark.parametrize("name", [name for name, page in PAGES_OF_APP.items() if page.compares])
def test_what_can_be_compared_has_a_name_of_its_own_on_every_page(name):
    page = PAGES_OF_APP[name]
    config = page.decode("")[0]
    rows = changes.comparable(config, "a", page)
    names = [row.plural(config) for row in rows.values()]
    assert names and len({*names}) == len(names) and not [text for text in names if re.search(r"\ban? \w+s$", text)]


def test_maps_are_compared_by_their_starts_where_no_coordinate_varies():
    config = SENSITIVITY.decode("")[0]
    made = changes.compared(config, "a", "start", ["(1, 2)", "(2, 1)"], SENSITIVITY)
    assert [dict(one.differs) for one in made.choices.values()] == [{"x": 1, "y": 2}, {"x": 2, "y": 1}]
    assert SENSITIVITY.decode(SENSITIVITY.encode(made)) == (made, [])
    across = SENSITIVITY.with_value(config, "xaxis", "x")
    assert {"x", "y", "start"} & {*changes.comparable(across, "a", SENSITIVITY)} == {"y"}


@pytest.mark.parametrize(
    ("name", "field", "typed", "reason"),
    [
        ("network", "batch", "1, 2000", "Batch must be a whole number from 1 to 1,024, not “2000”."),
        ("network", "batch", "1, 16, many", "Batch must be a whole number from 1 to 1,024, not “many”."),
        ("network", "batch", "16", "Batch sizes must be 2 to 6 to be compared, not 1."),
        ("network", "batch", "1 2 3 4 5 6 7", "Batch sizes must be 2 to 6 to be compared, not 7."),
        ("network", "batch", "8; 8", "Batch sizes must differ to be compared."),
        ("network", "hidden", "8; 4-3", "Hidden layers must be up to 12 whole numbers from 1 to 512"),
        ("network", "hidden", f"8; {'512 ' * 12}", "Hidden layers would allow"),
        ("race", "start", "(1, 2); 3", "Start must be two coordinates, as in (1, -0.5), not “3”."),
        ("race", "start", "", "Starts must be 2 to 12 to be compared, not 0."),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(name, field, typed, reason):
    app = choosing(name, field)
    before = held(app, name).config
    app.text_input(key=f"compare.{field}").set_value(typed)
    app.button(key="compare.now").click().run()
    assert said(app.warning[0]).startswith(reason)
    assert held(app, name).config == before and comparing_now(app)


def test_words_are_chosen_beside_the_runner_s_own():
    app = choosing("network", "init")
    chosen = next(group for group in app.button_group if group.label == "Initializations")
    assert chosen.value == ["normal", "lecun", "glorot"]
    chosen.set_value(["he", "orthogonal"])
    app.button(key="compare.now").click().run()
    assert [dict(one.differs)["init"] for _, one in held(app, "network").config.slots] == ["he", "orthogonal"]


@pytest.mark.parametrize(
    ("text", "numeric", "values"),
    [
        ("1, 16,64  210", True, [1, 16, 64, 210]),
        ("0,1; 0,25", True, [0.1, 0.25]),
        ("1; ; two", True, [1, "two"]),
        ("32; 32, 32;none", False, ["32", "32, 32", "none"]),
        ("", True, []),
    ],
)
def test_values_are_told_apart_as_they_are_typed(text, numeric, values):
    assert separated(text, numeric) == values


def test_a_runner_gets_a_value_of_its_own_and_the_page_sets_it_for_the_others():
    app = opened("network", "a=adam&b=sgd")
    shown(app)["a.differs"].set_value("init").run()
    assert dict(held(app, "network").config.choices["a"].differs) == {"init": "lecun"}
    shown(app)["a.init"].set_value("normal").run()
    shown(app)["a.initvalue"].set_value("0.5").run()
    shown(app)["init"].set_value("he").run()
    network = held(app, "network").config
    assert {letter: (own.init, own.initvalue) for letter, own in each(network).items()} == {
        "a": ("normal", 0.5),
        "b": ("he", 0.0),
    }
    assert "Compared: Normal 0.5, He; this is for the others." in [said(caption) for caption in app.caption]
    assert [button.label for button in app.button if (button.key or "").startswith("chip.")]


def test_copies_and_resets_keep_what_a_runner_differs_in_and_who_joins_has_the_page_s():
    app = opened("network", "a=adam&a.lr=0.5&a.init=he&pick=a")
    assert press(app, "reset.a").session_state[presses.OFFERED]["reset.a"].disabled
    chosen = held(press(app, "duplicate.a"), "network").config.choices
    assert chosen["b"] == chosen["a"] and dict(chosen["a"].differs) == {"init": "he"}
    assert chosen["a"].value("lr") != 0.5


def test_who_is_hidden_is_seen_again_in_another_comparison():
    app = compared("network", "batch", "a=adam&b=sgd&hide=b")
    assert len(held(app, "network").config.slots) == 4 and not held(app, "network").hidden


def test_too_much_work_for_the_page_s_own_value_is_told():
    heavy = ",".join(["512"] * 12)
    app = opened("network", f"hidden={heavy}&steps=5000&a=adam&a.hidden=4&pick=a")
    before = held(app, "network").config
    app.button(key="shared.a.hidden").click().run()
    assert held(app, "network").config == before
    assert said(app.warning[0]).startswith("Steps must be at most")


@pytest.mark.parametrize(
    ("page", "link", "title"),
    [
        (NETWORK, "a=adam&b=sgd", "Two spirals, 32, 32, 32 tanh: Adam, SGD"),
        (NETWORK, "a=adam&a.init=he&b=adam", "Two spirals, 32, 32, 32 tanh, Adam: He, LeCun"),
        (NETWORK, "a=adam&a.init=he&b=sgd", "Two spirals, 32, 32, 32 tanh: Adam, He; SGD, LeCun"),
        (RACE, "a=adam&a.x=0&b=adam", "Beale, Adam: from (0, 1.5); from (1, 1.5)"),
        (RACE, "a=adam&a.name=Mine", "Beale: Mine"),
        (RACE, "a=adam&a.lr=0.5&b=adam", "Beale: Adam lr 0.5, Adam lr 0.1"),
    ],
)
def test_the_tab_says_what_differs_and_of_which_rule(page, link, title):
    assert page.tab(page.decode(link)[0]) == title


@pytest.mark.parametrize(("name", "field"), [(name, field) for name, field in CASES if field != "start"])
def test_numbers_worth_a_look_are_of_the_range_and_around_the_present_one(name, field):
    base = PAGES[name].decode(LINKS[name])[0]
    row = PAGES[name].fields(base)[field]
    if isinstance(row, Number):
        for value in (row.value(base), row.bound(base).low, row.bound(base).high):
            found = scales.around(row.bound(base), value)
            assert found == sorted(set(found)) and len(found) >= 2 and value in found
            assert all(row.checked(base, number) == number for number in found)
