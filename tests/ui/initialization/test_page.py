"""The page "Initialization", run by Streamlit's own test harness."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import header_text, script
from training.initialization.config import DEFAULT, decode, each
from training.initialization.expected import expected
from training.initialization.measure import Variant
from training.network.config import alone
from training.network.config import decode as decode_network
from training.network.config import encode as encode_network
from ui.initialization.compute import obstacle, to_train
from ui.initialization.presets import PRESETS
from ui.session import comparing


def opened(**query):
    app = AppTest.from_file(script("initialization"), default_timeout=60)
    app.query_params.update({"width": "30", "depth": "4", "examples": "50"} | query)
    return app.run()


@pytest.fixture
def page():
    return opened()


def words(page):
    return "\n".join(element.value for element in page.markdown)


def pictures(page):
    """The header of the pictures, numbers of histograms aside."""
    blobs = [component.proto.bytes for component in page.get("bidi_component") if component.proto.bytes]
    return next(text for text in map(header_text, blobs) if "histograms" in text)


@pytest.mark.parametrize("initvalue, gain", [("10", "10"), ("1000", "1")])
def test_what_no_float_can_hold_is_drawn_too(initvalue, gain):
    """Theory in 64 bits ends near 1e308, where the axis of what is measured in 32 bits ends, too."""
    page = opened(activation="identity", init="normal", initvalue=initvalue, gain=gain, depth="200")
    assert not page.exception and not page.warning and len(pictures(page)["charts"]) == 3


def test_it_shows_lines_words_and_a_table(page):
    assert not page.exception and not page.warning
    assert "4 layers of 30 units" in words(page) and "Activations" in words(page)
    assert [len(part) for part in pictures(page).values()] == [2, 3]
    table = next(html for html in page.get("html") if "deep-table" in html.proto.body and "<table" in html.proto.body)
    assert table.proto.body.count("<tr>") == 2 + 4


def test_controls_change_what_is_measured(page):
    before = pictures(page)["charts"]
    page.selectbox(key="activation").set_value("relu").run()
    assert not page.exception and pictures(page)["charts"][1] != before[1]
    before = pictures(page)["charts"]
    page.text_input(key="gain").set_value("2,0").run()
    assert pictures(page)["charts"][0] != before[0] and "gain 2" in words(page)
    page.select_slider(key="depth.slider").set_value(6).run()
    assert "6 layers of 30 units" in words(page) and not page.exception


def test_an_initialization_brings_the_field_of_its_number(page):
    page.selectbox(key="init").set_value("he").run()
    assert not [field for field in page.text_input if field.key.startswith("initvalue")]
    page.selectbox(key=next(b.key for b in page.selectbox if b.key.startswith("init"))).set_value("constant").run()
    assert [field.value for field in page.text_input if field.key.startswith("initvalue")] == ["0.5"]


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_one_click(name, page):
    page.button(key=f"preset.{name}").click().run()
    assert not page.exception and PRESETS[name].shows in words(page)


def test_the_five_tables_of_the_decks_come_first():
    tables = [("tanh", "normal", 0.01), ("tanh", "normal", 1.0), ("tanh", "deck", 0.0), ("relu", "deck", 0.0)]
    shown = [preset.config for preset in PRESETS.values()][:5]
    assert [(d.activation, d.init, d.initvalue) for d in shown] == [*tables, ("relu", "he", 0.0)]
    assert {(d.gain, d.width, d.depth, d.examples, d.seed) for d in shown} == {(1.0, 500, 10, 1000, 7)}


def test_deep_sigmoids_are_never_centred_and_lose_their_gradients():
    theory = expected(PRESETS["sigmoid_xavier"].config)
    assert (theory.grad_act[:-1] < theory.grad_act[1:] / 4).all()
    assert theory.act_mean == pytest.approx(0.5)


def test_a_link_with_mistakes_opens_and_explains_itself():
    page = opened(gain="nothing", bogus="1")
    assert not page.exception
    assert "gain" in page.warning[0].value and "bogus" in page.warning[0].value


def test_a_number_out_of_range_is_refused_in_words(page):
    page.text_input(key="width").set_value("1000").run()
    assert "must be a whole number from 1 to 512" in page.warning[0].value and "4 layers of 30 units" in words(page)


SINGLE = [name for name, preset in PRESETS.items() if not obstacle(preset.config) and not preset.config.slots]


@pytest.mark.parametrize("name", SINGLE)
def test_the_network_to_train_is_the_one_on_screen(name):
    deep = PRESETS[name].config
    network = to_train(deep)
    assert decode_network(encode_network(network)) == (network, [])
    assert network.hidden == (deep.width,) * deep.depth and network.bias == "zeros"
    for field in ("activation", "init", "initvalue", "gain", "seed", "norm"):
        assert getattr(network, field) == getattr(deep, field)


def test_networks_that_are_compared_are_trained_side_by_side():
    deep = replace(PRESETS["three"].config, width=20)
    more = (("activation", "relu"), ("width", 8)), (("norm", "layer"),)
    deep = replace(deep, norm="batch", slots=(*deep.slots, *zip("de", map(Variant, more), strict=True)))
    network = to_train(deep)
    assert decode_network(encode_network(network)) == (network, [])
    assert {chosen.optimizer for chosen in network.choices.values()} == {"adam"}
    for letter, one in each(deep).items():
        trained = alone(network, letter)
        assert trained.hidden == (one.width,) * one.depth
        names = ("activation", "init", "initvalue", "gain", "norm")
        assert all(getattr(trained, name) == getattr(one, name) for name in names)


def test_wider_layers_train_at_lower_rates():
    wide, narrow = (to_train(replace(DEFAULT, width=width)).slots[0][1] for width in (320, 16))
    assert (wide.optimizer, wide.value("lr"), narrow.value("lr")) == ("adam", 0.003, 0.03)


def test_a_network_too_deep_to_train_says_so():
    page = opened(depth="13")
    button = next(b for b in page.button if b.label == "Train this network")
    assert button.disabled and obstacle(decode("depth=13")[0]) == button.help


def test_initializations_are_compared_in_two_presses_and_one_by_one_let_go(page):
    page.session_state[comparing.OPEN] = ("initialization", "init")
    page.run()
    pills = next(group for group in page.button_group if group.key == "compare.init")
    pills.set_value(["normal", "lecun", "he"]).run()
    page.button(key="compare.now").click().run()
    assert not page.exception
    rows = pictures(page)["histograms"]
    assert [row["who"]["label"] for row in rows][:3] == ["Normal 0.01", "LeCun", "He"]
    assert "compared by initialization" in words(page)
    page.button(key="chip.b").click().run()
    page.button(key="remove.b").click().run()
    assert [row["who"]["label"] for row in pictures(page)["histograms"]][:2] == ["Normal 0.01", "He"]
    page.button(key="chip.a").click().run()
    page.button(key="remove.a").click().run()
    assert not page.exception and "tanh, He: 4 layers" in words(page)


def test_what_a_network_differs_in_is_changed_added_and_dropped():
    page = opened(**{"a.init": "normal", "a.initvalue": "0.01", "b.init": "he", "c.init": "lecun"})

    def labels():
        assert not page.exception
        return [row["who"]["label"] for row in pictures(page)["histograms"]][:3]

    page.button(key="chip.b").click().run()
    assert not any(button.key == "shared.b.init" for button in page.button), "it would no longer differ"
    page.selectbox(key="b.init").set_value("deck").run()
    assert labels() == ["Normal 0.01", "LeCun normal", "LeCun"]
    page.selectbox(key="b.init").set_value("lecun").run()
    assert "would make two networks the same" in page.warning[0].value and labels()[1] == "LeCun normal"
    page.selectbox(key="b.differs").set_value("activation").run()
    page.selectbox(key="b.activation").set_value("relu").run()
    assert labels()[1] == "ReLU, LeCun normal"
    page.button(key="shared.b.activation").click().run()
    assert labels() == ["Normal 0.01", "LeCun normal", "LeCun"]


def test_no_network_follows_the_page_where_it_would_be_another_one():
    page = opened(**{"width": "20", "a.init": "he", "a.width": "10", "b.init": "he", "b.width": "20"})
    page.button(key="chip.a").click().run()
    page.button(key="shared.a.width").click().run()
    assert not page.exception and page.warning[0].value == "Units a layer would make two networks the same."
    assert len(pictures(page)["histograms"]) == 4 and {"chip.a", "chip.b"} <= {button.key for button in page.button}
