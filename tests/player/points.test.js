import assert from "node:assert/strict";
import { test } from "node:test";
import { added, moved, removed, same } from "../../assets/player/pages/pointedits.js";

const POINTS = [
  [0, 1],
  [8, 0.5],
  [14, 0.1],
];

test("a point is added in order, replaces the one of its step, and stays out where there are too many", () => {
  assert.deepEqual(added(POINTS, [9, 0.2], 20), [POINTS[0], POINTS[1], [9, 0.2], POINTS[2]]);
  assert.deepEqual(added(POINTS, [8, 0.2], 3), [POINTS[0], [8, 0.2], POINTS[2]]);
  assert.equal(added(POINTS, [9, 0.2], 3), POINTS);
});

test("a point moves between its neighbours and before the end", () => {
  assert.deepEqual(moved(POINTS, 1, [30, 2], 20)[1], [13, 2]);
  assert.deepEqual(moved(POINTS, 1, [-3, 2], 20)[1], [1, 2]);
  assert.deepEqual(moved(POINTS, 2, [30, 2], 20)[2], [19, 2]);
  assert.deepEqual(moved(POINTS, 0, [-3, 0], 20)[0], [0, 0]);
  assert.ok(same(moved(POINTS, 1, [8, 0.5], 20), POINTS));
});

test("without its last point the rate stays as it is", () => {
  assert.deepEqual(removed(POINTS, 0), POINTS.slice(1));
  assert.deepEqual(removed([[4, 0.1]], 0), [[0, 1]]);
});
