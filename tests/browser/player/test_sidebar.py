"""The sidebar in a browser: no edit is lost however fast, one chip open at a time, optimizers added, a table sorted."""

from __future__ import annotations

import json
import re
from statistics import median

import pytest
from playwright.sync_api import expect

from locales.formats import in_field
from optimizers import OPTIMIZERS
from tests.browser.visitor import DESK, NEXT
from training.race.config import decode, default_race, encode
from ui.race.presets import PRESETS
from ui.widgets import scales

PHONE = {"width": 390, "height": 844}
# As Plotly measures labels, one after the other.
MEASURED = """() => {
  for (let label = 0; label < 20; label += 1) {
    const svg = document.body.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
    svg.getBoundingClientRect();
    svg.append(document.createElementNS(svg.namespaceURI, "text"));
    svg.getBoundingClientRect();
    svg.remove();
  }
}"""
READ = """(wanted) => {
  const fields = [...document.querySelectorAll("[data-testid=stSidebar] input")];
  const shown = Object.fromEntries(fields.map((field) => [field.getAttribute("aria-label"), field.value]));
  return Object.entries(wanted).every(([label, value]) => Number(shown[label]) === value);
}"""


@pytest.fixture
def guest(opened, request):
    """A visitor at the race that the app opens with, without opening the app anew, which is most of a visit's work."""
    request.node.visitors, race = [opened], default_race()
    opened.errors.clear()
    opened.move(f"/?{encode(race).removeprefix('v=1&')}&pick=f")
    opened.until_address(v="1")
    wanted = {"Start x": race.x, "Start y": race.y, "Number of steps": race.steps, "Gradient noise": race.noise}
    opened.page.wait_for_function(READ, arg={**wanted, "Learning rate of Adam": race.choices["f"].value("lr")})
    opened.until_idle()
    opened.until_address(**{"f": "adam", "f.lr": "0.1"})
    return opened


def race_of(guest):
    return decode(guest.page.url.split("?", 1)[1])[0]


def side(guest):
    return guest.page.get_by_test_id("stSidebar")


def slider(guest, label):
    return side(guest).get_by_role("slider", name=label)


def settle(guest, **fields):
    guest.until_address(**fields)
    guest.until_idle()


def test_a_held_arrow_key_moves_the_slider_all_the_way(guest):
    stops = scales.stops(OPTIMIZERS["adam"].hyper("lr"))
    far = in_field(stops[stops.index(0.1) + 15])
    settle(guest, **{"f.lr": "0.1"})
    slider(guest, "Learning rate α").focus()
    for _ in range(15):
        guest.page.keyboard.press("ArrowRight", delay=5)
    settle(guest, **{"f.lr": far})
    assert guest.number("Learning rate of Adam").input_value() == far
    for _ in range(15):
        guest.page.keyboard.press("ArrowLeft", delay=5)
    settle(guest, **{"f.lr": "0.1"})
    assert guest.number("Learning rate of Adam").input_value() == "0.1"
    assert guest.errors == []


def test_edits_of_several_fields_in_a_row_all_count(guest):
    settle(guest, **{"f.lr": "0.1"})
    for label, value in (("Start x", "0.5"), ("Start y", "-1"), ("Number of steps", "120"), ("Gradient noise", "0.25")):
        guest.number(label).fill(value)
        guest.page.keyboard.press("Enter")
    guest.number("Learning rate of Adam").fill("0.0371")
    guest.page.keyboard.press("Enter")
    settle(guest, **{"f.lr": "0.0371", "x": "0.5", "y": "-1", "steps": "120", "noise": "0.25"})
    race = race_of(guest)
    assert (race.x, race.y, race.steps, race.noise, race.choices["f"].value("lr")) == (0.5, -1.0, 120, 0.25, 0.0371)
    assert guest.steps == 120


