"""Every widget of every runner and of the network, in the sidebar alone: nothing is computed here."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from optimizers import OPTIMIZERS
from tests.pages import by_label
from training.choice import OFF, form_names, part_forms
from training.race.config import decode, encode


def _race():
    from ui.race.page import PAGE
    from ui.race.sidebar import sidebar
    from ui.session import state

    state.enter(PAGE)
    sidebar()


def _network():
    from ui.network.page import PAGE
    from ui.network.sidebar import network_sidebar
    from ui.session import state

    state.enter(PAGE)
    network_sidebar()


def sidebar(script, boxes=(), **query):
    """The sidebar of a page whose address asks for ``query``, with these boxes of it open."""
    app = AppTest.from_function(script, default_timeout=60)
    app.query_params.update(query)
    for box in boxes:
        app.session_state[box] = True
    return app.run()


def keyed(app):
    """The widgets of the runner "a" by field; the pair of a slider and a field as the field."""
    named = (*app.selectbox, *app.text_input, *app.segmented_control)  # a slider has the name of the field beside it
    assert len({widget.label for widget in named}) == len(named)
    return {w.key.split("~")[0]: w for w in (*named, *app.select_slider) if w.key.startswith("a.")}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_widget_of_a_runner_sets_what_it_says(name):
    """Forms, wrappers, schedules and all their numbers, with the box of schedules and wrappers open."""
    spec = OPTIMIZERS[name]
    words = {f"a.{option.name}": option.values[-1] for option in spec.options}
    words |= {f"a.{part}": [*part_forms(part)][-1] for part in form_names(spec)}
    started = {part: words[part] for hyper in spec.hypers if hyper.initial for part in [f"a.{hyper.name}.schedule"]}
    app = sidebar(_race, ["extras.a"], surface="beale", a=name, **started)
    for field, word in words.items():
        keyed(app)[field].set_value(word)
    app.run()
    assert not app.exception and not app.warning
    numbers = {f"a.{hyper.name}": hyper for hyper in spec.hypers}
    for part in form_names(spec):
        numbers |= {f"a.{part}.{hyper.name}": hyper for hyper in part_forms(part)[words[f"a.{part}"]]}
    wanted = {
        field: hyper.slider[0] if hyper.default != hyper.slider[0] else hyper.slider[1]
        for field, hyper in numbers.items()
    }
    for field, number in wanted.items():
        keyed(app)[field].set_value(repr(number))
    app.run()
    assert not app.exception and not app.warning
    race = app.session_state["race_page"].config
    found = {f"a.{field}": value for field, value in race.choices["a"].values.items()}
    assert found == words | wanted
    assert decode(encode(race)) == (race, [])
    assert {*keyed(app)} == {"a.name", "a.differs", *words, *wanted, *(f"{field}.slider" for field in wanted)}
    for part in form_names(spec):
        keyed(app)[f"a.{part}"].set_value(OFF)
    app.run()
    assert not app.exception and not app.session_state["race_page"].config.choices["a"].wrappers


def test_a_number_that_only_the_start_knows_is_offered_no_schedule():
    """Where a link has one it can be changed and switched off, as the test above does."""
    there = keyed(sidebar(_race, ["extras.a"], surface="beale", a="yellowfin"))
    assert "a.lr" in there and "a.lr.schedule" not in there and "a.beta.schedule" in there


@pytest.mark.parametrize(("first", "loss", "then"), [("spirals", "softmax", "digits"), ("digits", "l2", "moons")])
def test_a_loss_that_still_fits_stays_on_other_data(first, loss, then):
    """The list of losses changes with the data while the box is open, and may lose the one that it began with."""
    app = sidebar(_network, ["more.network"], data=first, a="sgd")
    by_label(app.selectbox, "Loss").set_value(loss).run()
    by_label(app.selectbox, "Data").set_value(then).run()
    assert not app.exception
    assert by_label(app.selectbox, "Loss").value == app.session_state["network_page"].config.loss == loss
    by_label(app.selectbox, "Data").set_value("curve").run()
    assert not app.exception
    assert by_label(app.selectbox, "Loss").value == "mse"
