/** The status sentence: what the picture shows at this step, in words. */

import { el } from "../draw/dom.js";
import { ended, lost, moment, out, rowOf } from "../draw/ending.js";
import { point, short } from "../draw/format.js";
import { tr } from "../draw/tr.js";

/** @import { Header, RaceHeader, RaceRunner } from "../engine/header.js" */
/** @import { Bus, Panel } from "../engine/panel.js" */

/** @typedef {{runner: RaceRunner, row: number, loss: number}} Standing of a runner at a step */

const REST = 500; // milliseconds without a move before the sentence is read out
const LAG = 3; // steps that it may be behind while the race plays
const SAMPLES = 24; // steps at which it is asked how long it gets
const SLACK = "0.00×10⁻⁰⁰"; // which the numbers of other steps may take more
const NUMBERS = [
  tr("Two"),
  tr("Three"),
  tr("Four"),
  tr("Five"),
  tr("Six"),
  tr("Seven"),
  tr("Eight"),
  tr("Nine"),
  tr("Ten"),
  tr("Eleven"),
  tr("Twelve"),
];
const TURN = 3; // a distance this many times the smallest so far counts as gone past

/**
 * The line under the transport, which says what the panels show at the same step; at rest it is politely read out. The
 * stage has it as its description, from when a race comes and from each rest. `describe(race, step)` makes the sentence,
 * `about(race)` what stands before it on the stage. It keeps room for the longest sentence of the race, so that nothing
 * below it moves while the race plays.
 *
 * @template {Header} H
 * @param {HTMLElement} parent
 * @param {Bus} bus
 * @param {{describe: (race: H, t: number) => string, about: (race: H) => string}} words
 * @returns {Panel<H>}
 */
export function createSentence(parent, bus, { describe, about }) {
  const element = el("p", { class: "op-sentence", role: "status", "aria-live": "off" });
  parent.append(element);
  let timer = 0;
  /** @type {H} */
  let race;
  /** @type {number | null} */
  let said = null; // the step of the sentence
  let read = ""; // what was read out last
  const say = (/** @type {number} */ step) => {
    if (step === said) return;
    said = step;
    const text = describe(race, step);
    if (element.textContent !== text) element.textContent = text;
  };
  const tell = () => bus.stage().describe(`${about(race)} ${element.textContent}`);
  const readOut = () => {
    const text = element.textContent;
    tell();
    if (text === read) return; // something else was drawn anew
    read = text;
    element.setAttribute("aria-live", "polite");
    element.replaceChildren(text); // read out is what changes while the line is polite
  };
  const reserve = () => {
    if (!race || !element.clientWidth) return;
    const text = element.textContent;
    element.setAttribute("aria-live", "off");
    element.style.minHeight = "";
    element.textContent = `${longest(race, describe)} ${SLACK}`;
    element.style.minHeight = `${element.offsetHeight}px`;
    element.textContent = text;
  };
  return {
    element,
    setData(next) {
      race = next;
      said = null;
      say(bus.step());
      tell(); // it may play on for long
      reserve();
    },
    setTheme() {},
    resize: reserve,
    draw(t, moving) {
      clearTimeout(timer);
      element.setAttribute("aria-live", "off"); // what moves on is seen, not read out
      const step = bus.step();
      if (!moving || said === null || Math.abs(step - said) >= LAG * race.timeline.stride) say(step);
      if (!moving) timer = setTimeout(readOut, REST);
    },
    destroy() {
      clearTimeout(timer);
    },
  };
}

/**
 * The longest of the sentences at some steps, those among them at which a run ends.
 *
 * @template {Header} H
 * @param {H} race
 * @param {(race: H, t: number) => string} describe
 */
function longest(race, describe) {
  const even = Array.from({ length: SAMPLES + 1 }, (_, i) => Math.round(race.timeline.at(i / SAMPLES)));
  const ends = race.runners.flatMap((runner) => runner.outcome?.step ?? []);
  return [...even, ...ends]
    .map((step) => describe(race, step))
    .reduce((one, other) => (other.length > one.length ? other : one), "");
}

/**
 * One to four sentences on the race at step t.
 *
 * @param {RaceHeader} race
 * @param {number} t
 */
export function describe(race, t) {
  if (race.empty || !race.runners.length) return tr("Nothing is racing yet.");
  if (t === 0) return beginning(race);
  const list = race.runners.map((runner) => ({ runner, row: rowOf(runner, t), loss: runner.loss[rowOf(runner, t)] }));
  const alive = list.filter((one) => Number.isFinite(one.loss) && !lost(one.runner, t)).sort((a, b) => a.loss - b.loss);
  /** @type {string[]} */
  const parts = [];
  const shared = alive.length > 1 && alive[1].loss === alive[0].loss;
  if (alive.length) parts.push(leading(alive, t, race), shared ? "" : remarkable(alive[0], race, t));
  const away = list.filter((one) => (out(one.runner, t) || !Number.isFinite(one.loss)) && one !== alive[0]);
  const named = away.length > 3 ? 2 : 3;
  parts.push(...away.slice(0, named).map(({ runner }) => gone(runner, t)));
  if (away.length > named)
    parts.push(tr("{count} more left or are not finite.", { count: number(away.length - named) }));
  const last = alive[alive.length - 1];
  // Nobody is last by digits that are not shown.
  if (alive.length > 1 && !out(last.runner, t) && short(last.loss) !== short(alive[0].loss))
    parts.push(trailing(last, race, t));
  return parts.filter(Boolean).map(sentence).join(" ");
}

