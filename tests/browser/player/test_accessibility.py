"""Every page under axe-core, light and dark, wide and as on a phone; and what forced colours leave of it."""

from __future__ import annotations

import pytest

from tests.app_server import ROOT
from tests.browser.pixels import screenshot
from tests.browser.visitor import PATIENCE, visitor

# One rule is still experimental, and switched on below. Of the rules that pass, no element need be described.
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
RUN = """async () => {
  const rules = { 'label-content-name-mismatch': { enabled: true } };
  const { violations, passes } = await axe.run(document, { rules, resultTypes: ['violations'] });
  const why = ({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary.split('\\n').at(-1).trim()}`;
  const words = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${why(node)}`));
  return [passes.length, words];
}"""
DARK = """(dark) => {
  const [r] = getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor.match(/\\d+/g);
  return (Number(r) < 128) === dark;
}"""
# The sidebar, where a page has one.
OPEN = "() => (document.querySelector('[data-testid=stSidebar]')?.getBoundingClientRect().left ?? 0) >= 0"
DRAWN = {
    "/": ".op-transport",
    "/network?hidden=4&steps=60": ".op-layers-row canvas",
    "/initialization?depth=3&width=20&examples=50": ".deep-table",
    "/basins?surface=bowl&steps=20&a=sgd": ".op-basins canvas",
    "/sensitivity?surface=ravine&steps=40&a=momentum": ".op-sensitivity canvas",
    "/search?data=moons&examples=40&hidden=4&steps=12&budget=4&a=sgd": ".op-search-marked",
    "/all?on=beale": ".op-crowd-stage",
    "/schedules": ".main-svg",
    "/laws": ".laws",
    "/lessons": ".lessons",
    "/notes?card=adam": ".op-notes",
    "/lib/lesson/edge.1": ".lesson",
}
DESK, PHONE = (1440, 900), (390, 844)


@pytest.fixture(scope="module")
def guest(browser, server):
    """A visitor who goes from page to page."""
    one = visitor(browser, server.url, reduced_motion="reduce").open()
    yield one
    one.close()


def look(guest, scheme, size):
    """At the page in a theme and at a size."""
    guest.page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    guest.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    guest.page.wait_for_function(DARK, arg=scheme == "dark")


@pytest.mark.parametrize("path", DRAWN)
def test_axe_finds_nothing(guest, path):
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
    guest.page.wait_for_function(OPEN)
    if not guest.page.evaluate("'axe' in window"):
        guest.page.evaluate(AXE)
    found = {}
    for scheme, size in [("light", DESK), ("dark", DESK), ("dark", PHONE), ("light", PHONE)]:
        look(guest, scheme, size)
        guest.page.wait_for_timeout(300)  # the theme eases from one colour to the other
        passed, found[scheme, size] = guest.page.evaluate(RUN)
        assert passed > 20
    assert found == {one: [] for one in found}


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
