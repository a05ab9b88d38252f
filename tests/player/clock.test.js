/** The clock of pages without a timeline, whose steps are steps. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "../../assets/player/engine/clock.js";

/** A clock whose frames come when they are asked for, and the steps that it showed. */
function started(steps) {
  const frames = [];
  const shown = [];
  globalThis.document = { addEventListener() {}, removeEventListener() {} };
  globalThis.requestAnimationFrame = (frame) => frames.push(frame);
  const clock = new Clock({ show: (t) => shown.push(t) && false, changed() {}, reducedMotion: () => false });
  clock.setSteps(steps);
  clock.play();
  return { clock, shown, frame: (now) => frames.shift()?.(now) };
}

test("a race without a timeline plays to its end in ten seconds", () => {
  const { clock, shown, frame } = started(1000);
  for (let now = 0; now <= 10_100; now += 100) frame(now);
  assert.equal(shown[50], 500);
  assert.equal(shown.at(-1), 1000);
  assert.equal(clock.playing, false);
});
