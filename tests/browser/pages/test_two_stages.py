"""Sharpness beside the loss on the stage of a race: one race in two pictures, which move, read and are taken as one."""

import io
from itertools import combinations

import pytest
from PIL import Image

from tests.browser.pages.test_race_player import go, reports
from training.race.config import decode
from ui.player.component import pack
from ui.race import compute
from ui.race.header import race_header
from ui.race.sharpness import with_map, with_sharpness

GAP = 8  # px between them


@pytest.fixture(scope="module")
def headers():
    """The race with its loss, and with sharpness beside it."""
    race, _ = decode("surface=rosenbrock&steps=40&a=sgd&a.lr=0.001&b=adam")
    traces = compute.traces(race)
    plain = race_header(race, traces, compute.outcomes(race, traces))
    asked = with_sharpness(plain, compute.sharp(race))
    return asked, with_map(asked, race, beside=True)


def assert_both_are_read(first, second):
    """Both tell of one place, which is marked where the pointer is not."""
    there, here = (part.locator(".op-reading").inner_text().split("\n") for part in (first, second))
    assert there[:2] == here[:2] and there[2].startswith("loss") and here[2].startswith("sharpness")
    assert first.locator(".op-spot").is_visible() and second.locator(".op-spot").is_hidden()


def meet(one, other):
    """Whether two boxes have a pixel in common."""
    sides = (("x", "width"), ("y", "height"))
    return all(one[at] < other[at] + other[size] and other[at] < one[at] + one[size] for at, size in sides)


def size_of_picture(page):
    """Pixels of what is taken away of the stage."""
    page.get_by_role("button", name="Take away").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Picture the stage as PNG").click()
    return Image.open(io.BytesIO(taken.value.path().read_bytes())).size


def move_the_start(page, first, x, y):
    """A press on the second picture puts the start there, and a drag takes it along; the frame stays."""
    starts = "(count) => events.filter(({ kind }) => kind === 'start').length === count"
    page.mouse.click(x, y)
    page.wait_for_function(starts, arg=1)
    frame = first.get_attribute("data-frame")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=2)
    page.mouse.up()
    page.wait_for_function(starts, arg=2)
    clicked, dragged = reports(page, "start")
    assert dragged["x"] > clicked["x"] and first.get_attribute("data-frame") == frame


def shrink_to_phones(page, first, second, over):
    """A small phone on its side, and a smaller one, on which what lies over the pictures has room."""
    for width, beside in ((568, True), (500, False)):
        page.set_viewport_size({"width": width, "height": 320})
        page.wait_for_function("width => document.querySelector('.op-stage-box').clientWidth === width", arg=width)
        assert (first.bounding_box()["y"] == second.bounding_box()["y"]) == beside
        assert first.bounding_box()["height"] == 170
        assert not any(meet(*two) for two in combinations([part.bounding_box() for part in over], 2)), width


def test_loss_and_sharpness_are_looked_at_side_by_side(stand, headers):
    plain, both = map(pack, headers)
    page = stand(plain, blobs={"both": both}, live=True, viewport={"width": 1300, "height": 900})
    choice = page.get_by_role("group", name="What the stage shows")
    choice.get_by_role("button", name="Both").click()
    assert reports(page, "ground") == [{"kind": "ground", "shows": "both"}]
    page.evaluate("show('both', true)")
    first, second = (page.get_by_role("group", name=f"Stage by {what}") for what in ("loss", "sharpness"))
    second.wait_for()
    go(page, 40)
    assert "ground=both" in page.url
    text = page.locator(f"#{second.get_attribute('aria-describedby')}").filter(has_text="a second picture")
    text.wait_for(state="attached")  # at rest
    assert "a rule no longer settles: SGD 2000" in text.text_content()

    left, right = first.bounding_box(), second.bounding_box()
    assert right == left | {"x": left["x"] + left["width"] + GAP}
    x, y = right["x"] + right["width"] / 2, right["y"] + right["height"] / 2
    page.mouse.move(x, y)
    assert_both_are_read(first, second)
    home = first.get_attribute("data-frame")
    page.mouse.wheel(0, -300)
    page.wait_for_function("home => document.querySelector('.op-stage').dataset.frame !== home", arg=home)
    page.mouse.move(x + 1, y)
    assert_both_are_read(first, second)
    assert size_of_picture(page) == (2 * (2 * left["width"] + GAP), 2 * left["height"])
    move_the_start(page, first, x, y + 60)
    over = [choice, first.get_by_role("group", name="View"), *first.locator(".op-stage-button:visible").all()]
    shrink_to_phones(page, first, second, over)
    page.set_viewport_size({"width": 420, "height": 800})
    page.wait_for_function("() => document.querySelector('.op-twin').offsetTop > 0")
    assert first.bounding_box()["width"] == second.bounding_box()["width"] == 420
    page.evaluate("show('blob', true)")
    second.wait_for(state="detached")
    assert page.get_by_role("group", name="Stage", exact=True).bounding_box()["height"] > 300
    assert page.complaints == []
