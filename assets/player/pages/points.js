/**
 * The chart of schedules in which the points of the schedule by hand are drawn: a press adds one, a drag moves it, two
 * presses on it take it away; so do arrow keys, + and Delete.
 *
 * Data: see ui/schedules/drawn.py. Reports {points: [step, factor][]} as the trigger "points".
 */

import { el, targetIn } from "../draw/dom.js";
import { plain } from "../draw/format.js";
import { applyTheme, readTheme } from "../draw/theme.js";
import { there } from "../draw/there.js";
import { niceStep } from "../draw/ticks.js";
import { tr } from "../draw/tr.js";
import { mounts } from "../engine/mounts.js";
import { added, moved, PLAIN, removed, same } from "./pointedits.js";
import { ABOVE, BELOW, LEFT, picture, RIGHT, swatch, TALL } from "./schedulechart.js";

/** @import { Component } from "../engine/panel.js" */
/** @import { Schedule, Schedules } from "./headers.js" */
/** @import { Points } from "./pointedits.js" */

const AGAIN = 500; // milliseconds between two presses that mean one point
const HANDLE = [20, 44]; // px: the narrowest and the widest
const FINE = 100; // parts of the axis that a rate is rounded to; keys go a part, with Shift ten

/** Show the chart in `component.parentElement`; returns the function that takes it down. */
export const mount = mounts((parent) => new Chart(parent));

