"""A lesson, as a student takes it."""

from __future__ import annotations

from playwright.sync_api import expect

from benchmarks import classroom
from tests.browser.visitor import DESK
from ui.lessons.book import lessons
from ui.lessons.class_view import teacher


def test_a_prediction_comes_first_and_keys_lead_on(visit):
    guest = visit(None)
    page = guest.page
    page.goto(f"{guest.url}/lib/lesson/edge.1")
    page.get_by_text("Say what you expect").wait_for()
    text = page.get_by_text(lessons()["edge"].steps[0].text.split(".")[0].split(",")[0][:30])
    assert page.locator(".op-stage").count() == 0 and text.count() == 0  # which says what comes
    page.get_by_text("Two", exact=True).click()
    page.get_by_text("You said Two; it is One.").wait_for()
    guest.player.wait_for()
    text.wait_for()
    guest.until_address(lesson="edge.1", surface="ravine")
    card, stage = page.locator(".st-key-lesson"), page.locator(".op-stage").first
    assert card.bounding_box()["x"] > stage.bounding_box()["x"] + stage.bounding_box()["width"]  # beside the page
    page.set_viewport_size({"width": 390, "height": 844})
    assert card.bounding_box()["height"] <= 0.46 * 844 + 1 and stage.bounding_box()["y"] < 844
    page.locator("body").press("]")
    page.get_by_text("step 2 of 3").wait_for()
    guest.player.wait_for()
    guest.until_address(lesson="edge.2", surface="bowl")
    page.set_viewport_size({"width": 320, "height": 480})
    page.get_by_role("radio").first.dispatch_event("click")  # and scroll nothing
    expect(page.locator(".st-key-said")).to_be_in_viewport(ratio=0.9)  # though the card shows half of itself
    page.set_viewport_size(DESK)
    page.locator("body").press("]")
    page.get_by_text("step 3 of 3").wait_for()
    draw_a_line_to_the_end(page)
    page.get_by_role("button", name="Show the run").click()
    guest.player.wait_for()
    assert page.locator(".op-curve-note").first.inner_text() == "dots: what you drew"
    page.get_by_role("link", name="All lessons").click()
    page.get_by_text("All 3 steps seen").wait_for()
    assert guest.errors == []


def draw_a_line_to_the_end(page):
    """Drag across the paper, and go on with keys at the pen; the end is where both lead."""
    paper, pen, show = page.locator(".op-sketch-box"), page.locator(".op-sketch-pen"), page.locator(".op-sketch button")
    paper.wait_for()
    assert show.is_disabled()
    page.emulate_media(media="print")
    assert paper.is_visible() and not pen.is_visible() and not show.is_visible()  # a sheet to draw on by hand
    page.emulate_media(media="screen")
    box = paper.bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 14, box["y"] + 150, steps=4)
    page.mouse.up()
    before = float(pen.get_attribute("aria-valuenow"))
    assert pen.get_attribute("aria-valuetext").startswith("step 300: ")
    pen.press("ArrowDown")
    assert float(pen.get_attribute("aria-valuenow")) < before and show.is_enabled()


def test_a_network_is_trained_while_its_question_waits(visit):
    guest = visit(None)
    page = guest.page
    page.goto(f"{guest.url}/lib/lesson/batches.2")
    page.get_by_text("Say what you expect").wait_for(timeout=120_000)  # it compiles first
    page.get_by_text("shuffle on", exact=True).click()
    page.get_by_text("Right.").wait_for()
    guest.player.wait_for()


def test_thirty_browsers_answer_on_the_teachers_screen(visit):
    """One of them is Chromium; the others have its cookie and speak its protocol, and are there at the same time."""
    host, guest = visit(None), visit(None, viewport={"width": 390, "height": 844})
    code = classroom.asked(host.page, host.url)
    guest.page.goto(f"{guest.url}/class/{code.lower()}")
    guest.page.get_by_text("Two", exact=True).click()
    assert teacher.EVERY <= classroom.LIMIT / 2  # how long an answer takes is measured there
    host.page.get_by_text("1 of 1 answered").wait_for()
    classroom.apart(host.url, code, [0.0] * 29)
    host.page.get_by_text("30 of 30 answered").wait_for()
    rows = host.page.locator(".votes tbody tr")
    counts = {row.locator("th").inner_text(): row.locator("td").nth(1).inner_text() for row in rows.all()}
    assert counts == {"None": "8", "One": "7", "Two": "8", "Three": "7"}
    host.page.reload()  # the browser is known, not the address
    host.page.get_by_role("button", name="Reveal").click()
    guest.page.get_by_text("You said Two; it is One.").wait_for()
    assert host.errors == guest.errors == []
