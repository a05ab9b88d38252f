/** Pictures out of numbers: smoothed grids, the line between classes, shades, histograms, level lines. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { smoothed, traceBoundary } from "../../assets/player/draw/raster.js";
import { pictureAt, pictured, redrawn } from "../../assets/player/draw/redrawn.js";
import { heightAt, heightOf, levelLine, lossAt } from "../../assets/player/draw/relief.js";
import { mix, rgb, solid, tint } from "../../assets/player/draw/theme.js";
import { axesOfBins, axisOf } from "../../assets/player/network/axes.js";
import { columnsOf, layerName, noteWords } from "../../assets/player/network/histograms.js";
import { cellsOf, figureAt, has, inColumns, rangeAt } from "../../assets/player/network/layerviews.js";

/** A context that remembers the lines of its path as [x0, y0, x1, y1]. */
function recorder() {
  const lines = [];
  let from = [0, 0];
  return {
    lines,
    beginPath() {},
    moveTo(x, y) {
      from = [x, y];
    },
    lineTo(x, y) {
      lines.push([...from, x, y]);
      from = [x, y];
    },
  };
}

test("smoothing leaves a slope as it is, flattens a pattern of two by two, and keeps grids with holes", () => {
  const [columns, rows] = [6, 4];
  const slope = Uint8Array.from(
    { length: columns * rows },
    (_, i) => 10 + 3 * (i % columns) + 5 * Math.floor(i / columns),
  );
  assert.deepEqual(Array.from(smoothed(slope, columns, rows)), Array.from(slope));
  const pattern = Uint8Array.from({ length: columns * rows }, (_, i) => 100 + (i % 2));
  const inner = smoothed(pattern, columns, rows).filter((_, i) => i % columns > 0 && i % columns < columns - 1);
  for (const value of inner) assert.equal(value, 100.5);
  pattern[3] = 0;
  assert.deepEqual(Array.from(smoothed(pattern, columns, rows)), Array.from(pattern));
});

test("the boundary of a linear grid is the straight line where it is one half, from side to side", () => {
  const [columns, rows, width, height] = [5, 5, 400, 400];
  for (const [a, b] of [
    [40, 0],
    [0, 40],
    [30, 20],
    [-30, 20],
  ]) {
    const value = (x, y) => 128.5 + a * (x - 2) + b * (y - 2);
    const grid = Float32Array.from({ length: 25 }, (_, i) => value(i % 5, Math.floor(i / 5)));
    const ctx = recorder();
    traceBoundary(ctx, grid, columns, rows, width, height);
    assert.ok(ctx.lines.length >= 4);
    for (const [x0, y0, x1, y1] of ctx.lines) {
      for (const [x, y] of [
        [x0, y0],
        [x1, y1],
      ])
        assert.ok(Math.abs(value(x / 100, y / 100) - 128) < 1e-3);
    }
  }
});

const FIELD = (() => {
  const [nx, ny] = [21, 11];
  const z = Uint16Array.from({ length: nx * ny }, (_, i) => Math.round((65534 * (i % nx)) / (nx - 1)));
  return { frame: [-1, 1, 0, 1], nx, ny, z, zlo: -2, zhi: 4, log: true, floor: 1, edges: [], labelled: [] };
})();

test("heights lie between the points of the grid, and losses between heights", () => {
  assert.ok(Math.abs(heightAt(FIELD, 0.03, 0.51) - (-2 + 6 * 0.515)) < 1e-3);
  assert.ok(Number.isNaN(heightAt(FIELD, 1.01, 0.5)));
  for (const loss of [1.5, 2, 900]) assert.ok(Math.abs(lossAt(FIELD, heightOf(FIELD, loss)) - loss) < 1e-9 * loss);
  assert.equal(heightOf(FIELD, 1), FIELD.zlo);
});

test("a level line of a slope runs straight from side to side", () => {
  const line = levelLine(FIELD, 1.03);
  assert.equal(line.length, 4 * (FIELD.ny - 1));
  for (let i = 0; i < line.length; i += 2) assert.ok(Math.abs(line[i] - (2 * (3.03 / 6) - 1)) < 1e-4);
});

test("colours are read, mixed and made transparent", () => {
  assert.deepEqual(rgb("#1B2430"), [27, 36, 48]);
  assert.deepEqual(rgb("#fff"), [255, 255, 255]);
  assert.deepEqual(rgb(" rgb(1, 2, 3) "), [1, 2, 3]);
  assert.deepEqual([solid("rgba(1, 2, 3, 0)"), solid("none")], [null, null]);
  assert.throws(() => rgb("none"), /no colour/);
  assert.equal(mix("#000000", "#ffffff", 0.5), "rgb(128, 128, 128)");
  assert.equal(tint("#1B2430", 0.07), "rgba(27, 36, 48, 0.07)");
});

const INSIDE = {
  sizes: [2, 8, 1],
  bins: 4,
  pre: [-2, 2],
  act: [0, 2],
  out: [-1, 1],
  actHist: Uint8Array.from([0, 255, 0, 0, 0, 0, 0, 127, 0, 127, 127, 0, 0, 127]),
};

