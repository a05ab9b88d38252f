/** Where the words over the curves stand. */

import assert from "node:assert/strict";
import test from "node:test";
import { captionsOf, coveredBy, hidden } from "../../assets/player/panels/captions.js";

const FRAME = { left: 0, right: 200, top: 0, bottom: 100 };
const CTX = { measureText: (text) => ({ width: 6 * text.length }) };

/** The words of a level and of lines (numbers from 0 to 1 over 200 steps), and how much of the lines each box hides. */
function told(level, levelBelow, ...lines) {
  const list = lines.map(({ at, tag }) => ({ at, tag, rows: 201, step: (row) => row }));
  const quantity = { list, scale: { unit: (v) => v }, level, levelName: "limit", format: String, levelBelow };
  const track = { share: (t) => t / 200, end: 200 };
  return captionsOf(CTX, { quantity, track, frame: FRAME, width: 200, theme: {}, scale: 1 });
}

test("a line covers the px that it goes through, also between its points, and none where it breaks", () => {
  const { low, high } = coveredBy([0, 10, 4, 50, 6, NaN, 8, 20, 10, 20], { ...FRAME, right: 12 });
  assert.deepEqual([low[1], high[1]], [20, 30]);
  assert.deepEqual([low[9], high[9]], [20, 20]);
  assert.ok(low[6] > high[6]);
  const box = { x: 0, y: 18, w: 12, h: 4 };
  assert.equal(hidden([{ low, high }], box, FRAME), 5);
});

test("the name of a level stands over its left end, and where it hides the fewest lines if any are there", () => {
  const [usual] = told(0.5, false, { at: () => 0.1 });
  assert.deepEqual([usual.text, usual.box.x, usual.box.y + usual.box.h, usual.piece], ["limit 0.5", 5, 48, false]);
  assert.ok(told(0.5, true, { at: () => 0.1 })[0].box.x > 100);
  const early = { at: (row) => (row < 60 ? 0.6 : 0.1) };
  const [later] = told(0.5, false, early);
  assert.deepEqual([later.box.x >= 63, later.box.y, later.piece], [true, usual.box.y, false]);
  const [under] = told(0.5, false, { at: () => 0.6 });
  assert.deepEqual([under.box.x, under.box.y > 50, under.piece], [5, true, false]);
  const both = told(0.5, false, { at: () => 0.6 }, { at: () => 0.4 });
  assert.ok(both[0].piece && both[0].box.x === 5);
  const dense = Array.from({ length: 40 }, (_, place) => ({ at: () => place / 40 }));
  assert.equal(told(0.5, false, ...dense).length, 1);
});

test("the words on a limit stand elsewhere along it where a curve begins on it, and on no other words", () => {
  const limit = { at: () => 0.5, tag: "SGD" };
  const [usual] = told(null, false, limit);
  assert.deepEqual([usual.text, usual.box.x], ["limit of SGD", 5]);
  const curve = { at: (row) => (row < 40 ? 0.6 : 0.5) };
  const [moved] = told(null, false, limit, curve);
  assert.ok(moved.box.x >= 38 && moved.box.y === usual.box.y);
  const [level, tag] = told(0.5, false, limit);
  assert.ok(level.box.x + level.box.w <= tag.box.x || level.box.y + level.box.h <= tag.box.y || tag.box.y > 50);
});
