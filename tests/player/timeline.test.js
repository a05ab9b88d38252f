/** The time that runners share: where their steps lie on it, and how it is written. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { moved, onTimeline } from "../../assets/player/draw/retimed.js";
import { Timeline, UNITS } from "../../assets/player/draw/timeline.js";
import { readView, spellView, unitOf, unitTold } from "../../assets/player/engine/viewlink.js";

const EPOCH = 140;
const STEPS = 300;
const runner = (slot, batch, more = {}) => ({ slot, batch, epoch: EPOCH, stride: 1, ...more });
const RUNNERS = [runner("a", 1), runner("b", 16), runner("c", 64), runner("d", EPOCH)];
const race = (runners, more = {}) => ({ steps: STEPS, runners, milestones: [], inside: null, pick: "b", ...more });

/** Examples that were seen after each step, counted one batch after the other. */
function counted({ batch, epoch }, steps) {
  const seen = [0];
  for (let left = epoch; seen.length <= steps; left = left || epoch) {
    const size = Math.min(batch, left);
    seen.push(seen.at(-1) + size);
    left -= size;
  }
  return seen;
}

test("a step lies where its examples have been seen, the short last batch of an epoch too", () => {
  const runners = [...RUNNERS, runner("e", 7, { epoch: 30 }), runner("f", 30, { epoch: 31 })];
  const timeline = new Timeline(race(runners), "examples");
  for (const one of runners) {
    const seen = counted(one, STEPS);
    for (let step = 0; step <= STEPS; step += 1) {
      assert.equal(timeline.place(one, step), seen[step]);
      assert.equal(timeline.gradients(one, seen[step]), step);
      if (step) assert.equal(timeline.gradients(one, seen[step] - 1), step - 1);
    }
    assert.equal(timeline.endOf(one), seen[STEPS]);
  }
  assert.equal(timeline.end, STEPS * EPOCH);
});

test("in epochs, runners with other numbers of examples meet at the same share of their own", () => {
  const few = runner("e", 10, { epoch: 30 });
  const timeline = new Timeline(race([...RUNNERS, few]), "epochs");
  for (const epochs of [0, 1, 2, 20]) {
    const time = timeline.time(epochs);
    assert.equal(time, epochs * EPOCH);
    assert.equal(timeline.gradients(few, time), 3 * epochs);
    assert.equal(timeline.place(few, 3 * epochs), time);
    assert.equal(timeline.gradients(RUNNERS[2], time), 3 * epochs);
  }
});

test("a rule that takes two gradients a step sees a mini-batch for both", () => {
  const timeline = new Timeline(race([runner("a", 16), runner("b", 16, { stride: 2 })]), "examples");
  const [one, two] = timeline.runners;
  assert.equal(timeline.place(two, 2), timeline.place(one, 1));
  assert.equal(timeline.endOf(two), timeline.place(one, STEPS / 2));
  assert.equal(timeline.over(two, timeline.end) && !timeline.over(one, timeline.end), true);
});

test("every time of a header is put on the timeline, and in steps all stays as it is", () => {
  const rows = Int32Array.from([0, 9, 300]);
  const outcome = { kind: "still", step: 9, right: null };
  const stop = { best: 9, stop: null };
  const full = RUNNERS.map((one) => ({ ...one, at: rows, frames: rows, outcome, stop, label: one.slot }));
  const inside = { slot: "b", sizes: [2, 1], at: rows, weights: { at: rows, most: 1 }, answers: null };
  const milestones = [{ step: 9, slot: "d" }, { step: 10, slot: "a" }]; // biome-ignore format: a row each would be long
  const header = race(full, {
    inside,
    milestones,
    compared: [inside],
    pieces: { slot: "b", at: rows },
    insides: { b: inside },
  });
  const same = onTimeline(header, "steps");
  for (const name of Object.keys(header)) assert.equal(same[name], header[name]);
  const found = onTimeline(header, "examples");
  assert.equal(found.steps, STEPS * EPOCH);
  assert.deepEqual([...found.runners[0].at], [0, 9, 300]);
  assert.deepEqual([...found.runners[3].frames], [0, 9 * EPOCH, 300 * EPOCH]);
  assert.deepEqual(found.runners[3].outcome, { kind: "still", step: 9 * EPOCH, right: null });
  assert.deepEqual(found.runners[3].stop, { best: 9 * EPOCH, stop: null });
  assert.deepEqual(found.milestones, [{ step: 10, slot: "a" }, { step: 9 * EPOCH, slot: "d" }]); // biome-ignore format: as above
  const seen = counted(RUNNERS[1], STEPS);
  const placed = [...rows].map((step) => seen[step]);
  assert.deepEqual([...found.pieces.at], placed);
  for (const one of [found.inside, found.compared[0], found.insides.b])
    for (const at of [one.at, one.weights.at]) assert.deepEqual([...at], placed);
  assert.deepEqual(header.inside.at, rows);
});

