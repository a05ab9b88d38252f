"""The network page in a browser, with the real app: it trains, plays, takes changes, comes back for what is late."""

from __future__ import annotations

import json

import pytest

from tests.browser.visitor import visitor
from training.network.config import default_network

READY = "[...document.querySelectorAll('.op-chooser')].every((one) => /%/.test(one.textContent))"
SMALL = "hidden=4&steps=60&a=sgd&a.lr=0.3&b=adam&b.lr=0.03"


@pytest.fixture(scope="module")
def opened(browser, server):
    """A visitor of the page, where nothing plays: frames are of the player's tests, and half a core."""
    one = visitor(browser, f"{server.url}/network", reduced_motion="reduce").open(SMALL)
    yield one
    one.close()


@pytest.fixture
def guest(opened, request):
    """A visitor at two small runs, trained."""
    request.node.visitors = [opened]
    opened.errors.clear()
    opened.move(f"/network?{SMALL}")
    opened.until_address(v="1", data=default_network().data, hidden="4", seed="7")
    opened.until_idle()
    opened.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    until_named(opened, "SGD", "Adam")
    opened.until(READY)
    return opened


def until_named(guest, *names):
    """Wait until these are the runners, trained or not."""
    guest.until(
        f"JSON.stringify([...player.querySelectorAll('.op-chooser')].map((one) => one.innerText.split('\\n')[0])) === "
        f"{json.dumps(json.dumps(names, separators=(',', ':')))}"
    )


def test_a_structure_new_to_the_app_is_trained_and_plays(visit, server):
    guest = visit(SMALL, f"{server.url}/network")
    guest.until(READY)
    guest.until("Number(player.dataset.step) > 0")
    assert guest.steps == 60
    assert len(guest.page.query_selector_all(".op-chooser")) == 2
    guest.scrub(60)
    guest.until_idle()
    assert guest.page.get_by_text("Held equal in this comparison").count() == 1
    assert guest.page.locator(".op-sentence").get_by_text("After 60 gradients").is_visible()
    assert guest.errors == []


def test_a_number_keeps_the_step_and_the_link_follows(guest):
    guest.scrub(20)
    guest.number("Weight seed").fill("11")
    guest.page.keyboard.press("Enter")
    guest.until_address(seed="11", t="20")
    guest.until(READY)
    assert guest.step == 20


def test_three_initializations_are_compared_in_two_presses_and_back_undoes_it(guest):
    field = guest.page.get_by_role("combobox", name="Initialization", exact=True)
    press = guest.page.get_by_role("button", name="Compare initializations")
    press.wait_for()
    field.focus()
    guest.page.keyboard.press("Tab")
    assert press.evaluate("button => button === document.activeElement")
    guest.page.keyboard.press("Enter")
    guest.page.get_by_role("button", name="Compare these").wait_for()
    guest.page.get_by_role("button", name="Compare initializations", expanded=True).wait_for()
    guest.page.get_by_role("button", name="Compare these").click()
    until_named(guest, "Normal 0.01", "LeCun", "Glorot (Xavier)")
    guest.until_address(**{"a.init": "normal", "b.init": "lecun", "c.init": "glorot", "a": "sgd", "c": "sgd"})
    guest.until_idle()
    assert field.is_disabled() and press.get_attribute("aria-expanded") == "false"
    assert guest.page.get_by_role("combobox", name="Own initialization").count() == 1
    guest.page.go_back()
    until_named(guest, "SGD", "Adam")
    guest.until_idle()
    assert field.is_enabled()


def test_points_are_drawn_by_pressing_the_stage_and_all_kept_in_haste(guest):
    guest.choose("Data", "Own points")
    guest.until_address(data="own")
    guest.until_idle()
    guest.until(READY)
    before = guest.query["points"].count(";")
    box = guest.page.locator(".op-regions").bounding_box()
    guest.page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 4)
    guest.page.wait_for_function(
        "(before) => (new URLSearchParams(location.search).get('points') ?? '').split(';').length === before + 2",
        arg=before,
    )
    guest.until(READY)
    before = guest.query["points"].count(";") + 1
    shown = guest.page.evaluate(
        """async () => {
          const stage = document.querySelector(".op-regions"), box = stage.getBoundingClientRect();
          for (let k = 0; k < 10; k += 1) {
            const [clientX, clientY] = [box.left + box.width * (0.2 + 0.05 * k), box.top + box.height * 0.4];
            stage.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX, clientY }));
            if (k === 0 && !stage.querySelector(".op-own-new")) return "nothing at once";
            await new Promise((resolve) => setTimeout(resolve, 25));
          }
          return "at once";
        }"""
    )
    assert shown == "at once"
    guest.page.wait_for_function(
        "(all) => (new URLSearchParams(location.search).get('points') ?? '').split(';').length === all", arg=before + 10
    )
    guest.until("!player.querySelector('.op-own-new')")
    guest.page.wait_for_function(
        "(all) => document.querySelector('textarea[aria-label=Rows]').value.trim().split(/\\s+/).length === all",
        arg=1 + before + 10,
    )


def test_the_stage_does_not_fade_while_a_structure_is_compiled(guest):
    guest.page.evaluate(
        """() => {
          window.faintest = 1;
          const box = document.querySelector(".player").closest("[data-testid=stElementContainer]");
          window.stale = 0;
          const told = new MutationObserver(() => { window.stale += box.dataset.stale === "true"; });
          told.observe(box, { attributeFilter: ["data-stale"] });
          window.looking = setInterval(() => {
            window.faintest = Math.min(window.faintest, Number(getComputedStyle(box).opacity));
          }, 20);
        }"""
    )
    guest.page.get_by_role("textbox", name="Hidden layers").fill("6, 5, 4")
    guest.page.keyboard.press("Enter")
    guest.until_address(hidden="6,5,4")
    guest.until(READY)
    assert guest.page.evaluate("window.stale") > 0
    assert guest.page.evaluate("window.faintest") == 1
    guest.page.evaluate("clearInterval(window.looking)")


def test_the_step_of_a_link_waits_for_a_structure_that_is_new(browser, server):
    one = visitor(browser, f"{server.url}/network").open("hidden=5&steps=60&a=sgd&a.lr=0.3&t=7")
    one.until(READY)
    one.until("player.dataset.step === '7' && player.dataset.playing === 'false'")
    one.until_address(t="7")
    one.close()


def test_the_transport_stays_in_sight_beside_the_layers(guest):
    guest.until_idle()
    play = guest.player.get_by_role("button", name="Step forward")
    guest.page.locator(".op-weights").scroll_into_view_if_needed()
    guest.page.mouse.move(900, 500)
    guest.page.mouse.wheel(0, 300)
    guest.until("document.querySelector('.op-docked') !== null")
    assert play.bounding_box()["y"] > 700


def test_the_gradient_check_opens(guest):
    guest.page.get_by_text("Gradient check").click()
    guest.page.get_by_text("Relative error by layer").wait_for()
    guest.page.get_by_text("great").first.wait_for(state="attached")


def test_full_screen_has_the_layers_below_its_first_screen(guest):
    guest.player.locator("[data-name=full]").click()
    guest.until("player.classList.contains('op-full')")
    boxes = [guest.page.locator(f".op-{name}").bounding_box() for name in ("stage-box", "choosers", "dock", "layers")]
    ends = [box["y"] + box["height"] for box in boxes]
    assert all(end <= box["y"] + 1 for end, box in zip(ends, boxes[1:], strict=False))
    assert ends[2] <= 900 < ends[3]
