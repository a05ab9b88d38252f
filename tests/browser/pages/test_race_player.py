"""The player on a race, without a server: what a press means, what its names and its sentence say while it plays."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from surfaces import SURFACES
from tests.ui.player.test_component import header_of
from training.race.config import default_race
from ui.player.component import pack
from ui.race.presets import PRESETS
from ui.session.page import buttons

DESK = {"width": 1140, "height": 900}
CROSSINGS = 300
LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
# Whether a control lies at a place of the page.
OVER = "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('button, .op-handle'))"
# Names and their heights as the gutter draws them while two lines pass each other to and fro.
GUTTER = """async () => {
  const { Gutter } = await import("/panels/gutter.js");
  const ctx = document.createElement("canvas").getContext("2d");
  const [gutter, frame] = [new Gutter(), { left: 44, right: 200, top: 8, bottom: 150 }];
  const theme = { page: "#FFFFFF", ink: "#1B2430", quiet: "#556170", font: "sans-serif" };
  const look = { light: "#000000", dash: [], marker: "circle" };
  const runners = ["a", "b", "c"].map((slot) => ({ slot, label: `Runner ${slot}`, ...look }));
  const frames = [];
  for (let now = 0; now < 1000; now += 16) {
    const units = [0.5, 0.5 + 0.3 * Math.sin(now / 40), 0.5 + 0.3 * Math.cos(now / 60)];
    const entries = runners.map((runner, i) => ({ runner, value: units[i], text: "1", unit: units[i] }));
    const drawn = [];
    ctx.fillText = (text, x, y) => text.startsWith("Runner") && drawn.push([text, y]);
    gutter.draw(ctx, entries, frame, 342, { theme, scale: 1, still: false, now, pick: "a", playing: true });
    frames.push(drawn);
  }
  return frames;
}"""
# How many steps the sentence is behind what is drawn, at each of some frames.
LAGS = """() => new Promise((done) => {
  const [lags, player] = [[], document.querySelector(".player")];
  const look = () => {
    const said = /^At step ([\\d,]+)/.exec(player.querySelector(".op-sentence").textContent);
    const plays = player.dataset.playing === "true";
    if (said && plays) lags.push(Number(player.dataset.step) - Number(said[1].replace(",", "")));
    if (lags.length < 12 && (plays || !said)) requestAnimationFrame(look);
    else done(lags);
  };
  requestAnimationFrame(look);
})"""

# What is reported last, after something was reported on this page and something on another.
REPORTED = """async () => {
  const { report, reportThrough } = await import("/engine/outbox.js");
  const posts = [];
  reportThrough(({ events }) => posts.push(events.map(({ kind }) => kind)));
  report({ kind: "here" });
  report({ kind: "here too" });
  history.pushState(null, "", "/elsewhere");
  report({ kind: "there" });
  return posts.map((kinds) => kinds.filter((kind) => /here/.test(kind)));
}"""


@pytest.fixture(scope="module")
def header():
    race = default_race()
    return header_of(race, presets=buttons(PRESETS, race))


@pytest.fixture
def shown(stand, header):
    page = stand(pack(header), live=True, viewport=DESK)
    page.locator(".op-stage").wait_for()
    return page


def go(page, step):
    page.get_by_role("textbox", name="Step", exact=True).fill(str(step))
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => document.querySelector('.player').dataset.step === '{step}'")


def pixel(page, header, point):
    """Where a point of the surface lies on the page."""
    box = page.locator(".op-stage").bounding_box()
    x0, x1, y0, y1 = header["surface"]["frame"]
    side = max((x1 - x0) / box["width"], (y1 - y0) / box["height"])
    across, down = (point[0] - (x0 + x1) / 2) / side, ((y0 + y1) / 2 - point[1]) / side
    return float(box["x"] + box["width"] / 2 + across), float(box["y"] + box["height"] / 2 + down)


def reports(page, *kinds):
    return [event for event in page.evaluate("events") if event["kind"] in kinds]


def test_a_press_on_a_runner_chooses_it_and_one_elsewhere_moves_the_start(shown, header):
    go(shown, 60)
    slots = {runner["slot"]: np.reshape(runner["params"], (-1, 2)) for runner in header["runners"]}
    shown.mouse.click(*pixel(shown, header, slots["a"][60]))  # its head
    shown.mouse.click(*pixel(shown, header, (slots["c"][6] + slots["c"][7]) / 2))  # its path
    assert [event["slot"] for event in reports(shown, "pick", "start")] == ["a", "c"]
    shown.mouse.click(*pixel(shown, header, (3.8, -1.6)))
    assert [round(event["x"], 1) for event in reports(shown, "start")] == [3.8]
    assert shown.complaints == []


def test_a_start_on_its_way_stays_while_the_race_changes(stand, header):
    later = {"later": pack(header), "heard": pack({**header, "heard": 99})}
    page = stand(pack(header), live=True, viewport=DESK, blobs=later)
    handle = page.locator(".op-handle")
    own = handle.get_attribute("aria-valuetext")
    handle.press("ArrowRight")
    moved = handle.get_attribute("aria-valuetext")
    assert moved != own
    for name, key, there in (("later", "Enter", moved), ("later", "Tab", moved), ("heard", "Tab", own)):
        page.evaluate("name => show(name, true)", name)
        page.wait_for_timeout(100)
        assert handle.get_attribute("aria-valuetext") == there
        handle.press(key)


def test_a_press_on_a_name_beside_a_curve_chooses_its_runner(shown, header):
    go(shown, 60)
    box = shown.locator(".op-curve-box canvas").first.bounding_box()
    for y in range(4, int(box["height"]), 8):
        shown.mouse.click(box["x"] + box["width"] - 60, box["y"] + y)
    found = list(dict.fromkeys(event["slot"] for event in reports(shown, "pick")))
    losses = {runner["slot"]: runner["loss"][60] for runner in header["runners"]}
    others = sorted(set(losses) - {header["pick"]}, key=losses.get, reverse=True)
    assert found == others  # who is chosen already is not reported
    assert reports(shown, "start") == [] and shown.get_by_role("textbox", name="Step", exact=True).input_value() == "60"


def test_names_beside_a_curve_never_lie_on_each_other(shown):
    frames = shown.evaluate(GUTTER)
    assert len({tuple(name for name, _ in frame) for frame in frames}) > 2  # they do change places
    assert min(np.diff(sorted(y for _, y in frame)).min() for frame in frames) >= 14


def test_the_sentence_says_what_is_drawn(shown):
    shown.wait_for_function("() => document.querySelector('.player').dataset.playing === 'true'")
    lags = shown.evaluate(LAGS)
    assert min(lags) >= 0 and max(lags) < 3
    shown.keyboard.press("Home")
    for step in (1, 2, 3):
        shown.keyboard.press("ArrowRight")
        shown.wait_for_function(f"() => document.querySelector('.player').dataset.step === '{step}'")
        assert shown.locator(".op-sentence").inner_text().startswith(f"At step {step} ")
    shown.wait_for_function("() => document.querySelector('.op-sentence').ariaLive === 'polite'")
    assert "At step 3 " in shown.locator(".op-stage > .op-unseen").text_content()


def test_nothing_below_the_sentence_moves_while_the_race_plays(shown):
    below = "() => document.querySelector('.op-sentence').getBoundingClientRect().bottom + scrollY"
    for width, height in [(1140, 900), (820, 1180), (390, 844)]:
        shown.set_viewport_size({"width": width, "height": height})
        lines = set()
        ends = set()
        for step in (0, 2, 12, 45, 90, 160, 240, 300):
            go(shown, step)
            lines.add(len(shown.locator(".op-sentence").inner_text()))
            ends.add(shown.evaluate(below))
        assert len(ends) == 1 and max(lines) > 2 * min(lines), (width, ends, lines)
    shown.evaluate("Element.prototype.requestFullscreen = undefined")
    shown.set_viewport_size({"width": 1366, "height": 768})
    shown.get_by_role("button", name="Full screen").click()
    shown.wait_for_function("() => document.querySelector('.op-full') && document.querySelector('.op-stage canvas')")
    same = """() => {
      const stage = document.querySelector(".op-stage");
      return parseFloat(stage.querySelector(".op-top").style.height) === stage.clientHeight;
    }"""
    shown.wait_for_function(same)
    assert shown.complaints == []


def test_space_plays_where_pressing_again_would_make_no_sense(shown):
    go(shown, 60)
    chosen, other = shown.locator(".op-preset").nth(0), shown.locator(".op-preset").nth(1)
    assert chosen.get_attribute("aria-pressed") == "true"
    chosen.focus()
    shown.keyboard.press("Space")
    shown.wait_for_function("() => document.querySelector('.player').dataset.playing === 'true'")
    shown.keyboard.press("Space")
    shown.wait_for_function("() => document.querySelector('.player').dataset.playing === 'false'")
    assert reports(shown, "preset") == []
    other.focus()
    shown.keyboard.press("Space")  # the focus was led there: a button is pressed, as everywhere
    assert len(reports(shown, "preset")) == 1
    other.click()
    shown.keyboard.press("Space")  # the hand has just pressed it
    shown.wait_for_function("() => document.querySelector('.player').dataset.playing === 'true'")
    assert len(reports(shown, "preset")) == 2


def test_a_path_that_would_fill_the_stage_is_faint_and_leaves_the_colour_key_free(stand, header):
    x0, x1, y0, y1 = header["surface"]["frame"]
    rows = header["steps"] + 1
    path = np.column_stack([np.linspace(x0, x1, rows), np.where(np.arange(rows) % 2, 3 * y1, 3 * y0)])
    runner = header["runners"][0] | {"params": path.astype(np.float32), "light": "#FF0000"}
    page = stand(pack(header | {"runners": [runner], "milestones": [], "pick": None, "inside": None}), viewport=DESK)
    go(page, CROSSINGS)
    page.wait_for_timeout(100)
    image = np.asarray(Image.open(io.BytesIO(page.locator(".op-stage").screenshot())).convert("RGB"), float)
    red = (image[..., 0] - image[..., 1:].max(axis=2)) / 255
    assert (red > 0.6).mean() < 0.03 < (red > 0.05).mean()
    key = red[-80:-44, -110:-20]
    assert key.max() < 0.1


def test_what_was_reported_on_a_page_is_not_repeated_on_another(shown):
    assert shown.evaluate(REPORTED) == [["here"], ["here", "here too"], ["there"]]


def test_the_value_under_the_pointer_is_the_surface_s_own(stand):
    """At random places, one in fifty of which may lie in a valley narrower than the grid of heights."""
    race = default_race()
    header = header_of(race, view=None)
    page = stand(pack(header), viewport=DESK, reduced_motion="reduce")
    surface, (x0, x1, y0, y1) = SURFACES[race.surface], header["surface"]["frame"]
    away = []
    for share in np.random.RandomState(1).uniform(0.15, 0.85, (50, 2)):
        at = pixel(page, header, (x0 + share[0] * (x1 - x0), y0 + share[1] * (y1 - y0)))
        page.mouse.move(*at)
        shown = page.locator(".op-reading")
        if page.evaluate(OVER, at):
            continue
        read = dict(line.split(" ", 1) for line in shown.inner_text().split("\n"))
        x, y, loss = (number(read[name]) for name in ("x", "y", "loss"))
        assert pixel(page, header, (x, y)) == pytest.approx(at, abs=1)
        away.append(abs(loss / float(surface.fn(np.array([x, y]))) - 1))
    assert len(away) > 40 and np.quantile(away, 0.98) < 0.02


def number(text):
    """A number as the player writes it: "5,690", "−0.2038", "5.9×10⁻⁴", "≤ 0.01"."""
    mantissa, _, power = text.removeprefix("≤ ").replace("−", "-").replace(",", "").partition("×10")
    return float(f"{mantissa}e{power.translate(LOWERED) or 0}")


def test_the_reading_covers_no_head_and_goes_with_the_pointer(shown, header):
    go(shown, 60)
    reading, heads = shown.locator(".op-reading"), [np.reshape(r["params"], (-1, 2))[60] for r in header["runners"]]
    for x, y in (pixel(shown, header, head) for head in heads):
        for dx, dy in ((20, 20), (-20, 20), (20, -20), (-20, -20)):
            shown.mouse.move(x + dx, y + dy)
            box = reading.bounding_box()
            for a, b in (pixel(shown, header, head) for head in heads):
                assert not (box["x"] < a < box["x"] + box["width"] and box["y"] < b < box["y"] + box["height"])
    shown.mouse.down()
    assert reading.is_hidden()
    shown.mouse.up()
    shown.mouse.move(5, 5)
    assert reading.is_hidden() and shown.complaints == []


def test_a_rectangle_with_the_shift_key_is_zoomed_into(shown, header):
    (left, top), (right, bottom) = (pixel(shown, header, at) for at in ((1.5, 1.0), (3.5, 0.0)))
    shown.mouse.move(left, top)
    shown.keyboard.down("Shift")
    shown.mouse.down()
    shown.mouse.move((left + right) / 2, bottom)
    shown.mouse.move(right, bottom)
    shown.mouse.up()
    shown.keyboard.up("Shift")
    x0, x1, y0, y1 = map(float, shown.locator(".op-stage").get_attribute("data-frame").split())
    unit = 0.02
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((2.5, 0.5), abs=unit)
    assert (x1 - x0 == pytest.approx(2, abs=unit) and y1 - y0 >= 1 - unit) or y1 - y0 == pytest.approx(1, abs=unit)
    assert reports(shown, "start") == []
    shown.mouse.dblclick(left, top)
    shown.wait_for_function("() => !document.querySelector('.op-moved')")
