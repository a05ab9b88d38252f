/** What a network's training shows at one step, in words. */

import { ended, lost } from "../draw/ending.js";
import { percent, short } from "../draw/format.js";
import { beforeNumber, readyOnes, rowBefore, scoreAt, stepBefore } from "../draw/rows.js";
import { tr } from "../draw/tr.js";
import { dataOf, examplesOf } from "./painters.js";

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
  if (race.empty) return tr("Nothing is training yet.");
  const ready = readyOnes(race);
  if (!ready.length)
    return race.runners.every(({ state }) => state === "refused")
      ? tr("None of these optimizers can train this network.")
      : race.pending || tr("Computing.");
  const list = ready.map((runner) => ({ runner, score: scoreAt(runner, t), lost: lost(runner, t) }));
  const alive = list
    .filter(({ score, lost: gone }) => !gone && Number.isFinite(score))
    .sort((a, b) => b.score - a.score);
  const parts = [alive.length ? ranking(alive, race, t) : ""];
  parts.push(
    ...list
      .filter(({ lost: gone }) => gone)
      .map(({ runner }) => {
        const time = race.timeline.words(runner.outcome.step ?? 0);
        return tr("{name} is not finite from {time}.", { name: runner.label, time });
      }),
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
  const { outcome, label: name, stop } = runner;
  if (stop?.stop !== undefined && stop.stop !== null && t >= stop.stop) {
    const [time, best] = [timeline.words(stop.stop), timeline.words(stop.best)];
    return tr("{name} stops early at {time} and keeps the weights of {best}.", { name, time, best });
  }
  return (
    {
      still: tr("{name} has stood still since {time}.", { name, time: timeline.words(outcome.step ?? 0) }),
      diverging: tr("{name} is diverging: its loss is above that of the start and rises.", { name }),
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
  const [first, ...rest] = over.map(({ runner }) => ({
    name: runner.label,
    time: timeline.words(timeline.endOf(runner)),
  }));
  const words = [
    tr("{name} ended at {time}", first),
    ...rest.map((runner) => tr("{name} at {time}", runner)), // as those before
  ].join(", ");
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
  const when = t >= race.steps ? race.timeline.after : tr("At {time}", { time: race.timeline.words(at) });
  const write = (/** @type {number} */ score) => (score < 0 ? short(score) : percent(score));
  const [best, ...rest] = alive;
  const others = rest.map(({ runner, score }) => `, ${beforeNumber(runner)} ${write(score)}`).join("");
  const points = data.part === "validation" ? tr("validation points") : tr("training points");
  const examples = data.kind === "plane" ? points : examplesOf(data);
  const told = { when, name: best.runner.label, share: write(best.score), examples, others };
  if (data.numeric) return tr("{when} {name} explains {share} of the variance of the {examples}{others}.", told);
  return data.kind === "plane"
    ? tr("{when} {name} separates {share} of the {examples}{others}.", told)
    : tr("{when} {name} has {share} of the {examples} right{others}.", told);
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
  for (const name of /** @type {const} */ (["dead", "saturated"])) {
    const shares = Array.from(inside[name].subarray(row * (hidden + 1), row * (hidden + 1) + hidden));
    const most = Math.max(...shares.filter(Number.isFinite), 0);
    if (most < WORTH) continue;
    const place = shares.indexOf(most);
    const { reach } = dataOf(race, runner);
    const told = { where: whereWords(place, hidden), name: runner.label, share: percent(most) };
    if (name === "dead") return tr("{where} of {name}, {share} of units are dead.", told);
    const saturated = tr("{where} of {name}, {share} of activations are saturated.", told);
    if (place > 0 || most < ALL || reach === null || reach <= FAR) return saturated;
    const reason = tr(
      "The inputs are the reason: they go up to {reach}, and “Standardized” brings them to the unit scale.",
      { reach: short(reach) },
    );
    return `${saturated} ${reason}`;
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
  const name = runner.label;
  return factor < 1
    ? tr("The gradient of {name} shrinks by a factor of {by} a layer on its way back to the first.", {
        name,
        by: short(1 / factor),
      })
    : tr("The gradient of {name} grows by a factor of {by} a layer on its way back to the first.", {
        name,
        by: short(factor),
      });
}

const WHERE = [
  tr("In the first layer"),
  tr("In the second layer"),
  tr("In the third layer"),
  tr("In the fourth layer"),
  tr("In the fifth layer"),
  tr("In the sixth layer"),
  tr("In the seventh layer"),
  tr("In the eighth layer"),
  tr("In the ninth layer"),
  tr("In the tenth layer"),
  tr("In the eleventh layer"),
  tr("In the twelfth layer"),
];

/**
 * @param {number} place
 * @param {number} hidden
 */
function whereWords(place, hidden) {
  return hidden === 1 ? tr("In the hidden layer") : WHERE[place];
}
