"""Numbers of axes and of the colour key: two at least, no two the same, none on another."""

from __future__ import annotations

from itertools import pairwise

import pytest

from surfaces import SURFACES
from tests.ui.player.test_component import header_of
from training.race.config import default_race
from ui.player.component import pack
from ui.race.relief import relief

# Numbers that a part of the player draws: [text, left, right, y] of each.
DRAWN = """async ({ part, input }) => {
  const { paintTicks } = await import("/draw/bands.js");
  const { paintKey } = await import("/draw/colourkey.js");
  const ctx = document.createElement("canvas").getContext("2d");
  const drawn = [];
  ctx.fillText = (text, x, y) => {
    const half = ctx.measureText(text).width / 2;
    const middle = ctx.textAlign === "left" ? x + half : x;
    if (text !== "Loss") drawn.push([text, middle - half, middle + half, y]);
  };
  const ink = { ink: "#1B2430", quiet: "#556170", marks: "#888888" };
  const theme = { page: "#FFFFFF", floor: "#FFFFFF", top: "#223344", font: "sans-serif", ...ink };
  if (part === "key") paintKey(ctx, input.relief, theme, 0, 0, input.scale);
  else {
    const [x0, x1, y0, y1] = input.frame;
    const [width, height] = input.size;
    const [px, py] = [(x) => ((x - x0) / (x1 - x0)) * width, (y) => ((y1 - y) / (y1 - y0)) * height];
    paintTicks(ctx, { width, height, frame: input.frame, px, py }, theme, 13);
  }
  return drawn;
}"""
SCALES = """async (ranges) => {
  const { logScale, linearScale, bothScale } = await import("/draw/scale.js");
  const { plain } = await import("/draw/format.js");
  const all = ([low, high]) => [logScale(low, high), linearScale(low, high, plain), bothScale(low, high, 0.01)];
  return ranges.flatMap(all).map(({ unit, ticks }) => ticks.map(([value, text]) => [text, unit(value)]));
}"""
FRAMES = [
    *(
        (2.9994, 3.0006, 0.4994, 0.5006),
        (2.9995, 3.0005, 0.4995, 0.5005),
        (-5, 5, -5, 5),
        (-0.001, 0.001, -0.001, 0.001),
    ),
    *((123456, 123458, -1e6, -1e6 + 2), (-512, 512, -512, 512), (0, 1e6, 0, 1e6), (99.9, 100.1, 1e-3, 2e-3)),
]
RANGES = [
    (low, low * more) for low in (3e-9, 0.021, 0.61, 1.0, 2.08, 31, 1e5) for more in (1, 1.0002, 1.3, 2, 4.6, 9, 80)
]


# The texts of a point in frames, and how far right of the canvas's edge each tick beside the curves begins.
ROOM = """async ({ points, texts }) => {
  const { point } = await import("/draw/format.js");
  const { frameOf } = await import("/panels/plot.js");
  const ctx = document.createElement("canvas").getContext("2d");
  const begins = ([text]) => {
    const { left } = frameOf(ctx, { scale: { ticks: [[1, text]] } }, [400, 300], 142, { font: "sans-serif" }, 1);
    return left - 8 - ctx.measureText(text).width;
  };
  return { points: points.map(([at, frame]) => point(at, frame)), begins: texts.map((text) => begins([text])) };
}"""


@pytest.fixture
def page(stand):
    return stand(pack(header_of(default_race())))


def apart(drawn):
    """Whether no two numbers of a row lie on each other."""
    row = sorted((left, right) for _, left, right, _ in drawn)
    return all(right < left for (_, right), (left, _) in pairwise(row))


def test_numbers_of_the_stage_the_curves_and_the_key_can_be_told_apart(page):
    for frame in FRAMES:
        for size in ((700, 500), (360, 320)):
            drawn = page.evaluate(DRAWN, {"part": "ticks", "input": {"frame": frame, "size": size}})
            row = [one for one in drawn if one[3] == size[1] - 13]
            column = [one for one in drawn if one not in row]
            for numbers in (row, column):
                texts = [text for text, *_ in numbers]
                assert len(texts) >= 2 and len(set(texts)) == len(texts), (frame, size, texts)
            assert apart(row), (frame, size, row)
    for ticks in page.evaluate(SCALES, RANGES):
        inside, units = zip(*[tick for tick in ticks if -1e-6 <= tick[1] <= 1 + 1e-6], strict=True)
        assert min(high - low for low, high in pairwise(units)) > 0.04, ticks
        assert len(inside) >= 2 and len(set(inside)) == len(inside), ticks
    for name in SURFACES:
        surface = SURFACES[name]
        of = relief(surface, surface.domain, surface.lowest)
        shown = {part: of[part] for part in ("edges", "log", "floor", "step", "labelled")}
        for scale in (1, 0.8):
            drawn = page.evaluate(DRAWN, {"part": "key", "input": {"relief": shown, "scale": scale}})
            assert len(drawn) >= 2 and apart(drawn), (name, scale, drawn)
    assert page.complaints == []


def test_ticks_within_a_picture_can_be_told_apart(page):
    ticks = "async (frame) => (await import('/draw/ticks.js')).axisTicks(frame, 700, 500, 1)"
    for frame in (*FRAMES, (-0.3, 0.7, 1e17, 1e17)):
        for axis in page.evaluate(ticks, frame):
            texts = [text for _, text in axis]
            assert len(set(texts)) == len(texts) and len(texts) < 12, (frame, texts)
    assert [text for _, text in page.evaluate(ticks, (-0.3, 0.7, 1000.1, 1000.9))[0]][:4] == ["−0.2", "0", "0.2", "0.4"]


def test_points_and_ticks_are_written_in_full(page):
    points = [((2.9996, 0.4998), FRAMES[0]), ((2.9996, 0.4998), (-4.5, 4.5, -4.5, 4.5)), ((-1.23456, 100), FRAMES[5])]
    found = page.evaluate(ROOM, {"points": points, "texts": ["10", "1.2×10⁵", "−2.9998×10⁻¹⁰"]})
    assert found["points"] == ["(2.9996, 0.4998)", "(3, 0.4998)", "(−1.235, 100)"]
    assert min(found["begins"]) >= 0
