/** A video has no hole where its page was hidden. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { whileSeen } from "../../assets/player/panels/recording.js";

test("recorder and clock rest while the page is hidden", (t) => {
  t.mock.timers.enable({ apis: ["Date"] });
  t.mock.method(performance, "now", Date.now);
  const page = Object.assign(new EventTarget(), { hidden: false });
  globalThis.document = page;
  const recorder = {
    state: "recording",
    pause: () => Object.assign(recorder, { state: "paused" }),
    resume: () => Object.assign(recorder, { state: "recording" }),
  };
  const turn = (hidden) => {
    page.hidden = hidden;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  const seen = whileSeen(recorder);
  t.mock.timers.tick(2000);
  turn(true);
  t.mock.timers.tick(60_000);
  assert.deepEqual([recorder.state, seen.seconds()], ["paused", 2]);
  turn(false);
  t.mock.timers.tick(1000);
  assert.deepEqual([recorder.state, seen.seconds()], ["recording", 3]);
  seen.end();
  turn(true);
  assert.equal(recorder.state, "recording");
});
