/** What the curves can show: each quantity as numbers per runner, with the axis that suits them. */

import { plain as plainly } from "../draw/format.js";
import { bothScale, linearScale, logScale } from "../draw/scale.js";
import { tr, trn } from "../draw/tr.js";

/** @import { Scale } from "../draw/scale.js" */
/** @import { Timeline } from "../draw/timeline.js" */
/** @import { Part, RaceCurves, RaceHeader, RaceRunner, Runner, Seeds } from "../engine/header.js" */

/**
 * A line of a picture: a runner's numbers by row, and the steps of the rows. `along` is what an axis counts that is not of
 * time; a `thin` line accompanies others, a `faint` one stands back behind them, a `whole` one does not wait for the cursor,
 * one that is `said` has a name of its own in words, and one with a `tag` has that written where it begins. `offset` is what
 * its numbers are short of the plain ones.
 *
 * @typedef {object} Series
 * @property {Runner} runner
 * @property {number} rows
 * @property {number} [offset]
 * @property {(row: number) => number} at
 * @property {(row: number) => number} step
 * @property {(t: number) => number} row
 * @property {(row: number) => number} [along]
 * @property {{low: (row: number) => number, high: (row: number) => number} | null} [band]
 * @property {boolean} [thin]
 * @property {boolean} [faint]
 * @property {boolean} [whole]
 * @property {number[]} [dash]
 * @property {number} [width]
 * @property {string} [said]
 * @property {string} [tag]
 * @property {{row: number, kind: string, words: string}[]} [marks]
 */

/** @typedef {Pick<Timeline, "end" | "inSteps" | "counted" | "whole" | "share" | "write" | "ticks">} Track what lines lie along */

/**
 * What a panel of curves can draw: see curves.js. `axis` makes the scale for a list that has more lines; one that is `tall`
 * needs more room than others.
 *
 * @typedef {object} Quantity
 * @property {string} label
 * @property {string} [spoken]
 * @property {Series[]} list
 * @property {Scale} scale
 * @property {(list: Series[]) => Scale} [axis]
 * @property {number | null} [level]
 * @property {string} [levelName]
 * @property {boolean} [levelBelow]
 * @property {(value: number) => string} [format]
 * @property {string} [note]
 * @property {string} [legend]
 * @property {boolean} [tall]
 * @property {string} [beside]
 * @property {string} [asks]
 * @property {Track} [track]
 *
 * @typedef {Record<string, Quantity | null>} Quantities by name; null for one that a race does not have
 */

/**
 * Makes a line of a part of what is known of a runner; each page knows its own kind of runners alone.
 *
 * @typedef {{line(runner: Runner, part: NonNullable<Part>): Series}["line"]} Liner
 */

const HIGHEST = 1e6; // times the value at the start: above it lines leave through the top
/** @type {Record<string, string>} */
const NOTES = { friction: tr("path hollow at ½") }; // as the stage draws it: see race/friction.js
/** @type {Record<string, string>} */
const SPOKEN = {
  loss: tr("Loss"),
  distance: tr("Distance to the nearest minimum"),
  steplen: tr("Step length"),
  gradnorm: tr("Gradient norm"),
};
const DEEPEST = 1e-16; // times the top of the axis: what lies below is drawn at the bottom

/**
 * A runner's numbers for one quantity: `at(row)`, the number of rows, the step of a row and the row of a step.
 *
 * @param {RaceRunner} runner
 * @param {ArrayLike<number>} array
 * @param {{offset?: number, rows?: number, ends?: ArrayLike<number>[] | null}} [given] `ends` are those of a band
 * @returns {Series}
 */
function series(runner, array, { offset = 0, rows = array.length, ends = null } = {}) {
  const { stride } = runner;
  const of = (/** @type {ArrayLike<number>} */ line) => (/** @type {number} */ i) => line[i] - offset;
  return {
    runner,
    rows,
    offset,
    at: of(array),
    band: ends && { low: of(ends[0]), high: of(ends[1]) },
    step: (/** @type {number} */ row) => row * stride,
    row: (/** @type {number} */ t) => Math.min(Math.floor(t / stride), rows - 1),
  };
}

/**
 * Smallest positive, smallest, largest and first-row values over all series, finite ones only.
 *
 * @param {Series[]} list
 */
