"""Links: what a click leaves in the address, what Back and Forward bring back, and what another browser makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from surfaces import SURFACES
from tests.browser.pixels import FRAME, READY, on_page
from training.race.config import decode, default_race, encode
from ui.race.presets import PRESETS

FIRST, OTHER = list(PRESETS.values())[1:3]
CELLS = "() => [...document.querySelectorAll('[data-testid=standings] tbody tr > *')].map((cell) => cell.textContent)"
SHOWN = f"(zoom) => {FRAME}.every((side, i) => Math.abs(side - zoom[i]) < 1e-4)"
FIELD = """([label, value]) => {
  const fields = [...document.querySelectorAll('[data-testid=stSidebar] input')];
  return fields.some((field) => field.getAttribute('aria-label') === label && Number(field.value) === value);
}"""


@pytest.fixture
def guest(opened, request):
    """The same visitor, back at the race that the app opens with."""
    request.node.visitors = [opened]
    opened.errors.clear()
    opened.move(f"/?{encode(default_race()).removeprefix('v=1&')}")
    opened.until_address(v="1")
    shows(opened, default_race())
    return opened


def race_of(guest):
    """The race in the address, which must be read without a complaint."""
    race, sentences = decode(guest.page.url.split("?", 1)[1])
    assert sentences == []
    return race


def press(guest, preset):
    guest.player.get_by_role("button", name=preset.label, exact=True).click()
    wait_for(guest, preset.config)


def wait_for(guest, race):
    guest.page.wait_for_function("(link) => decodeURI(location.search).includes(decodeURI(link))", arg=encode(race))
    guest.until_idle()


def standings(guest):
    """The cells of the table of standings, and the trajectories as they are saved, with all their digits."""
    guest.page.wait_for_function(f"() => ({CELLS})().some((text) => /\\d/.test(text))")
    with guest.page.expect_download() as download:
        guest.page.get_by_role("link", name="CSV", exact=True).click()
    return guest.page.evaluate(CELLS), Path(download.value.path()).read_text()


def test_the_address_is_the_race_and_complete(opened):
    guest = opened.open()
    guest.page.wait_for_url("**/?v=1&surface=beale*")
    assert encode(race_of(guest)) == guest.page.url.split("?", 1)[1].split("&t=")[0]


def test_a_preset_fills_the_controls(guest):
    press(guest, FIRST)
    assert race_of(guest) == FIRST.config
    assert float(guest.number("Start x").input_value()) == FIRST.config.x
    assert float(guest.number("Start y").input_value()) == FIRST.config.y
    assert int(guest.number("Number of steps").input_value()) == FIRST.config.steps == guest.steps
    for letter, chosen in FIRST.config.slots[-1:]:
        rate = guest.page.get_by_test_id("stSidebar").get_by_role("textbox", name="Learning rate of").first
        assert float(rate.input_value()) == chosen.value("lr"), letter


def test_back_and_forward_return_to_where_one_was(guest):
    opened = race_of(guest)
    press(guest, FIRST)
    press(guest, OTHER)
    clicked = click_beside(guest, OTHER.config)
    for race in (OTHER.config, FIRST.config, opened):
        guest.page.go_back()
        shows(guest, race)
    for race in (FIRST.config, OTHER.config, clicked):
        guest.page.go_forward()
        shows(guest, race)
    assert guest.errors == []


def test_going_back_twice_in_haste_loses_nothing(guest):
    opened = race_of(guest)
    press(guest, FIRST)
    press(guest, OTHER)
    guest.page.evaluate("history.back(); setTimeout(() => history.back(), 30)")
    shows(guest, opened)
    guest.page.go_forward()
    shows(guest, FIRST.config)
    guest.page.go_forward()
    shows(guest, OTHER.config)


def click_beside(guest, race):
    """Click on the stage away from the start; the race that then stands in the address."""
    guest.until(READY)
    x0, x1, y0, y1 = race.frame
    guest.page.mouse.click(*on_page(guest.page, [(0.7 * x0 + 0.3 * x1, 0.6 * y0 + 0.4 * y1)])[0])
    guest.page.wait_for_function("(x) => Number(new URLSearchParams(location.search).get('x')) !== x", arg=race.x)
    guest.until_idle()
    clicked = race_of(guest)
    assert clicked.surface == race.surface
    return clicked


def shows(guest, race):
    """The controls, the player and the address come to agree on the race, and stay so."""
    fields = {"Start x": race.x, "Start y": race.y, "Number of steps": race.steps}
    for label, value in fields.items():
        guest.page.wait_for_function(FIELD, arg=[label, value])
    title = SURFACES[race.surface].label
    guest.until(
        f"player.dataset.steps === '{race.steps}' && player.querySelector('h1').textContent.includes('{title}')"
    )
    wait_for(guest, race)
    guest.page.wait_for_timeout(500)
    assert race_of(guest) == race


def test_a_typed_formula_races(guest):
    guest.page.get_by_role("button", name="Type a formula").click()
    field = guest.page.get_by_role("textbox", name="Formula in x and y")
    field.fill("(x - 1)**2 + 4*y**2 + sin(3*x)")
    field.press("Enter")
    guest.page.wait_for_function("() => location.search.includes('sin')")
    guest.until_idle()
    race = race_of(guest)
    assert (race.surface, race.formula) == ("formula", "(x - 1)**2 + 4*y**2 + sin(3*x)")
    guest.until("Number(player.dataset.step) > 0")
    field.fill("x +* y")
    field.press("Enter")
    guest.page.get_by_test_id("stSidebar").get_by_test_id("stAlert").wait_for()
    assert race_of(guest) == race
    assert guest.errors == []


def test_a_link_of_nonsense_opens_and_says_what_was_ignored(visit):
    query = "v=1&surface=nowhere&x=abc&steps=-4&a=adam&a.lr=fast&b=nobody&colour=red"
    guest = visit(query)
    sentences = decode(query)[1]
    assert len(sentences) >= 6
    warning = guest.page.get_by_test_id("stAlert").first
    warning.wait_for()
    shown = warning.inner_text()
    assert [sentence for sentence in sentences if sentence not in shown] == []
    guest.until("Number(player.dataset.step) > 0")
    assert race_of(guest) == decode(query)[0]


def test_a_shared_link_shows_the_same_numbers_to_the_last_digit(visit):
    link = "surface=rosenbrock&x=-1.3&y=1.7&steps=217&noise=0.4&seed=3&a=adam&a.lr=0.03&b=momentum&c=rmsprop"
    guest = visit(link, reduced_motion="reduce")
    guest.scrub(77)
    guest.page.wait_for_url("**&t=77")
    cells, trajectories = standings(guest)
    other = visit(guest.page.url.split("?", 1)[1])
    other.until("player.dataset.step === '77' && player.dataset.playing === 'false'")
    assert standings(other) == (cells, trajectories)
    assert sum(any(letter.isdigit() for letter in cell) for cell in cells) >= 6
    assert len(trajectories.splitlines()) > 217


def test_what_is_only_view_is_in_the_link_and_opens_again(visit):
    guest = visit("surface=beale&steps=40&a=sgd&b=adam&t=0&curves=gradnorm&inside=source&pick=a&arrows=on")
    guest.until("player.dataset.step === '0' && player.dataset.playing === 'false'")
    assert guest.player.get_by_label("Python source").is_visible()
    assert guest.player.get_by_role("button", name="Gradient norm").get_attribute("aria-pressed") == "true"
    guest.until(READY)
    guest.page.mouse.move(*on_page(guest.page, [(2.5, 0.5)])[0])
    for _ in range(4):
        guest.page.mouse.wheel(0, -200)
        guest.page.wait_for_timeout(60)
    guest.page.wait_for_function("() => new URLSearchParams(location.search).has('zoom')")
    guest.player.get_by_role("button", name="Distance to minimum").click()
    guest.player.get_by_role("button", name="Numbers", exact=True).click()
    guest.until_address(t="0", curves="distance,gradnorm", pick="a", arrows="on")
    guest.page.wait_for_function("() => !new URLSearchParams(location.search).has('inside')")
    expect(guest.page).to_have_title("Beale: SGD, Adam · Optimizer Playground")
    zoom = [float(side) for side in guest.query["zoom"].split(",")]
    other = visit(guest.page.url.split("?", 1)[1])
    other.until(READY)
    other.page.wait_for_function(SHOWN, arg=zoom)
    other.until_address(t="0", curves="distance,gradnorm", pick="a", arrows="on")
    assert guest.errors == [] and other.errors == []


def test_a_camera_comes_with_the_link_and_paths_in_space_follow_another_surface(visit):
    line = "document.querySelector('canvas.op-line').toDataURL()"
    guest = visit("surface=beale&steps=40&a=sgd&b=adam&t=30&view=3d&camera=1.2,-1.1,0.9")
    space = guest.player.locator(".op-stage[data-mode='3d']")
    notice = guest.player.get_by_text("The 3-D view needs WebGL")
    space.or_(notice).first.wait_for()
    if not space.count():
        return
    guest.page.wait_for_timeout(600)
    guest.until_address(view="3d", camera="1.2,-1.1,0.9")
    guest.player.get_by_role("button", name="Reset view").click()
    guest.until_address(view="3d", camera=None)
    guest.page.set_viewport_size({"width": 1300, "height": 800})  # the scene is laid out anew
    guest.page.wait_for_timeout(1500)
    guest.until_address(view="3d", camera=None)
    guest.choose("Surface", "Ravine")
    guest.until_address(surface="ravine")
    guest.until_idle()
    guest.scrub(30)
    guest.until_address(t="30", view="3d")
    guest.page.wait_for_timeout(1500)
    followed = guest.page.evaluate(line)
    guest.page.reload()
    space.wait_for()
    guest.page.wait_for_function(f"(followed) => {line} === followed", arg=followed)


def test_inside_another_page_the_race_stands_alone_and_fits(visit):
    guest = visit(None)
    query = "surface=beale&steps=40&a=sgd&b=adam&t=5&embed=true"
    text = f'<iframe width="720" height="480" style="border: 0" src="{guest.url}/?{query}"></iframe>'
    guest.page.route("**/outside.html", lambda route: route.fulfill(content_type="text/html", body=text))
    guest.page.goto(f"{guest.url}/outside.html")
    inner = guest.page.frame_locator("iframe")
    inner.locator(".player[data-steps='40']").wait_for()
    frame = guest.page.frames[1]
    frame.wait_for_function("() => new URLSearchParams(location.search).get('v') === '1'")
    assert "embed=true" in frame.url and "t=5" in frame.url
    for part in (".op-stage", ".op-curves", ".op-transport"):
        box = frame.locator(part).bounding_box()
        outer = guest.page.locator("iframe").bounding_box()
        assert box["x"] >= outer["x"] and box["x"] + box["width"] <= outer["x"] + 720, part
        assert box["y"] >= outer["y"] and box["y"] + box["height"] <= outer["y"] + 480, part
    for part in (
        ".op-head",
        ".op-inside",
        ".op-by-hand",
        "[data-testid=stSidebar]",
        "[data-testid=standings]",
        "text=Held equal",
    ):
        assert not any(one.is_visible() for one in frame.locator(part).all()), part
    assert frame.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight") <= 480
    guest.page.evaluate("() => Object.assign(document.querySelector('iframe'), { width: 320, height: 240 })")
    frame.wait_for_function("() => document.querySelector('.player').dataset.layout === 'phone'")
    outer, stage, transport = (
        guest.page.locator("iframe").bounding_box(),
        *(frame.locator(part).bounding_box() for part in (".op-stage", ".op-transport")),
    )
    assert stage["width"] == transport["width"] == 320 and stage["height"] >= 100
    assert (
        stage["y"] + stage["height"] <= transport["y"] + 1 <= transport["y"] + transport["height"] <= outer["y"] + 240
    )


def test_a_link_opens_full_screen_and_sharpness_beside_the_loss(visit):
    guest = visit("surface=beale&steps=40&a=sgd&full=1&ground=both")
    guest.player.and_(guest.page.locator(".op-full")).wait_for()
    for what in ("loss", "sharpness"):
        guest.player.get_by_role("group", name=f"Stage by {what}").wait_for()
    guest.until_address(full="1", ground="both", v="1")
    guest.page.keyboard.press("Escape")
    guest.page.wait_for_function("() => !new URLSearchParams(location.search).has('full')")
