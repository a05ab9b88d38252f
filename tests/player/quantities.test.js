/** What a race offers as curves: what all runners have, and what the rules of some of them remember. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { quantities as ofNetworks } from "../../assets/player/network/learning.js";
import { line, quantities } from "../../assets/player/panels/series.js";
import { sharpnesses } from "../../assets/player/panels/sharpness.js";

const runner = (slot, shown) => ({ slot, stride: 1, loss: Float32Array.of(3, 2, 1), lowest: 0, shown });
const RACE = {
  surface: { lowest: 0, bounded: true, tolerance: 0.001 },
  quantities: [{ name: "rate", label: "Effective rate", spoken: "Rate", log: true }],
  runners: [
    runner("a", {}),
    runner("b", { rate: [Float32Array.of(4, 2), Float32Array.of(8, 1)] }),
    runner("c", { rate: [0.5] }),
  ],
};

test("a quantity of rules has the runners that have it, the second coordinate in a thin line before", () => {
  const { rate, gradnorm } = quantities(RACE);
  assert.equal(gradnorm, null);
  const lines = rate.list.map(({ runner: { slot }, thin = false, rows, at }) => [slot, thin, rows, at(0), at(1)]);
  assert.deepEqual(lines, [
    ["b", true, 2, 8, 1],
    ["b", false, 2, 4, 2],
    ["c", false, 2, 0.5, 0.5],
  ]);
  assert.equal(rate.note, "thin: y");
  assert.equal(rate.beside, "steplen");
  assert.ok(rate.scale.unit(0.5) >= 0 && rate.scale.unit(8) <= 1);
});

test("curves of several seeds are their median in a band, above the lowest value as all others", () => {
  const curves = (by) => ({ loss: Float32Array.of(3 + by, 2 + by), gradnorm: Float32Array.of(5, 4), distance: null });
  const fan = { seeds: 3, lost: 1, median: curves(1), low: curves(0), high: curves(4), paths: [] };
  const runners = [{ ...runner("a", {}), lowest: 1, fan }, runner("b", {})];
  const { loss, distance, gradnorm } = quantities({ ...RACE, quantities: [], runners });
  const [many, one] = loss.list;
  assert.deepEqual([many.at(1), many.band.low(1), many.band.high(1), many.rows], [2, 1, 5, 2]);
  assert.deepEqual([one.at(1), one.band], [2, null]);
  assert.equal(loss.note, "median and range of 3 seeds; 1 run not finite");
  assert.deepEqual([distance, gradnorm], [null, null]);
});

test("the server knows every curve that a link may name, and which of them it has to compute", () => {
  const server = readFileSync(new URL("../../training/configuration/view_links.py", import.meta.url), "utf8");
  const named = (list) =>
    [...server.match(new RegExp(`^${list} = (.*)$`, "m"))[1].matchAll(/"(\w+)"/g)].map(([, name]) => name);
  const computed = Object.keys(sharpnesses({ sharpness: "offered", runners: [] }, line, "loss"));
  assert.deepEqual(named("SHARP"), computed);
  const network = ofNetworks({ runners: [], data: { kind: "plane", part: "training", always: null } });
  const offered = [...Object.keys(quantities({ ...RACE, quantities: [] })), ...Object.keys(network)];
  assert.deepEqual(
    offered.filter((name) => !named("CURVES").includes(name)),
    [],
  );
});
