/** Sharpness over time, and how much of its limit each rule takes: curves that a server computes where they are asked for. */

import { plain, short } from "../draw/format.js";
import { linearScale } from "../draw/scale.js";
import { severalTicks } from "../draw/ticks.js";
import { extent, upwards } from "./series.js";

const DASHES = [5, 3]; // px
const WIDE = 30; // times its middle: an axis that goes further is logarithmic
const RATES = "rate times steps"; // what an axis across may count in the place of time
const HEADROOM = 1.3; // of a linear axis, for the words at the top of the picture

/**
 * Both quantities of a race whose header offers them, over time and over the sum of the rates so far. `line(runner, part)` makes a series of an array of a runner's
 * sharpness, or of a number that stays; in the menu they stand beside the quantity called `beside`. A runner whose
 * sharpness could not be computed has null.
 */
export function sharpnesses(race, line, beside) {
  if (!race.sharpness) return {};
  const known = race.runners.filter(({ sharpness }) => sharpness);
  const asked = { beside, asks: "sharpness" };
  const missing = running(race).filter(({ sharpness }) => sharpness === undefined);
  const awaited = race.sharpness === "asked" && missing.length ? "being computed" : "";
  const both = { sharpness: eigenvalues(known, line, awaited), edge: shares(known, line, awaited) };
  const over = Object.entries(both).map(([name, quantity]) => [`${name}rate`, overRates(quantity)]);
  return Object.fromEntries(
    [...Object.entries(both), ...over].map(([name, quantity]) => [name, { ...asked, ...quantity }]),
  );
}

/**
 * A quantity over the sum of the rates of all updates before, which is rate times step where a rate stays: so runs of
 * different rates lie on each other where they follow the same flow. Runners whose rate is not known are left out.
 */
function overRates(quantity) {
  const known = quantity.list.filter(({ runner }) => runner.sharpness.covered !== null);
  const list = known.map((series) => ({ ...series, along: (row) => coveredAt(series.runner, row) }));
  const end = Math.max(0, ...list.map(({ rows, along }) => along(rows - 1)).filter(Number.isFinite));
  const away = new Set(quantity.list.filter((series) => !known.includes(series)).map(({ runner }) => runner.label));
  const words = [quantity.legend, away.size && `no rate is known of ${[...away].join(", ")}`];
  return {
    ...quantity,
    label: `${quantity.label} over ${RATES}`,
    list,
    legend: words.filter(Boolean).join("; "),
    track: {
      end,
      inSteps: false,
      unit: RATES,
      whole: RATES,
      share: (at) => (end ? at / end : 0),
      write: (at) => plain(at),
      ticks: (count) => (end ? severalTicks(0, end, Math.max(2, Math.min(count, 6))) : []),
    },
  };
}

function coveredAt({ sharpness: { covered } }, row) {
  return typeof covered === "number" ? covered : covered[row];
}

/** Runners that have something to be measured. */
function running({ runners }) {
  return runners.filter(({ state = "ready" }) => state === "ready");
}

/** The largest eigenvalue, in thin lines those after it, and dashed the one from which each rule no longer settles. */
function eigenvalues(known, line, awaited) {
  const parts = (runner) => runner.sharpness.top.filter((part) => part !== null);
  const first = known.filter((runner) => parts(runner).length).map((runner) => line(runner, parts(runner)[0]));
  const further = known.flatMap((runner) =>
    parts(runner)
      .slice(1)
      .map((part) => ({ ...line(runner, part), thin: true })),
  );
  const limits = known
    .filter(({ sharpness }) => sharpness.limit !== null)
    .map((runner) => ({ ...line(runner, runner.sharpness.limit), thin: true, dash: DASHES, said: "limit" }));
  return {
    label: "Sharpness",
    spoken: "Largest eigenvalue of the Hessian",
    list: [...limits, ...further, ...first],
    scale: axis(first, limits),
    legend:
      awaited ||
      [limits.length && "dashed: limit", further.length && "thin: next eigenvalues", ...withoutLimit(known)]
        .filter(Boolean)
        .join("; "),
  };
}

/** Rate times sharpness, over the limit of the rule; where each coordinate has its rate, of rates times Hessian. */
function shares(known, line, awaited) {
  const measured = known.filter(({ sharpness }) => sharpness.over !== null);
  const list = measured.map((runner) => line(runner, runner.sharpness.over));
  const none = known.filter(({ sharpness }) => sharpness.over === null && !sharpness.why).map(({ label }) => label);
  const words = [...(none.length ? [`no limit is known of ${none.join(", ")}`] : []), ...withoutLimit(known)];
  return {
    label: "Share of the limit",
    spoken: "Rate times sharpness, as a share of the limit of the rule",
    list,
    scale: axis(list, []),
    level: list.length ? 1 : null,
    levelName: "limit",
    legend: awaited || words.join("; "),
    format: hundredths,
  };
}

/** Whose limit is not known for another reason than their rule, and which: "no limit with synthetic gradients: SGD". */
function withoutLimit(known) {
  const reasons = new Set(known.map(({ sharpness }) => sharpness.why).filter(Boolean));
  return [...reasons].map((why) => {
    const names = known.filter(({ sharpness }) => sharpness.why === why).map(({ label }) => label);
    return `no limit with ${why}: ${names.join(", ")}`;
  });
}

/** Shares near one are told apart by their hundredths. */
function hundredths(value) {
  return Math.abs(value) < 10 ? value.toFixed(2) : short(value);
}

/** A linear axis from 0, or from below where they are, with the limits that are near; logarithmic for a wide range. */
function axis(list, limits) {
  if (!list.length) return linearScale(0, 1, plain);
  const { low, high } = extent(list);
  const middle = median(list);
  if (high > WIDE * middle && middle > 0) return upwards([...list, ...limits]);
  const near = extent(limits).high;
  const top = Math.max(high, near < 2 * high ? near : high);
  return linearScale(Math.min(0, low), HEADROOM * top, plain);
}

/** The middle of all numbers of some lines. */
function median(list) {
  const all = list.flatMap(({ at, rows }) => Array.from({ length: rows }, (_, row) => at(row)).filter(Number.isFinite));
  return all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
}
