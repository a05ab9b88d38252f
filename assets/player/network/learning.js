/** What the curves of a network show: loss, size of the update, score; validation thick, training thin. */

import { percent, plain, short } from "../draw/format.js";
import { readyOnes, rowBefore } from "../draw/rows.js";
import { linearScale } from "../draw/scale.js";
import { extent, upwards } from "../panels/series.js";
import { sharpnesses } from "../panels/sharpness.js";

const BOTH = "thick validation, thin training";
const APART = "dotted training mode";
const DOTS = [1, 3]; // px
const LONG = [9, 4]; // px
const WIDE = 1.8; // px, of the line of a vote
const VOTED = "long dashes the vote";
const LOWEST = 0.4; // where the axis of accuracy begins, unless somebody is below

/** A runner's numbers; where it is trained from several seeds they are the median, with a band from `low` to `high`. */
function series(runner, array, thin = false, fan = null) {
  const { at } = runner;
  return {
    band: fan && { low: (row) => fan.low[row], high: (row) => fan.high[row] },
    runner,
    thin,
    rows: array.length,
    at: (row) => array[row],
    step: (row) => at[row],
    row: (t) => rowBefore(at, t),
  };
}

/** The training part in training mode, where a mini-batch is normalized by itself, of every runner that has such. */
function apart(race, name) {
  const known = readyOnes(race).filter((runner) => runner[name]);
  return known.map((runner) => ({ ...series(runner, runner[name], true), dash: DOTS }));
}

/** The score of the vote of every runner whose networks vote. */
function votes(race) {
  const known = readyOnes(race).filter(({ vote }) => vote);
  return known.map((runner) => {
    const { at, score } = runner.vote;
    return { ...series({ ...runner, at }, score, true), runner, dash: LONG, width: WIDE };
  });
}

/** Marks on the validation loss of a runner that may stop early: the row whose weights it keeps, and that of its stop. */
function stops({ stop, at }) {
  if (!stop) return [];
  const ends = stop.stop === null ? [] : [{ row: rowBefore(at, stop.stop), kind: "stop", words: "stops here" }];
  return [{ row: rowBefore(at, stop.best), kind: "best", words: "best" }, ...ends];
}

/** Training and validation of every runner; where there is no validation part, training alone. */
function both(race, train, valid) {
  const ready = readyOnes(race);
  const thin = ready.filter((runner) => runner[valid]).map((runner) => series(runner, runner[train], true));
  const thick = ready.map((runner) => {
    const name = runner[valid] ? valid : train;
    return series(
      runner,
      runner[name],
      false,
      runner.fan && { low: runner.fan.low[name], high: runner.fan.high[name] },
    );
  });
  return [...thin, ...thick];
}

/** What lines are: those of both parts, in words, or of training examples alone, and those of training mode. */
function noteOf(parts, words, modes) {
  const told = parts.some(({ thin }) => thin) ? words : "on training examples";
  return [told, modes.length ? APART : ""].filter(Boolean).join(", ");
}

/** A note, with what bands are where there are some. */
function noted(race, note) {
  const fans = readyOnes(race).flatMap(({ fan }) => (fan ? [fan] : []));
  if (!fans.length) return note;
  const counts = [...new Set(fans.map(({ seeds }) => seeds))].join(" or ");
  const lost = fans.reduce((sum, fan) => sum + fan.lost, 0);
  const told = [
    note,
    `median and range of ${counts} seeds`,
    lost ? `${lost} ${lost === 1 ? "run" : "runs"} not finite` : "",
  ];
  return told.filter(Boolean).join("; ");
}

function score(race) {
  const [modes, parts] = [apart(race, "batchScore"), both(race, "trainScore", "validScore")];
  const voted = votes(race);
  const list = [...modes, ...voted, ...parts];
  const note = [noted(race, noteOf(parts, "", modes)), voted.length ? VOTED : ""].filter(Boolean).join("; ");
  const { low } = extent(list);
  if (race.data.numeric) {
    const scale = linearScale(Math.max(-1, Math.min(0, Number.isFinite(low) ? low : 0)), 1, plain);
    return {
      label: "Share explained",
      spoken: "Share of the variance that is explained",
      list,
      scale,
      note,
      format: short,
    };
  }
  const from = Math.min(LOWEST, Number.isFinite(low) ? Math.floor(low * 10) / 10 : LOWEST);
  const always = race.runners.some(({ data }) => data && "always" in data) ? null : race.data.always; // one line for all
  const level = { level: always, levelName: "most frequent class", levelBelow: true };
  return {
    label: "Accuracy",
    spoken: "Accuracy",
    list,
    scale: linearScale(from, 1, percent),
    note,
    format: percent,
    ...level,
  };
}

/** What training adds to the loss, of those runners of which it adds something; null where there are none. */
function penalty(race) {
  const list = readyOnes(race)
    .filter((runner) => runner.penalty)
    .map((runner) => series(runner, runner.penalty));
  const test = list.some(({ runner }) => runner.ofUnits) ? "; of activations, measured as at the test" : "";
  const note = `added to the loss while training${test}`;
  return list.length ? { label: "Penalty", spoken: "Penalty", list, scale: upwards(list), note } : null;
}

/** The loss of the very examples that steps see, of those runners whose steps see some of them; null where all see all. */
function steploss(race) {
  const list = readyOnes(race)
    .filter((runner) => runner.stepLoss)
    .map((runner) => series(runner, runner.stepLoss));
  const words = { label: "Mini-batch loss", spoken: "Loss of the mini-batch of each step" };
  const note = "of each step's own examples";
  return list.length ? { ...words, list, scale: upwards(list), note, beside: "loss" } : null;
}

/** A runner's sharpness, at the steps at which it was measured. */
function sharpLine(runner, array) {
  const { at } = runner.sharpness;
  return { ...series(runner, array), step: (row) => at[row], row: (t) => rowBefore(at, t) };
}

/** All quantities by name. */
export function quantities(race) {
  const [modes, parts] = [apart(race, "batchLoss"), both(race, "trainLoss", "validLoss")];
  const loss = [...modes, ...parts].map((line) => (line.thin ? line : { ...line, marks: stops(line.runner) }));
  const update = readyOnes(race).map((runner) => series(runner, runner.update));
  const note = noted(race, noteOf(parts, BOTH, modes));
  return {
    loss: { label: "Loss", spoken: "Loss", list: loss, scale: upwards(loss), note },
    update: {
      label: "Update size",
      spoken: "Length of the update of all weights",
      list: update,
      scale: upwards(update),
      note: "all weights together",
    },
    penalty: penalty(race),
    steploss: steploss(race),
    score: score(race),
    ...sharpnesses(race, sharpLine, "loss"),
  };
}
