/** Axes of the maps of sensitivity. */

import assert from "node:assert/strict";
import test from "node:test";
import {
  axesOf,
  digitsOf,
  numberAt,
  paintAxes,
  roomOf,
  ticksOf,
  toldApart,
} from "../../assets/player/pages/mapaxes.js";
import { keepStep, stepsTo, takeBack } from "../../assets/player/pages/mapback.js";
import { MapMarks } from "../../assets/player/pages/mapmarks.js";
import { Sensitivity } from "../../assets/player/pages/sensitivity.js";

/** A window at a path, with a store of its own. */
function windowAt(pathname) {
  const held = new Map();
  const sessionStorage = { getItem: (key) => held.get(key) ?? null, setItem: (key, value) => held.set(key, value) };
  return { location: { pathname }, sessionStorage };
}

test("a number lies where its axis has it", () => {
  const log = { scale: "log", from: 0.01, to: 1 };
  const memory = { scale: "memory", from: 0, to: 0.99 };
  const linear = { scale: "linear", from: -1, to: 3 };
  const near = { scale: "log", from: 0.1, to: 0.1001 };
  const late = { scale: "memory", from: 0.91, to: 0.93 };
  const widths = { label: "width", scale: /** @type {const} */ ("log"), from: 5, to: 7, whole: true };
  assert.deepEqual(
    ticksOf(widths).map(([share, text]) => [text, numberAt(widths, share).toFixed(6)]),
    ["5", "6", "7"].map((text) => [text, `${text}.000000`]),
  );
  for (const axis of [near, late]) assert.ok(ticksOf(axis).length > 1);
  for (const [axis, middle] of [
    [near, Math.sqrt(0.1 * 0.1001)],
    [log, 0.1],
    [memory, 0.9],
    [linear, 1],
  ]) {
    assert.ok(Math.abs(numberAt(axis, 0.5) - middle) < 1e-12);
    for (const [share, text] of ticksOf(axis)) {
      assert.ok(share > -1e-9 && share < 1 + 1e-9);
      assert.ok(Math.abs(numberAt(axis, share) - Number(text.replace("−", "-"))) < 1e-9);
    }
  }
  assert.deepEqual(
    ticksOf(memory).map(([, text]) => text),
    ["0", "0.5", "0.9", "0.99"],
  );
});

test("32-bit floats tell numbers apart until they are as near as these floats are", () => {
  const across = (scale, from, to) => toldApart({ scale, from, to }, 128);
  for (const scale of ["linear", "log", "memory"])
    assert.deepEqual([across(scale, 0.5, 0.51), across(scale, 0.5, 0.500001)], [true, false], scale);
  assert.equal(across("memory", 0.999, 0.9999999), false);
});

test("a number is told with as many digits as tell it from the next one", () => {
  assert.equal(digitsOf([0.01, 0.02], 0), 4);
  assert.equal(digitsOf([1.00000001, 1.00000002], 1), 10);
  assert.equal(digitsOf([0, 1], 0), 4);
  assert.equal(digitsOf([2, 2], 0), 4);
});

test("the axes of a map have ticks on both sides, and no text of theirs lies on the cells", () => {
  const [width, height, texts] = [300, 200, []];
  const quiet = () => {};
  const ctx = { strokeRect: quiet, fillRect: quiet, fillText: (...told) => texts.push(told) };
  const axes = axesOf([-5, 5, -4.8, 1000]);
  paintAxes(ctx, axes, width, height, { font: "serif", quiet: "#888888" }, 1);
  const [left, below] = [texts.filter(([, x]) => x < 0), texts.filter(([, , y]) => y > height)];
  for (const [side, axis] of [
    [left, axes.y],
    [below, axes.x],
  ])
    assert.ok(ticksOf(axis).length > 1 && ticksOf(axis).every(([, text]) => side.some(([told]) => told === text)));
  assert.equal(left.length + below.length, texts.length);
  assert.ok(roomOf({ ...axes.y, to: 1e-7, from: 0 }) > roomOf(axesOf([0, 1, 0, 5]).y));
});

test("without a picture there is nothing to look closer at, and no cell to press", () => {
  const marked = { bar: { replaceChildren: () => {} }, leads: {}, marked: [], buttons: {}, wider: {}, room: {} };
  globalThis.window = windowAt("/sensitivity");
  globalThis.document = { createElement: () => ({ append: () => {}, setAttribute: () => {} }) };
  for (const count of [0, 1]) {
    const pictures = new Map(Array.from({ length: count }, () => ["a", {}]));
    const page = Object.assign(Object.create(MapMarks.prototype), marked, { pictures });
    page.given = { axes: axesOf([0, 1, 0, 1]), link: "" };
    page.taken();
    assert.deepEqual([page.buttons.hidden, page.bar.hidden], [!count, !count]);
  }
  delete globalThis.document;
  delete globalThis.window;
});