def test_what_is_being_typed_survives_the_answer_to_the_last_edit(guest):
    settle(guest, **{"f.lr": "0.1"})
    guest.number("Start x").fill("0.5")
    guest.page.keyboard.press("Tab")
    guest.number("Start y").fill("-0.75")
    settle(guest, x="0.5")
    guest.page.evaluate(NEXT)
    assert guest.number("Start y").input_value() == "-0.75"
    guest.page.keyboard.press("Enter")
    settle(guest, y="-0.75")


def test_a_decimal_comma_and_a_true_minus_count_and_the_focus_stays(guest):
    settle(guest, **{"f.lr": "0.1"})
    start = guest.number("Start x")
    for text, number in (("-1,5", "-1.5"), ("−0,25", "-0.25"), ("1/4", "0.25")):
        start.fill("")
        start.press_sequentially(text)
        guest.page.keyboard.press("Enter")
        settle(guest, x=number)
        assert start.input_value() == text
        assert start.evaluate("(field) => field === document.activeElement")


def test_arrow_keys_move_a_typed_number_by_a_tenth_of_its_leading_decade(guest):
    settle(guest, **{"f.lr": "0.1"})
    for label, name, presses in (
        ("Learning rate of Adam", "f.lr", {"ArrowDown": "0.09", "ArrowUp": "0.091", "Shift+ArrowUp": "0.101"}),
        ("Seed", "seed", {"ArrowUp": "8", "Shift+ArrowUp": "18", "ArrowDown": "17"}),
    ):
        guest.number(label).focus()
        for key, number in presses.items():
            guest.page.keyboard.press(key)
            settle(guest, **{name: number})
            assert guest.number(label).input_value() == number
    assert guest.errors == []


def test_one_chip_is_open_at_a_time(guest):
    settle(guest, **{"f.lr": "0.1"})
    for name, other in (("Momentum", "Adam"), ("Adam", "Momentum")):
        side(guest).get_by_role("button", name=re.compile(f"^{name}\\b")).first.click()
        guest.number(f"Learning rate of {name}").wait_for()
        guest.until_idle()
        guest.number(f"Learning rate of {other}").wait_for(state="detached")
        assert side(guest).get_by_role("slider", name="Learning rate α").count() == 1


def test_an_optimizer_is_found_added_and_removed(guest):
    settle(guest, **{"f.lr": "0.1"})
    side(guest).get_by_role("button", name="Add").click()
    guest.page.get_by_role("searchbox", name="Find an optimizer").fill("adamax")
    guest.page.get_by_role("button", name="AdaMax").click()
    settle(guest, g="adamax")
    guest.page.keyboard.press("Escape")
    side(guest).get_by_role("button", name="Remove").click()
    guest.page.wait_for_function("() => !location.search.includes('adamax')")
    guest.until_idle()
    assert race_of(guest) == default_race()


def test_an_optimizer_is_added_hidden_and_named_by_the_keyboard_alone(guest):
    """What is typed reaches the field at once, and the focus never falls back to the start of the page."""
    settle(guest, **{"f.lr": "0.1"})
    focused, keyboard = "() => document.activeElement.closest('[class*=st-key-]')?.className ?? ''", guest.page.keyboard
    add = side(guest).get_by_role("button", name="Add")
    add.focus()
    keyboard.press("Enter")
    keyboard.type("adamax")
    guest.page.wait_for_function("() => document.querySelector('.st-key-find input')?.value === 'adamax'")
    assert "st-key-find" in guest.page.evaluate(focused)
    keyboard.press("Enter")
    guest.page.wait_for_function(f"() => ({focused})().includes('st-key-add-adamax')")
    keyboard.press("Enter")
    settle(guest, g="adamax")
    guest.page.wait_for_function("() => document.activeElement.closest('.st-key-add')")
    hide = side(guest).get_by_role("button", name="Hide", exact=True)
    hide.focus()
    keyboard.press("Enter")
    settle(guest, hide="g")
    assert guest.page.evaluate("() => document.activeElement.dataset.name") == "sight.g"
    guest.number("Name").fill("Läufer *eins*")
    keyboard.press("Enter")
    settle(guest, **{"g.name": "Läufer *eins*"})
    assert side(guest).get_by_role("button", name="Läufer *eins*").count() == 1
    assert guest.errors == []


