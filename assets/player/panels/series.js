/** What the curves can show: each quantity as numbers per runner, with the axis that suits them. */

import { plain as plainly } from "../draw/format.js";
import { bothScale, linearScale, logScale } from "../draw/scale.js";

const HIGHEST = 1e6; // times the value at the start: above it lines leave through the top
const NOTES = { friction: "path hollow at ½" }; // as the stage draws it: see race/friction.js
const SPOKEN = {
  loss: "Loss",
  distance: "Distance to the nearest minimum",
  steplen: "Step length",
  gradnorm: "Gradient norm",
};
const DEEPEST = 1e-16; // times the top of the axis: what lies below is drawn at the bottom

/** A runner's numbers for one quantity: `at(row)`, the number of rows, the step of a row and the row of a step. */
function series(runner, array, { offset = 0, rows = array.length } = {}) {
  const { stride } = runner;
  return {
    runner,
    rows,
    at: offset ? (i) => array[i] - offset : (i) => array[i],
    step: (row) => row * stride,
    row: (t) => Math.min(Math.floor(t / stride), rows - 1),
  };
}

/** Smallest positive, smallest, largest and first-row values over all series, finite ones only. */
export function extent(list) {
  let [positive, low, high, start] = [Infinity, Infinity, -Infinity, 0];
  const lines = list.flatMap(({ at, rows, band }) =>
    [at, ...(band ? [band.low, band.high] : [])].map((of) => [of, rows]),
  );
  for (const [at, rows] of lines) {
    for (let i = 0; i < rows; i += 1) {
      const v = at(i);
      if (!Number.isFinite(v)) continue;
      if (v > 0 && v < positive) positive = v;
      if (v < low) low = v;
      if (v > high) high = v;
      if (i === 0 && Math.abs(v) > start) start = Math.abs(v);
    }
  }
  return { positive, low, high, start: start || 1 };
}

/** A logarithmic axis for values from zero up. */
export function upwards(list) {
  const { positive, high, start } = extent(list);
  if (!Number.isFinite(positive)) return logScale(1e-3, 1);
  const top = Math.min(high, HIGHEST * start);
  return logScale(Math.max(positive, top * DEEPEST) / 1.3, top * 1.3);
}

/** An axis for losses without a lower bound. */
function bothWays(list) {
  const { low, high, start } = extent(list);
  const far = HIGHEST * start;
  const size = Math.min(far, Math.max(Math.abs(low), Math.abs(high), 1e-12));
  const core = Math.max(size * 1e-7, Math.min(start, size) * 1e-2);
  return bothScale(Math.max(low, -far), Math.min(high, far), 10 ** Math.floor(Math.log10(core)));
}

/** The loss, above the lowest value of the runner's own surface where a logarithm needs that. */
function loss(race) {
  const { lowest, bounded, tolerance } = race.surface;
  const raw = race.runners.map((runner) => series(runner, runner.loss));
  if (lowest === null && !bounded) return { label: "Loss", list: raw, scale: bothWays(raw) };
  if (lowest !== null) {
    const list = race.runners.map((runner) => series(runner, runner.loss, { offset: runner.lowest }));
    return {
      label: race.runners.every((runner) => runner.lowest === 0) ? "Loss" : "Loss above the minimum",
      list,
      scale: upwards(list),
      level: tolerance,
      levelName: "tolerance",
    };
  }
  const { low } = extent(raw);
  if (low > 0) return { label: "Loss", list: raw, scale: upwards(raw) };
  const list = race.runners.map((runner) => series(runner, runner.loss, { offset: low }));
  return { label: "Loss above the lowest seen", list, scale: upwards(list) };
}

/** A quantity that is one array of each runner; null where a runner has none. */
function plain(race, label, key, rows = (array) => array.length) {
  if (race.runners.some((runner) => !runner[key])) return null;
  const list = race.runners.map((runner) => series(runner, runner[key], { rows: rows(runner[key]) }));
  return { label, list, scale: upwards(list) };
}

/** A runner's numbers of an array of what its rule has, or of a number that stays. */
export function line(runner, part) {
  const rows = Math.max(1, runner.loss.length - 1);
  return typeof part === "number" ? { ...series(runner, [], { rows }), at: () => part } : series(runner, part);
}

/** A quantity of what rules remember, for those that have it: the first coordinate, and in a thin line the second one. */
function ofRules(race, { name, label, spoken, log }) {
  const known = race.runners.filter(({ shown }) => (shown[name]?.[0] ?? null) !== null);
  const thin = known.filter(({ shown }) => (shown[name][1] ?? null) !== null);
  const list = [
    ...thin.map((runner) => ({ ...line(runner, runner.shown[name][1]), thin: true })),
    ...known.map((runner) => line(runner, runner.shown[name][0])),
  ];
  const { low, high } = extent(list);
  const scale = log ? upwards(list) : linearScale(Math.min(0, low), high, plainly);
  const note = NOTES[name] ?? (thin.length ? "thin: y" : "");
  return { label, spoken, list, scale, note, beside: "steplen" };
}

/** All quantities of a race by name; one that this surface does not have is null. */
export function quantities(race) {
  const found = {
    loss: loss(race),
    distance: plain(race, "Distance to minimum", "distance"),
    steplen: plain(race, "Step length", "steplen", (array) => Math.max(1, array.length - 1)),
    gradnorm: plain(race, "Gradient norm", "gradnorm"),
  };
  for (const name of Object.keys(found)) if (found[name]) found[name].spoken = SPOKEN[name];
  for (const one of race.quantities) found[one.name] = ofRules(race, one);
  return found;
}
