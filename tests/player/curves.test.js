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
  const own = { children: [], style: {}, dataset: {}, clientWidth: WIDTH, clientHeight: HEIGHT, getContext: () => ctx };
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
