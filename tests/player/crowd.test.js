/** The order of the small stages of all optimizers. */

import assert from "node:assert/strict";
import test from "node:test";
import { ordered } from "../../assets/player/pages/crowd.js";

const one = (label, rank, family, reached, kind = "converged") => ({ label, rank, family, reached, outcome: { kind } });
const RUNNERS = [
  one("Adam", 0, "Adaptive", 200),
  one("SGD", 1, "Momentum", 90),
  one("Lion", 2, "Sign", null, "moving"),
  one("AdaMax", 3, "Adaptive", 40, "left"),
];
const names = (order) => ordered(RUNNERS, order).map(({ label }) => label);

test("what has left is never first, and families stay together", () => {
  assert.deepEqual(names("outcome"), ["Adam", "SGD", "Lion", "AdaMax"]);
  assert.deepEqual(names("reached"), ["SGD", "Adam", "Lion", "AdaMax"]);
  assert.deepEqual(names("family"), ["Adam", "AdaMax", "SGD", "Lion"]);
  assert.deepEqual(names("name"), ["Adam", "AdaMax", "Lion", "SGD"]);
});
