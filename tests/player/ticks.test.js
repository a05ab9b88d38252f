/** Ticks: round numbers and powers of ten between the ends of an axis. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decades,
  fewDecades,
  headTicks,
  multiples,
  niceStep,
  powerTicks,
  roomyTicks,
  severalTicks,
} from "../../assets/player/draw/ticks.js";

const texts = (ticks) => ticks.map(([, text]) => text);

test("a nice step divides a span into at most so many parts, and not into far fewer", () => {
  for (let exponent = -6; exponent <= 6; exponent += 1) {
    for (const head of [1, 1.7, 3, 5, 7.3]) {
      for (const count of [1, 3, 5, 8]) {
        const span = head * 10 ** exponent;
        const parts = span / niceStep(span, count);
        assert.ok(parts <= count * (1 + 1e-6) && parts > count / 2.51, `${span} ${count} ${parts}`);
      }
    }
  }
});

test("multiples lie within their ends, each a whole number of steps", () => {
  assert.deepEqual(texts(multiples(-0.31, 0.52, 0.1)), [
    ...["−0.3", "−0.2", "−0.1", "0"],
    ...["0.1", "0.2", "0.3", "0.4", "0.5"],
  ]);
  assert.deepEqual(multiples(1, 1 + 1e-20, 1e-25), []);
  assert.deepEqual(texts(multiples(1.2206459045, 1.2206459045000018, 1e-15)), ["1.2206459045"]);
});

test("finer steps are taken until two ticks are there", () => {
  assert.deepEqual(texts(severalTicks(0.61, 0.79, 2)), ["0.65", "0.7", "0.75"]);
  assert.equal(severalTicks(1e17, 1e17, 3).length, 0); // no numbers lie between
});

test("an axis has a tick about every 66 pixels, those that have room", () => {
  assert.deepEqual(
    roomyTicks(-2, 2, 264, () => true).map(([value]) => value),
    [-2, -1, 0, 1, 2],
  );
  const inner = roomyTicks(-2, 2, 264, (value, text) => Math.abs(value) < 2 && text !== "0");
  assert.deepEqual(texts(inner), ["−1", "1"]);
});

test("few decades are counted from the highest", () => {
  assert.deepEqual(decades(-1.2, 2), [-1, 0, 1, 2]);
  assert.deepEqual(decades(0.2, 0.9), []);
  for (let span = 0; span < 30; span += 1) {
    for (const most of [1, 2, 5]) {
      const list = fewDecades(-3, span - 3, most);
      assert.equal(list.at(-1), span - 3);
      assert.ok(list.length <= most && list[0] >= -3, `${span} ${most}: ${list}`);
      assert.equal(new Set(list.slice(1).map((k, i) => k - list[i])).size, list.length > 1 ? 1 : 0);
    }
  }
});

test("powers are written out where they are short, and an axis of a decade has numbers between them", () => {
  assert.deepEqual(texts(powerTicks([-3, -2, 0, 2, 3])), ["10⁻³", "0.01", "1", "100", "10³"]);
  assert.deepEqual(texts(headTicks(Math.log10(0.2), Math.log10(3))), ["0.2", "0.5", "1", "2"]);
});
