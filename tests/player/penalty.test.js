/** The curve of what training adds to the loss says where that is measured otherwise than while training. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { quantities } from "../../assets/player/network/learning.js";

const curves = { at: [0, 3], trainLoss: [1, 0.5], validLoss: null, trainScore: [0.5, 0.8], validScore: null };
const race = (...more) => ({
  runners: more.map((own, place) => ({ slot: "abc"[place], state: "ready", update: [1, 0], ...curves, ...own })),
  data: { kind: "plane", part: "training", always: null },
});

test("a penalty of activations is measured as at the test", () => {
  const [weights, units] = [{ penalty: [2, 1] }, { penalty: [2, 1], ofUnits: true }];
  assert.equal(quantities(race({})).penalty, null);
  assert.equal(quantities(race({}, weights)).penalty.note, "added to the loss while training");
  const both = quantities(race(weights, units)).penalty;
  assert.equal(both.note, "added to the loss while training; of activations, measured as at the test");
  assert.equal(both.list.length, 2);
});

test("the loss of mini-batches is a further curve of those whose steps see some of the examples", () => {
  assert.equal(quantities(race({})).steploss, null);
  const found = quantities(race({}, { stepLoss: [2, 1] })).steploss;
  assert.equal(found.beside, "score", "in one menu with sharpness, and the loss stays in sight");
  assert.deepEqual(
    found.list.map(({ runner, at }) => [runner.slot, at(1)]),
    [["b", 1]],
  );
});
