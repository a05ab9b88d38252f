"""Compare: one runner for each of several values of a field, as a visitor makes them from the sidebar."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import by_label
from training import differences
from ui.network.page import PAGE as NETWORK
from ui.race.page import PAGE as RACE
from ui.session import changes


def _sidebar(name):
    from ui.network.page import PAGE as NETWORK
    from ui.network.sidebar import network_sidebar
    from ui.race.page import PAGE as RACE
    from ui.race.sidebar import sidebar
    from ui.session import state

    page, draw = {"race": (RACE, sidebar), "network": (NETWORK, network_sidebar)}[name]
    state.enter(page)
    draw()


def opened(page, query="", compare=True):
    """The sidebar of a page, with the box of comparisons open."""
    app = AppTest.from_function(_sidebar, args=(page,), default_timeout=60)
    for name, value in (part.split("=", 1) for part in query.split("&") if part):
        app.query_params[name] = value
    app.session_state["compare"] = compare
    return app.run()


def config(app, page):
    return app.session_state[f"{page.name}_page"].config


LINKS = {
    "network": "data=iris&init=normal&bias=random",
    "race": "surface=bowl",
}
PAGES = {"network": NETWORK, "race": RACE}
CASES = [
    (name, field)
    for name, page in PAGES.items()
    for field in changes.comparable(page.decode(LINKS[name])[0], "a", page)
]


@pytest.mark.parametrize(("name", "field"), CASES)
def test_a_field_is_compared_in_two_presses_and_back_undoes_it(name, field):
    page = PAGES[name]
    app = opened(name, LINKS[name])
    own = differences.alone(page.fields(config(app, page)), config(app, page), app.session_state[f"{name}_page"].pick)
    by_label(app.selectbox, "Compare").set_value(field).run()
    app.button(key="compare.now").click().run()
    assert not app.exception and not app.warning
    made = config(app, page)
    rows = page.fields(made)
    assert len(made.slots) >= 2 and field in (*differences.differing(rows, made), "start")
    assert {chosen.bare for _, chosen in made.slots} == {own.slots[0][1].bare}
    assert page.decode(page.encode(made)) == (made, [])
    assert app.session_state[f"{name}_page"].history == "push"
    assert not app.session_state["compare"]
