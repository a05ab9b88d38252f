/** The line under the transport, and what a screen reader has of the stage by it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createSentence } from "../../assets/player/panels/sentence.js";

test("the stage is described at once when a race comes, and while it plays not at each frame", () => {
  const nothing = () => {};
  const element = { append: nothing, setAttribute: nothing, textContent: "" };
  Object.assign(globalThis, { document: { createElement: () => ({ ...element, setAttribute: nothing }) } });
  const told = [];
  let step = 0;
  const bus = { step: () => step, stage: () => ({ describe: (text) => told.push(text) }) };
  const words = { describe: ({ name }, t) => `${name} at ${t}.`, about: ({ name }) => `A map of ${name}.` };
  const panel = createSentence({ append: nothing }, bus, words);
  const race = (name) => ({ name, timeline: { stride: 1 }, runners: [] });
  panel.setData(race("Beale"));
  panel.setData(race("Ravine"));
  for (step = 0; step < 30; step += 1) panel.draw(step, true);
  panel.destroy();
  assert.deepEqual(told, ["A map of Beale. Beale at 0.", "A map of Ravine. Ravine at 0."]);
});
