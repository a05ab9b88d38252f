/** A panel of curves as a drawing of a page: the same lines as on its canvas. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Timeline } from "../../assets/player/draw/timeline.js";
import { createCurves } from "../../assets/player/panels/curves.js";
import { line } from "../../assets/player/panels/series.js";
import { sharpnesses } from "../../assets/player/panels/sharpness.js";

const [WIDTH, HEIGHT, LEFT] = [600, 200, 44]; // px; the plot begins at LEFT
const THEME = { font: "serif", page: "#fff", ink: "#000", quiet: "#666", grid: "#ddd", dark: false };

/** As much of an element as a panel needs; its canvas draws nothing. */
function element() {
  const nothing = () => undefined;
  const canvas = { font: "", measureText: (text) => ({ width: 7 * text.length }) };
  const ctx = new Proxy(canvas, { get: (known, name) => known[name] ?? nothing });
  const classes = new Set();
  const classList = { toggle: (name, on) => (on ? classes.add(name) : classes.delete(name)), classes };
  const own = {
    children: [],
    classList,
    style: {},
    dataset: {},
    clientWidth: WIDTH,
    clientHeight: HEIGHT,
    getContext: () => ctx,
  };
  return Object.assign(own, {
    append: nothing,
    replaceChildren: nothing,
    setAttribute: nothing,
    getAttribute: nothing,
    addEventListener: nothing,
  });
}

/** Where each line of the past of a drawing ends, from left to right. */
function ends(markup) {
  const paths = [...markup.matchAll(/<path d="([^"]+)" fill="none" stroke="rgb\(1, 2, 3\)" stroke-width="2.2"/g)];
  return paths.map(([, path]) => Number(path.slice(path.lastIndexOf("L") + 1).split(" ")[0]));
}

test("along rate times steps a drawing has the axis of its canvas, and lines that end at their own places", () => {
  Object.assign(globalThis, { document: { createElement: element }, window: { devicePixelRatio: 1 } });
  const runner = (slot, rate) => ({
    ...{ slot, label: slot, stride: 1, light: "rgb(1, 2, 3)", marker: "circle", dash: [] },
    loss: [3, 2, 1],
    sharpness: { top: [[2, 3, 4]], limit: null, over: [0.2, 0.3, 0.4], covered: [0, rate, 2 * rate] },
  });
  const race = { steps: 2, runners: [runner("a", 0.1), runner("b", 0.2)], milestones: [], sharpness: "asked" };
  race.timeline = new Timeline(race, "steps");
  const quantities = () => ({ loss: sharpnesses(race, line, "").edgerate });
  const bus = { scale: 1, theme: () => THEME, step: () => 0, settle() {}, redraw() {}, clock: { playing: false } };
  const curves = createCurves(element(), bus, { panels: [["loss"]], quantities });
  curves.setData(race);
  curves.draw(0, false);
  const [{ markup }] = curves.drawings();
  const [soon, late] = ends(markup);
  const [clip] = [...markup.matchAll(/<clipPath id="[^"]+"><path d="M0 0h(\d+)/g)].map(([, wide]) => Number(wide));
  assert.ok(markup.includes(">rate times steps</text>"));
  assert.equal(clip, WIDTH, "there is no cursor up to which lines are past");
  assert.equal(soon - LEFT, (late - LEFT) / 2);
});

test("a panel is taller while it shows sharpness, and its legend stands above the axes, whole", () => {
  const made = [];
  const createElement = () => made[made.push(element()) - 1];
  Object.assign(globalThis, { document: { createElement }, window: { devicePixelRatio: 1 } });
  const race = { steps: 2, milestones: [], sharpness: "asked" };
  race.runners = [
    { ...{ slot: "a", label: "a", stride: 1, light: "rgb(1, 2, 3)", marker: "circle", dash: [] }, loss: [3, 2, 1] },
  ];
  const why = "a reason that is much longer than one line of words in a panel of this size may ever be";
  race.runners[0].sharpness = { top: [[2, 3, 4]], limit: null, over: null, covered: null, why };
  race.timeline = new Timeline(race, "steps");
  const { sharpness } = sharpnesses(race, line, "loss");
  const loss = { ...sharpness, label: "Loss", tall: false, legend: "" };
  const bus = { scale: 1, theme: () => THEME, step: () => 0, settle() {}, redraw() {}, clock: { playing: false } };
  const curves = createCurves(element(), bus, {
    panels: [["loss", "sharpness"]],
    quantities: () => ({ loss, sharpness }),
  });
  const tall = () => made.some(({ classList: { classes } }) => classes.has("op-tall"));
  const top = () => {
    curves.draw(0, false);
    const [{ markup }] = curves.drawings();
    return [markup, Math.min(...[...markup.matchAll(/<path d="M[\d.]+ ([\d.]+)L/g)].map(([, y]) => Number(y)))];
  };
  curves.setData(race);
  const [, low] = top();
  assert.ok(!tall());
  curves.look({ curves: ["sharpness"] });
  const [markup, high] = top();
  assert.ok(tall());
  const words = [...markup.matchAll(/<text x="44" y="([\d.]+)"[^>]*fill="#666">([^<]{9,})<\/text>/g)];
  assert.equal(words.map(([, , text]) => text).join(" "), `no limit with ${why}: a`);
  const lowest = Math.max(...words.map(([, y]) => Number(y)));
  assert.ok(words.length === 2 && low < lowest && lowest < high, "the axes begin below both lines");
});

test("a preset opens the curves that it is about, and the next one the usual, but for what somebody chose since", () => {
  Object.assign(globalThis, { document: { createElement: element }, window: { devicePixelRatio: 1 } });
  const quantity = (beside) => ({ label: "", list: [], scale: { ticks: [] }, beside, asks: beside && "sharpness" });
  const known = { loss: quantity(), update: quantity(), edge: quantity("loss"), sharpness: quantity("loss") };
  const sent = [];
  const bus = { scale: 1, send: (event) => sent.push(event), settle() {}, redraw() {} };
  const curves = createCurves(element(), bus, { panels: [["loss", "update"]], quantities: () => known });
  curves.setData({ timeline: { counted: "steps" } });
  const opened = (...names) => {
    curves.lend(names);
    return curves.names();
  };
  assert.deepEqual([opened(), opened("edge"), opened("sharpness")], [["loss"], ["edge"], ["sharpness"]]);
  assert.deepEqual(sent, [{ kind: "sharpness", on: true }]);
  assert.deepEqual(opened(), ["loss"]);
  assert.deepEqual(sent.at(-1), { kind: "sharpness", on: false });
  curves.look({ curves: ["update"] });
  assert.deepEqual(opened(), ["update"]);
});
