/** What a cell of the matrix says, and how its rows are sorted. */

import assert from "node:assert/strict";
import test from "node:test";
import { together } from "../../assets/player/pages/crowdorder.js";
import { rowsBy, told, totalOf } from "../../assets/player/pages/matrixcells.js";
import { MatrixGrid } from "../../assets/player/pages/matrixgrid.js";
import { keysOf } from "../../assets/player/pages/matrixkeys.js";
import { groundOf } from "../../assets/player/pages/matrixlook.js";
import { pathAt } from "../../assets/player/pages/matrixpaths.js";

const HEADER = {
  steps: 1000,
  words: { "-1": "still moving", "-2": "outside the frame", "-3": "not finite" },
};
const cell = (own) => ({ state: 0, fate: 0, reached: 40, bestfate: 0, bestreached: 9, tried: 9, works: 3, ...own });
const says = (own, shows = "default", known = true) => told(cell(own), shows, HEADER, { known });

test("a cell says when the tolerance was reached, or how the run ended", () => {
  assert.equal(`${says({}).glyph} ${says({}).text}`, "● 40");
  assert.ok(says({ reached: 9 }).good > says({ reached: 900 }).good);
  assert.equal(says({}, "best").text, "9");
  assert.deepEqual([says({}, "rates").text, says({}, "rates").words], ["3", "of 9 rates work"]);
  assert.equal(says({ tried: 6 }, "rates").words, "of 6 rates work");
  assert.equal(says({ tried: 0, works: 0 }, "rates").words, "no rate to set");
  assert.equal(says({}, "rates", false).words, "no minimum is known");
  assert.equal(says({ fate: -2, reached: -1 }).words, "outside the frame");
  assert.deepEqual([says({ state: 1 }).words, says({ state: 1 }).later, says({}).later], ["not yet", true, undefined]);
  assert.equal(says({ state: 2 }).words, "cannot run");
});

test("a network has words of its own, and a typed surface tells the loss, by which it is sorted", () => {
  const network = { known: true, words: { "-1": "below 95% accuracy" } };
  assert.equal(told(cell({ fate: -1, reached: -1 }), "default", HEADER, network).words, "below 95% accuracy");
  const at = (own, shows) =>
    told(cell({ reached: -1, fate: -1, ...own }), shows, HEADER, { known: false, typed: true });
  assert.deepEqual([at({ loss: 0.25 }).text, at({ loss: 0.25 }).order], ["0.25", 0.25]);
  assert.equal(at({ bestloss: 0.5, bestfate: -1, bestreached: -1 }, "best").text, "0.50");
  assert.equal(at({ fate: -3, loss: null }).words, "not finite");
  assert.match(at({ fate: 0, loss: 2 }).words, /^loss, at a minimum/);
  const found = told(cell({ reached: -1, fate: 0, loss: 2 }), "default", HEADER, { known: true, typed: true });
  assert.deepEqual([found.text, found.glyph], ["", "◐"]);
});

test("a column puts the soonest first and what cannot run last", () => {
  const cells = [{ reached: 90 }, { state: 2 }, { fate: -3, reached: -1 }, { reached: 7 }, { fate: -1, reached: -1 }];
  const rules = ["Adam", "Gauss-Newton", "SGD", "Lion", "AdaMax"].map((label) => ({ label }));
  const order = (by) =>
    rowsBy(
      by,
      rules,
      [{ name: "beale" }],
      (row) => says(cells[row]),
      (row) => row,
    );
  assert.deepEqual(order("beale"), [3, 0, 4, 2, 1]);
  assert.deepEqual(order("optimizer"), [0, 4, 1, 3, 2]);
  assert.deepEqual(order("reached"), [4, 3, 2, 1, 0]);
  assert.deepEqual(order("family"), [0, 1, 2, 3, 4]);
});

test("rates are sorted by the share that works, and rules without a rate come last", () => {
  const cells = [{ works: 0 }, { tried: 0, works: 0 }, { works: 4 }, { tried: 6, works: 4 }, { works: 9 }];
  const rules = cells.map((_, row) => ({ label: `${row}` }));
  const cellOf = (row) => says(cells[row], "rates");
  assert.deepEqual(rowsBy("beale", rules, [{ name: "beale" }], cellOf), [4, 3, 2, 0, 1]);
});

test("a row comes to how many cells reach the tolerance, or to the share of its rates that work in all of them", () => {
  const shown = (own, shows, known = true) => ({ ...cell(own), ...says(own, shows, known) });
  const row = (shows) => [
    shown({}, shows),
    shown({ tried: 6, works: 5, fate: -3, reached: -1 }, shows),
    shown({ tried: 0, works: 0 }, shows), // no rate to set
    shown({ tried: 9, works: 9 }, shows, false), // no minimum is known
    shown({ state: 1, tried: -1, works: -1 }, shows),
  ];
  assert.deepEqual(totalOf(row("rates"), "rates"), { text: "8 of 15", size: 8 / 15 });
  assert.deepEqual(totalOf(row("default"), "default"), { text: "3", size: 3 });
  assert.deepEqual(totalOf(row("rates").slice(2), "rates"), { text: "–", size: -1 });
  assert.deepEqual(totalOf(row("rates").slice(4), "rates"), { text: "·", size: -1 });
});

test("the key has the colours of the cells", () => {
  const theme = { page: "#fff", dark: false };
  const ground = (own) => groundOf(says(own), theme);
  const found = Object.fromEntries(keysOf("default", HEADER.words).map((key) => [key.glyph, groundOf(key, theme)]));
  assert.ok(found["↗"] && found["↗"] !== found["● 120"]);
  assert.equal(found["↗"], ground({ fate: -2, reached: -1 }));
  assert.deepEqual([found["→"], found["–"]], ["", ""]);
  assert.ok(keysOf("rates", HEADER.words).every(({ glyph }) => glyph !== "↗"));
});

test("keys with a modifier are left to the browser", () => {
  const stop = { focus() {} };
  const grid = { stop, rows: () => [{ children: [{ querySelectorAll: () => [stop] }] }], placeOf: () => [0, 0] };
  const state = { header: { surfaces: [] } };
  const taken = (own) => {
    let held = false;
    const event = { key: "ArrowLeft", preventDefault: () => (held = true), stopPropagation() {}, ...own };
    MatrixGrid.prototype.step.call({ ...grid, state, stopAt: () => null }, event);
    return held;
  };
  assert.ok(taken({}));
  for (const key of ["altKey", "ctrlKey", "metaKey", "shiftKey"]) assert.ok(!taken({ [key]: true }), key);
});

test("runs that are taken along race under letters of their own", () => {
  const header = { race: "surface=beale&steps=9", page: "./", letters: "ab" };
  assert.equal(together(header, ["lion", "adam"]), "./?surface=beale&steps=9&a=lion&b=adam");
});

test("a path is drawn within the frame, with a dot at its end, and breaks where it is outside", () => {
  const [low, high, out] = [0, 254, 255];
  const header = {
    paths: Uint8Array.of(out, out, out, out, out, out, low, low, out, out, high, high),
    cells: { state: [0, 0] },
    surfaces: [{ minima: [] }, { minima: Uint8Array.of(127, 127) }],
  };
  assert.equal(pathAt(header, 0, 0), "");
  const drawn = pathAt(header, 0, 1);
  assert.ok(
    drawn.includes('d="M0 30M40 0"') && drawn.includes('<circle cx="40" cy="0"') && drawn.includes("M17.5 15h5"),
  );
  assert.equal(pathAt({ ...header, paths: undefined }, 0, 1), "");
});
