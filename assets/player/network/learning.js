/** What the curves of a network show: loss, size of the update, score; validation thick, training thin. */

import { percent, plain, short } from "../draw/format.js";
import { readyOnes, rowBefore } from "../draw/rows.js";
import { linearScale } from "../draw/scale.js";
import { tr } from "../draw/tr.js";
import { bandsTold, extent, upwards } from "../panels/series.js";
import { sharpnesses } from "../panels/sharpness.js";

/** @import { Curves, NetworkHeader, ReadyRunner } from "../engine/network.js" */
/** @import { Series } from "../panels/series.js" */

const BOTH = tr("thick validation, thin training");
const APART = tr("dotted training mode");
const DOTS = [1, 3]; // px
const LONG = [9, 4]; // px
const WIDE = 1.8; // px, of the line of a vote
const VOTED = tr("long dashes the vote");
const LOWEST = 0.4; // where the axis of accuracy begins, unless somebody is below

/**
 * A runner's numbers; where it is trained from several seeds they are the median, with a band from `low` to `high`.
 *
 * @param {ReadyRunner} runner
 * @param {Float32Array} array
 * @param {boolean} [thin]
 * @param {{low: Float32Array, high: Float32Array} | null} [fan]
 * @returns {Series}
 */
function series(runner, array, thin = false, fan = null, at = runner.at) {
  return {
    band: fan && {
      low: (/** @type {number} */ row) => fan.low[row],
      high: (/** @type {number} */ row) => fan.high[row],
    },
    runner,
    thin,
    rows: array.length,
    at: (/** @type {number} */ row) => array[row],
    step: (/** @type {number} */ row) => at[row],
    row: (/** @type {number} */ t) => rowBefore(at, t),
  };
}

/**
 * A line of every runner that has something.
 *
 * @param {NetworkHeader} race
 * @param {(runner: ReadyRunner) => Float32Array | undefined} what
 */
function ofEach(race, what, thin = false) {
  return readyOnes(race).flatMap((runner) => {
    const array = what(runner);
    return array ? [series(runner, array, thin)] : [];
  });
}

/**
 * The training part in training mode, where a mini-batch is normalized by itself, of every runner that has such.
 *
 * @param {NetworkHeader} race
 * @param {"batchLoss" | "batchScore"} name
 */
function apart(race, name) {
  return ofEach(race, (runner) => runner[name], true).map((one) => ({ ...one, dash: DOTS }));
}

/**
 * The score of the vote of every runner whose networks vote.
 *
 * @param {NetworkHeader} race
 */
function votes(race) {
  return readyOnes(race).flatMap((runner) =>
    runner.vote ? [{ ...series(runner, runner.vote.score, true, null, runner.vote.at), dash: LONG, width: WIDE }] : [],
  );
}

/**
 * Marks on the validation loss of a runner that may stop early: the row whose weights it keeps, and that of its stop.
 *
 * @param {ReadyRunner} runner
 */
function stops({ stop, at }) {
  if (!stop) return [];
  const ends = stop.stop === null ? [] : [{ row: rowBefore(at, stop.stop), kind: "stop", words: tr("stops here") }];
  return [{ row: rowBefore(at, stop.best), kind: "best", words: tr("best") }, ...ends];
}

/**
 * Training and validation of every runner; where there is no validation part, training alone.
 *
 * @param {NetworkHeader} race
 * @param {"trainLoss" | "trainScore"} train
 * @param {"validLoss" | "validScore"} valid
 */
function both(race, train, valid) {
  const ready = readyOnes(race);
  const thin = ready.filter((runner) => runner[valid]).map((runner) => series(runner, runner[train], true));
  const thick = ready.map((runner) => {
    const judged = (/** @type {Curves} */ curves) => curves[valid] ?? curves[train];
    const fan = runner.fan ? { low: judged(runner.fan.low), high: judged(runner.fan.high) } : null;
    return series(runner, judged(runner), false, fan);
  });
  return [...thin, ...thick];
}

/**
 * What lines are: those of both parts, in words, or of training examples alone, and those of training mode.
 *
 * @param {Series[]} parts
 * @param {string} words
 * @param {Series[]} modes
 */
