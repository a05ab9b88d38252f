"""The page of sensitivity, as one visits it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from training.many import grids

BEGINS = "Begins training.many.grids chunk_of"
RAVINE = "surface=ravine&steps=40&a=momentum&xfrom=0.001&xto=1&yaxis=beta&yfrom=0&yto=0.99"


@pytest.fixture
def mapped(visit):
    """A visitor of the map of momentum on the ravine, all of which is there, and its picture."""
    guest = visit(None)
    guest.page.goto(f"{guest.url}/sensitivity?{RAVINE}")
    picture = guest.page.get_by_role("img", name="Map of Momentum, learning rate across, momentum up: ")
    picture.wait_for()
    guest.page.get_by_text("Of 16,384 runs each").wait_for()
    guest.until_idle()
    yield guest, picture
    assert guest.errors == []


def test_two_browsers_see_the_same_cells_which_are_computed_once(visit, server):
    before, guests = server.printed().count(BEGINS), [visit(None), visit(None)]
    for guest in guests:  # the second one comes while the first is being served
        guest.page.goto(f"{guest.url}/sensitivity?{RAVINE.replace('xto=1&', 'xto=0.9&')}", wait_until="commit")
    seen = []
    for guest in guests:
        guest.page.get_by_text("Of 16,384 runs each").wait_for()
        guest.page.get_by_role("heading", name="Final loss over learning rate").wait_for()
        picture = guest.page.get_by_role("img", name="Map of Momentum, learning rate across, momentum up: ")
        seen.append((picture.get_attribute("aria-label"), picture.evaluate("(canvas) => canvas.toDataURL()")))
    assert seen[0] == seen[1] and len(seen[0][1]) > 20_000
    assert server.printed().count(BEGINS) - before == grids.CHUNKS


def test_a_map_is_read_and_a_box_looks_closer(mapped):
    guest, picture = mapped
    page = guest.page
    picture.focus()
    page.keyboard.press("ArrowLeft")
    told = page.locator(".op-sensitivity [aria-live]").text_content()
    assert told.startswith("Learning rate 0.02916, momentum 0.9018: loss")
    box = picture.bounding_box()
    x, y = box["x"] + 0.3 * box["width"], box["y"] + 0.7 * box["height"]
    page.mouse.move(x, y)
    reading = page.locator(".op-sensitivity .op-reading")
    assert "tolerance" in reading.text_content()
    page.mouse.down()
    page.mouse.move(x + 60, y - 60, steps=3)
    page.mouse.up()
    page.wait_for_function("() => !location.search.includes('xto=1&')")
    guest.until_idle()  # a key looks closer at what is drawn, and the address is ahead of that
    assert 0.001 < float(guest.query["xfrom"]) < float(guest.query["xto"]) < 0.1
    picture.focus()
    for key, left in (("+", False), ("-", False), ("-", True)):  # the map keeps the focus
        link = page.url
        page.keyboard.press(key)
        page.wait_for_function("(link) => location.href !== link", arg=link)
        guest.until_idle()
        assert picture.evaluate("(canvas) => canvas === document.activeElement")
        assert ("xto=1&" in page.url) == left
    page.get_by_role("button", name="Three conventions").focus()
    page.keyboard.press("Enter")
    guest.until_address(**{"b.convention": "ewma"})
    page.wait_for_function("() => document.activeElement.textContent === 'Three conventions'")
    page.set_viewport_size({"width": 390, "height": 844})
    picture.hover()  # in a narrow window a reading is as wide as that at most
    around = reading.bounding_box()
    assert around["x"] >= 0 and around["x"] + around["width"] <= 390


def test_what_is_marked_on_a_map_races_with_its_numbers(mapped):
    guest, picture = mapped
    page = guest.page
    box = picture.bounding_box()
    picture.click(position={"x": 0.5 * box["width"], "y": 0.5 * box["height"]})
    told, open_one = page.locator(".op-sensitivity [aria-live]"), page.get_by_role("link", name="Open this run")
    assert told.text_content().startswith("A: Momentum, learning rate 0.0")
    alone = parse_qs(urlsplit(open_one.get_attribute("href")).query)
    assert (alone["a"], alone["steps"], alone.get("b")) == (["momentum"], ["40"], None)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    assert told.text_content().startswith("B: Momentum, learning rate ")
    page.get_by_role("button", name="Do not mark A: Momentum").click()
    open_one.wait_for()
    assert told.text_content().startswith("No longer marked: Momentum")
    page.keyboard.press("ArrowUp")  # from the middle: the map has the focus again
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Open these 2 side by side").click()
    guest.until_address(surface="ravine", steps="40", a="momentum", b="momentum")
    guest.player.wait_for()
    (rate, other), (memory, above) = ([float(guest.query[f"{who}.{name}"]) for who in "ab"] for name in ("lr", "beta"))
    assert 0.001 < other < rate < 1 and 0 < memory < above < 0.99
    assert float(alone["a.lr"][0]) == pytest.approx(other, rel=0.4)  # a few cells beside the middle
