/** Numbers of the runners: the rate of the chosen one, changed by hand from the step that is shown on, or many at once. */

import { el } from "../draw/dom.js";
import { popover } from "../draw/popover.js";
import { picked } from "../draw/rows.js";
import { tr } from "../draw/tr.js";

/** @import { Header, Runner } from "../engine/header.js" */
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
 * as soon as the changed run has come; where the change is refused it stays. Nothing where no server answers, or a link
 * locks or hides the rate. Before it a link to the search of many values, where the page has one.
 *
 * @param {HTMLElement} parent
 * @param {Bus} bus
 * @returns {Panel}
 */
export function createRate(parent, bus) {
  const words = el("p");
  const buttons = TIMES.map(([times, text]) => el("button", { type: "button", onclick: () => change(times) }, text));
  const panel = el(
    "div",
    { class: "op-popover", role: "group", "aria-label": tr("Change of the rate"), hidden: true },
    words,
    el("div", { class: "op-segmented" }, ...buttons),
    el("p", { class: "op-quiet" }, tr("Changes by hand at later steps are dropped. Back undoes it.")),
  );
  const button = el("button", { type: "button", class: "op-button", "aria-expanded": "false" }, tr("Change rate here"));
  const many = el("a", { class: "op-button", hidden: true }, tr("Search their numbers"));
  const element = el("div", { class: "op-rate" }, many, el("div", {}, button, panel));
  if (bus.live) parent.append(element);
  /** @type {Header | null} */
  let race = null;
  /** @type {{slot: string, link: string} | null} */
  let awaited = null; // the runner whose changed run is to come, and the link before

  const close = popover(element, button, panel, () => {
    bus.seek(bus.step());
    fill();
  });

  function fill() {
    const runner = race && picked(race);
    if (!race || !runner) return; // nothing is shown then
    const { timeline } = race;
    const over = timeline.gradients(runner, bus.step()) >= timeline.last(runner);
    const there = (runner.state ?? "ready") === "ready";
    words.textContent = there ? offered(runner.label, timeline.words(bus.step()), over) : absent(runner);
    for (const each of buttons) each.disabled = !there || over;
  }

  /** @param {number} times */
  function change(times) {
    const runner = race && picked(race);
    if (!race || !runner) return;
    awaited = { slot: runner.slot, link: race.link };
    bus.send({ kind: "rate", slot: runner.slot, at: race.timeline.gradients(runner, bus.step()), times });
    close(true);
  }

  /** The changed run has come: it goes on from where it was changed. Another race is not it if this one was refused. */
  function playOn() {
    if (!race || !awaited) return;
    const { slot: changed, link } = awaited;
    const runner = race.runners.find(({ slot }) => slot === changed);
    if (race.link === link) {
      if (!bus.waiting()) awaited = null; // the server has heard of it, and changed nothing
      return;
    }
    if (!runner || (runner.state ?? "ready") !== "ready") return;
    awaited = null;
    if (!bus.reducedMotion) bus.clock.play();
  }

  return {
    element,
    setData(next) {
      race = next;
      element.hidden = next.empty || Boolean(next.fixed) || !picked(next);
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
 * What can be done to the rate of a runner at a time, or what first.
 *
 * @param {string} runner its name
 * @param {string} when
 * @param {boolean} over it has made all its steps by then
 */
function offered(runner, when, over) {
  return over
    ? tr("{runner} has ended here. Go to an earlier step first.", { runner })
    : tr("Learning rate of {runner}, from {when} on", { runner, when });
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
