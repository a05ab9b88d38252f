/** How pictures of maps lie in a window. */

import assert from "node:assert/strict";
import test from "node:test";
import { BESIDE, columnsOf, GAP, laidOut } from "../../assets/player/pages/maplayout.js";

const AXES = { left: 46, foot: 40 };
const square = (width, height) => [Math.min(width, height), Math.min(width, height)];
const PAGES = { 1280: [924, 720], 1440: [1084, 900], 1024: [668, 768], 390: [358, 844] }; // beside the sidebar
const OVER = 350; // px of a page over its pictures

/** Maps on a page beside the sidebar of a window. */
function on(window, count) {
  const [width, height] = PAGES[window];
  return { ...laidOut(count, { width, height }, AXES, square), page: width, height };
}

test("four maps lie in a row or in a square, and none is alone in a row", () => {
  const rows = Object.keys(PAGES).map((window) => [1, 2, 3, 4].map((count) => on(window, count).columns));
  assert.deepEqual(Object.keys(PAGES), ["390", "1024", "1280", "1440"]);
  assert.deepEqual(rows, [
    [1, 1, 1, 1],
    [1, 2, 3, 2],
    [1, 2, 3, 4],
    [1, 2, 3, 4],
  ]);
  for (let width = 1; width < 2000; width += 1) assert.notEqual(columnsOf(4, width), 3);
});

test("maps are within the page and end where the window does", () => {
  for (const window of Object.keys(PAGES))
    for (const count of [1, 2, 3, 4]) {
      const { columns, size, beside, page, height } = on(window, count);
      const [wide, high] = [size[0] + AXES.left, size[1] + AXES.foot];
      assert.ok(columns * (wide + GAP) - GAP + (beside ? BESIDE : 0) <= page + 1e-9, `${window} ${count}`);
      assert.ok(high <= height - (columns < count ? 100 : OVER - 40), `${window} ${count}`);
      assert.ok(Math.min(...size) > 140, `${window} ${count}`);
    }
});

test("what is said of a row of maps stands beside them where they are larger so", () => {
  const beside = [1, 2, 3, 4].map((count) => on(1280, count).beside);
  assert.deepEqual(beside, [true, true, false, false]);
  assert.equal(on(390, 1).beside, false);
  const wide = (width, height) => [Math.min(width, 700), height]; // fills the width that it has
  const projected = [1, 4].map((count) => laidOut(count, { width: 833, height: 500 }, AXES, wide).beside);
  assert.deepEqual(projected, [true, false]);
  assert.equal(laidOut(1, { width: 358, height: 500 }, AXES, wide).beside, false);
});
