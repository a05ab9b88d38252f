/** What stands at the heads of runners on the stage. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { gather } from "../../assets/player/race/names.js";

test("a long name stands short on the stage, and one without a short name as it is", () => {
  const long = { label: "condition number 5, from (−9.2, −4.1)", short: "κ 5, (−9.2, −4.1)" };
  const heads = [long, { label: "SGD lr 10", short: "lr 10" }, { label: "A name of one's own, at length" }].map(
    (runner) => ({ runner, fate: null }),
  );
  gather(heads);
  assert.deepEqual(
    heads.map(({ text }) => text),
    [long.short, "SGD lr 10", "A name of one's own, at length"],
  );
  const lost = [long, long].map((runner) => ({ runner, x: 0, y: 0, fate: { what: "left", when: 3 } }));
  gather(lost);
  assert.equal(lost[0].text, `${long.short} and 1 more left at step 3`);
  assert.deepEqual(
    lost.map(({ mute }) => mute),
    [false, true],
  );
});
