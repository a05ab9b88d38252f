"""Every page under axe-core, light and dark, wide and as on a phone, with all that opens on it; enlarged."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.app_server import ROOT
from tests.browser import reflow
from tests.browser.pixels import screenshot
from tests.browser.visitor import NEXT, PATIENCE, visitor

# One rule is still experimental, and switched on below. Of the rules that pass, no element need be described.
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
RUN = """async (part) => {
  const rules = { 'label-content-name-mismatch': { enabled: true } };
  const { violations, passes } = await axe.run(part ?? document, { rules, resultTypes: ['violations'] });
  const why = ({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary.split('\\n').at(-1).trim()}`;
  const words = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${why(node)}`));
  return [passes.length, words];
}"""
DARK = """(dark) => {
  const [r] = getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor.match(/\\d+/g);
  return (Number(r) < 128) === dark;
}"""
# The sidebar, where a page has one.
SIDEBAR = "() => (document.querySelector('[data-testid=stSidebar]')?.getBoundingClientRect().left ?? 0) >= 0"
DRAWN = {
    "/": ".op-transport",
    "/network?hidden=4&steps=60": ".op-layers-row canvas",
    "/initialization?depth=3&width=20&examples=50": ".deep-table",
    "/basins?surface=bowl&steps=20&a=sgd": ".op-basins canvas",
    "/sensitivity?surface=ravine&steps=40&a=momentum": ".op-sensitivity canvas",
    "/search?data=moons&examples=40&hidden=4&steps=12&budget=4&a=sgd": ".op-search .op-marked",
    "/all?on=beale": ".op-crowd-stage",
    "/schedules": ".main-svg",
    "/laws": ".laws",
    "/lessons": ".lessons",
    "/notes?card=adam": ".op-notes",
    "/lib/lesson/valley.4": ".op-sketch",
    "/lib/lesson/edge.1": ".lesson",
}
CLASS = "/lib/lesson/edge.1"  # a step that is asked of one, as it may be of each
DESK, PHONE = (1440, 900), (390, 844)
FOLDED = [("light", DESK), ("dark", PHONE)]
UNFOLDED = [("dark", DESK), ("light", PHONE)]  # looked at once all that folds is open
# Pictures that were there before it was said what they show.
UNTOLD = """new MutationObserver((records) => {
  for (const { addedNodes } of records) for (const node of addedNodes)
    for (const picture of node.querySelectorAll?.("canvas[role=img]") ?? [])
      if (!picture.ariaLabel) (window.untold ??= []).push(picture.outerHTML);
}).observe(document, { childList: true, subtree: true });"""
# What folds out in its place, and whether the server has put all in it that belongs there.
UNFOLD = """() => {
  for (const fold of document.querySelectorAll("[data-testid=stExpander] details:not([open]) > summary")) fold.click();
}"""
FILLED = """() => [...document.querySelectorAll("[data-testid=stExpander]")]
  .every((one) => one.querySelector("[data-testid=stExpanderDetails] [data-testid=stElementContainer]"))"""
# What opens over the page, and the buttons that open it. A dialog of Streamlit's does not say which button that is.
OVER = "[data-testid=stPopoverBody], [data-testid=stDialog] section, dialog, .op-popover:not([hidden])"
DIALOGS = {"ui/lessons/teacher.py": ".st-key-teacher button"}
OPENERS = ", ".join(("[aria-haspopup=dialog]", ":has(> .op-popover) > button.op-button", *DIALOGS.values()))
COUNT = "([over, count]) => document.querySelectorAll(over).length === count"
WITHIN = "(over) => document.activeElement.closest(over) !== null"
KIND = """(one) => one.dataset.testid
  ? /st-key-([a-z]+)/.exec(one.closest("[class*=st-key-]").className)[1]
  : one.textContent"""
ON_RACE = {
    "note",
    "add",
    "Copy link",
    "QR code",
    "As large as the window",
    "Take away",
    "Change a number here",
    "teacher",
}


@pytest.fixture(scope="module")
def opened():
    """What opened already, and at which size: on other pages it is much the same."""
    return set()


@pytest.fixture(scope="module")
def guest(browser, server):
    """A visitor who goes from page to page."""
    one = visitor(browser, server.url, reduced_motion="reduce")
    one.page.add_init_script(UNTOLD)
    one.open()
    yield one
    one.close()


def look(guest, scheme, size):
    """At the page in a theme and at a size."""
    guest.page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    guest.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    guest.page.wait_for_function(DARK, arg=scheme == "dark")


def seen(guest, scheme, size):
    """What axe finds on the page in a theme and at a size."""
    look(guest, scheme, size)
    guest.page.wait_for_timeout(300)  # the theme eases from one colour to the other
    passed, found = guest.page.evaluate(RUN)
    assert passed > 20
    return found


def open_each(guest, size, opened):
    """Open and close by keyboard what was not yet at this size: what axe finds in it, by its kind."""
    found = {}
    for button in guest.page.locator(OPENERS).all():
        if button.is_visible() and (kind := button.evaluate(KIND), size) not in opened:
            opened.add((kind, size))
            open_one(guest, button, kind, found)
    return found


def open_one(guest, button, kind, found):
    """Open what a button opens, and what opens from there: the focus goes into it and comes back to the button."""
    over = guest.page.locator(OVER)
    before = over.count()
    button.focus()
    guest.page.keyboard.press("Enter")
    over.nth(before).locator("*").first.wait_for(state="attached")
    guest.until_idle()
    guest.page.evaluate(NEXT)  # what scrolls sideways takes the focus once it is laid out
    found[kind] = guest.page.evaluate(RUN, f"{OVER}, {OPENERS}")[1]
    if not guest.page.evaluate(WITHIN, OVER):
        guest.page.keyboard.press("Tab")
    assert guest.page.evaluate(WITHIN, OVER), kind
    for inner in over.last.locator("[aria-haspopup=dialog]").all():
        open_one(guest, inner, inner.evaluate(KIND), found)
    guest.page.keyboard.press("Escape")
    guest.page.wait_for_function(COUNT, arg=[OVER, before])
    expect(button, kind).to_be_focused()  # Streamlit gives it back once all is gone


@pytest.mark.parametrize("path", DRAWN)
def test_axe_finds_nothing_and_nothing_is_lost_where_it_is_enlarged(guest, path, opened):
    look(guest, "light", DESK)
    if path.startswith("/lib/"):  # which leads to a page of the app
        guest.page.goto(guest.url + path)
    else:
        guest.move(path)
    guest.page.locator(DRAWN[path]).first.wait_for(timeout=3 * PATIENCE)
    guest.until_idle()
    closed = guest.page.get_by_test_id("stExpandSidebarButton")
    if closed.is_visible():  # since the last page was on a phone
        closed.click()
    guest.page.wait_for_function(SIDEBAR)
    if not guest.page.evaluate("'axe' in window"):
        guest.page.evaluate(AXE)
    found, over = {}, {}
    for scheme, size in FOLDED:
        found[scheme, size] = seen(guest, scheme, size)
    assert reflow.lost(guest.page) == {}
    look(guest, *FOLDED[0])
    if path == CLASS:
        guest.page.get_by_role("button", name="Ask the class").click()
        guest.page.get_by_role("button", name="Reveal").wait_for()
    guest.page.evaluate(UNFOLD)
    guest.page.wait_for_function(FILLED)
    guest.until_idle()
    for scheme, size in UNFOLDED:
        found[scheme, size] = seen(guest, scheme, size)
        guest.page.keyboard.press("Home")  # where a run has steps to come
        over[size] = open_each(guest, size, opened)
    assert found == {one: [] for one in found}
    assert over == {size: {kind: [] for kind in kinds} for size, kinds in over.items()}
    if path == "/":
        assert {*over[DESK]} == ON_RACE
    assert guest.page.locator("output:not([aria-live=off])").count() == 0  # they go with a clock, frame by frame
    assert guest.page.evaluate("window.untold") is None


def test_each_dialog_is_opened():
    asked = (path for path in (ROOT / "ui").rglob("*.py") if "session.dialog(" in path.read_text())
    assert {str(path.relative_to(ROOT)) for path in asked} == {*DIALOGS}


def test_forced_colours_leave_sliders_and_what_is_chosen(visit):
    guest = visit(forced_colors="active", color_scheme="dark", reduced_motion="reduce")
    guest.until_idle()
    ground = "(one) => getComputedStyle(one).backgroundColor"
    grounds = set()
    for name in (".op-preset", ".op-segmented button"):
        chosen, other = (
            guest.page.locator(f"{name}[aria-pressed={on}]").first.evaluate(ground) for on in ("true", "false")
        )
        assert chosen != other, name
        grounds.add(chosen)
    assert len(grounds) == 1  # the system's own for what is chosen
    image = screenshot(guest.page)
    for track in (
        guest.page.locator(".op-scrubber"),
        guest.page.get_by_test_id("stSlider").locator("[data-rac]").nth(1),
    ):
        box = track.bounding_box()
        x, y, width, height = (round(box[side]) for side in ("x", "y", "width", "height"))
        seen = image[y : y + height, x : x + width].max(axis=2) > 60  # on black
        assert seen.any(axis=0).mean() > 0.9  # from end to end