export function extent(list) {
  let [positive, low, high, start] = [Infinity, Infinity, -Infinity, 0];
  const lines = list.flatMap(({ at, rows, band }) =>
    [at, ...(band ? [band.low, band.high] : [])].map((of) => ({ at: of, rows })),
  );
  for (const { at, rows } of lines) {
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

/**
 * A logarithmic axis for values from zero up.
 *
 * @param {Series[]} list
 */
export function upwards(list) {
  const { positive, high, start } = extent(list);
  if (!Number.isFinite(positive)) return logScale(1e-3, 1);
  const top = Math.min(high, HIGHEST * start);
  return logScale(Math.max(positive, top * DEEPEST) / 1.3, top * 1.3);
}

/**
 * An axis for losses without a lower bound.
 *
 * @param {Series[]} list
 */
function bothWays(list) {
  const { low, high, start } = extent(list);
  const far = HIGHEST * start;
  const size = Math.min(far, Math.max(Math.abs(low), Math.abs(high), 1e-12));
  const core = Math.max(size * 1e-7, Math.min(start, size) * 1e-2);
  return bothScale(Math.max(low, -far), Math.min(high, far), 10 ** Math.floor(Math.log10(core)));
}

/**
 * One curve of a runner; where it is run from several seeds the median, with a band from the lowest to the highest. Null
 * where it has none.
 *
 * @param {RaceRunner} runner
 * @param {keyof RaceCurves} key
 * @param {{offset?: number, short?: number}} [given] so many rows `short` at the end
 */
function curve(runner, key, { offset = 0, short = 0 } = {}) {
  const { fan } = runner;
  const [array, low, high] = fan ? [fan.median[key], fan.low[key], fan.high[key]] : [runner[key]];
  if (!array) return null;
  return series(runner, array, { offset, rows: Math.max(1, array.length - short), ends: low && high && [low, high] });
}

/**
 * What bands are, in words; none where nothing is repeated.
 *
 * @param {(Seeds | undefined)[]} fans
 */
export function bandsTold(fans) {
  const some = fans.flatMap((fan) => (fan ? [fan] : []));
  if (!some.length) return [];
  const counts = [...new Set(some.map(({ seeds }) => seeds))].join(` ${tr("or")} `);
  const lost = some.reduce((sum, fan) => sum + fan.lost, 0);
  return [
    tr("median and range of {counts} seeds", { counts }),
    ...(lost ? [trn("{count} run not finite", "{count} runs not finite", lost)] : []),
  ];
}

/**
 * The loss, above the lowest value of the runner's own surface where a logarithm needs that.
 *
 * @param {RaceHeader} race
 * @returns {Quantity}
 */
function loss(race) {
  const { lowest, bounded, tolerance } = race.surface;
  const above = (/** @type {(runner: RaceRunner) => number} */ offset) =>
    race.runners.flatMap((runner) => curve(runner, "loss", { offset: offset(runner) }) ?? []);
  const raw = above(() => 0);
  if (lowest === null && !bounded) return { label: tr("Loss"), list: raw, scale: bothWays(raw), axis: bothWays };
  if (lowest !== null) {
    const list = above((runner) => runner.lowest ?? 0);
    return {
      label: race.runners.every((runner) => runner.lowest === 0) ? tr("Loss") : tr("Loss above the minimum"),
      list,
      scale: upwards(list),
      axis: upwards,
      level: tolerance,
      levelName: tr("tolerance"),
    };
  }
  const { low } = extent(raw);
  if (low > 0) return { label: tr("Loss"), list: raw, scale: upwards(raw), axis: upwards };
  const list = above(() => low);
  return { label: tr("Loss above the lowest seen"), list, scale: upwards(list), axis: upwards };
}

/**
 * A quantity that is one array of each runner; null where a runner has none.
 *
 * @param {RaceHeader} race
 * @param {string} label
 * @param {"distance" | "steplen" | "gradnorm"} key
 * @returns {Quantity | null}
 */
function plain(race, label, key, short = 0) {
  const list = race.runners.flatMap((runner) => curve(runner, key, { short }) ?? []);
  return list.length < race.runners.length ? null : { label, list, scale: upwards(list) };
}

/**
 * A runner's numbers of an array of what its rule has, or of a number that stays.
 *
 * @param {RaceRunner} runner
 * @param {NonNullable<Part>} part
 * @returns {Series}
 */
export function line(runner, part) {
  const rows = Math.max(1, runner.loss.length - 1);
  return typeof part === "number" ? { ...series(runner, [], { rows }), at: () => part } : series(runner, part);
}

/**
 * A quantity of what rules remember, for those that have it: the first coordinate, and in a thin line the second one.
 *
 * @param {RaceHeader} race
 * @param {RaceHeader["quantities"][number]} quantity
 * @returns {Quantity}
 */
function ofRules(race, { name, label, spoken, log }) {
  const along = (/** @type {0 | 1} */ place) =>
    race.runners.flatMap((runner) => {
      const [first, second] = runner.shown[name] ?? [];
      const part = [first, second][place] ?? null;
      return (first ?? null) === null || part === null ? [] : [line(runner, part)];
    });
  const thin = along(1).map((series) => ({ ...series, thin: true }));
  const list = [...thin, ...along(0)];
  const { low, high } = extent(list);
  const scale = log ? upwards(list) : linearScale(Math.min(0, low), high, plainly);
  const note = NOTES[name] ?? (thin.length ? tr("thin: y") : "");
  return { label, spoken, list, scale, note, beside: "steplen" };
}

/**
 * All quantities of a race by name; one that this surface does not have is null.
 *
 * @param {RaceHeader} race
 */
export function quantities(race) {
  /** @type {Quantities} */
  const found = {
    loss: loss(race),
    distance: plain(race, tr("Distance to minimum"), "distance"),
    steplen: plain(race, tr("Step length"), "steplen", 1),
    gradnorm: plain(race, tr("Gradient norm"), "gradnorm"),
  };
  for (const [name, one] of Object.entries(found)) if (one) one.spoken = SPOKEN[name];
  const note = bandsTold(race.runners.map(({ fan }) => fan)).join("; ");
  for (const one of [found.loss, found.distance]) if (one) one.note = note; // there is room for it
  for (const one of race.quantities) found[one.name] = ofRules(race, one);
  return found;
}
