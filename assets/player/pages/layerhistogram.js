/** The histogram of one layer of a network that is not trained: what is drawn of it, and what is said. */

import { long, percent, plain, raised } from "../draw/format.js";
import { tr } from "../draw/tr.js";
import { edges, toldZeros } from "../network/untrained.js";

/** @import { Tick } from "../draw/ticks.js" */
/** @import { Histogram } from "../network/bars.js" */
/** @import { LayerHistograms } from "./headers.js" */

/** @typedef {Histogram & {theory: {mean: number, deviation: number}}} Layer */

/**
 * A histogram as bars.js draws it.
 *
 * @param {LayerHistograms} data
 * @param {number} at
 * @returns {Layer}
 */
export function pictureOf({ signal, low, high, bins, shares, zero, mean, deviation, theory }, at) {
  const list = shares.subarray(at * bins, (at + 1) * bins);
  const along = (/** @type {number} */ v) => (v - low) / (high - low);
  const text = (/** @type {number} */ end) => (signal ? plain(end, 2) : `10${raised(end)}`);
  return {
    list,
    zero: zero[at],
    below: 0,
    above: 0,
    signal,
    mean: mean[at],
    deviation: signal ? deviation[at] : 0,
    theory: { mean: theory.mean[at], deviation: signal ? theory.deviation[at] : 0 },
    axis: {
      ticks: [low, high].map((end, i) => /** @type {Tick} */ ([i, text(end)])),
      place: (/** @type {number} */ v) => along(signal ? v : Math.log10(v)),
    },
    lost: list.some((share) => share > 0) ? "" : zero[at] === 1 ? tr("all zero") : tr("not finite"),
  };
}

/**
 * What a histogram shows, as a sentence.
 *
 * @param {Layer} picture
 */
export function inWords({ signal, mean, deviation, zero, lost }) {
  if (lost) return lost;
  const words = signal
    ? tr("mean {mean}, standard deviation {deviation}", { mean: long(mean), deviation: long(deviation) })
    : tr("root mean square {size}", { size: long(mean) });
  const told = toldZeros(zero);
  return told ? `${words}, ${tr("{share} exact zeros", { share: told })}` : words;
}

/**
 * The figures that stand under a histogram.
 *
 * @param {Layer} picture
 */
export function under({ signal, mean, deviation, zero }) {
  const shown = signal ? deviation : mean;
  const size = signal ? tr("std {size}", { size: long(shown) }) : long(shown);
  const told = Number.isFinite(shown) ? size : "";
  const share = toldZeros(zero);
  if (!share) return told;
  return `${told}, ${signal ? tr("{share} at 0", { share }) : tr("{share} zero", { share })}`;
}

/**
 * What is read of a histogram at a share of its axis.
 *
 * @param {Layer} picture
 * @param {LayerHistograms} data
 * @param {number} share
 */
export function readBin(picture, { low, high, bins }, share) {
  const { signal, list, mean, deviation, theory, lost } = picture;
  const centre = { value: long(mean), theory: long(theory.mean) };
  const spread = { value: long(deviation), theory: long(theory.deviation) };
  const means = signal
    ? [tr("mean {value}, theory {theory}", centre), tr("std {value}, theory {theory}", spread)]
    : [tr("rms {value}, theory {theory}", centre)];
  if (lost) return [lost, ...means].join("\n");
  const bin = Math.min(bins - 1, Math.max(0, Math.floor(share * bins)));
  const ends = edges(low, high, bins, bin).map((end) => (signal ? plain(end, 2) : plain(10 ** end, 2)));
  const [from, to] = ends;
  const where =
    bin === 0
      ? tr("up to {to}", { to })
      : bin === bins - 1
        ? tr("from {from}", { from })
        : tr("{from} to {to}", { from, to });
  return [`${where}: ${percent(list[bin])}`, ...means].join("\n");
}
