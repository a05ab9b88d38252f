"""The page of search, as one visits it."""

from __future__ import annotations


def test_trials_are_marked_and_trained_side_by_side(visit):
    guest = visit(None)
    page = guest.page
    page.goto(
        f"{guest.url}/search?data=moons&examples=40&hidden=4&steps=12&batch=8&budget=4&method=grid&a=momentum"
        "&xfrom=0.01&xto=1&yaxis=gain&yfrom=0.5&yto=2"
    )
    picture = page.get_by_role("img", name="Trials of Momentum, learning rate across, gain up: 4 of 4 trials")
    picture.wait_for()
    picture.focus()
    page.keyboard.press("ArrowUp")
    told = page.locator(".op-search [aria-live]")
    assert told.text_content().startswith("Trial ")
    page.keyboard.press("Enter")
    page.get_by_text("Train this one").wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("No trial is marked yet").wait_for()
    box = picture.bounding_box()
    picture.click(position={"x": 46 + 0.25 * (box["width"] - 46), "y": 0.75 * (box["height"] - 40)})
    picture.click(position={"x": 46 + 0.75 * (box["width"] - 46), "y": 0.75 * (box["height"] - 40)})
    page.get_by_role("link", name="Train these 2 side by side").click()
    guest.player.wait_for()
    guest.until_address(a="momentum", b="momentum", data="moons", hidden="4")
    assert guest.query["a.lr"] != guest.query["b.lr"] and guest.query["a.gain"] == guest.query["b.gain"] != "1"
    assert guest.errors == []
