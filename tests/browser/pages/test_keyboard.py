"""What people come for, done from the first key to the last without a pointer: the focus is led, never set."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import visitor
from ui.lessons.book import lessons

MOST = 160  # presses of tab to anything on a page
HAS_FOCUS = "(one) => one.isConnected ? one === document.activeElement : null"
CLIPBOARD = "() => navigator.clipboard.readText()"
TRAINED = "/%/.test(player.querySelector('.op-chooser:last-child')?.textContent)"
ADDED = "() => document.activeElement.closest('.st-key-add-adamax')"


@pytest.fixture(scope="module")
def come(browser, server):
    """A visitor whom all of these tests share, who presses keys and nothing else."""
    one = visitor(browser, server.url, reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"])
    one.open("surface=beale&steps=40&a=sgd")
    yield one
    one.close()


@pytest.fixture
def guest(come, request):
    request.node.visitors = [come]
    come.errors.clear()
    yield come
    assert come.errors == []


def press(guest, *keys):
    for key in keys:
        guest.page.keyboard.press(key)


def reach(guest, target, key="Tab"):
    """Lead the focus to an element, as somebody does who sees it: tab, or back with shift."""
    element = target.element_handle()
    for _ in range(MOST):
        found = element.evaluate(HAS_FOCUS)
        if found is None:  # it was drawn anew on the way
            element = target.element_handle()
            found = element.evaluate(HAS_FOCUS)
        if found:
            return
        press(guest, key)
    raise AssertionError(f"{MOST} presses of {key} do not lead to {target}")


def to_player(guest):
    """Past the sidebar by the first link of the page."""
    guest.page.evaluate("() => { document.activeElement.blur(); getSelection().setPosition(document.body, 0); }")
    reach(guest, guest.page.get_by_role("link", name="Skip to the player"))
    press(guest, "Enter")
    expect(guest.player).to_be_focused()


def test_a_race_is_set_up_played_scrubbed_and_shared(guest):
    page, side = guest.page, guest.page.get_by_test_id("stSidebar")
    guest.move("/?surface=beale&steps=50&a=sgd")
    guest.until_address(v="1", a="sgd", steps="50")
    guest.until_idle()
    reach(guest, side.get_by_role("button", name="Add"))
    press(guest, "Enter")
    page.keyboard.type("adamax")
    page.wait_for_function("() => document.querySelector('.st-key-find input')?.value === 'adamax'")
    press(guest, "Enter")  # to what was found
    page.wait_for_function(ADDED)
    press(guest, "Enter")
    guest.until_address(b="adamax")
    guest.until_idle()
    reach(guest, guest.number("Learning rate of AdaMax"))
    press(guest, "Control+A", *"0.3", "Enter")
    guest.until_address(**{"b.lr": "0.3"})
    guest.until_idle()
    to_player(guest)
    press(guest, "Space")
    guest.until("player.dataset.playing === 'true'")
    press(guest, "Space")
    guest.until("player.dataset.playing === 'false'")
    reach(guest, guest.player.get_by_role("slider", name="Step of the race"))
    press(guest, "Home", "ArrowRight", "ArrowRight")
    guest.until("player.dataset.step === '2'")
    guest.until_address(t="2")
    reach(guest, guest.player.get_by_role("button", name="Copy link"), "Shift+Tab")
    press(guest, "Enter")
    page.wait_for_function("async () => /&b\\.lr=0\\.3&.*&t=2$/.test(await navigator.clipboard.readText())")


def test_an_activation_is_chosen_the_network_trained_and_its_layers_looked_into(guest):
    page = guest.page
    guest.move("/network?hidden=4&steps=60&a=sgd&a.lr=0.3&b=adam")
    guest.until(TRAINED)
    guest.until_idle()
    reach(guest, page.get_by_role("combobox", name="Activation", exact=True))
    press(guest, "ArrowDown")
    page.get_by_role("listbox").wait_for()
    page.keyboard.type("relu")
    press(guest, "Enter")
    guest.until_address(activation="relu")
    guest.until_idle()
    guest.until(TRAINED)
    to_player(guest)
    press(guest, "Home", "Space")
    guest.until("Number(player.dataset.step) > 0")
    press(guest, "End")
    guest.until("player.dataset.step === '60'")
    layers = guest.player.get_by_role("region", name="Inside every layer")
    unit = layers.get_by_role("slider", name="Unit of layer 1")
    reach(guest, unit)
    first = unit.get_attribute("aria-valuetext")
    press(guest, "ArrowRight")
    expect(unit).not_to_have_attribute("aria-valuetext", first)
    reach(guest, layers.get_by_role("button", name="All runners"), "Shift+Tab")
    press(guest, "Enter")
    guest.until_address(layers="all")
    statistic = layers.get_by_role("combobox", name="Statistic of every layer")
    reach(guest, statistic)
    before = statistic.input_value()
    press(guest, "ArrowDown")
    assert statistic.input_value() != before
    assert layers.get_by_role("img", name="Adam").first.is_visible()


def test_a_lesson_is_taken_from_its_first_question_to_its_last(guest):
    page, steps = guest.page, lessons()["edge"].steps
    page.goto(f"{guest.url}/lib/lesson/edge.1")
    page.get_by_text("Say what you expect").wait_for()
    guest.until_idle()
    reach(guest, page.get_by_role("radio").first)
    press(guest, "Space")
    page.get_by_text(re.compile(r"You said \w+; it is One\.|Right\.")).wait_for()
    guest.player.wait_for()
    guest.until_idle()
    reach(guest, page.get_by_role("link", name="Next"), "Shift+Tab")
    press(guest, "Enter")
    page.get_by_text("step 2 of 3").wait_for()
    guest.player.wait_for()
    press(guest, "]")
    page.get_by_text("step 3 of 3").wait_for()
    guest.until_idle()
    reach(guest, page.get_by_role("slider", name="Pen for the loss"))
    press(guest, "ArrowDown", "ArrowRight", "ArrowDown")
    reach(guest, page.get_by_role("button", name="Show the run"))
    press(guest, "Enter")
    guest.player.wait_for()
    expect(page.get_by_role("heading", name=steps[2].title)).to_be_visible()


def test_a_start_is_found_on_a_map_and_its_run_opened(guest):
    page = guest.page
    guest.move("/basins?surface=himmelblau&steps=40&a=sgd")
    picture = page.get_by_role("img", name="Basins of SGD: ")
    picture.wait_for()
    guest.until_idle()
    reach(guest, picture)
    press(guest, "ArrowRight", "Shift+ArrowUp")
    told = page.locator(".op-basins [aria-live=polite]").text_content().replace("−", "-")
    press(guest, "Enter")
    guest.until_address(surface="himmelblau", steps="40", a="sgd")
    guest.player.wait_for()
    start = [float(guest.query[name]) for name in "xy"]
    assert start == pytest.approx([float(one) for one in re.findall(r"-?[\d.]+", told)[:2]], rel=0.005)


def test_a_teacher_locks_a_value_and_students_find_it_locked(guest):
    page = guest.page
    guest.move("/?surface=beale&steps=30&a=sgd")
    guest.until_address(v="1", a="sgd", steps="30")
    guest.until_idle()
    reach(guest, page.get_by_role("button", name="Teacher’s link"), "Shift+Tab")
    press(guest, "Enter")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    reach(guest, dialog.get_by_role("combobox", name="Locked values"))
    page.keyboard.type("Surface")
    press(guest, "Enter", "Escape")
    link = dialog.get_by_role("textbox", name="Link")
    expect(link).to_contain_text("locked=")
    reach(guest, dialog.get_by_role("button", name="Copy").first)
    press(guest, "Enter")
    page.wait_for_function("async () => /[?&]locked=/.test(await navigator.clipboard.readText())")
    taken = page.evaluate(CLIPBOARD)
    assert taken == link.inner_text()
    press(guest, "Escape")
    dialog.wait_for(state="detached")
    guest.move(f"/?{urlsplit(taken).query}")
    expect(page.get_by_role("combobox", name="Surface")).to_be_disabled()