function noteOf(parts, words, modes) {
  const told = parts.some(({ thin }) => thin) ? words : tr("on training examples");
  return [told, modes.length ? APART : ""].filter(Boolean).join(", ");
}

/**
 * A note, with what bands are where there are some.
 *
 * @param {NetworkHeader} race
 * @param {string} note
 */
function noted(race, note) {
  return [note, ...bandsTold(readyOnes(race).map(({ fan }) => fan))].filter(Boolean).join("; ");
}

/** @param {NetworkHeader} race */
function score(race) {
  const [modes, parts] = [apart(race, "batchScore"), both(race, "trainScore", "validScore")];
  const voted = votes(race);
  const list = [...modes, ...voted, ...parts];
  const note = [noted(race, noteOf(parts, "", modes)), voted.length ? VOTED : ""].filter(Boolean).join("; ");
  const { low } = extent(list);
  if (race.data.numeric) {
    const scale = linearScale(Math.max(-1, Math.min(0, Number.isFinite(low) ? low : 0)), 1, plain);
    return {
      label: tr("Share explained"),
      spoken: tr("Share of the variance that is explained"),
      list,
      scale,
      note,
      format: short,
    };
  }
  const from = Math.min(LOWEST, Number.isFinite(low) ? Math.floor(low * 10) / 10 : LOWEST);
  const always = race.runners.some(({ data }) => data && "always" in data) ? null : race.data.always; // one line for all
  const level = { level: always, levelName: tr("most frequent class"), levelBelow: true };
  return {
    label: tr("Accuracy"),
    spoken: tr("Accuracy"),
    list,
    scale: linearScale(from, 1, percent),
    note,
    format: percent,
    ...level,
  };
}

/**
 * What training adds to the loss, of those runners of which it adds something; null where there are none.
 *
 * @param {NetworkHeader} race
 */
function penalty(race) {
  const list = ofEach(race, ({ penalty }) => penalty);
  const note = readyOnes(race).some(({ ofUnits }) => ofUnits)
    ? tr("added to the loss while training; of activations, measured as at the test")
    : tr("added to the loss while training");
  return list.length ? { label: tr("Penalty"), spoken: tr("Penalty"), list, scale: upwards(list), note } : null;
}

/**
 * The loss of the very examples that steps see, of those runners whose steps see some of them; null where all see all.
 *
 * @param {NetworkHeader} race
 */
function steploss(race) {
  const list = ofEach(race, ({ stepLoss }) => stepLoss);
  const words = { label: tr("Mini-batch loss"), spoken: tr("Loss of the mini-batch of each step") };
  const note = tr("of each step's own examples");
  return list.length ? { ...words, list, scale: upwards(list), note, beside: "score" } : null;
}

/**
 * A runner's sharpness, at the steps at which it was measured.
 *
 * @param {ReadyRunner} runner
 * @param {Float32Array} array
 */
function sharpLine(runner, array) {
  return series(runner, array, false, null, runner.sharpness?.at);
}

/**
 * All quantities by name.
 *
 * @param {NetworkHeader} race
 */
export function quantities(race) {
  const [modes, parts] = [apart(race, "batchLoss"), both(race, "trainLoss", "validLoss")];
  const stopped = new Map(readyOnes(race).map((runner) => [runner.slot, stops(runner)]));
  const loss = [...modes, ...parts].map((line) =>
    line.thin ? line : { ...line, marks: stopped.get(line.runner.slot) },
  );
  const update = readyOnes(race).map((runner) => series(runner, runner.update));
  const note = noted(race, noteOf(parts, BOTH, modes));
  return {
    loss: { label: tr("Loss"), spoken: tr("Loss"), list: loss, scale: upwards(loss), axis: upwards, note },
    update: {
      label: tr("Update size"),
      spoken: tr("Length of the update of all weights"),
      list: update,
      scale: upwards(update),
      note: tr("all weights together"),
    },
    penalty: penalty(race),
    steploss: steploss(race),
    score: score(race),
    ...sharpnesses(race, sharpLine, "score"),
  };
}