class Chart {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.legend = el("p", { class: "op-points-legend" });
    this.picture = el("div", { class: "op-points-picture" });
    this.handles = el("div", {});
    this.box = el("div", { class: "op-points-box" }, this.picture, this.handles);
    const keys = tr("With keys: arrows move a point, + adds one behind it, Delete removes it.");
    const hint = tr("Press to add a point, drag it to move it, press it twice to remove it.");
    this.first = el("button", { type: "button", class: "op-button", onclick: () => this.begun() }, tr("Add a point"));
    this.root = el(
      "div",
      { class: "op-points" },
      this.legend,
      this.box,
      this.first,
      el("p", { class: "op-quiet" }, hint, " ", el("span", { class: "op-keys" }, keys)),
    );
    parent.append(this.root);
    this.box.addEventListener("click", (event) => this.pressed(event));
    this.box.addEventListener("pointerdown", () => (this.moves = false));
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.box);
    this.colours = window.matchMedia("(prefers-color-scheme: dark)");
    this.recolour = () => this.draw();
    this.colours.addEventListener("change", this.recolour);
    /** @type {Schedules | null} */
    this.given = null;
    /** @type {Points} */
    this.points = [];
    /** @type {Points | null} */
    this.sent = null;
    /** @type {{i: number, before: Points, from: number[]} | null} */
    this.dragged = null;
    this.width = LEFT + RIGHT + 50; // px
    this.top = this.fine = 1; // of the axis of rates, and a part of it
    this.moves = false; // whether this press has moved a point: it is a drag then
    this.last = { place: -1, when: 0 };
  }

  /** @param {Component<Schedules>} component */
  update({ data, setTriggerValue }) {
    this.given = data;
    this.send = setTriggerValue;
    if (this.sent && same(this.sent, data.points)) this.sent = null;
    if (!this.sent && !this.dragged) this.points = data.points;
    this.draw();
  }

  get data() {
    return there(this.given, "The chart of schedules");
  }

  /** From the scale of the page to pixels, and back. */
  measure() {
    const { data } = this;
    this.width = Math.max(LEFT + RIGHT + 50, this.box.clientWidth);
    const factors = this.shown().map(([, factor]) => factor);
    const most = Math.max(...data.lines.flatMap(({ rates }) => rates), data.rate * Math.max(1, ...factors));
    if (!this.dragged) this.top = 1.25 * most;
    this.fine = niceStep(this.top / data.rate, FINE);
  }

  x = (/** @type {number} */ step) => LEFT + (step / this.data.epochs) * (this.width - LEFT - RIGHT);
  y = (/** @type {number} */ rate) => TALL - BELOW - Math.min(1, rate / this.top) * (TALL - ABOVE - BELOW);

  /**
   * The point of a place of the window: the epoch that begins nearest to it, and its factor.
   *
   * @param {{clientX: number, clientY: number}} pointer
   * @returns {[step: number, factor: number]}
   */
  at({ clientX, clientY }) {
    const { left, top } = this.box.getBoundingClientRect();
    const { data } = this;
    const step = ((clientX - left - LEFT) / (this.width - LEFT - RIGHT)) * data.epochs;
    const share = (TALL - BELOW - (clientY - top)) / (TALL - ABOVE - BELOW);
    return [Math.min(data.epochs - 1, Math.max(0, Math.round(step))), this.rounded((share * this.top) / data.rate)];
  }

  /** @param {number} factor */
  rounded(factor) {
    const within = Math.min(this.data.most.factor, this.top / this.data.rate, Math.max(0, factor));
    return Number((Math.round(within / this.fine) * this.fine).toPrecision(6));
  }

  /** The points within the epochs that are drawn; later ones stay as they are. */
  shown() {
    return this.points.filter(([step]) => step < this.data.epochs);
  }

  draw() {
    if (!this.given || !this.box.clientWidth) return;
    this.measure();
    applyTheme(this.root, readTheme(this.root));
    const { data } = this;
    const steps = this.shown();
    const mine = Array.from({ length: data.epochs }, (_, step) => {
      const [, factor] = steps.findLast(([from]) => from <= step) ?? [0, 1];
      return data.rate * factor;
    });
    const lines = [...data.lines, { ...data.own, rates: mine, stairs: true }];
    this.legend.replaceChildren(...lines.map((line) => el("span", { html: `${swatch(line)}` }, line.name)));
    this.picture.innerHTML = picture(this, lines);
    this.place(steps);
  }

  /**
   * Put a handle on each point; the one in focus keeps it.
   *
   * @param {Points} points
   */
  place(points) {
    this.first.hidden = points.length > 0;
    while (this.handles.children.length > points.length) this.handles.lastChild?.remove();
    while (this.handles.children.length < points.length) this.handles.append(this.handle(this.handles.children.length));
    const xs = points.map(([step]) => this.x(step));
    for (const [i, [step, factor]] of points.entries()) {
      const handle = /** @type {HTMLElement} */ (this.handles.children[i]);
      const gap = Math.min(xs[i] - (xs[i - 1] ?? -Infinity), (xs[i + 1] ?? Infinity) - xs[i]);
      const rate = plain(this.data.rate * factor, 3);
      handle.style.cssText =
        `left: ${xs[i]}px; top: ${this.y(this.data.rate * factor)}px; ` +
        `width: ${Math.min(HANDLE[1], Math.max(HANDLE[0], gap))}px; --op-hue: ${this.data.own.hue}`;
      handle.setAttribute("aria-label", tr("Point {number} of {all}", { number: i + 1, all: points.length }));
      handle.setAttribute("aria-valuenow", String(factor));
      const epoch = step + 1;
      handle.setAttribute("aria-valuetext", tr("epoch {epoch}, rate {rate}, factor {factor}", { epoch, rate, factor }));
      const said = handle.firstElementChild;
      if (said) said.textContent = tr("epoch {epoch}: {rate}", { epoch, rate });
    }
  }

  /** @param {number} i */
  handle(i) {
    const handle = el(
      "div",
      { class: "op-points-handle", role: "slider", tabIndex: 0, "aria-valuemin": "0" },
      el("span", { "aria-hidden": "true" }),
    );
    handle.setAttribute("aria-valuemax", String(this.data.most.factor));
    handle.addEventListener("keydown", (event) => this.keyed(event, i));
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      handle.setPointerCapture(event.pointerId);
      this.dragged = { i, before: this.points, from: [event.clientX, event.clientY] };
    });
    handle.addEventListener("pointermove", (event) => this.drags(event));
    handle.addEventListener("pointerup", () => this.dropped());
    handle.addEventListener("pointercancel", () => this.dropped());
    return handle;
  }

  /** @param {PointerEvent} event */
  drags(event) {
    const { dragged } = this;
    if (!dragged) return;
    this.moves ||= Math.hypot(event.clientX - dragged.from[0], event.clientY - dragged.from[1]) > 3;
    if (!this.moves) return;
    this.points = moved(this.points, dragged.i, this.at(event), this.data.epochs);
    this.draw();
  }

  dropped() {
    const { dragged } = this;
    this.dragged = null;
    if (dragged && this.moves) this.take(this.points, dragged.before);
  }

  /**
   * A press beside all points adds one; two on one take it away.
   *
   * @param {MouseEvent} event
   */
  pressed(event) {
    if (this.moves) return;
    const handle = targetIn(event, ".op-points-handle");
    if (!handle) return this.take(added(this.points, this.at(event), this.data.most.points));
    const place = [...this.handles.children].indexOf(handle);
    const twice = this.last.place === place && event.timeStamp - this.last.when < AGAIN;
    this.last = { place: twice ? -1 : place, when: event.timeStamp };
    return twice ? this.take(removed(this.points, place)) : null;
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} i
   */
  keyed(event, i) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [step, factor] = this.points[i];
    const by = (event.shiftKey ? 10 : 1) * this.fine;
    /** @type {Record<string, [step: number, factor: number]>} */
    const keys = {
      ArrowLeft: [step - 1, factor],
      ArrowRight: [step + 1, factor],
      ArrowUp: [step, this.rounded(factor + by)],
      ArrowDown: [step, this.rounded(factor - by)],
    };
    const next = keys[event.key];
    if (next) this.take(moved(this.points, i, next, this.data.epochs));
    else if (event.key === "Delete" || event.key === "Backspace") this.without(i);
    else if (event.key === "+") this.behind(i);
    else return;
    event.preventDefault();
  }

  /**
   * Add a point in the middle between one and what follows it, and go there.
   *
   * @param {number} i
   */
  behind(i) {
    const [step, factor] = this.points[i];
    const next = Math.min(this.points[i + 1]?.[0] ?? Infinity, this.data.epochs);
    if (next - step < 2) return;
    this.take(added(this.points, [Math.floor((step + next) / 2), factor], this.data.most.points));
    this.focus(i + 1);
  }

  /**
   * Take a point away, and go to the one that stands there then, or to the one before.
   *
   * @param {number} i
   */
  without(i) {
    this.take(removed(this.points, i));
    this.focus(Math.min(i, this.handles.children.length - 1));
  }

  /** Where no point is within the epochs that are drawn: one at the first, in the place of the last if there are too many. */
  begun() {
    this.take(added(this.points.slice(0, this.data.most.points - 1), PLAIN, this.data.most.points));
    this.focus(0);
  }

  /**
   * Let keys move the point at place `i`; without one there, they can add the first.
   *
   * @param {number} i
   */
  focus(i) {
    const handle = /** @type {HTMLElement} */ (this.handles.children[i] ?? this.first);
    handle.focus();
  }

  /** @param {Points} points */
  take(points, before = this.points) {
    this.points = points;
    if (!same(points, before)) {
      this.sent = points;
      this.send?.("points", points);
    }
    this.draw();
  }

  destroy() {
    this.sizes.disconnect();
    this.colours.removeEventListener("change", this.recolour);
    this.root.remove();
  }
}
