/** Numbers and axes: what a class reads of a value, and where it lies between the ends of an axis. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  coordinate,
  digits,
  fixed,
  grouped,
  minus,
  percent,
  percentage,
  plain,
  plains,
  point,
  raised,
  thousands,
  together,
} from "../../assets/player/draw/format.js";
import { bothScale, linearScale, logScale } from "../../assets/player/draw/scale.js";
import { describe } from "../../assets/player/panels/sentence.js";

const FORMATS = { digits, plain, fixed, grouped, percent, percentage, thousands, raised, minus };
const TABLE = JSON.parse(readFileSync(new URL("../formats.json", import.meta.url), "utf8"));

const told = (text) => {
  const [head, exponent] = text.replaceAll(",", "").replaceAll("−", "-").split("×10");
  const signs = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const power = exponent && Array.from(exponent, (sign) => (sign === "⁻" ? "-" : signs.indexOf(sign))).join("");
  return Number(power ? `${head}e${power}` : head);
};

test("digits say the number to half of the last digit, whatever its size and sign", () => {
  for (let exponent = -12; exponent <= 12; exponent += 1) {
    for (const head of [1, 1.04, 2.5, 4.999, 9.94, 9.96, -7.05]) {
      const value = head * 10 ** exponent;
      for (const count of [2, 3, 5]) {
        assert.ok(Math.abs(told(digits(value, count)) / value - 1) <= 5.01 * 10 ** -count, `${value} ${count}`);
      }
    }
  }
});

for (const [name, rows] of Object.entries(TABLE)) {
  test(`${name} are as Python writes them, too`, () => {
    assert.deepEqual(
      rows.map((row) => [...row.slice(0, -1), FORMATS[name](...row.slice(0, -1))]),
      rows,
    );
  });
}

test("what is no number is told in words", () => {
  assert.deepEqual([digits(NaN, 2), plain(Infinity), percent(NaN)], ["not finite", "not finite", "not finite"]);
});

test("neighbours are told apart", () => {
  const close = Array.from({ length: 5 }, (_, i) => 3 + i * 1e-7);
  assert.equal(new Set(plains(close, 1e-7)).size, close.length);
  assert.equal(coordinate(2.9996, 2.9994, 3.0006), "2.9996");
  assert.equal(point([1, 1.5], [-4.5, 4.5, -4.5, 4.5]), "(1, 1.5)");
});

test("small words", () => {
  assert.equal(together(["SGD"]), "SGD");
  assert.equal(together(["SGD", "Adam"]), "SGD and Adam");
  assert.equal(together(["SGD", "Adam", "Lion"]), "SGD and 2 more");
});

const AXES = {
  logarithmic: (low, high) => logScale(low, high),
  linear: (low, high) => linearScale(low, high, plain),
  both: (low, high) => bothScale(-high, high, low),
};

for (const [name, axis] of Object.entries(AXES)) {
  test(`a ${name} axis has two ticks or more, in order, where their values are`, () => {
    for (const [low, high] of [
      [1e-6, 1e3],
      [0.2, 0.7],
      [0.5, 40],
      [1e-16, 1],
      [3, 3.5],
    ]) {
      const { unit, ticks } = axis(low, high);
      assert.ok(ticks.length >= 2, `${low} ${high}`);
      const places = ticks.map(([value]) => unit(value));
      for (let i = 0; i < places.length; i += 1) {
        assert.ok(places[i] >= -1e-9 && places[i] <= 1 + 1e-9, `${low} ${high}: ${places}`);
        assert.ok(i === 0 || places[i] > places[i - 1], `${low} ${high}: ${places}`);
      }
      assert.equal(new Set(ticks.map(([, text]) => text)).size, ticks.length);
      assert.ok(Number.isNaN(unit(NaN)) && Number.isNaN(unit(Infinity)));
    }
  });
}

test("so many runners and starts are told in words, from two to twelve", () => {
  const said = (starts, losses) => {
    const runners = starts.map((x, i) => ({ label: "Adam", params: [x, 0], loss: [losses[i % losses.length]] }));
    return describe({ runners, surface: { frame: [0, 20, 0, 20] } }, 0);
  };
  const many = (count) => Array(count).fill(1);
  assert.equal(said([1], [3]), "Adam starts at (1, 0), where the loss is 3.0.");
  assert.equal(said(many(2), [3]), "Two optimizers start at (1, 0), where the loss is 3.0.");
  assert.equal(said(many(12), [3, 4]), "Twelve optimizers start at (1, 0), where losses are from 3.0 to 4.0.");
  assert.equal(said([1, 2, 5], [3]), "Three optimizers start from three points, where the loss is 3.0.");
  assert.match(
    said(
      many(13).map((_, i) => i),
      [3, 4],
    ),
    /^13 optimizers start from 13 points, where losses are from 3/,
  );
});
