/** Curves of sharpness: offered where there is a server, drawn with the limits of the rules once they are computed. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { levelLine } from "../../assets/player/draw/relief.js";
import { quantities as ofNetworks } from "../../assets/player/network/learning.js";
import { line } from "../../assets/player/panels/series.js";
import { sharpnesses } from "../../assets/player/panels/sharpness.js";
import { spokenBeside } from "../../assets/player/panels/spoken.js";
import { tagsOf } from "../../assets/player/panels/tags.js";
import { joined, levelOf } from "../../assets/player/race/limits.js";
import { groundOf, groundWords } from "../../assets/player/race/stageview.js";

const runner = (slot, sharpness) => ({
  slot,
  label: slot,
  stride: 1,
  loss: [3, 2, 1],
  ...(sharpness && { sharpness }),
});
const SGD = {
  top: [Float32Array.of(8, 10, 12), Float32Array.of(1, 2, 3)],
  limit: 10,
  over: Float32Array.of(0.8, 1, 1.2),
  covered: Float32Array.of(0, 0.1, 0.2),
};
const LION = { top: [5, null], limit: null, over: null, covered: 0.1 };
const race = (sharpness, ...runners) => ({ ...(sharpness && { sharpness }), runners });

test("a page without a server offers none, and one with it those that are asked for when they are chosen", () => {
  assert.deepEqual(sharpnesses(race("", runner("a")), line, "steplen"), {});
  const offered = sharpnesses(race("offered", runner("a")), line, "steplen");
  assert.deepEqual(Object.keys(offered), ["sharpness", "edge", "sharpnessrate", "edgerate"]);
  for (const { asks, beside, list, legend } of Object.values(offered))
    assert.deepEqual([asks, beside, list.length, legend], ["sharpness", "steplen", 0, ""]);
  const { edge } = sharpnesses(race("asked", runner("a"), runner("b", SGD)), line, "steplen");
  assert.equal(edge.legend, "being computed");
  assert.equal(edge.list.length, 1);
});

test("limits are dotted and named, further eigenvalues faint, and a rule without a limit is named", () => {
  const { sharpness, edge } = sharpnesses(race("asked", runner("a", SGD), runner("b", LION)), line, "steplen");
  const shown = sharpness.list.map(({ runner: { slot }, at, thin, faint, whole, dash, tag }) => [
    ...[slot, at(1), thin, faint, whole, dash, tag],
  ]);
  assert.deepEqual(shown, [
    ["a", 10, true, undefined, true, [1.5, 4], "a"],
    ["a", 2, true, true, undefined, undefined, undefined],
    ["a", 10, undefined, undefined, undefined, undefined, undefined],
    ["b", 5, undefined, undefined, undefined, undefined, undefined],
  ]);
  assert.equal(sharpness.legend, "dotted: limit; faint: next eigenvalues");
  assert.ok(sharpness.scale.unit(12) < 1 && sharpness.scale.unit(0) === 0);
  assert.deepEqual([edge.list.length, edge.level, edge.legend], [1, 1, "no limit is known of b"]);
  assert.deepEqual([edge.format(0.999), edge.format(120)], ["1.00", "120"]);
  assert.equal(spokenBeside(sharpness, 1), " Limit of a 10. Dotted: limit; faint: next eigenvalues.");
  assert.equal(spokenBeside(edge, 1), " Limit 1.00. No limit is known of b.");
});

test("an axis holds limits that are not far above, and those beyond it are told in words", () => {
  const limited = (limit) => ({ ...SGD, limit });
  const runners = [runner("a", SGD), runner("b", limited(30)), runner("c", limited(10)), runner("d", limited(3800))];
  const { sharpness } = sharpnesses(race("asked", ...runners), line, "steplen");
  assert.ok(sharpness.scale.unit(30) < 1 && sharpness.scale.unit(12) > 0.3);
  assert.equal(sharpness.legend, "dotted: limit; faint: next eigenvalues; limits above: d 3800");
  const frame = { left: 0, right: 100, top: 0, bottom: 100 };
  assert.deepEqual(
    tagsOf({ quantity: sharpness, frame }).map(({ words }) => words),
    ["limit of b", "limit of a, c"],
  );
});

test("over rate times steps each runner has its own place, and one without a rate is left out and named", () => {
  const own = { ...SGD, covered: Float32Array.of(0, 0.25, 0.5) };
  const slow = { ...SGD, covered: Float32Array.of(0, 0.1, 0.2) };
  const runners = [runner("a", own), runner("b", slow), runner("c", { ...LION, covered: null })];
  const { sharpnessrate: found, sharpness } = sharpnesses(race("asked", ...runners), line, "steplen");
  const shown = found.list.filter(({ thin }) => !thin);
  assert.deepEqual(
    shown.map(({ along }) => along(2)),
    [0.5, Math.fround(0.2)],
  );
  assert.equal(found.track.end, 0.5);
  assert.equal(found.track.share(0.25), 0.5);
  assert.ok(found.legend.endsWith("no rate is known of c"));
  assert.equal(found.label, "Sharpness over rate times steps");
  assert.ok(!sharpness.track && found.track.ticks(9).length > 1);
  assert.deepEqual(sharpnesses(race("offered", runner("a")), line, "").edgerate.track.ticks(9), []);
});

test("one that could not be computed is not waited for, and synthetic gradients are said to have no limit", () => {
  const away = { ...LION, why: "synthetic gradients" };
  const { sharpness, edge } = sharpnesses(
    race("asked", runner("a", away), { ...runner("b"), sharpness: null }),
    line,
    "",
  );
  assert.deepEqual([sharpness.list.length, edge.list.length, edge.level], [1, 0, null]);
  assert.deepEqual([sharpness.legend, edge.legend], Array(2).fill("no limit with synthetic gradients: a"));
});

test("a network's has the steps at which it was measured, and an axis of a wide range is logarithmic", () => {
  const curves = { at: [0, 4, 8], trainLoss: [1, 1, 1], validLoss: null, trainScore: [0, 0, 0], validScore: null };
  const own = {
    at: [0, 8],
    top: [Float32Array.of(1, 1e6), Float32Array.of(1, 1)],
    limit: null,
    over: null,
    covered: null,
  };
  const one = { ...runner("a", own), state: "ready", update: [1, 1, 0], ...curves };
  const data = { kind: "plane", part: "training", always: null };
  const { sharpness } = ofNetworks({ ...race("asked", one, { ...runner("b"), state: "computing" }), data });
  const first = sharpness.list.at(-1);
  assert.deepEqual([first.row(7), first.row(8), first.step(1), sharpness.beside], [0, 1, 8, "score"]);
  assert.equal(sharpness.legend, "faint: next eigenvalues");
  assert.deepEqual(ofNetworks({ ...race("", one), data }).sharpness, undefined);
});

test("a stage that shades sharpness says so in the plane, and not in space, where it shows the loss", () => {
  const [plain, mapped] = [{}, { sharp: {} }].map((sharp) => ({
    surface: { description: "A bowl.", ...sharp },
    runners: [],
  }));
  const shades = "A bowl. In place of the loss, shades show the largest eigenvalue of the Hessian.";
  assert.deepEqual([groundWords(plain, false), groundWords(mapped, true)], ["A bowl.", "A bowl."]);
  assert.equal(groundWords(mapped, false), shades);
  const both = { ...mapped, surface: { ...mapped.surface, beside: true } };
  const beside = "A bowl. Beside it, shades of a second picture show the largest eigenvalue of the Hessian.";
  assert.deepEqual([groundWords(both, false), groundWords(both, true)], [beside, "A bowl."]);
  assert.deepEqual(
    [plain, mapped, both].map(({ surface }) => groundOf(surface)),
    ["loss", "sharpness", "both"],
  );
  const falling = { ...SGD, limit: Float32Array.of(20, 40, 80) };
  const runners = [runner("SGD", SGD), runner("Cosine", falling), runner("Lion", LION), runner("New")];
  const lines =
    "Beyond its limit, dashed where it is in sight, a rule no longer settles: SGD 10, Cosine 20 at the start.";
  assert.equal(groundWords({ ...mapped, runners }, false), `${shades} ${lines}`);
});

test("the line of a limit lies where the curvature has it, as it is at a step, and goes on as one", () => {
  const side = Array.from({ length: 21 }, (_, place) => place / 10 - 1);
  const squares = side.flatMap((y) => side.map((x) => 5 * (x ** 2 + y ** 2)));
  const z = Uint16Array.from(squares, (value) => Math.round((value / 10) * 65534));
  const bowl = {
    frame: [-1, 1, -1, 1],
    nx: 21,
    ny: 21,
    z,
    zlo: 0,
    zhi: 10,
    log: false,
    floor: 0,
    edges: [],
    labelled: [],
  };
  const falls = runner("b", { ...SGD, limit: Float32Array.of(2, 3, 40) });
  assert.deepEqual(
    [0, 1, 2, 9].map((t) => levelOf(bowl, falls, t)),
    [2, 3, null, null],
  );
  assert.deepEqual([levelOf(bowl, runner("c", LION), 0), levelOf(bowl, runner("d"), 0)], [null, null]);
  const level = levelOf(bowl, runner("a", { ...SGD, limit: 3.2 }), 0);
  const [circle, ...more] = joined(levelLine(bowl, level));
  assert.equal(more.length, 0);
  assert.ok(circle.every(([x, y]) => Math.abs(5 * (x ** 2 + y ** 2) - 3.2) < 0.06) && circle.length > 30);
  assert.deepEqual(circle[0], circle.at(-1));
});