test("a reading says from when on a run has its tolerance, or that it has none", () => {
  const values = [0.1, 0.2];
  const axis = { label: "Rate", values };
  const minima = [{ at: [0, 0] }, { at: [2, 0] }];
  const page = Object.create(Sensitivity.prototype);
  page.given = { axes: { x: axis, y: axis }, minima, words: { "-2": "left" }, tolerance: 0.001, lowest: 0 };
  const runner = { side: 2, fate: [0, 1, -2, 0], since: [9, 9, 9, 9], loss: [0, 0.6, 0, 0] };
  const read = [0, 1, 2, 3].map((place) => page.wordsAt({ ...runner, reached: [5, -1, -1, 7] }, { place }));
  const lost = read.map((text) => text.includes("tolerance not reached"));
  assert.deepEqual(lost, [false, true, true, false]);
  assert.ok(read[0].includes("tolerance after 5 gradients,") && read[3].includes("tolerance after 7 gradients,"));
});

test("the key says what all losses are that are alike, and of none where none counts", () => {
  const page = Object.create(Sensitivity.prototype);
  page.lines = () => [];
  const key = (bounded, fate, loss) => {
    const words = [];
    const createElement = () => ({ append: (...told) => words.push(...told), setAttribute: () => {} });
    globalThis.document = { createElement };
    page.given = { shows: "loss", range: null, lowest: 0.5, bounded, words: { "-2": "left", "-3": "lost" } };
    page.given.runners = [{ fate, loss }];
    page.swatches();
    return words.filter((one) => typeof one === "string");
  };
  assert.deepEqual(key(true, [-2, -1], [0.5, 0.5]), ["lost", "loss 0.5, all alike"]);
  assert.deepEqual(key(false, [-2, -3], [0.5, Number.NaN]), ["left, or lost"]);
  delete globalThis.document;
});

test("a press marks a cell, and another, on its cell or its letter, opens its run", () => {
  const page = Object.create(Sensitivity.prototype);
  const values = Array.from({ length: 128 }, (_, place) => place / 128);
  const runners = [{ slot: "a", side: 128, own: [["", "sgd"]] }];
  page.given = {
    axes: { x: { values }, y: { values } },
    runners,
    base: [],
    fields: { x: ["lr", true], y: ["x", false] },
  };
  const opened = [];
  globalThis.window = { location: { assign: (link) => opened.push(link) } };
  Object.assign(page, { marked: [], aiming: false, leads: { page: "./" }, scale: 1, room: { left: 0, foot: 0 } });
  page.size = { width: 256, height: 256 };
  page.mark = (trial) => page.marked.push(trial);
  const canvas = { getBoundingClientRect: () => ({ left: 0, top: 0, width: 256, height: 256 }) };
  const picture = { canvas, runner: runners[0] };
  const press = (clientX, clientY) => page.open(picture, ...page.pressed(picture, { clientX, clientY }));
  press(128, 127);
  press(160, 127);
  assert.deepEqual([page.marked.map(({ place }) => place), opened], [[64 + 64 * 128, 80 + 64 * 128], []]);
  press(134, 122); // on the letter
  assert.deepEqual([page.marked.length, opened], [2, ["./?a=sgd&a.lr=0.5&x=0.5"]]);
  page.open(picture, 80 / 128, 0.5);
  assert.equal(opened[1], "./?a=sgd&a.lr=0.625&x=0.5");
  delete globalThis.window;
});

test("a map that is to come is its new runner's from the first, and only where there was one", () => {
  const page = Object.create(Sensitivity.prototype);
  const before = { slot: "a", label: "Adam", short: "A", dash: [4], labels: { y: "β₁" }, side: 128, line: [0, 1] };
  page.pictures = new Map([["a", { runner: before }]]);
  const [next, other] = ["a", "b"].map((slot) => ({ slot, label: "SGD", dash: [], labels: {} }));
  page.given = { maps: [next, other], runners: [] };
  const empty = { side: 0, fate: [], told: "computing", line: null, limit: "", fastest: null };
  assert.deepEqual(page.runners(), [{ ...empty, ...next }]);
  page.given.runners = [{ ...other, side: 16 }];
  assert.deepEqual(page.runners().slice(1), page.given.runners);
});

test("a step back leads to where one came from, with what has been changed since", () => {
  globalThis.window = windowAt("/sensitivity");
  const part = (from, to, more = "") => `a=sgd&xaxis=lr&xfrom=${from}&xto=${to}&yaxis=seed&yfrom=0&yto=9${more}`;
  keepStep(part("1e-05", 1), part("0.00497", "0.0337"));
  keepStep(part("0.00497", "0.0337"), part("0.0050", "0.0051", "&precision=float64"));
  const near = part("0.005", "0.0051", "&precision=float64&b=adam");
  assert.equal(stepsTo(near).length, 2);
  assert.equal(String(takeBack(near)), `${part("0.00497", "0.0337")}&b=adam`);
  assert.equal(stepsTo(near), null);
  globalThis.window.location.pathname = "/search";
  assert.equal(takeBack(part("0.00497", "0.0337")), null);
  globalThis.window.location.pathname = "/sensitivity";
  assert.equal(takeBack(part("0.00497", "0.03")), null);
  assert.equal(String(takeBack(part("0.00497", "0.0337"))), part("1e-05", 1));
  for (let turn = 0; turn < 99; turn += 1) keepStep(part(turn, 100), part(turn + 1, 100));
  assert.equal(stepsTo(part(99, 100)).length, 32);
  Object.defineProperty(globalThis.window, "sessionStorage", { get: () => assert.fail() });
  keepStep(part(1, 2), part(3, 4));
  assert.equal(takeBack(part(3, 4)), null);
  delete globalThis.window;
});
