/** Early stopping as the player tells it: marks on the validation loss, and a sentence from the stop on. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { onTimeline } from "../../assets/player/draw/retimed.js";
import { quantities } from "../../assets/player/network/learning.js";
import { describe } from "../../assets/player/network/verdict.js";

const runner = (stop) => ({
  slot: "a",
  label: "Adam",
  state: "ready",
  at: [0, 3, 6, 9],
  stride: 1,
  trainLoss: [1, 0.5, 0.4, 0.3],
  validLoss: [1, 0.6, 0.7, 0.8],
  trainScore: [0.5, 0.8, 0.9, 1],
  validScore: [0.5, 0.8, 0.7, 0.7],
  update: [1, 1, 1, 0],
  outcome: { kind: "finished", step: null, right: null },
  ...(stop && { stop }),
});
const race = (stop) => ({
  runners: [runner(stop)],
  steps: 9,
  data: { kind: "plane", part: "validation", always: null },
  milestones: [],
  inside: null,
});

test("the rows of the best loss and of the stop are marked on the thick line alone", () => {
  const [thin, thick] = quantities(race({ best: 3, stop: 9 })).loss.list;
  assert.equal(thin.marks, undefined);
  assert.deepEqual(
    thick.marks.map(({ row, kind, words }) => [row, kind, words]),
    [
      [1, "best", "best"],
      [3, "stop", "stops here"],
    ],
  );
  assert.deepEqual(
    quantities(race({ best: 3, stop: null })).loss.list[1].marks.map(({ kind }) => kind),
    ["best"],
  );
  assert.deepEqual(quantities(race(null)).loss.list[1].marks, []);
});

test("what a curve of several seeds shows is said without a gap before it", () => {
  const [one] = race(null).runners;
  const seeds = { ...one, fan: { seeds: 3, lost: 0, low: one, high: one } };
  assert.equal(quantities({ ...race(null), runners: [seeds] }).score.note, "median and range of 3 seeds");
});

test("a sentence tells the stop from its step on", () => {
  const said = (stop, t) => describe(onTimeline(race(stop), "steps"), t);
  const words = "Adam stops early at step 6 and keeps the weights of step 3.";
  assert.ok(!said({ best: 3, stop: 6 }, 5).includes("stops early"));
  assert.ok(said({ best: 3, stop: 6 }, 6).includes(words));
  assert.ok(!said({ best: 3, stop: null }, 9).includes("stops early"));
  assert.ok(!said(null, 9).includes("stops early"));
});
