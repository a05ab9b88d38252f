/** The friction along a path: whose it is, and which step has which shade. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { frictionAt, SHADES, shadeOf, stepsByShade } from "../../assets/player/race/friction.js";

const runner = { shown: { friction: [Float32Array.of(0.5, 0.75, 1), Float32Array.of(0.5, 0.75, 0.9)] } };

test("friction is the mean over the coordinates, and none where a rule has none", () => {
  assert.ok(Math.abs(frictionAt(runner, 2) - 0.95) < 1e-6);
  assert.equal(frictionAt({ shown: { friction: [0.5, null] } }, 7), 0.5);
  assert.ok(Number.isNaN(frictionAt({ shown: {} }, 0)) && Number.isNaN(frictionAt({}, 0)));
});

test("a half is hollow and one is filled", () => {
  assert.deepEqual([0.5, 0.75, 1, 0.2].map(shadeOf), [0, SHADES / 2, SHADES - 1, 0]);
});

test("the step to a row has the friction of the update before it, up to the last finite row", () => {
  const steps = stepsByShade({ runner, finite: Int32Array.of(0, 1, 2, 2) }, 3);
  assert.deepEqual(
    steps.map((rows) => rows.length),
    [1, 0, 0, 1, 0, 0],
  );
  assert.deepEqual([steps[0], steps[3]], [[1], [2]]);
});
