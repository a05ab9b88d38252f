/** Sharpness over time, and how much of its limit each rule takes: curves that a server computes where they are asked for. */

import { fixed, plain, short } from "../draw/format.js";
import { linearScale } from "../draw/scale.js";
import { severalTicks } from "../draw/ticks.js";
import { tr } from "../draw/tr.js";
import { extent, upwards } from "./series.js";

/** @import { Header, Runner, Sharpness } from "../engine/header.js" */
/** @import { Scale } from "../draw/scale.js" */
/** @import { Liner, Quantities, Quantity, Series } from "./series.js" */

/** @typedef {{runner: Runner, sharpness: Sharpness}} Looked a runner whose sharpness is there */

const DOTS = [1.5, 4]; // px, of a limit: runners are told apart by dashes
const FINE = 1.4; // px
const WIDE = 30; // times its middle: an axis that goes further is logarithmic
const RATES = tr("rate times steps"); // what an axis across may count in the place of time
const HEADROOM = 1.15; // of a linear axis, for the words on its topmost line
const HIGHEST = 3; // times the largest number: a limit above that is told in words

/**
 * Both quantities of a race whose header offers them, over time and over the sum of the rates so far. `line(runner, part)`
 * makes a series of an array of a runner's sharpness, or of a number that stays; in the menu they stand beside the
 * quantity called `beside`. A runner whose sharpness could not be computed has null.
 *
 * @param {Header} race
 * @param {Liner} line
 * @param {string} beside
 * @returns {Quantities}
 */
export function sharpnesses(race, line, beside) {
  if (!race.sharpness) return {};
  const known = race.runners.flatMap((runner) => looked(runner));
  const asked = { beside, asks: "sharpness", tall: true };
  const running = race.runners.filter(({ state = "ready" }) => state === "ready");
  const missing = running.filter(({ sharpness }) => sharpness === undefined);
  const awaited = race.sharpness === "asked" && missing.length ? tr("being computed") : "";
  const both = { sharpness: eigenvalues(known, line, awaited), edge: shares(known, line, awaited) };
  const over = { sharpnessrate: overRates(both.sharpness), edgerate: overRates(both.edge) };
  return Object.fromEntries(
    Object.entries({ ...both, ...over }).map(([name, quantity]) => [name, { ...asked, ...quantity }]),
  );
}

/**
 * A quantity over the sum of the rates of all updates before, which is rate times step where a rate stays: so runs of
 * different rates lie on each other where they follow the same flow. Runners whose rate is not known are left out.
 *
 * @param {Quantity} quantity
 * @returns {Quantity}
 */
function overRates(quantity) {
  const list = quantity.list.flatMap((series) => {
    const covered = series.runner.sharpness?.covered ?? null;
    const along = (/** @type {number} */ row) => (covered instanceof Float32Array ? covered[row] : Number(covered));
    return covered === null ? [] : [{ ...series, along }];
  });
  const end = Math.max(0, ...list.map(({ rows, along }) => along(rows - 1)).filter(Number.isFinite));
  const without = quantity.list.filter(({ runner }) => (runner.sharpness?.covered ?? null) === null);
  const away = new Set(without.map(({ runner }) => runner.label));
  const words = [quantity.legend, away.size && tr("no rate is known of {names}", { names: [...away].join(", ") })];
  return {
    ...quantity,
    label: tr("{what} over {whole}", { what: quantity.label, whole: RATES }),
    list,
    legend: words.filter(Boolean).join("; "),
    track: {
      end,
      inSteps: false,
      counted: RATES,
      whole: RATES,
      share: (/** @type {number} */ at) => (end ? at / end : 0),
      write: (/** @type {number} */ at) => plain(at),
      ticks: (/** @type {number} */ count) => (end ? severalTicks(0, end, Math.max(2, Math.min(count, 6))) : []),
    },
  };
}

/**
 * A runner with its sharpness; nothing where that is not there.
 *
 * @param {Runner} runner
 * @returns {Looked[]}
 */
function looked(runner) {
  return runner.sharpness ? [{ runner, sharpness: runner.sharpness }] : [];
}

/**
 * The largest eigenvalue, faint those after it, and dotted, with its name, the one from which each rule no longer settles.
 *
 * @param {Looked[]} known
 * @param {Liner} line
 * @param {string} awaited
 */