test("cells of a histogram are shares: below, the bins, above, and exact zeros", () => {
  const first = cellsOf(INSIDE, "act", 0, 0);
  assert.deepEqual(first, { list: [1, 0, 0, 0], below: 0, above: 0, zero: 0 });
  const second = cellsOf(INSIDE, "act", 0, 1);
  assert.equal(second.below, (127 / 255) ** 2);
  assert.equal(second.zero, (127 / 255) ** 2);
  assert.equal(noteWords(INSIDE, { name: "act" }, 0, 1), "25% exact zeros, 25% beyond the axis");
});

test("histograms of signals have the axis of their layer, the output its own", () => {
  const [[hidden, output]] = axesOfBins([INSIDE], "act");
  assert.equal(hidden.place(1), 0.5);
  assert.equal(output.place(0), 0.5);
  assert.deepEqual(
    [0, 1].map((i) => layerName(i, 2)),
    ["layer 1", "output"],
  );
  const columns = columnsOf(3, 300);
  assert.equal(columns[2].x + columns[2].width, 300);
});

const SIZES = (...bytes) => Uint8Array.from([0, ...bytes, 0, 0]);

test("several runners have one axis: for all numbers of a figure, and for all bins of gradients that any has", () => {
  const small = { sizes: [2, 1], bins: 36, gradAct: Float32Array.of(1e-6, NaN) };
  const large = { sizes: [2, 1], bins: 36, gradAct: Float32Array.of(1, 0.1) };
  const [alone, both] = [[small], [small, large]].map((insides) => axisOf(insides, "gradAct"));
  assert.ok(alone.unit(1) > 1);
  assert.ok(both.unit(1) < 1 && both.unit(1e-6) > 0 && both.unit(1e-6) < 0.05);
  const bins = (place) => Array.from({ length: 36 }, (_, i) => (i === place ? 255 : 0));
  const [low, high] = [6, 30].map((place) => ({ ...small, gradActHist: SIZES(...bins(place)) }));
  const own = axesOfBins([low], "gradAct")[0][0];
  const common = axesOfBins([low, high], "gradAct")[0][0];
  assert.ok(own.first <= 6 && own.last >= 6 && own.last < 30);
  assert.ok(common.first <= 6 && common.last >= 30);
});

test("layers of networks of different depth stand in common columns, the output in the last", () => {
  assert.deepEqual(Array.from(inColumns({ sizes: [2, 8, 8, 1] }, Float32Array.of(1, 2, 3), 3)), [1, 2, NaN, 3]);
  assert.deepEqual(Array.from(inColumns({ sizes: [2, 1] }, Float32Array.of(5), 3)), [NaN, NaN, NaN, 5]);
  assert.deepEqual(Array.from(inColumns({ sizes: [2, 8, 1] }, Float32Array.of(1), 1)), [1, NaN]);
});

test("what units learn has an axis for its whole range, and who learns nothing has no number of it", () => {
  const learns = {
    sizes: [2, 3, 1],
    slope: Float32Array.of(0.25, NaN, 0.5, NaN),
    slopeLow: Float32Array.of(0.25, NaN, -2, NaN),
    slopeHigh: Float32Array.of(0.25, NaN, 3, NaN),
  };
  const other = { sizes: [2, 3, 1] };
  const axis = axisOf([learns, other], "slope");
  assert.ok(axis.unit(-2) >= 0 && axis.unit(3) <= 1);
  assert.deepEqual(Array.from(rangeAt(learns, "slope", 1).low), [-2, NaN]);
  assert.deepEqual([has(learns, "slope"), has(other, "slope"), rangeAt(other, "slope", 0)], [true, false, null]);
  assert.ok(figureAt(other, "slope", 1).every(Number.isNaN));
});

test("pictures are taken one after the other, each of what is drawn for it", async () => {
  /** @type {(() => void)[]} */
  const drawing = [];
  let light = false;
  const draw = async () => {
    const wanted = pictured(); // when it begins
    await new Promise((/** @type {(_: void) => void} */ resolve) => drawing.push(resolve));
    light = wanted;
  };
  const end = redrawn(draw);
  /** @type {[number, boolean, boolean][]} */
  const taken = [];
  const take = (/** @type {number} */ name) => pictureAt(2, () => taken.push([name, light, pictured()]));
  for (const name of [1, 2]) take(name);
  for (let turns = 0; turns < 4; turns += 1) {
    await new Promise(setImmediate);
    assert.equal(drawing.length, 1); // nothing is drawn for two pictures at once
    drawing.shift()?.();
  }
  await new Promise(setImmediate);
  assert.deepEqual(taken, [
    [1, true, true],
    [2, true, true],
  ]);
  assert.deepEqual([light, pictured(), drawing.length], [false, false, 0]);
  end();
});

test("a picture waits for nothing that is never drawn, and then all is as before", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const end = redrawn(() => new Promise(() => {}));
  let taken = 0;
  for (let turns = 1; turns <= 2; turns += 1) {
    pictureAt(2, () => (taken += 1));
    await new Promise(setImmediate);
    assert.deepEqual([taken, pictured()], [turns - 1, true]);
    context.mock.timers.tick(10000);
    await new Promise(setImmediate);
    assert.deepEqual([taken, pictured()], [turns, false]);
    context.mock.timers.tick(10000);
  }
  end();
});
