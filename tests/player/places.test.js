/** Where names stand: rows of the gutter, and labels at heads. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { meets, overlap } from "../../assets/player/draw/boxes.js";
import { rowBefore } from "../../assets/player/draw/rows.js";
import { clip, sameFrame, View, widened, zoomed } from "../../assets/player/draw/view.js";
import { Gutter, keptApart } from "../../assets/player/panels/gutter.js";
import { besides } from "../../assets/player/race/besides.js";
import { hasLeader, offsetOf, placeLabels } from "../../assets/player/race/labels.js";

/** Pseudo-random numbers from 0 to 1, the same in every run. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

test("rows of the gutter keep their distance and their order, and lie within its ends", () => {
  const next = random(1);
  for (let n = 1; n < 12; n += 1) {
    const wanted = Array.from({ length: n }, () => 300 * next()).sort((a, b) => a - b);
    const places = keptApart(wanted, 19, 20, 280);
    assert.ok(places[0] >= 20 - 1e-9 && places[n - 1] <= 280 + 1e-9);
    for (let i = 1; i < n; i += 1) assert.ok(places[i] - places[i - 1] >= 19 - 1e-9);
  }
});

test("rows that have room stay where they are wanted, and others move by the least squares", () => {
  assert.deepEqual(keptApart([50, 100, 200], 19, 0, 300), [50, 100, 200]);
  assert.deepEqual(keptApart([100, 100], 20, 0, 300), [90, 110]);
  assert.deepEqual(keptApart([100, 100, 110], 20, 0, 300), [83.33333333333333, 103.33333333333333, 123.33333333333333]);
});

test("rows of the gutter go below the plot, but not where the unit of its axis stands", () => {
  const ctx = new Proxy({}, { get: () => () => ({ width: 9 }), set: () => true });
  const entries = ["a", "b", "c"].map((slot) => ({
    runner: { slot, label: slot, marker: "circle" },
    value: 0,
    text: "0",
    unit: 0,
  }));
  const frame = { left: 0, right: 200, top: 10, bottom: 110 };
  for (const [unit, lowest] of [
    [true, 110],
    [false, 127],
  ]) {
    const gutter = new Gutter();
    gutter.draw(ctx, structuredClone(entries), frame, 340, { theme: {}, scale: 1, pick: null, playing: false, unit });
    assert.equal(Math.max(...gutter.places.map(({ y }) => y)), lowest);
  }
});

function scene(heads, more = {}) {
  return { heads, fixed: [], cover: { count: () => 0 }, width: 600, height: 400, scale: 1, resting: true, ...more };
}

const boxOf = (label) => {
  const { x, y } = offsetOf(label, 1, {});
  return { x: label.x + x, y: label.y + y, w: label.w, h: label.h };
};

test("names at heads cover neither each other nor what is fixed, and lie in the picture", () => {
  const next = random(2);
  for (let round = 0; round < 20; round += 1) {
    const labels = Array.from({ length: 5 }, (_, i) => ({
      slot: `${i}`,
      x: 60 + 480 * next(),
      y: 40 + 320 * next(),
      w: 60,
      h: 18,
      place: -1,
    }));
    const fixed = [{ x: 280, y: 180, w: 40, h: 20 }];
    placeLabels(labels, scene(labels, { fixed }));
    const boxes = labels.map(boxOf);
    boxes.forEach((box, i) => {
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.w <= 600 && box.y + box.h <= 400);
      assert.ok(!meets(box, fixed[0]));
      for (const other of boxes.slice(i + 1)) assert.ok(!meets(box, other));
    });
  }
});

test("a lone name stands at its head, without a leader, and stays there", () => {
  const label = { slot: "a", x: 300, y: 200, w: 60, h: 18, place: -1 };
  placeLabels([label], scene([label]));
  const { place } = label;
  assert.ok(!hasLeader(place));
  label.x += 3;
  placeLabels([label], scene([label]));
  assert.equal(label.place, place);
});

test("overlap is the shared area", () => {
  const box = { x: 0, y: 0, w: 10, h: 10 };
  assert.equal(overlap(box, { x: 5, y: 5, w: 10, h: 10 }), 25);
  assert.equal(overlap(box, { x: 12, y: 0, w: 10, h: 10 }), 0);
  assert.equal(overlap(box, { x: 12, y: 0, w: 10, h: 10 }, 4), 20);
});

test("a view leads from the plane to pixels and back, and its frame has their aspect", () => {
  const view = new View(widened([-1, 1, 0, 1], 300, 200), 300, 200);
  assert.ok(Math.abs(view.kx - view.ky) < 1e-9);
  for (const x of [-0.9, 0, 0.7]) assert.ok(Math.abs(view.x(view.px(x)) - x) < 1e-12);
  for (const y of [0.1, 0.9]) assert.ok(Math.abs(view.y(view.py(y)) - y) < 1e-12);
  assert.ok(sameFrame(zoomed(zoomed(view.frame, 0.5, 0.2, 0.3), 2, 0.2, 0.3), view.frame));
});

test("a segment is cut at the box, or is not there", () => {
  const out = [0, 0, 0, 0];
  const box = { left: 0, top: 0, right: 10, bottom: 10 };
  assert.ok(clip(-10, 5, 20, 5, box, out));
  assert.deepEqual(out, [0, 5, 10, 5]);
  assert.ok(!clip(-10, 20, 20, 20, box, out));
  assert.ok(clip(-1e9, -1e9, 1e9, 1e9, box, out));
  assert.deepEqual(out.map(Math.round), [0, 0, 10, 10]);
});

test("the row before a step is that of the last entry which is not after it", () => {
  const at = [0, 1, 5, 9];
  for (let t = -1; t < 12; t += 0.5) {
    const expected = Math.max(
      0,
      at.findLastIndex((step) => step <= t),
    );
    assert.equal(rowBefore(at, t), expected);
  }
});

test("a word stands on the picture and clear of what is there, over a path before that, or not at all", () => {
  const cover = { count: (left) => (left > 100 ? 1000 : 0) };
  const picture = { cover, width: 280, height: 300, first: "right" };
  const place = (taken) => besides(100, 150, 90, 18, { ...picture, taken });
  assert.deepEqual(place([]), { x: 55, y: 164, w: 90, h: 18 });
  const below = { x: 0, y: 140, w: 280, h: 160 }; // such as the colour key of a small picture
  assert.deepEqual(place([below]), { x: 55, y: 118, w: 90, h: 18 });
  const left = { x: 0, y: 0, w: 105, h: 300 };
  assert.deepEqual(place([below, left]), { x: 111, y: 122, w: 90, h: 18 });
  assert.equal(place([{ x: 0, y: 100, w: 280, h: 100 }]), null);
  assert.equal(besides(20, 150, 270, 18, { ...picture, taken: [] }), null);
});
