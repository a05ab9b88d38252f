/** Numbers of the runners: one of the chosen one, changed by hand from the step that is shown on, or many at once. */

import { el, icon } from "../draw/dom.js";
import { popover } from "../draw/popover.js";
import { picked, rowBefore } from "../draw/rows.js";
import { tr } from "../draw/tr.js";

/** @import { ByHand, Header, Runner } from "../engine/header.js" */
/** @import { Bus, Panel } from "../engine/panel.js" */

/** @type {[times: number, text: string][]} */
const TIMES = [
  [0.1, "÷ 10"],
  [0.5, "÷ 2"],
  [2, "× 2"],
  [10, "× 10"],
];

/**
 * A button that opens the changes there are to choose from. It stands still at its step meanwhile, and plays on from there
 * as soon as the changed run has come, which is read out; where the change is refused it stays. Nothing where no server
 * answers, or a link locks or hides all numbers. Before it a link to the search of many values, where the page has one.
 *
 * @param {HTMLElement} parent
 * @param {Bus} bus
 * @returns {Panel}
 */
export function createByHand(parent, bus) {
  const words = el("p");
  const results = TIMES.map(() => el("small"));
  const buttons = TIMES.map(([times, text], i) =>
    el("button", { type: "button", onclick: () => change(times, i) }, `${text} `, results[i]),
  );
  const menu = el("select", { class: "op-select", "aria-label": tr("Number"), onchange: () => choose(menu.value) });
  const which = el("span", { class: "op-number" }, menu, el("span", { class: "op-chevron", html: icon("chevron") }));
  const memory = el("p", { class: "op-quiet" });
  const panel = el(
    "div",
    { class: "op-popover", role: "group", "aria-label": tr("Change of a number"), hidden: true },
    words,
    el("div", { class: "op-segmented" }, ...buttons),
    which,
    memory,
    el("p", { class: "op-quiet" }, tr("Later changes of this number are dropped. Back undoes it.")),
  );
  const button = el("button", { type: "button", class: "op-button", "aria-expanded": "false" });
  button.textContent = tr("Change a number here");
  const many = el("a", { class: "op-button", hidden: true }, tr("Search their numbers"));
  const said = el("span", { class: "op-hidden", role: "status" });
  const own = el("div", {}, button, panel, said);
  const element = el("div", { class: "op-by-hand" }, many, own);
  if (bus.live) parent.append(element);
  /** @type {Header | null} */
  let race = null;
  let name = ""; // of the number that was chosen last
  /** @type {{slot: string, link: string, words: string} | null} */
  let awaited = null; // the runner whose changed run is to come, the link before, and what is read out then

  const close = popover(element, button, panel, () => {
    bus.seek(bus.step());
    fill();
  });

  /** The chosen runner, its number that is to be changed, and at which of its steps. */
  function meant() {
    const runner = race && picked(race);
    const number = runner && (runner.byHand.find((one) => one.name === name) ?? runner.byHand[0]);
    if (!race || !runner || !number) return null;
    const at = race.timeline.gradients(runner, bus.step());
    const now = rowBefore(number.from, Math.floor(at / runner.stride));
    return { race, runner, number, at, value: number.values[now], results: number.results[now] ?? [] };
  }

  function fill() {
    const found = meant();
    if (!found) return; // nothing is shown then
    const { runner, number, at, value } = found;
    const { timeline } = found.race;
    const over = at >= timeline.last(runner);
    const there = (runner.state ?? "ready") === "ready";
    words.textContent = there
      ? over
        ? tr("{runner} has ended here. Go to an earlier step first.", { runner: runner.label })
        : (number.why ?? offered(runner.label, number, value, timeline.words(bus.step())))
      : absent(runner);
    for (const [i, each] of buttons.entries()) {
      const result = found.results[i] ?? null;
      each.disabled = !there || over || result === null;
      results[i].textContent = result;
    }
    list(runner.byHand, number);
    memory.hidden = !number.memory || !found.results.length;
    memory.textContent = tr("× 2 looks back twice as far: it halves 1 − {number}.", { number: number.memory ?? "" });
  }

  /**
   * The numbers to choose from, where there are several. A list that is open stays as it is.
   *
   * @param {ByHand[]} numbers
   * @param {ByHand} chosen
   */
  function list(numbers, chosen) {
    const texts = numbers.map(({ label }) => label);
    if (Array.from(menu.options, ({ text }) => text).join() !== texts.join())
      menu.replaceChildren(...numbers.map((one) => el("option", { value: one.name }, one.label)));
    menu.value = chosen.name;
    which.hidden = numbers.length < 2;
  }

  /** @param {string} next */
  function choose(next) {
    name = next;
    fill();
  }

  /**
   * @param {number} times
   * @param {number} i its place among the results
   */
  function change(times, i) {
    const found = meant();
    if (!found) return;
    const { runner, number, at, value, results: all } = found;
    const told = { runner: runner.label, number: number.label, before: value, after: all[i] ?? "" };
    const when = found.race.timeline.words(bus.step());
    awaited = {
      slot: runner.slot,
      link: found.race.link,
      words: value ? tr("{number} of {runner}: {before} → {after} from {when} on", { ...told, when }) : "",
    };
    bus.send({ kind: "number", slot: runner.slot, name: number.name, at, times });
    close(true);
  }

  /** The changed run has come: it goes on from where it was changed. Another race is not it if this one was refused. */
  function playOn() {
    if (!race || !awaited) return;
    const { slot: changed, link, words: done } = awaited;
    const runner = race.runners.find(({ slot }) => slot === changed);
    if (race.link === link) {
      if (!bus.waiting()) awaited = null; // the server has heard of it, and changed nothing
      return;
    }
    if (!runner || (runner.state ?? "ready") !== "ready") return;
    awaited = null;
    said.textContent = done;
    if (!bus.reducedMotion) bus.clock.play();
  }

  return {
    element,
    setData(next) {
      race = next;
      own.hidden = !picked(next)?.byHand.length;
      element.hidden = next.empty || !picked(next) || !next.runners.some(({ byHand }) => byHand.length);
      many.hidden = !next.search;
      many.href = next.search ?? "";
      if (awaited) playOn();
      if (!panel.hidden) fill();
    },
    setTheme() {},
    resize() {},
    draw() {
      if (!panel.hidden) fill();
    },
  };
}

/**
 * What can be done to a number of a runner at a time.
 *
 * @param {string} runner its name
 * @param {ByHand} number
 * @param {string} value what it is then; "" where that is hidden
 * @param {string} when
 */
function offered(runner, { label: number }, value, when) {
  return value
    ? tr("{number} of {runner}, {value} so far, from {when} on", { runner, number, value, when })
    : tr("{number} of {runner}, from {when} on", { runner, number, when });
}

/**
 * Why a runner has no steps.
 *
 * @param {Runner} runner
 */
function absent({ label, state }) {
  return state === "computing"
    ? tr("{runner} is still computing.", { runner: label })
    : tr("{runner} does not run here.", { runner: label });
}
