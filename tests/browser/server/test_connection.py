"""The server goes away and comes back: what was set stays, on every page, and what is pressed meanwhile counts."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

import pytest

from tests.app_server import serve
from tests.browser.server.line import Line
from tests.browser.visitor import NEXT
from training.race.config import encode
from ui.race.presets import PRESETS

AWAY = "() => document.querySelector('[data-testid=stApp]').dataset.testConnectionState !== 'CONNECTED'"
BACK = "() => document.querySelector('[data-testid=stApp]').dataset.testConnectionState === 'CONNECTED'"
BLANKS = """document.addEventListener("DOMContentLoaded", () => {
  const root = document.getElementById("root");
  let drawn = false;
  new MutationObserver(() => {
    const blanks = Number(sessionStorage.getItem("blanks"));
    if (drawn && !root.childElementCount) sessionStorage.setItem("blanks", blanks + 1);
    drawn = root.childElementCount > 0;
  }).observe(root, { childList: true });
});"""
POPOVER = "[data-testid=stPopoverBody]"
# Whether something is on the screen, after each frame; what has been found.
WATCH = """(selector) => {
  window.painted = [];
  const seen = () => document.querySelector(selector)?.checkVisibility({ visibilityProperty: true }) ?? false;
  const look = () => {
    if (!painted.includes(seen())) painted.push(seen());
    requestAnimationFrame(() => setTimeout(look));
  };
  look();
}"""
# A button whose popover opened unasked, and which an answer took off the page with it.
GONE = """() => {
  const gone = document.createElement("button");
  gone.dataset.testid = "stPopoverButton";
  document.body.append(gone);
  gone.ariaExpanded = "true";
  return new Promise(requestAnimationFrame).then(() => gone.remove());
}"""
# Of every run that a page may begin with, the first messages or each third: none can be drawn.
BREAKING = {*range(3, 20), *range(20, 400, 3)}
RUN = 3_000  # milliseconds in which a page that is connected again asks for a run
DIALOG = 6_000  # milliseconds after which Streamlit says that it lost its server
PAGES = (
    ("", "x=0.5&noise=0.2&a=sgd&b=adam"),
    ("network", "data=moons&hidden=4&steps=60&a=sgd&a.lr=0.3"),
    ("initialization", "activation=relu&gain=2"),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The app for this file alone, whose last test stops it."""
    with serve(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def visit(visit):
    """Opens the app for visitors whose races stand: no frame is drawn while a server is waited for."""
    return partial(visit, reduced_motion="reduce")


def edit(guest, label, value, **fields):
    """Type a number into a field of the sidebar and wait for it in the address."""
    guest.number(label).fill(value)
    guest.page.keyboard.press("Enter")
    guest.until_address(**fields)
    guest.until_idle()


def opens(visit, url, page, query):
    """A visitor who opened a page of the server at ``url`` with a link, once it is complete in the address."""
    guest = visit(None, url=f"{url}/{page}")
    guest.page.goto(f"{url}/{page}?{query}")
    guest.until_address(v="1")
    return guest


def test_a_press_that_the_connection_swallowed_is_made_once_it_is_back(visit):
    guest = visit(None)
    line = Line(guest.page)
    guest.open("surface=beale&steps=40&a=sgd&b=adam")
    guest.until_idle()
    line.cut = True
    guest.player.get_by_role("button", name=list(PRESETS.values())[1].label, exact=True).click()
    guest.page.wait_for_timeout(500)
    line.end()
    guest.page.wait_for_function(
        "(link) => location.search.includes(link)", arg=encode(list(PRESETS.values())[1].config)
    )
    assert line.count == 2


def test_a_list_that_was_closed_before_it_came_stays_closed(visit):
    guest = visit(None)
    line = Line(guest.page)
    guest.open("surface=beale&steps=40&a=sgd")
    guest.until_idle()
    add = guest.page.get_by_test_id("stPopoverButton").filter(has_text="Add")
    line.slow = True
    add.click()
    guest.page.locator(POPOVER).wait_for()
    while not any(b"Find an optimizer" in message for message in line.waiting):
        guest.page.wait_for_timeout(20)
    guest.page.keyboard.press("Escape")
    guest.page.locator(POPOVER).wait_for(state="detached")
    guest.page.evaluate(WATCH, POPOVER)
    line.catch_up()
    guest.until_idle()
    guest.page.evaluate(NEXT)
    assert guest.page.evaluate("() => window.painted") == [False]
    assert add.evaluate("(button) => document.activeElement === button")
    guest.page.evaluate(GONE)
    guest.page.evaluate(NEXT)
    add.click()
    guest.page.locator(POPOVER).wait_for()
    guest.page.evaluate(NEXT)
    assert guest.page.locator(POPOVER).is_visible()


def test_a_connection_that_is_cut_without_a_word_is_noticed(visit):
    guest = visit("surface=beale&steps=40&a=sgd")
    guest.until_idle()
    notice = guest.player.get_by_text("Connection lost")
    guest.page.context.set_offline(True)
    notice.wait_for(timeout=5_000)
    assert guest.page.evaluate(BACK)  # Streamlit does not know
    guest.page.context.set_offline(False)
    notice.wait_for(state="detached", timeout=10_000)


def test_the_server_is_asked_once_whoever_listens(visit):
    guest = visit("surface=beale&steps=40&a=sgd")  # the player listens, and the fields of the page
    guest.until_idle()
    asked = []
    guest.page.route("**/_stcore/health", lambda route: asked.append(route))  # no answer: who has asked waits
    guest.page.evaluate("() => window.dispatchEvent(new Event('online'))")
    guest.page.wait_for_timeout(500)
    assert len(asked) == 1


def test_a_page_that_the_connection_left_blank_is_loaded_again(visit):
    guest = visit(None)
    line = Line(guest.page)
    line.skip = BREAKING
    guest.open("surface=beale&steps=40&a=sgd")
    assert any("Bad delta path" in error for error in guest.errors)
    guest.until_address(steps="40", a="sgd")
    assert line.count == 2


def test_a_page_that_never_comes_is_not_loaded_for_ever(visit):
    guest = visit(None)
    line = Line(guest.page)
    line.skip, line.always = BREAKING, True
    guest.page.add_init_script(BLANKS)  # counted in the tab: a page may break between two looks from here
    guest.page.goto(f"{guest.url}/?surface=beale&steps=40&a=sgd")
    guest.page.wait_for_function("() => sessionStorage.getItem('blanks') === '4'")
    guest.page.wait_for_timeout(RUN)
    assert line.count == 4
    assert guest.page.evaluate("() => JSON.parse(sessionStorage.getItem('loaded again')).length") == 3


def test_what_visitors_did_survives_another_server(visit, server):
    """Each story is told up to its next pause: with the first server, while there is none, and with another."""
    told = (buttons_wait, edits_survive, swallowed_edits_are_made, the_race_plays_on)
    stories = [story(visit, server.url) for story in told]
    for story in stories:
        next(story)
    server.stop()
    for story in stories:
        next(story)
    # What the other server compiled is at hand there.
    with serve(server.log.parent, urlsplit(server.url).port) as second:
        for story in stories:
            assert next(story, "told") == "told"
        assert "Traceback" not in second.printed()


def buttons_wait(visit, url):
    """A press that nobody hears of is lost, other than an edit: there is no button to press meanwhile.

    They wait for the server, and for the first run of another.
    """
    guest = opens(visit, url, "", "surface=beale&steps=40&a=sgd&b=adam")
    button = guest.page.locator("[data-testid=stButton]:not([inert]) button", has_text="Reset all")
    button.wait_for()
    guest.until_idle()  # what holds the buttons comes last in a run
    guest.page.context.set_offline(True)
    button.wait_for(state="detached")
    guest.page.context.set_offline(False)
    button.wait_for()
    yield
    button.wait_for(state="detached")
    yield
    button.click()
    guest.until_address(c="nesterov")


def edits_survive(visit, url):
    """Those that were made after a link was opened."""
    race, network, deep = guests = [opens(visit, url, *where) for where in PAGES]
    edit(race, "Start x", "0.75", x="0.75", noise="0.2")
    edit(network, "Weight seed", "11", seed="11", data="moons")
    edit(deep, "Gain", "1.5", gain="1.5", activation="relu")
    yield
    for guest in guests:
        guest.page.wait_for_function(AWAY)
    yield
    for guest in guests:
        guest.page.wait_for_function(BACK)
    race.page.wait_for_timeout(RUN)
    for guest in guests:
        guest.until_idle()
    edit(race, "Start y", "0.25", x="0.75", y="0.25", noise="0.2", b="adam")
    assert race.number("Start x").input_value() == "0.75"
    edit(network, "Steps", "50", seed="11", steps="50", data="moons")
    assert network.number("Weight seed").input_value() == "11"
    edit(deep, "Seed", "8", gain="1.5", seed="8", activation="relu")
    assert deep.number("Gain").input_value() == "1.5"


def swallowed_edits_are_made(visit, url):
    """Of every kind of widget: the new server shows what the browser says they hold, so that must be true."""
    guest = visit(None, url=url)
    line = Line(guest.page)
    guest.open("surface=beale&steps=40&x=0.5&noise=0.2&a=adam&b=momentum&pick=a")
    guest.until_idle()
    line.cut = True
    guest.number("Gradient noise").fill("0.3")
    guest.page.keyboard.press("Enter")
    guest.page.get_by_role("slider", name="Steps").press("ArrowRight")
    guest.choose("Form of epsilon", "inside the root")
    yield
    line.cut = False
    yield
    guest.page.wait_for_function(BACK)
    guest.until_address(noise="0.3", steps="50", x="0.5", **{"a.eps_mode": "inside", "b": "momentum"})
    guest.until_idle()
    assert guest.number("Gradient noise").input_value() == "0.3"
    assert guest.number("Number of steps").input_value() == "50"


def the_race_plays_on(visit, url):
    """While the loss is said, and without Streamlit's own words, which would lock the page; then a first edit counts.

    The page asks for a run of the new server by itself, and only then has that heard of its fields.
    """
    guest = visit("surface=beale&steps=200&noise=0.2&a=sgd", url=url, reduced_motion="no-preference")
    guest.until("Number(player.dataset.step) > 0")
    guest.until_address(noise="0.2", v="1")
    guest.player.get_by_role("button", name="Loop").click()  # the race would end while the loss is noticed
    guest.until_idle()
    yield
    guest.player.get_by_text("connection", exact=False).first.wait_for()
    guest.page.wait_for_timeout(DIALOG)
    guest.pause()
    guest.scrub(10)
    guest.player.get_by_role("button", name="Play", exact=True).click()
    guest.until("player.dataset.playing === 'true' && Number(player.dataset.step) > 20")
    guest.pause()
    yield
    guest.page.wait_for_function(BACK)
    guest.page.wait_for_timeout(RUN)
    guest.until_idle()
    edit(guest, "Start x", "0.75", x="0.75", noise="0.2")
