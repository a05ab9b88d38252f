/** Layers that come behind the curves: what is said meanwhile, and that nothing else of what is shown moves. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { idle } from "../../assets/player/draw/ending.js";
import { moved, onTimeline } from "../../assets/player/draw/retimed.js";
import { awaited } from "../../assets/player/network/awaited.js";

const runner = (slot, state) => ({ slot, state, reason: state === "refused" ? "It is too large." : "", stride: 1 });

test("layers come behind the curves of their runner, and not at all of one that is refused", () => {
  const runners = [runner("a", "ready"), runner("b", "computing"), runner("c", "refused")];
  const said = (pick, together = false) => awaited({ runners, pick, pending: "Training." }, together);
  assert.deepEqual(said("a"), { words: "Its layers are being fetched.", coming: true });
  assert.deepEqual(said("b"), { words: "Its layers are shown as soon as it is trained.", coming: true });
  assert.deepEqual(said("c"), { words: "It is too large.", coming: false });
  assert.deepEqual(said("b", true), { words: "The layers of all runners are being fetched.", coming: true });
  assert.equal(awaited({ runners: [runner("c", "refused")], pick: "c", pending: "" }, true).coming, false);
  assert.equal(awaited({ runners, pick: "b", pending: "" }, false).coming, false); // it failed
  const hidden = { runners, pick: "b", pending: "", withheld: "They would tell." };
  assert.deepEqual(awaited(hidden, true), { words: "They would tell.", coming: false });
});

test("the clock stands where it stood as the layers come", () => {
  const curves = {
    kind: "network",
    steps: 40,
    runners: [{ ...runner("a", "ready"), at: [0, 40] }],
    pick: "a",
    milestones: [],
  };
  const [before, after] = [null, { slot: "a", at: [0, 40] }].map((inside) =>
    onTimeline({ ...curves, inside }, "steps"),
  );
  assert.equal(idle(before), false); // it plays without them
  assert.equal(moved(before, after, 17.5), 17.5);
});
