import assert from "node:assert/strict";
import { test } from "node:test";
import { raised, stroked } from "../../assets/player/pages/sketchedits.js";
import { withPredicted } from "../../assets/player/panels/predicted.js";

const FLAT = [1, 1, 1, 1, 1];

test("a stroke is straight on a logarithmic scale, either way, and leaves the start alone", () => {
  const right = stroked(FLAT, [1, 1], [3, 0.01]).map((v) => Number(v.toPrecision(6)));
  assert.deepEqual(right, [1, 1, 0.1, 0.01, 1]);
  assert.deepEqual(
    stroked(FLAT, [3, 0.01], [1, 1]).map((v) => Number(v.toPrecision(6))),
    right,
  );
  assert.deepEqual(stroked(FLAT, [0, 5], [0, 5]), FLAT);
});

test("a press between two columns moves the nearest", () => {
  assert.deepEqual(stroked(FLAT, [2.4, 7], [2.4, 7]), [1, 1, 7, 1, 1]);
});

test("keys raise what is not drawn yet, and then one column at a time, within the paper", () => {
  const once = raised(FLAT, 2, 0.5, [0.1, 10]);
  assert.deepEqual(once, [1, 1, 0.5, 0.5, 0.5]);
  assert.deepEqual(raised(once, 1, 2, [0.1, 10]), [1, 2, 0.5, 0.5, 0.5]);
  assert.deepEqual(raised(once, 4, 1e-9, [0.1, 10]), [1, 1, 0.5, 0.5, 0.1]);
});

test("what was drawn is a dotted line of its runner beside the loss, and nothing where its runner is gone", () => {
  const runners = [{ slot: "a" }, { slot: "b" }];
  const known = { loss: { list: ["own"], note: "thin training" } };
  const predicted = { slot: "b", steps: [0, 10, 20], values: [1, 0.5, 0.1] };
  const { loss } = withPredicted({ runners, predicted }, known);
  assert.equal(loss.note, "thin training; dots: what you drew");
  const [, line] = loss.list;
  assert.equal(line.runner, runners[1]);
  assert.deepEqual([line.rows, line.at(2), line.step(2), line.row(15)], [3, 0.1, 20, 1]);
  assert.equal(withPredicted({ runners: [runners[0]], predicted }, known), known);
  assert.equal(withPredicted({ runners }, known), known);
});
