/** Trials of a search: the address at which they are trained, their order of worth, and how keys go among them. */

import assert from "node:assert/strict";
import test from "node:test";
import { along } from "../../assets/player/pages/mapaxes.js";
import { isLost, shadeOf, worth } from "../../assets/player/pages/triallines.js";
import { cellOf, paintAwaited, spanned } from "../../assets/player/pages/trialmarks.js";
import { addressOf, heightOf, nextOf } from "../../assets/player/pages/trials.js";

const header = {
  base: [
    ["v", "1"],
    ["data", "moons"],
  ],
  fields: { x: ["lr", true], y: ["gain", false] },
};
const own = [
  ["", "adam"],
  ["b1", "0.9"],
];
const [first, second] = [
  { own, numbers: { x: 0.1, y: 1 } },
  { own, numbers: { x: 0.01, y: 2 } },
];

test("one trial is a network, several are runners that differ in what varies", () => {
  assert.equal(addressOf("./network", header, [second]), "./network?v=1&data=moons&a=adam&a.b1=0.9&a.lr=0.01&gain=2");
  const both = new URLSearchParams(addressOf("./network", header, [first, second]).split("?")[1]);
  assert.deepEqual(
    ["a.lr", "a.gain", "b", "b.lr", "b.gain", "gain"].map((name) => both.get(name)),
    ["0.1", "1", "adam", "0.01", "2", null],
  );
  const turned = { ...second, fields: { y: /** @type {[string, boolean]} */ (["b1", true]) } };
  const adam = addressOf("./network", { base: [], fields: { x: ["lr", true], y: ["beta", true] } }, [turned]);
  assert.equal(adam, "./network?a=adam&a.b1=2&a.lr=0.01");
});

test("the address of a run whose rule is hidden seals the numbers that vary with the others", () => {
  const seal = (/** @type {string} */ text) => Buffer.from(text).toString("base64url");
  const fields = { y: /** @type {[string, boolean]} */ (["b1", true]) };
  /** @type {[string, string][]} */
  const sealed = [["sealed", seal("=adam&name=%C3%A4%3F%3E&b2=0.9")]];
  const hidden = { base: [], fields: { x: header.fields.x, y: /** @type {[string, boolean]} */ (["beta", true]) } };
  const address = addressOf("./", hidden, [{ own: sealed, numbers: { x: 0.1, y: 0.5 }, fields }]);
  assert.equal(address, `./?a.sealed=${seal("=adam&name=%C3%A4%3F%3E&b2=0.9&lr=0.1&b1=0.5")}`);
});

test("the best is worth nothing on the scale, be it a loss or a score", () => {
  const [loss, score] = [
    { kind: "loss", range: [0.001, 10] },
    { kind: "score", range: [0.5, 1] },
  ];
  assert.ok(Math.abs(worth(loss, 0.001)) < 1e-12 && Math.abs(worth(loss, 10) - 1) < 1e-12 && worth(loss, 0) < 0);
  assert.deepEqual([worth(score, 1), worth(score, 0.5), worth({ kind: "loss", range: null }, 3)], [0, 1, 0]);
});

test("arrows go to the nearest trial in their direction and stay where there is none", () => {
  const shares = { x: [0.1, 0.5, 0.9, 0.5], y: [0.5, 0.5, 0.5, 0.9] };
  assert.deepEqual([nextOf(shares, 0, [1, 0]), nextOf(shares, 1, [1, 0]), nextOf(shares, 2, [1, 0])], [1, 2, 2]);
  assert.deepEqual([nextOf(shares, 1, [0, 1]), nextOf(shares, 3, [0, 1]), nextOf(shares, 1, [-1, 0])], [3, 3, 0]);
});

test("trials seen from near say numbers of their own", () => {
  const near = { scale: "linear", from: 2.00001, to: 2.00003 };
  assert.deepEqual([along(near, 2.0000123), along(near, 2.00002)], ["2.0000123", "2.00002"]);
  assert.equal(along({ scale: "linear", from: 2, to: 26 }, 14.739), "14.74");
  assert.equal(along({ scale: "log", from: 1e-4, to: 10 }, 0.0123456), "0.01235");
  assert.equal(along({ scale: "memory", from: 0, to: 0.99999 }, 0.99997), "0.99997");
});

test("a trial that never comes to the tolerance is no lost one, and an outcome is told from others", () => {
  const [theme, reached] = [
    { page: "#ffffff", ink: "#000000", dark: false },
    { kind: "reached", range: [3, 300] },
  ];
  const [never, lost] = [
    { value: null, fate: -1 },
    { value: null, fate: -3 },
  ];
  assert.deepEqual(
    [isLost(reached, never), isLost(reached, lost), isLost({ kind: "loss" }, never)],
    [false, true, true],
  );
  assert.deepEqual([worth(reached, 3), worth(reached, 30), worth(reached, 300)], [0, 0.5, 1]);
  const outcome = { kind: "loss", range: [0.1, 1], outcome: true };
  const shades = [0, -1, -2].map((fate) => shadeOf(outcome, { value: 0.5, fate }, theme).join());
  assert.equal(new Set(shades).size, 3);
  assert.equal(shadeOf(reached, never, theme).join(), shades[1]);
});

test("the key says how the scale of colours goes, the best first, and that trials lie beyond its ends", () => {
  const [loss, score] = [{ kind: "loss" }, { kind: "score" }];
  const told = (criterion, ...beyond) => spanned("it goes", { ...criterion, beyond }, [0.02, 0.7]);
  assert.equal(told(loss, true, true), "it goes 0.02 and below to 0.7 and above, logarithmic");
  assert.equal(told(loss, false, false), "it goes 0.02 to 0.7, logarithmic");
  assert.equal(told(loss, false, true), "it goes 0.02 to 0.7 and above, logarithmic");
  assert.equal(told(score, false, false), "it goes 0.7 to 0.02");
});

test("a picture says in its middle that the first trial is being computed, in as many lines as it needs", () => {
  const told = [];
  const ctx = { measureText: (text) => ({ width: 8 * text.length }), fillText: (...one) => told.push(one) };
  for (const width of [400, 200]) paintAwaited(ctx, { width, height: 120, theme: {} }, 1);
  assert.deepEqual(
    told.map(([text]) => text),
    ["The first trial is being computed.", "The first trial is", "being computed."],
  );
  assert.deepEqual([told[0][1], told[0][2]], [200, 60]);
  assert.equal(told[1][2] + told[2][2], 120);
});

test("a picture leaves the window room, and is no taller than its width asks for", () => {
  assert.deepEqual([heightOf(1000, 900), heightOf(300, 900), heightOf(1000, 400)], [378, 246, 240]);
});

test("cells of a grid end at whole pixels of the device, each where the next one begins", () => {
  const [size, cells, ratio] = [{ width: 437.3, height: 251.7 }, 8, 1.25];
  const middles = Float32Array.from({ length: cells }, (_, place) => (place + 0.5) / cells);
  let [right, top] = [0, Math.round(size.height * ratio) / ratio];
  for (const middle of middles) {
    const [x, y, width, height] = cellOf(middle, middle, [cells, cells], size, ratio);
    assert.ok(x === right && Math.abs(y + height - top) < 1e-9);
    [right, top] = [x + width, y];
    for (const end of [right, top]) assert.ok(Math.abs(end * ratio - Math.round(end * ratio)) < 1e-9);
  }
  assert.ok(Math.abs(right - size.width) <= 0.5 / ratio && top === 0);
});