def test_a_number_out_of_range_is_told_and_gets_its_value_back(guest):
    settle(guest, **{"f.lr": "0.1"})
    guest.number("Learning rate of Adam").fill("5000")
    guest.page.keyboard.press("Enter")
    warning = side(guest).get_by_test_id("stAlert")
    warning.wait_for()
    assert "Learning rate of Adam must be a number from 0 to 1000" in warning.inner_text()
    guest.until_idle()
    assert guest.number("Learning rate of Adam").input_value() == "0.1"


def test_another_surface_brings_its_own_start(guest):
    guest.choose("Surface", "Ravine")
    settle(guest, surface="ravine", x="-10")
    assert guest.number("Start x").input_value() == "-10"
    assert race_of(guest) == default_race("ravine")


def test_the_table_sorts_by_a_column_and_missing_numbers_stay_last(visit):
    guest = visit("surface=beale&steps=200&a=sgd&a.lr=0.3&b=adam&b.lr=0.1&c=sgd&c.lr=0.01")
    table = guest.page.get_by_test_id("standings")
    table.scroll_into_view_if_needed()
    names = table.locator("tbody th")

    def order():
        return [name.strip() for name in names.all_inner_texts()]

    assert order() == ["Adam", "SGD lr 0.01", "SGD lr 0.3"]
    head = table.get_by_role("button", name="Final loss")
    head.click()
    assert order() == ["Adam", "SGD lr 0.01", "SGD lr 0.3"]
    assert table.locator("th[aria-sort=ascending]").count() == 1
    head.click()
    assert order() == ["SGD lr 0.01", "Adam", "SGD lr 0.3"]
    assert "not finite" in table.inner_text()
    assert guest.errors == []


def test_a_preset_chooses_its_last_runner(guest):
    preset = PRESETS["adam_no_correction"]
    guest.player.get_by_role("button", name=preset.label, exact=True).click()
    settle(guest, surface="ravine")
    guest.page.get_by_role("button", name="Adam no correction").wait_for()
    assert race_of(guest) == preset.config


def test_starts_are_compared_from_their_field_and_a_second_press_leaves_all_as_it_is(guest):
    press = side(guest).get_by_role("button", name="Compare starts")
    press.click()
    side(guest).get_by_role("textbox", name="Starts").wait_for()
    expect(press).to_have_attribute("aria-expanded", "true")  # which the page tells after it has drawn the field
    opened = guest.page.locator(f"[id='{press.get_attribute('aria-controls')}']")
    expect(opened.get_by_role("textbox", name="Starts")).to_be_visible()
    press.click()
    side(guest).get_by_role("textbox", name="Starts").wait_for(state="detached")
    assert race_of(guest) == default_race()
    press.click()
    side(guest).get_by_role("textbox", name="Starts").fill("(0, 1); (1, 0)")
    side(guest).get_by_role("button", name="Compare these").click()
    guest.until_address(**{"a.x": "0", "a.y": "1", "b.x": "1", "b.y": "0"})
    guest.until_idle()
    expect(press).to_have_attribute("aria-expanded", "false")
    assert press.get_attribute("aria-controls") is None
    chips = side(guest).locator("[class*='st-key-chip-']")
    expect(chips).to_have_count(2)
    assert [chosen.optimizer for chosen in race_of(guest).choices.values()] == ["adam", "adam"]


def test_nothing_is_styled_anew_for_a_label_that_plotly_measures(guest, browser):
    found = []
    for size in (PHONE, DESK):
        guest.page.set_viewport_size(size)
        guest.page.evaluate(NEXT)
        browser.start_tracing(page=guest.page, categories=["devtools.timeline"])
        guest.page.evaluate(MEASURED)
        events = json.loads(browser.stop_tracing())["traceEvents"]
        found.append([event["args"].get("elementCount", 0) for event in events if event["name"] == "UpdateLayoutTree"])
    # The page, which has another size, is styled beside that.
    assert min(map(len, found)) >= 40 and max(map(median, found)) < 5
