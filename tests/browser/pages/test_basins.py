"""The page of basins, as one visits it."""

from __future__ import annotations


def test_a_map_is_read_and_a_press_races_from_its_point(visit):
    guest = visit(None)
    page = guest.page
    page.goto(f"{guest.url}/basins?surface=himmelblau&steps=40&a=sgd&b=momentum")
    picture = page.get_by_role("img", name="Basins of SGD: ")
    picture.wait_for()
    page.get_by_text("Measured on 16,384 starts each").wait_for()
    box = picture.bounding_box()
    picture.hover(position={"x": 0.8 * box["width"], "y": 0.2 * box["height"]})
    assert "reaches (3, 2) after" in page.locator(".op-basins .op-reading").text_content()
    assert "25." in picture.get_attribute("aria-label") and "reach (3, 2)" in picture.get_attribute("aria-label")
    picture.focus()
    for key in ("ArrowRight", "ArrowUp", "Shift+ArrowUp"):
        page.keyboard.press(key)
    told = page.locator(".op-basins [aria-live=polite]").text_content()
    assert told.startswith("(0.172, 1.35) reaches (") and "after" in told
    page.get_by_label("Gradients", exact=True).fill("0")
    page.get_by_text("after 0 gradients").wait_for()
    guest.until_address(t="0")
    play, slider = page.get_by_role("button", name="Play", exact=True), page.locator(".op-basins-time input")
    picture.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Pause", exact=True).wait_for()
    page.wait_for_function("() => Number(document.querySelector('.op-basins-time input').value) > 4")
    page.keyboard.press("Space")
    play.wait_for()
    guest.until_address(t=slider.input_value())
    page.reload()
    page.get_by_text(f"after {guest.query['t']} gradients").wait_for()
    page.get_by_label("Gradients", exact=True).fill("40")  # the end is where it stands by itself
    page.wait_for_function("() => !new URLSearchParams(location.search).has('t')")
    box = picture.bounding_box()  # as it is now, with all that stands around it
    picture.click(position={"x": 0.8 * box["width"], "y": 0.2 * box["height"]})
    guest.until_address(surface="himmelblau", steps="40", pick="a", b="momentum")
    guest.player.wait_for()
    assert 3 < float(guest.query["x"]) < 3.6 and 2 < float(guest.query["y"]) < 3.2
    assert guest.errors == []


def test_back_leads_a_map_to_where_it_stood(visit):
    guest = visit(None)
    page = guest.page
    page.goto(f"{guest.url}/basins?surface=himmelblau&steps=40&a=sgd")
    page.get_by_text("Measured on 16,384 starts").wait_for()
    page.wait_for_function("() => new URLSearchParams(location.search).has('x0')")  # the address is that of the map
    page.evaluate("history.pushState(history.state, '', `${location.search}&t=12`)")
    for move, told in ((page.go_back, 40), (page.go_forward, 12), (page.go_back, 40)):
        move()
        page.get_by_text(f"after {told} gradients", exact=True).wait_for()
    assert guest.errors == []
