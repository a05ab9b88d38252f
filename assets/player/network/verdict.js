/** What a network's training shows at one step, in words. */

import { ended, lost } from "../draw/ending.js";
import { percent, short } from "../draw/format.js";
import { beforeNumber, readyOnes, rowBefore, scoreAt, stepBefore } from "../draw/rows.js";
import { dataOf } from "./painters.js";

/** @import { Layers, NetworkHeader, ReadyRunner } from "../engine/network.js" */

/** @typedef {{runner: ReadyRunner, score: number, lost: boolean}} Standing of a runner at a step */

const WORTH = 0.1; // a share of saturated activations or dead units from which on it is mentioned
const ALL = 0.9; // and a share from which on the inputs are looked at,
const FAR = 5; // which are too large for that from here on
const DEEP = 3; // hidden layers from which on it is told how gradients change on the way back
const STEEP = 2; // a factor a layer from which on it is told

/**
 * One to three sentences on the race at step t.
 *
 * @param {NetworkHeader} race
 * @param {number} t
 */
export function describe(race, t) {
  if (race.empty) return "Nothing is training yet.";
  const ready = readyOnes(race);
  if (!ready.length)
    return race.runners.every(({ state }) => state === "refused")
      ? "None of these optimizers can train this network."
      : race.pending || "Computing.";
  const list = ready.map((runner) => ({ runner, score: scoreAt(runner, t), lost: lost(runner, t) }));
  const alive = list
    .filter(({ score, lost: gone }) => !gone && Number.isFinite(score))
    .sort((a, b) => b.score - a.score);
  const parts = [alive.length ? ranking(alive, race, t) : ""];
  parts.push(
    ...list
      .filter(({ lost: gone }) => gone)
      .map(({ runner }) => `${runner.label} is not finite from ${race.timeline.words(runner.outcome.step ?? 0)}.`),
  );
  parts.push(...list.map(({ runner }) => ends(runner, race, t)), spent(alive, race, t), remark(race, t));
  return parts.filter(Boolean).join(" ");
}

/**
 * What is said of a runner that stops early, stands still or diverges.
 *
 * @param {ReadyRunner} runner
 * @param {NetworkHeader} race
 * @param {number} t
 */
function ends(runner, { timeline }, t) {
  const { outcome, label, stop } = runner;
  if (stop?.stop !== undefined && stop.stop !== null && t >= stop.stop)
    return `${label} stops early at ${timeline.words(stop.stop)} and keeps the weights of ${timeline.words(stop.best)}.`;
  return (
    {
      still: `${label} has stood still since ${timeline.words(outcome.step ?? 0)}.`,
      diverging: `${label} is diverging: its loss is above that of the start and rises.`,
    }[ended(runner, t)] ?? ""
  );
}

/**
 * Who has made all steps while others still see more examples: "Batch 1 ended at epoch 1.9, batch 16 at epoch 30.5."
 *
 * @param {Standing[]} alive
 * @param {NetworkHeader} race
 * @param {number} t
 */
function spent(alive, { timeline }, t) {
  const over = alive.filter(({ runner }) => timeline.over(runner, t));
  if (!over.length) return "";
  const [first, ...rest] = over.map(({ runner }) => [runner.label, timeline.words(timeline.endOf(runner))]);
  const words = [`${first[0]} ended at ${first[1]}`, ...rest.map(([label, at]) => `${label} at ${at}`)].join(", ");
  return `${words[0].toUpperCase()}${words.slice(1)}.`;
}

/**
 * "At step 96 Nesterov separates 98% of the validation points, Adam 86%, SGD 68%."
 *
 * @param {Standing[]} alive
 * @param {NetworkHeader} race
 * @param {number} t
 */
function ranking(alive, race, t) {
  const { data } = race;
  const at = Math.max(...alive.map(({ runner }) => stepBefore(runner.at, t))); // of what was recorded last
  const when = t >= race.steps ? race.timeline.after : `At ${race.timeline.words(at)}`;
  const write = (/** @type {number} */ score) => (score < 0 ? short(score) : percent(score));
  const what = data.kind === "plane" ? `${data.part} points` : `${data.part} examples`;
  const does = data.numeric ? "explains" : data.kind === "plane" ? "separates" : "has";
  const tail = data.numeric
    ? `of the variance of the ${what}`
    : data.kind === "plane"
      ? `of the ${what}`
      : `of the ${what} right`;
  const [best, ...rest] = alive;
  const others = rest.map(({ runner, score }) => `, ${beforeNumber(runner)} ${write(score)}`).join("");
  return `${when} ${best.runner.label} ${does} ${write(best.score)} ${tail}${others}.`;
}

/**
 * What is wrong inside the chosen network's layers, the worst first.
 *
 * @param {NetworkHeader} race
 * @param {number} t
 */
function remark(race, t) {
  const { inside } = race;
  const runner = race.runners.find(({ slot }) => slot === inside?.slot);
  if (!inside || runner?.state !== "ready" || lost(runner, t)) return "";
  const hidden = inside.sizes.length - 2;
  const row = rowBefore(inside.at, t);
  for (const [name, words] of /** @type {const} */ ([
    ["dead", "units are dead"],
    ["saturated", "activations are saturated"],
  ])) {
    const shares = Array.from(inside[name].subarray(row * (hidden + 1), row * (hidden + 1) + hidden));
    const most = Math.max(...shares.filter(Number.isFinite), 0);
    if (most < WORTH) continue;
    const place = shares.indexOf(most);
    const { reach } = dataOf(race, runner);
    const scale =
      name === "saturated" && place === 0 && most >= ALL && reach !== null && reach > FAR
        ? ` The inputs are the reason: they go up to ${short(reach)}, and “Standardized” brings them to the unit scale.`
        : "";
    return `In the ${ordinal(place, hidden)} of ${runner.label}, ${percent(most)} of ${words}.${scale}`;
  }
  return backwards(inside, runner, row, hidden);
}

/**
 * How the gradient changes from the last hidden layer to the first, where it vanishes or explodes.
 *
 * @param {Layers} inside
 * @param {ReadyRunner} runner
 * @param {number} row
 * @param {number} hidden
 */
function backwards(inside, runner, row, hidden) {
  if (hidden < DEEP) return "";
  const [first, last] = [inside.gradAct[row * (hidden + 1)], inside.gradAct[row * (hidden + 1) + hidden - 1]];
  const factor = (first / last) ** (1 / (hidden - 1));
  if (!(factor > 0) || !Number.isFinite(factor) || (factor * STEEP > 1 && factor < STEEP)) return "";
  const [turn, by] = factor < 1 ? ["shrinks", 1 / factor] : ["grows", factor];
  return `The gradient of ${runner.label} ${turn} by a factor of ${short(by)} a layer on its way back to the first.`;
}

const ORDINALS = [
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
  "eleventh",
  "twelfth",
];

/**
 * @param {number} place
 * @param {number} hidden
 */
function ordinal(place, hidden) {
  return hidden === 1 ? "hidden layer" : `${ORDINALS[place]} layer`;
}
