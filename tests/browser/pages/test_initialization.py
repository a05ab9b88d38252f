"""The initialization page in a browser: presets and Back, a number, the way to training; activations in JavaScript."""

from __future__ import annotations

import time

import numpy as np
import pytest

from locales.formats import digits
from tests.browser.visitor import visitor
from training.initialization.config import encode
from training.parts.activations import ACTIVATIONS, evaluate
from ui.initialization.compute import measured
from ui.initialization.presets import PRESETS

PICTURES = "() => document.querySelectorAll('.op-deep-layers canvas').length"
CHARTS = "() => document.querySelectorAll('.op-deep-charts canvas').length >= 3"


@pytest.fixture(scope="module")
def looking(browser, server):
    """A visitor of the page, at what it opens with."""
    one = visitor(browser, f"{server.url}/initialization")
    one.page.goto(one.url)
    one.page.wait_for_function(CHARTS)
    one.until_idle()
    yield one
    one.close()


@pytest.fixture
def guest(looking, request):
    """The same visitor, back at what the page opens with."""
    request.node.visitors = [looking]
    looking.move(f"/initialization?{encode(PRESETS['tanh_small'].config).removeprefix('v=1&')}")
    looking.until_address(v="1")
    looking.until_idle()
    looking.page.wait_for_function(CHARTS)
    return looking


def test_what_is_under_the_pointer_is_what_was_measured(looking):
    found, theory = measured(PRESETS["tanh_small"].config)
    reading = looking.page.locator(".op-deep .op-reading")
    assert reading.is_hidden()
    for layer, canvas in enumerate(looking.page.locator(".op-deep-layers").first.locator("canvas").all()):
        canvas.hover()
        middle, means, spreads = reading.inner_text().split("\n")
        assert spreads == f"std {digits(found.signal.act_std[layer])}, theory {digits(theory.act_std[layer])}"
        share = found.values.counts[layer][18] / found.values.counts[layer].sum()
        assert float(middle.split(": ")[1].rstrip("%")) == pytest.approx(100 * share, abs=0.6) and "mean" in means
    gradients = looking.page.locator(".op-deep-charts canvas").last
    gradients.scroll_into_view_if_needed()
    gradients.hover(position={"x": gradients.bounding_box()["width"] - 12, "y": 60})
    last = digits(found.signal.grad_act[-1]), digits(theory.grad_act[-1])
    assert reading.inner_text().startswith("layer 10\nto activations {}, theory {}".format(*last))
    assert "first layer" in gradients.get_attribute("aria-label")
    looking.page.mouse.move(2, 2)
    assert reading.is_hidden() and looking.errors == []
    assert not any("plotly" in address.lower() for address in looking.requests)


def test_the_pictures_can_be_taken_away_and_pointed_at_without_a_server(looking, browser, tmp_path):
    with looking.page.expect_download() as download:
        looking.page.get_by_role("button", name="Take away").click()
        looking.page.get_by_role("button", name="One HTML file").click()
    assert download.value.suggested_filename == "initialization-tanh-normal.html"
    download.value.save_as(tmp_path / "taken.html")
    context = browser.new_context(offline=True)
    page = context.new_page()
    try:
        page.goto(f"file://{tmp_path / 'taken.html'}")
        page.locator(".op-deep-layers canvas").first.hover()
        assert "std 0.214" in page.locator(".op-reading").inner_text()
        page.emulate_media(color_scheme="dark")
        page.locator(".op-deep.op-dark").wait_for()
        page.emulate_media(media="print")
        assert page.locator(".op-reading").is_hidden()
        assert page.evaluate(PICTURES) == 20 and "10 layers of 500" in page.locator("h1").inner_text()
    finally:
        context.close()


def test_a_preset_is_in_the_address_and_back_undoes_it(guest):
    guest.until_address(activation="tanh", initvalue="0.01", depth="10")
    assert guest.page.evaluate(PICTURES) == 20
    guest.page.get_by_role("button", name="ReLU, He").click()
    guest.until_address(activation="relu", init="he")
    guest.page.get_by_text(PRESETS["relu_he"].shows).wait_for()
    guest.page.go_back()
    guest.until_address(activation="tanh", initvalue="0.01")
    guest.page.get_by_text("Activations shrink by a factor").wait_for()
    assert guest.page.get_by_role("combobox", name="Activation").input_value() == "tanh"


def test_another_axis_keeps_the_lesson_and_the_link_can_be_shared(guest):
    guest.page.get_by_text("By size, log axis").click()
    guest.until_address(axis="sizes")
    guest.until_idle()
    assert guest.page.get_by_text(PRESETS["tanh_small"].shows).is_visible()
    guest.page.get_by_role("button", name="QR code").click()
    code = guest.page.get_by_role("img", name="QR code of these layers")
    code.wait_for()
    assert "axis%3Dsizes" in code.get_attribute("src")
    guest.page.get_by_role("button", name="Copy link").click()
    guest.page.get_by_role("button", name="Copied").wait_for()


def test_a_number_answers_soon_and_the_link_keeps_it(guest):
    field = guest.number("Gain")
    field.fill("1.5")
    started = time.monotonic()
    field.press("Enter")
    guest.page.get_by_text("gain 1.5").wait_for()
    assert time.monotonic() - started < 10  # on a busy machine; under a second on an idle one
    guest.until_address(gain="1.5")


def test_the_network_goes_to_training_and_back_returns(guest):
    guest.page.get_by_role("button", name="tanh, LeCun").click()
    guest.until_address(init="deck")
    guest.until_idle()
    guest.page.get_by_role("button", name="Train this network").click()
    guest.page.wait_for_url("**/network**")
    guest.until_address(activation="tanh", init="deck", bias="zeros", hidden=",".join(["500"] * 10))
    guest.page.go_back()
    guest.page.wait_for_function(CHARTS)
    guest.until_address(init="deck", examples="1000")
    assert guest.page.get_by_test_id("stAlert").count() == 0


@pytest.fixture(scope="module")
def blank(browser):
    """An empty page, in which scripts are evaluated."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_are_the_same_in_javascript(name, blank):
    z = np.array([[-30, -6, -1.5, -0.5, -1e-3, 0, 0.3, 2, 7, 30]], np.float32).T
    activation = ACTIVATIONS[name]
    found = blank.evaluate(
        "([js, z, p]) => z.map((z) => new Function('z', 'p', `return ${js};`)(z, p))",
        [activation.js, z[:, 0].tolist(), dict(activation.learned)],
    )
    assert found == pytest.approx(evaluate(name, z)[0][:, 0], abs=2e-6)


def test_widths_are_compared_from_their_field(guest):
    page = guest.page
    page.get_by_role("button", name="Compare widths").click()
    page.get_by_role("textbox", name="Widths").fill("50, 100")
    page.get_by_role("button", name="Compare these").click()
    guest.until_address(**{"a.width": "50", "b.width": "100"})
    guest.until_idle()
    assert page.get_by_text("Compared: 50, 100.").is_visible()
