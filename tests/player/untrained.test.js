/** A network that is not trained, and a surface under the pointer: rows of pictures, ranges of axes, what is read. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { columns, edges, range, toldZeros } from "../../assets/player/network/untrained.js";
import { readAt } from "../../assets/player/race/reading.js";

test("no picture of a layer is left alone in the last row", () => {
  for (const most of [10, 5, 3]) {
    for (let count = 1; count <= 10; count += 1) {
      const wide = columns(count, most);
      assert.ok(wide >= 1 && wide <= most);
      assert.ok(count <= wide || count % wide !== 1 || (count === 7 && most === 3)); // 7 has no better
    }
  }
  assert.deepEqual(
    [10, 5, 3].map((most) => columns(10, most)),
    [10, 5, 2],
  );
});

test("a range holds every value that has a place on its axis", () => {
  const far = [1e-300, 1e300, 0, null, 3];
  const [low, high] = range(far, null);
  assert.ok(low > 0 && low < 1e-300 && high > 1e300 && Number.isFinite(high));
  const [least, most] = range([0.2, 0.2], null);
  assert.ok(Math.log10(most / least) >= 1);
  assert.deepEqual(range([null, 0], null), [0.1, 10]);
  const [below, above] = range([2, null], 3);
  assert.ok(below < -3 && above > 3);
});

test("bins join, and zeros are told where they are some", () => {
  assert.deepEqual(edges(-1, 1, 4, 0), [-1, -0.5]);
  assert.deepEqual(edges(-1, 1, 4, 3), [0.5, 1]);
  assert.deepEqual([0.001, 0.5, 1].map(toldZeros), ["", "50%", ""]);
});

test("a reading says what lies beyond the relief and at its lowest height", () => {
  const z = Uint16Array.from([0, 0, 65534, 65535]);
  const relief = {
    frame: [0, 1, 0, 1],
    nx: 2,
    ny: 2,
    z,
    zlo: -2,
    zhi: 1,
    log: true,
    floor: 0,
    edges: [],
    labelled: [],
  };
  const frame = [-1, 2, -1, 2];
  assert.equal(readAt(relief, frame, 1.5, 0.5), "x 1.5\ny 0.5");
  assert.equal(readAt(relief, frame, 0.5, 0.5), "x 0.5\ny 0.5\nloss not finite");
  const whole = { ...relief, z: Uint16Array.from([0, 0, 65534, 65534]) };
  assert.equal(readAt(whole, frame, 0.25, 0), "x 0.25\ny 0\nloss ≤ 0.0100");
  assert.equal(readAt({ ...whole, log: false }, frame, 0.25, 0), "x 0.25\ny 0\nloss −2.00");
  assert.equal(readAt(whole, frame, 0.25, 1), "x 0.25\ny 1\nloss 10.0");
});
