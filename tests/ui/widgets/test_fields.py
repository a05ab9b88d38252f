"""A field is declared once: a row that joins a table is in the link, the check, the widget and the card by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from streamlit.testing.v1 import AppTest

from surfaces import SURFACES
from tests.pages import by_label, said
from training.configuration.fields import Number, Word
from training.configuration.ranges import Bound
from training.initialization import config as initialization
from training.initialization.measure import Deep
from training.network import config as network
from training.network import edits
from training.network.network import Network
from training.race import config as race
from training.race import edits as race_edits
from training.race.race import Race
from ui.network import equal as network_cards
from ui.race import cards as race_cards
from ui.widgets.fields import Form

KEEP = Number("hold", Bound(0.1, 1, slider=(0.1, 1.0)), default=1.0, label="Keep probability", help="Of each unit.")
NORM = Word("scaling", {"none": "None", "batch": "Batch normalization"}, default="none", label="Scaling")


@dataclass(frozen=True)
class MoreNetwork(Network):
    hold: float = 1.0
    scaling: str = "none"


@dataclass(frozen=True)
class MoreRace(Race):
    hold: float = 1.0
    scaling: str = "none"


@dataclass(frozen=True)
class MoreDeep(Deep):
    hold: float = 1.0
    scaling: str = "none"


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


def _initialization():
    from ui.initialization.page import PAGE
    from ui.initialization.sidebar import sidebar
    from ui.session import state

    state.enter(PAGE)
    sidebar()


PAGES = {
    "race": (race, "Race", MoreRace, _race),
    "network": (network, "Network", MoreNetwork, _network),
    "initialization": (initialization, "Deep", MoreDeep, _initialization),
}


@pytest.fixture(params=PAGES)
def more(request, monkeypatch):
    """A page whose configuration has two fields more, each a line of the dataclass and a row of the table."""
    module, kind, extended, script = PAGES[request.param]
    monkeypatch.setattr(module, kind, extended)
    for row in (KEEP, NORM):
        monkeypatch.setitem(module.FIELDS, row.name, row)
    if module is initialization:
        monkeypatch.setattr(module, "DEFAULT", MoreDeep(**vars(module.DEFAULT)))
    return module, script


def test_it_is_in_the_link_and_checked(more):
    module, _ = more
    config, sentences = module.decode("hold=0.5&scaling=batch")
    assert sentences == [] and (config.hold, config.scaling) == (0.5, "batch")
    assert "hold=0.5" in module.encode(config) and module.decode(module.encode(config)) == (config, [])
    assert (module.decode("")[0].hold, module.decode("")[0].scaling) == (1.0, "none")
    config, sentences = module.decode("hold=0&scaling=layer")
    assert (config.hold, config.scaling) == (1.0, "none")
    assert set(sentences) == {
        "scaling: must be one of none, batch, not “layer”; none was used.",
        "hold: must be a number from 0.1 to 1, not “0”; 1 was used.",
    }


def test_it_has_its_widget(more):
    module, script = more
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["more.network"] = True
    app.run()
    by_label(app.text_input, "Keep probability").set_value("0.7").run()
    by_label(app.selectbox, "Scaling").set_value("batch").run()
    assert not app.exception and not app.warning
    config = app.session_state[f"{module.__name__.split('.')[1]}_page"].config
    assert (config.hold, config.scaling) == (0.7, "batch")
    assert by_label(app.select_slider, "Keep probability").help == "Of each unit."
    by_label(app.text_input, "Keep probability").set_value("2").run()
    assert said(app.warning[0]) == "Keep probability must be a number from 0.1 to 1, not “2”; 0.7 stays."


@pytest.mark.parametrize("more", ["race", "network"], indirect=True)
def test_it_is_in_the_card_of_what_is_held_equal(more):
    module, _ = more
    config = module.decode("hold=0.5&scaling=batch")[0]
    lines = race_cards.equalities(config) if module is race else network_cards.equalities(config, {})
    assert (lines["Keep probability"], lines["Scaling"]) == ("0.5", "Batch normalization")


def test_without_more_rows_the_cards_say_what_they_said():
    for data in ("spirals", "iris"):
        assert [*network_cards.equalities(network.default_network(data), {})] == [
            *("Initial weights", "Examples", "Mini-batches", "Budget", "Precision", "Not equal"),
        ]
    assert [*race_cards.equalities(race.default_race("bowl"))] == ["Start", "Budget", "Noise", "Precision", "Not equal"]


def test_what_is_wrong_with_typed_layers_is_a_sentence():
    app = AppTest.from_function(_network, default_timeout=60).run()
    by_label(app.text_input, "Hidden layers").set_value("8;8").run()
    assert said(app.warning[0]).startswith("Hidden layers must be up to 12 whole numbers from 1 to 512")
    assert by_label(app.text_input, "Hidden layers").value == "8;8"
    by_label(app.text_input, "Hidden layers").set_value("8 4").run()
    assert not app.warning and by_label(app.text_input, "Hidden layers").value == "8, 4"


def test_a_number_without_a_slider_shows_its_help(monkeypatch):
    monkeypatch.setitem(race.FIELDS, "seed", replace(race.FIELDS["seed"], help="Of the noise."))
    app = AppTest.from_function(_race, default_timeout=60).run()
    assert by_label(app.text_input, "Seed").help == "Of the noise."


def test_a_late_word_on_a_knob_that_is_gone_changes_nothing():
    there = race.default_race(next(name for name, surface in SURFACES.items() if surface.knobs))
    (knob, value), *_ = there.knobs
    edit = Form(there, race.fields_of(there), race_edits.with_value)._edit(knob)
    assert edit(there, value) == there and edit(there, value + 0.1) != there
    gone = race.default_race("beale")
    assert edit(gone, value) is gone


def test_what_does_not_count_has_no_widget():
    labels = {"he": set(), "normal": {"Standard deviation"}}
    for init, shown in labels.items():
        app = AppTest.from_function(_network, default_timeout=60)
        app.query_params.update(init=init)
        assert {widget.label for widget in app.run().text_input} & {"Standard deviation"} == shown
    assert not edits.FIELDS["initvalue"].idle(network.decode("init=normal")[0])
