/** The one rule of all maps: the better a run is, the more its colour stands out from the paper, be it light or dark. */

import assert from "node:assert/strict";
import test from "node:test";
import { bandColours } from "../../assets/player/draw/relief.js";
import { rgb } from "../../assets/player/draw/theme.js";
import { TOKENS } from "../../assets/player/draw/tokens.js";
import { basinColours, outcomeSwatches, paintBar, shadeAt } from "../../assets/player/pages/mapcolours.js";
import { lookOf } from "../../assets/player/pages/matrixlook.js";
import { Sensitivity } from "../../assets/player/pages/sensitivity.js";
import { cellsOf } from "../../assets/player/pages/sensitivitycells.js";
import { shadeOf } from "../../assets/player/pages/triallines.js";

const THEMES = [
  { dark: false, ...TOKENS.theme.light },
  { dark: true, ...TOKENS.theme.dark },
];
const ALONG = Array.from({ length: 33 }, (_, i) => i / 32); // from the best to the worst
const NONE = ALONG.map(() => 0);
const SIDE = { side: 33, fate: NONE };
const MAP = { range: [1e-6, 1], lowest: 0, gradients: 1000, bounded: true, minima: [] };
const late = ALONG.map((share) => Math.round(1000 ** share));
const losses = ALONG.map((share) => 10 ** (-6 + 6 * share));
const grey = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
const hue = Object.fromEntries(["light", "dark"].map((side, place) => [side, TOKENS.hues.momentum[place]]));

/** Of every kind of map, the colours from the best run to the worst. */
const MAPS = {
  loss: (theme) => cellsOf({ ...MAP, shows: "loss" }, { ...SIDE, loss: losses, reached: NONE }, theme).cells,
  reached: (theme) =>
    cellsOf({ ...MAP, shows: "reached" }, { ...SIDE, loss: NONE, reached: late, held: ALONG.map(() => 1) }, theme)
      .cells,
  basins: (theme) => basinColours({ ...SIDE, since: late }, [hue], 1000, 1000, theme),
  search: (theme) => losses.map((value) => shadeOf({ kind: "loss", range: MAP.range }, { value, fate: 0 }, theme)),
  score: (theme) =>
    ALONG.map((share) => shadeOf({ kind: "score", range: [0, 1] }, { value: 1 - share, fate: 0 }, theme)),
  table: (theme) =>
    ALONG.map((share) => rgb(lookOf({ good: 1 - 0.99 * share }, {}, {}, { shows: "default" }, theme).ground)),
};

test("the better a run is, the more its colour stands out from the paper, in grey, too", () => {
  for (const theme of THEMES)
    for (const [kind, colours] of Object.entries(MAPS)) {
      const far = colours(theme).map((colour) => Math.abs(grey(colour) - grey(rgb(theme.page))));
      assert.ok(
        far.every((one, place) => place === 0 || one <= far[place - 1] + 0.5),
        `${kind}, dark: ${theme.dark}`,
      );
      assert.ok(far[0] > far[32] + 30, kind);
    }
});

test("a run that never comes to its tolerance looks like none that does or is gone", () => {
  for (const theme of THEMES) {
    const ends = { fate: [0, -2, -3], loss: [0, 0, NaN], reached: [5, -1, -1] };
    const wide = Object.fromEntries(
      Object.entries(ends).map(([name, three]) => [name, three.flatMap((v) => Array(3).fill(v))]),
    );
    const { cells } = cellsOf({ ...MAP, shows: "reached" }, { ...wide, side: 3 }, theme);
    const [kept, never, gone] = [0, 1, 2].map((row) => cells.slice(3 * row, 3 * row + 3).map(String));
    const scale = Array.from({ length: 257 }, (_, i) => String(shadeAt(i / 256, theme)));
    assert.ok(kept.every((colour) => scale.includes(colour)));
    assert.ok(
      never.every((colour) => !scale.includes(colour) && !gone.includes(colour)),
      `dark: ${theme.dark}`,
    );
    assert.equal(new Set(never).size, 1);
    assert.equal(new Set(gone).size, 2);
  }
});

/** Whether the lines over cells of one kind, five a row from below, rise to the right. */
const rises = (cells) => String(cells[0]) === String(cells[6]);

test("the lines of the key lie as those on the map", () => {
  globalThis.document = { createElement: () => ({ append: () => {}, setAttribute: () => {} }) };
  const page = Object.create(Sensitivity.prototype);
  page.given = { ...MAP, shows: "reached", words: {}, runners: [{}] };
  const [, , gone] = page.swatches();
  const [moving, resting] = outcomeSwatches([], {}, 1000);
  delete globalThis.document;
  const [theme] = THEMES;
  const [alike, side] = [(value) => Array(25).fill(value), 5];
  const runner = { side, loss: alike(0), reached: alike(5) };
  const cells = (fate) => cellsOf({ ...MAP, shows: "reached" }, { ...runner, fate: alike(fate) }, theme).cells;
  const ends = (fate) => basinColours({ side, since: alike(0), fate: alike(fate) }, [], 1000, 1000, theme);
  for (const [{ paint }, drawn, up] of [
    [gone, cells(-3), false],
    [moving, ends(-1), false],
    [resting, ends(-4), true],
  ]) {
    const ys = [];
    const ctx = {
      fillRect() {},
      beginPath() {},
      stroke() {},
      moveTo: (_, y) => ys.push(y),
      lineTo: (_, y) => ys.push(y),
    };
    paint(ctx, theme);
    assert.deepEqual([rises(drawn), ys[1] < ys[0]], [up, up]);
  }
});

test("a ground that paths are drawn on has the paper where it is lowest", () => {
  for (const theme of THEMES) {
    const bands = bandColours({ edges: [1, 2, 3] }, theme);
    const far = bands.map((colour) => Math.abs(grey(rgb(colour)) - grey(rgb(theme.page))));
    assert.deepEqual(
      far,
      far.toSorted((a, b) => a - b),
    );
    assert.ok(far[0] === 0 && far[3] > 20);
  }
});

test("the key begins with the best", () => {
  for (const theme of THEMES) {
    const drawn = [];
    const ctx = { fillRect: (x) => drawn.push([x, ctx.fillStyle]), fillStyle: "" };
    paintBar(ctx, theme);
    const [ends, scale] = [[drawn[0], drawn.at(-1)], [0, 1].map((share) => shadeAt(share, theme))];
    assert.ok(ends[0][0] < ends[1][0]);
    assert.deepEqual(
      ends.map(([, style]) => rgb(style)),
      scale,
    );
    assert.deepEqual([shadeAt(-1, theme), shadeAt(2, theme)], scale);
  }
});
