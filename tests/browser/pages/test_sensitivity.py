"""The page of sensitivity, as one visits it."""

from __future__ import annotations


def test_a_map_is_read_a_box_looks_closer_and_a_press_races_with_its_numbers(visit):
    guest = visit(None)
    page = guest.page
    page.goto(
        f"{guest.url}/sensitivity?surface=ravine&steps=40&a=momentum&xfrom=0.001&xto=1&yaxis=beta&yfrom=0&yto=0.99"
    )
    picture = page.get_by_role("img", name="Map of Momentum, learning rate across, momentum up: ")
    picture.wait_for()
    page.get_by_text("Of 16,384 runs each").wait_for()
    picture.focus()
    page.keyboard.press("ArrowLeft")
    told = page.locator(".op-sensitivity [aria-live]").text_content()
    assert told.startswith("Learning rate 0.02916, momentum 0.9018: loss")
    box = picture.bounding_box()
    x, y = box["x"] + 0.3 * box["width"], box["y"] + 0.7 * box["height"]
    page.mouse.move(x, y)
    assert "tolerance" in page.locator(".op-sensitivity .op-reading").text_content()
    page.mouse.down()
    page.mouse.move(x + 60, y - 60, steps=3)
    page.mouse.up()
    page.wait_for_function("() => !location.search.includes('xto=1&')")
    picture.wait_for()
    assert 0.001 < float(guest.query["xfrom"]) < float(guest.query["xto"]) < 0.1
    page.get_by_text("Of 16,384 runs each").wait_for()
    guest.until_idle()
    picture.click(position={"x": 0.5 * box["width"], "y": 0.5 * box["height"]})
    guest.until_address(surface="ravine", steps="40", a="momentum")  # and pick=a, until the race is at rest
    guest.player.wait_for()
    assert 0.001 < float(guest.query["a.lr"]) < 0.1 and 0 < float(guest.query["a.beta"]) < 0.99
    assert [error for error in guest.errors if "404" not in error] == []
