/**
 * The paper on which a student draws a curve before it is shown: by a drag, or by keys at the pen.
 *
 * Data: see ui/lessons/paper.py: {quantity, runner, range, steps, start, done, values}. The line begins at `start` and
 * lies flat until it is drawn, or is as the `values` that were taken before. The button, which says `done`, reports its values, one for each of `steps`, as the trigger "drawn".
 * With `lines`, which others drew, and `run`, null before that is revealed, these are shown, and nothing is drawn.
 */

import { describe, el } from "../draw/dom.js";
import { plain } from "../draw/format.js";
import { logScale } from "../draw/scale.js";
import { applyTheme, listenColours, readTheme } from "../draw/theme.js";
import { there } from "../draw/there.js";
import { multiples, niceStep } from "../draw/ticks.js";
import { tr } from "../draw/tr.js";
import { mounts } from "../engine/mounts.js";
import { begun, raised, stroked } from "./sketchedits.js";

/** @import { Component } from "../engine/panel.js" */

const [TALL, LEFT, RIGHT, ABOVE, BELOW] = [260, 56, 14, 12, 44]; // px of the design
const TURN = 10 ** 0.1; // by which a key raises the line; with Shift twice as far

/** @typedef {{quantity: string, runner: string, range: number[], steps: number[], start: number, done?: string, values?: number[] | null, lines?: number[][], run?: number[] | null}} Data */

/** Show the paper in `component.parentElement`; returns the function that takes it down. */
export const mount = mounts((parent) => new Paper(parent));