function eigenvalues(known, line, awaited) {
  const tops = known.map(({ runner, sharpness }) =>
    sharpness.top.filter((part) => part !== null).map((part) => line(runner, part)),
  );
  const first = tops.flatMap((lines) => lines.slice(0, 1));
  const further = tops.flatMap((lines) => lines.slice(1).map((one) => ({ ...one, thin: true, faint: true })));
  const drawn = { thin: true, whole: true, dash: DOTS, width: FINE, said: tr("limit") };
  const limits = known.flatMap(({ runner, sharpness: { limit } }) =>
    limit === null ? [] : [{ ...line(runner, limit), ...drawn, tag: runner.short || runner.label }],
  );
  const scale = axis(first, limits);
  return {
    label: tr("Sharpness"),
    spoken: tr("Largest eigenvalue of the Hessian"),
    list: [...limits, ...further, ...first],
    scale,
    legend:
      awaited ||
      [
        limits.length && tr("dotted: limit"),
        further.length && tr("faint: next eigenvalues"),
        above(limits, scale),
        ...withoutLimit(known),
      ]
        .filter(Boolean)
        .join("; "),
  };
}

/**
 * The limits that are nowhere on the axis, in words; empty where all are.
 *
 * @param {Series[]} limits
 * @param {Scale} scale
 */
function above(limits, scale) {
  const away = limits
    .map((series) => ({ name: series.tag, least: extent([series]).low }))
    .filter(({ least }) => scale.unit(least) > 1);
  const names = away.map(({ name, least }) => `${name} ${plain(least, 3)}`).join(", ");
  return names && tr("limits above: {names}", { names });
}

/**
 * Rate times sharpness, over the limit of the rule; where each coordinate has its rate, of rates times Hessian.
 *
 * @param {Looked[]} known
 * @param {Liner} line
 * @param {string} awaited
 */
function shares(known, line, awaited) {
  const list = known.flatMap(({ runner, sharpness: { over } }) => (over === null ? [] : [line(runner, over)]));
  const unknown = known.filter(({ sharpness }) => sharpness.over === null && !sharpness.why);
  const none = unknown.map(({ runner }) => runner.label);
  const names = none.join(", ");
  const words = [...(none.length ? [tr("no limit is known of {names}", { names })] : []), ...withoutLimit(known)];
  return {
    label: tr("Share of the limit"),
    spoken: tr("Rate times sharpness, as a share of the limit of the rule"),
    list,
    scale: axis(list, []),
    level: list.length ? 1 : null,
    levelName: tr("limit"),
    legend: awaited || words.join("; "),
    format: hundredths,
  };
}

/**
 * Whose limit is not known for another reason than their rule, and which: "no limit with synthetic gradients: SGD".
 *
 * @param {Looked[]} known
 */
function withoutLimit(known) {
  const reasons = new Set(known.map(({ sharpness }) => sharpness.why).filter(Boolean));
  return [...reasons].map((why) => {
    const names = known.filter(({ sharpness }) => sharpness.why === why).map(({ runner }) => runner.label);
    return tr("no limit with {why}: {names}", { why: why ?? "", names: names.join(", ") });
  });
}

/**
 * Shares near one are told apart by their hundredths.
 *
 * @param {number} value
 */
function hundredths(value) {
  return Math.abs(value) < 10 ? fixed(value, 2) : short(value);
}

/**
 * A linear axis from 0, or from below where they are, with the limits that are not far above; logarithmic for a wide range.
 *
 * @param {Series[]} list
 * @param {Series[]} limits
 */
function axis(list, limits) {
  if (!list.length) return linearScale(0, 1, plain);
  const { low, high } = extent(list);
  const middle = median(list);
  if (high > WIDE * middle && middle > 0) return upwards([...list, ...limits]);
  const near = limits.map((series) => extent([series]).low).filter((least) => least <= HIGHEST * high);
  const top = Math.max(high, ...near);
  return linearScale(Math.min(0, low), HEADROOM * top, plain);
}

/**
 * The middle of all numbers of some lines.
 *
 * @param {Series[]} list
 */
function median(list) {
  const all = list.flatMap(({ at, rows }) => Array.from({ length: rows }, (_, row) => at(row)).filter(Number.isFinite));
  return all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
}
