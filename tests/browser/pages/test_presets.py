"""The strip of presets: what the chosen one shows stands on the page, all are reached, each has its picture."""

from __future__ import annotations

import pytest

from tests.browser.player.test_windows import resize
from training.network.config import encode as encode_network
from training.race.config import encode
from ui.network.presets import PRESETS as NETWORK_PRESETS
from ui.race.presets import PRESETS

SEEN = """(one) => {
  const [inner, outer] = [one, one.parentElement].map((element) => element.getBoundingClientRect());
  return inner.left >= outer.left - 1 && inner.right <= outer.right + 1;
}"""
CUT = """(strip) => {
  const end = strip.getBoundingClientRect().right;
  const boxes = [...strip.children].map((one) => one.getBoundingClientRect());
  return boxes.some(({ left, right }) => left + 12 < end && right - 12 > end);
}"""
SIZES = [(1440, 900), (1200, 800), (1024, 768)]


def bottom(guest, selector):
    box = guest.page.locator(selector).bounding_box()
    return box["y"] + box["height"]


@pytest.mark.parametrize("page", ["race", "network"])
def test_the_sentence_of_a_preset_is_read_above_a_transport_in_sight(visit, server, page):
    presets, address = (PRESETS, "") if page == "race" else (NETWORK_PRESETS, "/network")
    preset = max(presets.values(), key=lambda one: len(one.shows))
    link = (encode if page == "race" else encode_network)(preset.config)
    guest = visit(link, server.url + address, reduced_motion="reduce")
    said = guest.page.locator(".op-shows")
    assert said.inner_text() == preset.shows
    for width, height in SIZES:
        resize(guest, width, height)
        clipped = said.evaluate("(one) => one.scrollHeight > one.parentElement.clientHeight")
        assert not clipped and bottom(guest, ".op-shows") <= bottom(guest, ".op-presets") - 54, width
        assert bottom(guest, ".op-transport") <= height, width


def test_a_comparison_of_ones_own_says_what_is_equal_and_nothing_moves(visit):
    guest = visit(reduced_motion="reduce")
    guest.until_idle()
    before = guest.page.locator(".op-stage-box").bounding_box()
    assert guest.page.locator(".op-shows").inner_text() == PRESETS["beale"].shows
    guest.number("Seed").fill("8")
    guest.page.keyboard.press("Enter")
    guest.until_address(seed="8")
    guest.until("player.querySelector('.op-shows').textContent === ''")
    assert guest.page.locator(".op-subtitle").inner_text() == "Six optimizers, one start, 300 gradients each"
    assert guest.page.locator(".op-stage-box").bounding_box() == before


def test_presets_of_networks_have_pictures_in_a_strip_that_is_seen_to_scroll_and_a_cut_one_is_taken(visit, server):
    guest = visit("hidden=4&steps=60", f"{server.url}/network", reduced_motion="reduce")
    guest.until(f"player.querySelectorAll('.op-thumb svg').length === {len(NETWORK_PRESETS)}")
    strip = guest.page.locator(".op-presets")
    buttons = strip.locator("button")
    for width in (1440, 1200, 1024, 390):
        resize(guest, width, 844)
        strip.evaluate("(one) => one.scrollTo({ left: 0, behavior: 'instant' })")
        assert strip.evaluate(CUT), width
        assert not buttons.last.evaluate(SEEN), width
        buttons.first.focus()
        for _ in [*NETWORK_PRESETS][1:]:
            guest.page.keyboard.press("Tab")
        assert guest.page.evaluate("() => document.activeElement.dataset.name") == [*NETWORK_PRESETS][-1]
        assert buttons.last.evaluate(SEEN), width
    resize(guest, 1440, 900)
    strip.evaluate("(one) => one.scrollTo({ left: 0, behavior: 'instant' })")
    box = strip.bounding_box()
    guest.page.mouse.click(box["x"] + box["width"] - 8, box["y"] + 27)
    guest.until("player.querySelector('.op-preset[aria-pressed=true]')?.dataset.name === 'too_fast'")


def test_a_link_to_the_last_preset_shows_its_button(visit, server):
    guest = visit(encode_network(NETWORK_PRESETS["dead"].config), f"{server.url}/network", reduced_motion="reduce")
    guest.until(f"player.querySelectorAll('.op-thumb svg').length === {len(NETWORK_PRESETS)}")
    assert guest.page.locator(".op-preset[aria-pressed=true]").evaluate(SEEN)
    guest.until("[...player.querySelectorAll('.op-chooser')].every((one) => /%/.test(one.textContent))")
    names = guest.page.locator(".op-chooser b")
    assert names.locator("[aria-hidden]").all_inner_texts() == ["lr 0.01", "lr 0.3", "lr 1"]
    assert names.first.locator(".op-hidden").inner_text() == "Momentum lr 0.01"
    assert names.evaluate_all("(all) => all.every((one) => one.scrollWidth <= one.clientWidth)")
    resize(guest, 1280, 720)  # a longer name takes of its picture's place there
    names.first.locator("[aria-hidden]").evaluate("(one) => { one.textContent = 'lr 0.0154' }")
    assert names.evaluate_all("(all) => all.every((one) => one.scrollWidth <= one.clientWidth)")
