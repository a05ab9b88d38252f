/**
 * How far one is in each lesson, kept in this browser alone, and the keys that lead from step to step.
 *
 * Data: {lesson, step, back, on, answered}: the step that is open, the addresses of those beside it, and whether its
 * question is answered; lesson is "" on the page that lists all, whose entries are marked.
 */

import { tr } from "../draw/tr.js";
import { mounts } from "../engine/mounts.js";

/** @import { Component } from "../engine/panel.js" */

/** @typedef {{lesson: string, step: number, back: string, on: string, answered: boolean}} Data */

const KEY = "optimizer-playground.lessons";
// Fields in which one types: in a radio button, as of an answer, one does not.
const FIELDS =
  "input:not([type=radio], [type=checkbox]), select, textarea, [contenteditable], [role=slider], [role=spinbutton], [role=combobox]";

/** Keep the progress of `component.data`, and listen for the keys; returns the function that stops listening. */
export const mount = mounts(() => new Steps());

class Steps {
  constructor() {
    /** @type {Data | null} */
    this.data = null;
    this.keyed = (/** @type {KeyboardEvent} */ event) => this.go(event);
    window.addEventListener("keydown", this.keyed);
  }

  /** @param {Component<Data>} component */
  update({ data }) {
    const { lesson, step, answered } = data;
    if (answered && this.data?.answered === false) requestAnimationFrame(show);
    this.data = data;
    const seen = progress();
    if (lesson && (seen[lesson] ?? 0) < step) keep({ ...seen, [lesson]: step });
    if (!lesson) for (const entry of document.querySelectorAll("[data-lesson]")) mark(entry, seen);
  }

  /** @param {KeyboardEvent} event */
  go(event) {
    // On many keyboards brackets are typed with Alt.
    const command = event.metaKey || (event.ctrlKey && !event.getModifierState("AltGraph"));
    if (command || event.repeat || !this.data?.lesson) return;
    if (event.target instanceof Element && event.target.closest(FIELDS)) return;
    const way = event.key === "[" ? this.data.back : event.key === "]" ? this.data.on : "";
    if (way) window.location.assign(way);
  }

  destroy() {
    window.removeEventListener("keydown", this.keyed);
  }
}

/** What is said to an answer stands below it: on a phone that is below the end of what is seen of the card. */
function show() {
  document.querySelector(".st-key-said")?.scrollIntoView({ block: "nearest" });
}

/** The last step seen of each lesson; nothing where the browser keeps nothing. */
export function progress() {
  try {
    const kept = JSON.parse(window.localStorage.getItem(KEY) ?? "{}");
    return kept && typeof kept === "object" ? kept : {};
  } catch {
    return {};
  }
}

/** @param {Record<string, number>} seen */
function keep(seen) {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(seen));
  } catch {
    // A browser that keeps nothing shows lessons all the same.
  }
}

/**
 * @param {Element} entry
 * @param {Record<string, number>} seen
 */
function mark(entry, seen) {
  if (!(entry instanceof HTMLElement)) return;
  const [done, of] = [Number(seen[entry.dataset.lesson ?? ""] ?? 0), Number(entry.dataset.steps)];
  if (done)
    entry.textContent =
      done >= of
        ? tr("All {steps} steps seen", { steps: of })
        : tr("{done} of {steps} steps seen", { done, steps: of });
}
