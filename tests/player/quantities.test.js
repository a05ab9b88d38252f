/** What a race offers as curves: what all runners have, and what the rules of some of them remember. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { quantities } from "../../assets/player/panels/series.js";

const runner = (slot, shown) => ({ slot, stride: 1, loss: Float32Array.of(3, 2, 1), lowest: 0, shown });
const RACE = {
  surface: { lowest: 0, bounded: true, tolerance: 0.001 },
  quantities: [{ name: "rate", label: "Effective rate", spoken: "Rate", log: true }],
  runners: [
    runner("a", {}),
    runner("b", { rate: [Float32Array.of(4, 2), Float32Array.of(8, 1)] }),
    runner("c", { rate: [0.5] }),
  ],
};

test("a quantity of rules has the runners that have it, the second coordinate in a thin line before", () => {
  const { rate, gradnorm } = quantities(RACE);
  assert.equal(gradnorm, null);
  const lines = rate.list.map(({ runner: { slot }, thin = false, rows, at }) => [slot, thin, rows, at(0), at(1)]);
  assert.deepEqual(lines, [
    ["b", true, 2, 8, 1],
    ["b", false, 2, 4, 2],
    ["c", false, 2, 0.5, 0.5],
  ]);
  assert.equal(rate.note, "thin: y");
  assert.equal(rate.beside, "steplen");
  assert.ok(rate.scale.unit(0.5) >= 0 && rate.scale.unit(8) <= 1);
});
