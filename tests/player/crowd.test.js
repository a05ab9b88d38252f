/** The order of the small stages of all optimizers. */

import assert from "node:assert/strict";
import test from "node:test";
import { Crowd } from "../../assets/player/pages/crowd.js";
import { MARK, viewOf } from "../../assets/player/pages/crowdground.js";
import { headsOf, ordered, pressed, settle, together } from "../../assets/player/pages/crowdorder.js";

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

test("runs that come stand behind those that are there, and a family that begins again has a head of its own", () => {
  const runners = RUNNERS.map((runner) => ({ ...runner, slot: runner.label.toLowerCase() }));
  const told = ordered(runners, "family", ["sgd", "adam"]);
  assert.deepEqual(
    told.map(({ slot }) => slot),
    ["sgd", "adam", "adamax", "lion"],
  );
  assert.deepEqual(headsOf(told), ["Momentum 0", "Adaptive 0", null, "Sign 0"]);
  assert.deepEqual(headsOf([told[1], told[0], told[2]]), ["Adaptive 0", "Momentum 0", "Adaptive 1"]);
});

test("stages are sorted once all runs are there and nobody is at them, and keep their places until then", () => {
  const crowd = Object.create(Crowd.prototype);
  let [hovered, focused] = [false, false];
  globalThis.document = { activeElement: null };
  const grid = { matches: () => hovered, contains: () => focused };
  const arranged = [];
  const stages = [{ runner: { slot: "sgd" } }, { runner: { slot: "adam" } }];
  Object.assign(crowd, { grid, stages, taken: [], loose: false, arrange: (kept) => arranged.push(kept.length) });
  const come = (coming) => {
    crowd.given = { coming };
    crowd.come();
    return arranged.splice(0);
  };
  const sort = () => {
    crowd.sort();
    return arranged.splice(0);
  };
  assert.deepEqual([come(true), sort(), come(false), sort()], [[2], [], [0], []]);
  hovered = true;
  assert.deepEqual([come(false), sort()], [[2], []]);
  [hovered, focused] = [false, true];
  assert.deepEqual(sort(), []);
  [focused, crowd.taken] = [false, ["sgd"]];
  assert.deepEqual(sort(), []);
  crowd.taken = [];
  assert.deepEqual([sort(), sort()], [[0], []]);
});

test("no more are taken along than have room, a second press leaves one, and all open together", () => {
  const six = [..."abcdefg"].reduce((taken, slot) => pressed(taken, slot, 6), []);
  assert.deepEqual(six, [..."abcdef"]);
  assert.deepEqual(pressed(pressed(six, "a", 6), "m", 6).slice(-2), ["f", "m"]);
  const header = { race: "data=xor", page: "./network", letters: "abcdef" };
  assert.equal(together(header, ["adam", "sgd"]), "./network?data=xor&a=adam&b=sgd");
});

test("a stage says in the words of its header by which number it can be sorted", () => {
  const made = (tag) => ({
    tag,
    texts: [],
    setAttribute() {},
    append(...parts) {
      this.texts.push(...parts);
    },
  });
  globalThis.document = { createElement: made };
  const crowd = Object.assign(Object.create(Crowd.prototype), { given: { together: false } });
  const told = "Within the tolerance from step 275";
  const { element } = crowd.makeStage({ ...RUNNERS[0], slot: "adam", link: "", told });
  const read = ({ texts }) => texts.flatMap((part) => (typeof part === "string" ? [part] : read(part)));
  assert.ok(read(element).includes(told));
});

/** A parent with children, and a note of those that are moved or removed. */
function family(...children) {
  const moved = [];
  const leave = (child) => children.splice(children.indexOf(child), 1);
  for (const child of children) {
    const after = () => children[children.indexOf(child) + 1] ?? null;
    Object.defineProperty(child, "nextElementSibling", { configurable: true, get: after });
    child.remove = () => moved.push(leave(child)[0]);
  }
  const insertBefore = (child, at) => {
    if (children.includes(child)) moved.push(leave(child)[0]);
    children.splice(at ? children.indexOf(at) : children.length, 0, child);
  };
  return { children, moved, insertBefore, firstElementChild: children[0] ?? null };
}

test("stages that are there stay where they are when others come between them", () => {
  const [a, b, c, d, e] = [..."abcde"].map((name) => ({ name }));
  const grid = family(b, d);
  settle(grid, [a, b, c, d, e]);
  assert.deepEqual(grid.children, [a, b, c, d, e]);
  assert.deepEqual(grid.moved, []);
  const other = family(a, b, c, d);
  settle(other, [d, c, a]);
  assert.deepEqual(other.children, [d, c, a]);
});

test("the mark of a run is on its line where the loss is the lowest that is shown, and at the last step", () => {
  const [width, height] = [200, 148];
  const frame = [0, 5 / 0.74, -4, 1];
  const view = viewOf({ frame, levels: true }, width, height);
  const [x, y] = [view.px(frame[1]), view.py(-4)];
  assert.ok(Math.abs(y - (height - MARK)) < 1e-6 && Math.abs(x - (width - MARK)) < 2);
  assert.ok(x <= width - MARK + 1e-6 && view.px(0) >= 0 && view.py(1) >= -1e-6);
  const whole = viewOf({ frame }, width, height);
  assert.ok(Math.abs(whole.py(-4) - height) < 1e-6, "surfaces fill their stage");
});