test("a step on is one of the shortest steps that are still made", () => {
  const timeline = new Timeline(race(RUNNERS), "examples");
  assert.equal(timeline.next(0, 1), 1);
  assert.equal(timeline.next(5, -10), 0);
  assert.equal(timeline.next(299, 1), 300);
  const after = counted(RUNNERS[1], STEPS).filter((seen) => seen > 300);
  assert.equal(timeline.next(300, 1), after[0]);
  assert.equal(timeline.next(after[0] + 3, -1), after[0]);
  assert.equal(timeline.next(timeline.end - EPOCH, 1), timeline.end);
  assert.equal(timeline.next(timeline.end, 1), timeline.end);
  assert.equal(new Timeline(race(RUNNERS), "steps").next(7, -10), -3); // the clock keeps to its ends
});

test("another unit keeps what the chosen runner has reached, and the end", () => {
  const on = (unit) => onTimeline(race(RUNNERS), unit);
  for (const from of UNITS)
    for (const to of UNITS) {
      assert.equal(moved(on(from), on(to), on(from).timeline.end), on(to).timeline.end);
      const [before, after] = [on(from).timeline, on(to).timeline];
      for (const step of [0, 1, 9, 100])
        assert.equal(moved(on(from), on(to), before.place(RUNNERS[1], step)), after.place(RUNNERS[1], step));
    }
  const late = 100 * EPOCH; // when the chosen runner has ended
  assert.equal(moved(on("epochs"), on("examples"), late), late);
});

test("times are written in their unit, with the digits that tell steps apart", () => {
  const [steps, epochs, examples] = UNITS.map((unit) => new Timeline(race(RUNNERS), unit));
  assert.deepEqual([steps.words(12), steps.whole, steps.after], ["step 12", "300 steps", "After 300 gradients"]);
  assert.deepEqual([epochs.words(210), epochs.whole], ["epoch 1.5", "300 epochs"]);
  assert.deepEqual([epochs.words(EPOCH), epochs.write(1)], ["epoch 1", "0.01"]);
  assert.deepEqual([examples.words(1200), examples.after], ["example 1,200", "After 42,000 examples"]);
  const whole = new Timeline(race([RUNNERS[3]]), "epochs");
  assert.deepEqual([whole.words(3 * EPOCH), whole.stride], ["epoch 3", EPOCH]);
  const few = new Timeline(race([RUNNERS[0]]), "epochs");
  assert.deepEqual(
    few.ticks(5).map(([, text]) => text),
    ["0", "0.5", "1", "1.5", "2"],
  );
  assert.deepEqual(
    few.ticks(5).map(([at]) => at),
    [0, 70, 140, 210, 280],
  );
  assert.deepEqual(
    steps.ticks(3).map(([at]) => at),
    [0, 100, 200, 300],
  );
});

test("where runners end far apart the axis is logarithmic, and its two ways are one another's reverse", () => {
  const far = new Timeline(race(RUNNERS), "epochs");
  const near = new Timeline(race([runner("a", 32), runner("b", 64)]), "epochs");
  const steps = new Timeline(race(RUNNERS), "steps");
  assert.deepEqual([far.bent, near.bent, steps.bent], [true, false, false]);
  for (const timeline of [far, near, steps]) {
    assert.deepEqual([timeline.share(0), timeline.share(timeline.end)], [0, 1]);
    for (let time = 0; time <= timeline.end; time += 17)
      assert.ok(Math.abs(timeline.at(timeline.share(time)) - time) < 1e-6 * Math.max(1, time));
  }
  for (const one of RUNNERS) assert.ok(far.share(far.endOf(one)) > 0.5); // 0.7% of it, were it linear
  assert.deepEqual(
    far.ticks(12).map(([, text]) => text),
    ["0", "0.01", "0.1", "1", "10", "100"],
  );
  for (const most of [1, 2, 3, 4, 8]) {
    const shares = far.ticks(most).map(([time]) => far.share(time));
    assert.ok(shares.length <= most + 1);
    for (let i = 1; i < shares.length; i += 1) assert.ok((shares[i] - shares[i - 1]) * most > 0.5);
  }
});

test("a link names what time counts where it could be misread", () => {
  for (const usual of UNITS.slice(0, 2))
    for (const unit of UNITS)
      for (const t of [null, 0, 7]) {
        const told = unitTold({ timeline: { unit }, time: usual }, t);
        const view = readView(spellView({ t, time: told }));
        assert.equal(unitOf(view) ?? usual, unit);
        assert.equal(told === null, unit === usual && (t === null || unit === "steps"));
      }
  assert.equal(unitTold({ timeline: { unit: "steps" } }, 7), null);
  assert.equal(readView("t=2.5&time=epochs").t, 2.5);
  assert.equal(readView("t=2.5").t, undefined);
});

test("files are named by a time without signs that a language has of its own", () => {
  assert.equal(new Timeline(race([runner("a", 1)], { steps: 2000 }), "steps").named(1200), "step-1200");
  assert.equal(new Timeline(race(RUNNERS), "epochs").named(1.5 * EPOCH), "epoch-1.5");
  assert.equal(new Timeline(race(RUNNERS), "examples").named(1400), "example-1400");
});