class Paper {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.picture = el("div", { class: "op-sketch-picture" });
    this.pen = el("div", { class: "op-sketch-pen", role: "slider", tabIndex: 0 });
    this.box = el("div", { class: "op-sketch-box" }, this.picture, this.pen);
    this.done = el("button", { type: "button", class: "op-button", onclick: () => this.send?.("drawn", this.values) });
    const keys = el("span", { class: "op-keys" }, tr("With keys: ← → move the pen, ↑ ↓ draw."));
    const hint = el("span", { class: "op-quiet" }, tr("Drag across the paper to draw."), " ", keys);
    this.tools = el("div", {}, this.done, hint);
    this.root = el("div", { class: "op-sketch" }, this.box, this.tools);
    parent.append(this.root);
    this.box.addEventListener("pointerdown", (event) => this.begins(event));
    this.box.addEventListener("pointermove", (event) => this.drags(event));
    for (const end of ["pointerup", "pointercancel"]) this.box.addEventListener(end, () => (this.last = null));
    this.pen.addEventListener("keydown", (event) => this.keyed(event));
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.box);
    this.deaf = listenColours(() => this.draw());
    /** @type {Data | null} */
    this.given = null;
    this.scale = logScale(1, 10); // of the paper, once there is one
    /** @type {[column: number, value: number] | null} */
    this.last = null; // where a drag is
    /** @type {number[]} */
    this.values = [];
    this.column = 1; // at which the pen is
    this.drawn = false;
  }

  /** @param {Component<Data>} component */
  update({ data, setTriggerValue }) {
    this.send = setTriggerValue;
    const line = begun(data, this.given);
    this.given = data;
    this.done.textContent = data.done ?? "";
    this.tools.hidden = this.pen.hidden = Boolean(data.lines);
    this.root.classList.toggle("op-sketch-shown", Boolean(data.lines));
    if (line !== undefined) {
      this.values = line ?? data.steps.map(() => data.start);
      this.drawn = line !== null;
    }
    this.draw();
  }

  get data() {
    return there(this.given, "What is drawn");
  }

  /** Pixels of the page for one of the design, in which the paper is drawn. */
  get px() {
    return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  }

  get right() {
    return Math.max(LEFT + 50, this.box.clientWidth / this.px - RIGHT);
  }

  /** @param {number} column */
  x = (column) => LEFT + (column / (this.values.length - 1)) * (this.right - LEFT);

  /** @param {number} value */
  y = (value) => TALL - BELOW - this.scale.unit(value) * (TALL - ABOVE - BELOW);

  /**
   * The column and the value under a pointer, on the paper.
   *
   * @param {PointerEvent} event
   * @returns {[column: number, value: number]}
   */
  at({ clientX, clientY }) {
    const { left, top } = this.box.getBoundingClientRect();
    const [low, high] = this.data.range;
    const across = ((clientX - left) / this.px - LEFT) / (this.right - LEFT);
    const up = (TALL - BELOW - (clientY - top) / this.px) / (TALL - ABOVE - BELOW);
    const within = (/** @type {number} */ share) => Math.min(1, Math.max(0, share));
    return [within(across) * (this.values.length - 1), low * (high / low) ** within(up)];
  }

  /** @param {PointerEvent} event */
  begins(event) {
    if (event.button !== 0 || !this.given || this.data.lines) return;
    this.box.setPointerCapture(event.pointerId);
    this.last = this.at(event);
    this.take(stroked(this.values, this.last, this.last));
  }

  /** @param {PointerEvent} event */
  drags(event) {
    if (!this.last) return;
    const next = this.at(event);
    this.column = Math.max(1, Math.round(next[0]));
    this.take(stroked(this.values, this.last, next));
    this.last = next;
  }

  /** @param {KeyboardEvent} event */
  keyed(event) {
    if (!this.given || event.ctrlKey || event.metaKey || event.altKey) return;
    const turn = Number(event.key === "ArrowRight") - Number(event.key === "ArrowLeft");
    const rise = event.key === "ArrowUp" ? TURN : event.key === "ArrowDown" ? 1 / TURN : 0;
    if (turn) this.column = Math.min(this.values.length - 1, Math.max(1, this.column + turn));
    else if (!rise) return;
    if (rise) this.take(raised(this.values, this.column, event.shiftKey ? rise ** 2 : rise, this.data.range));
    else this.draw();
    event.preventDefault();
  }

  /** @param {number[]} values */
  take(values) {
    this.values = values;
    this.drawn = true;
    this.draw();
  }

  draw() {
    if (!this.given || !this.box.clientWidth) return;
    applyTheme(this.root, readTheme(this.root));
    const { range, steps, quantity, runner } = this.data;
    this.scale = logScale(range[0], range[1]);
    this.picture.innerHTML = this.svg();
    this.speak();
    this.done.disabled = !this.drawn;
    const value = this.values[this.column];
    const [x, y] = [this.x(this.column), this.y(value)].map((one) => one * this.px);
    this.pen.style.cssText = `left: ${x}px; top: ${y}px`;
    this.pen.setAttribute("aria-label", tr("Pen for the {quantity} of {runner}", { quantity, runner }));
    this.pen.setAttribute("aria-valuemin", String(range[0]));
    this.pen.setAttribute("aria-valuemax", String(range[1]));
    this.pen.setAttribute("aria-valuenow", String(value));
    const told = { step: Math.round(steps[this.column]), value: plain(value, 2) };
    this.pen.setAttribute("aria-valuetext", tr("step {step}: {value}", told));
  }

  svg() {
    const { right } = this;
    const { steps, quantity } = this.data;
    const [bottom, end] = [TALL - BELOW, steps[steps.length - 1]];
    const grid = this.scale.ticks.map(
      ([value, text]) =>
        `<path class="op-sketch-grid" d="M${LEFT} ${this.y(value)}H${right}"/>` +
        `<text x="${LEFT - 8}" y="${this.y(value) + 4}" text-anchor="end">${text}</text>`,
    );
    const across = multiples(0, end, niceStep(end, (right - LEFT) / 90)).map(
      ([step, text]) => `<text x="${LEFT + (step / end) * (right - LEFT)}" y="${bottom + 18}">${text}</text>`,
    );
    const path = (/** @type {number[]} */ values) =>
      values.map((value, i) => `${i ? "L" : "M"}${this.x(i).toFixed(1)} ${this.y(value).toFixed(1)}`).join("");
    const { lines, run } = this.data;
    const drawn = (lines ?? [this.values]).map((values) => `<path class="op-sketch-line" d="${path(values)}"/>`);
    if (run) drawn.push(`<path class="op-sketch-run" d="${path(run)}"/>`);
    const titles =
      `<text x="${(LEFT + right) / 2}" y="${TALL - 6}">${tr("step")}</text>` +
      `<text transform="translate(12 ${(ABOVE + bottom) / 2}) rotate(-90)">${quantity}</text>`;
    const [width, px] = [right + RIGHT, this.px];
    return (
      `<svg width="${width * px}" height="${TALL * px}" viewBox="0 0 ${width} ${TALL}" style="--op-px: 1px" ` +
      'aria-hidden="true" text-anchor="middle">' +
      `${grid.join("")}${across.join("")}${titles}${drawn.join("")}</svg>`
    );
  }

  /** Say the picture in words; where it is drawn on, the pen does. */
  speak() {
    const { lines, run, quantity, runner } = this.data;
    if (!lines) return;
    const told = { count: lines.length, quantity, runner };
    const words = run
      ? tr("{count} drawn lines of the {quantity} of {runner}, and the run", told)
      : tr("{count} drawn lines of the {quantity} of {runner}", told);
    describe(this.picture, words);
  }

  destroy() {
    this.sizes.disconnect();
    this.deaf();
    this.root.remove();
  }
}