/**
 * Where all begin, and at which loss; on surfaces of their own the loss may differ at one start, too.
 *
 * @param {RaceHeader} race
 */
function beginning({ runners, surface }) {
  const places = new Set(runners.map(({ params }) => point([params[0], params[1]], surface.frame)));
  const losses = runners.map(({ loss }) => loss[0]).sort((a, b) => a - b);
  const [low, high] = [short(losses[0]), short(losses[losses.length - 1])];
  const [where] = places;
  if (runners.length === 1)
    return tr("{runner} starts at {where}, where the loss is {loss}.", { runner: runners[0].label, where, loss: low });
  const told = { count: number(runners.length), where, places: inside(places.size), loss: low, low, high };
  if (places.size === 1)
    return low === high
      ? tr("{count} optimizers start at {where}, where the loss is {loss}.", told)
      : tr("{count} optimizers start at {where}, where losses are from {low} to {high}.", told);
  return low === high
    ? tr("{count} optimizers start from {places} points, where the loss is {loss}.", told)
    : tr("{count} optimizers start from {places} points, where losses are from {low} to {high}.", told);
}

/**
 * @param {Standing[]} alive
 * @param {number} t
 * @param {RaceHeader} race
 */
function leading(alive, t, race) {
  const [{ runner, loss }] = alive;
  const at = Math.max(...alive.map((one) => one.row * one.runner.stride)); // a step may cost several gradients
  const equal = alive.filter((one) => one.loss === loss).length;
  const told = {
    when: t >= race.steps ? race.timeline.after : tr("At {when}", { when: race.timeline.words(at) }),
    runner: runner.label,
    count: inside(equal),
    loss: short(loss),
  };
  if (alive.length === 1) return tr("{when} {runner} is at loss {loss}.", told);
  if (equal > 1) return tr("{when} {count} share the lowest loss, {loss}.", told);
  return tr("{when} {runner} has the lowest loss, {loss}.", told);
}

/**
 * What the leader has just done: arrived, passed the minimum and turned, left.
 *
 * @param {Standing} standing
 * @param {RaceHeader} race
 * @param {number} t
 */
function remarkable({ runner, row }, race, t) {
  const { distance } = runner;
  const when = { step: moment(runner) ?? "" };
  if (out(runner, t))
    return when.step === "" ? tr("It left the frame.") : tr("It left the frame at step {step}.", when);
  const told = {
    converged: tr("It converged at step {step}.", when),
    rest: tr("It has been at rest since step {step}.", when),
    still: tr("It has stood still since step {step}.", when),
    diverging: tr("It is diverging."),
  }[ended(runner, t)];
  if (told) return told;
  if (!distance || row < 2) return "";
  const least = leastUpTo(distance)[row];
  const size = Math.max(race.surface.frame[1] - race.surface.frame[0], race.surface.frame[3] - race.surface.frame[2]);
  const past = distance[row] > TURN * distance[least] && distance[row] - distance[least] > 0.01 * size;
  if (!past || least === row) return "";
  return distance[row] < distance[row - 1]
    ? tr("It passed the minimum and is coming back.")
    : tr("It passed the minimum and is moving on.");
}

const lowest = new WeakMap(); // values -> the row of the smallest one up to each row: worked out once, asked at every frame

/** @param {Float32Array} values */
function leastUpTo(values) {
  if (!lowest.has(values)) {
    const rows = new Int32Array(values.length);
    for (let i = 1; i < rows.length; i += 1) rows[i] = values[i] < values[rows[i - 1]] ? i : rows[i - 1];
    lowest.set(values, rows);
  }
  return lowest.get(values);
}

/**
 * What the last one does: its end where that has come, else whether it has climbed above its start or still comes down.
 *
 * @param {Standing} standing
 * @param {RaceHeader} race
 * @param {number} t
 */
function trailing({ runner, row, loss }, race, t) {
  const about = { runner: runner.label, loss: short(loss) };
  const told = {
    rest: tr("{runner} is at rest, at {loss}.", about),
    still: tr("{runner} stands still, at {loss}.", about),
    diverging: tr("{runner} is diverging, at {loss}.", about),
  }[ended(runner, t)];
  const start = runner.loss[0];
  if (told) return told;
  if (loss > start) return tr("{runner} is above its start, at {loss}.", about);
  const slope =
    leastUpTo(runner.loss)[row] === row &&
    runner.gradnorm[row] > 0.05 * runner.gradnorm[0] &&
    loss > 0.1 * Math.abs(start);
  return slope && race.surface.bounded
    ? tr("{runner} is still on the slope, at {loss}.", about)
    : tr("{runner} is last, at {loss}.", about);
}

/**
 * @param {RaceRunner} runner
 * @param {number} t
 */
function gone(runner, t) {
  const told = { runner: runner.label, step: moment(runner) ?? "" };
  if (!out(runner, t)) return tr("{runner} is not finite here.", told);
  if (runner.outcome.kind === "left")
    return told.step === ""
      ? tr("{runner} left the frame.", told)
      : tr("{runner} left the frame at step {step}.", told);
  return told.step === "" ? tr("{runner} is not finite.", told) : tr("{runner} is not finite from step {step}.", told);
}

/**
 * Words as a sentence: a name that begins it may be one of words, "batch 16".
 *
 * @param {string} words
 */
function sentence(words) {
  return words.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

/**
 * A number from two up in words, and as they stand inside a sentence.
 *
 * @param {number} count
 */
function number(count) {
  return NUMBERS[count - 2] ?? String(count);
}

/** @param {number} count */
function inside(count) {
  return number(count).toLowerCase();
}
