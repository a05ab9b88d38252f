import assert from "node:assert/strict";
import { test } from "node:test";
import { begun, raised, stroked } from "../../assets/player/pages/sketchedits.js";
import { withPredicted } from "../../assets/player/panels/predicted.js";
import { quantities } from "../../assets/player/panels/series.js";

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
  const known = { loss: { list: [{ runner: runners[1] }], note: "thin training", axis: () => "room" } };
  const predicted = { slot: "b", steps: [0, 10, 20], values: [1, 0.5, 0.1] };
  const { loss } = withPredicted({ runners, predicted }, known);
  assert.deepEqual([loss.note, loss.scale], ["thin training; dots: what you drew", "room"]);
  const [, line] = loss.list;
  assert.equal(line.runner, runners[1]);
  assert.deepEqual([line.rows, line.at(2), line.step(2), line.row(15)], [3, 0.1, 20, 1]);
  assert.equal(withPredicted({ runners: [runners[0]], predicted }, known), known);
  assert.equal(withPredicted({ runners }, known), known);
});

test("a line is drawn where the axis has it, above the minimum of its surface, and however low", () => {
  const surface = { lowest: -2, bounded: true, tolerance: 0.001 };
  const own = { slot: "a", stride: 1, loss: Float32Array.of(8, 3, -1), lowest: -2, shown: {} };
  const race = {
    surface,
    runners: [own],
    quantities: [],
    predicted: { slot: "a", steps: [0, 2], values: [8, -1.999] },
  };
  const { scale, list } = withPredicted(race, quantities(race)).loss;
  assert.equal(list[1].at(0), list[0].at(0));
  assert.ok(scale.unit(list[1].at(1)) > 0 && scale.unit(list[0].at(0)) < 1);
});

test("a paper begins with what was taken of it, and keeps what is drawn until another run is asked for", () => {
  const sheet = { range: [0.1, 10], steps: [0, 1], start: 1 };
  assert.equal(begun(sheet, null), null);
  assert.deepEqual(begun({ ...sheet, values: [1, 2] }, null), [1, 2]);
  assert.equal(begun({ ...sheet, values: [1, 2] }, sheet), undefined);
  assert.equal(begun({ ...sheet, steps: [0, 2] }, sheet), null);
});
