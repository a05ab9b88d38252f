/**
 * The chart of schedules in which the points of the schedule by hand are drawn: a press adds one, a drag moves it, two
 * presses on it take it away; so do arrow keys, + and Delete.
 *
 * Data: see ui/schedules/drawn.py. Reports {points: [step, factor][]} as the trigger "points".
 */

import { el, targetIn } from "../draw/dom.js";
import { plain } from "../draw/format.js";
import { applyTheme, readTheme } from "../draw/theme.js";
import { multiples, niceStep } from "../draw/ticks.js";
import { mounts } from "../engine/mounts.js";
import { added, moved, PLAIN, removed, same } from "./pointedits.js";

const [TALL, LEFT, RIGHT, ABOVE, BELOW] = [320, 56, 14, 12, 44]; // px
const AGAIN = 500; // milliseconds between two presses that mean one point
const HANDLE = [20, 44]; // px: the narrowest and the widest
const FINE = 100; // parts of the axis that a rate is rounded to; keys go a part, with Shift ten

/** Show the chart in `component.parentElement`; returns the function that takes it down. */
export const mount = mounts((parent) => new Chart(parent));

class Chart {
  constructor(parent) {
    this.legend = el("p", { class: "op-points-legend" });
    this.picture = el("div", { class: "op-points-picture" });
    this.handles = el("div", {});
    this.box = el("div", { class: "op-points-box" }, this.picture, this.handles);
    const hint =
      "Press to add a point, drag it to move it, press it twice to remove it. " +
      "With keys: arrows move a point, + adds one behind it, Delete removes it.";
    this.first = el("button", { type: "button", class: "op-button", onclick: () => this.begun() }, "Add a point");
    this.root = el(
      "div",
      { class: "op-points" },
      this.legend,
      this.box,
      this.first,
      el("p", { class: "op-quiet" }, hint),
    );
    parent.append(this.root);
    this.box.addEventListener("click", (event) => this.pressed(event));
    this.box.addEventListener("pointerdown", () => (this.moves = false));
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.box);
    this.colours = window.matchMedia("(prefers-color-scheme: dark)");
    this.recolour = () => this.draw();
    this.colours.addEventListener("change", this.recolour);
    this.points = this.sent = this.dragged = null;
    this.moves = false; // whether this press has moved a point: it is a drag then
    this.last = { place: -1, when: 0 };
  }

  update({ data, setTriggerValue }) {
    this.data = data;
    this.send = setTriggerValue;
    if (this.sent && same(this.sent, data.points)) this.sent = null;
    if (!this.sent && !this.dragged) this.points = data.points;
    this.draw();
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

  x = (step) => LEFT + (step / this.data.epochs) * (this.width - LEFT - RIGHT);
  y = (rate) => TALL - BELOW - Math.min(1, rate / this.top) * (TALL - ABOVE - BELOW);

  /**
   * The point of a place of the window: the epoch that begins nearest to it, and its factor.
   *
   * @returns {[step: number, factor: number]}
   */
  at({ clientX, clientY }) {
    const { left, top } = this.box.getBoundingClientRect();
    const { data } = this;
    const step = ((clientX - left - LEFT) / (this.width - LEFT - RIGHT)) * data.epochs;
    const share = (TALL - BELOW - (clientY - top)) / (TALL - ABOVE - BELOW);
    return [Math.min(data.epochs - 1, Math.max(0, Math.round(step))), this.rounded((share * this.top) / data.rate)];
  }

  rounded(factor) {
    const within = Math.min(this.data.most.factor, this.top / this.data.rate, Math.max(0, factor));
    return Number((Math.round(within / this.fine) * this.fine).toPrecision(6));
  }

  /** The points within the epochs that are drawn; later ones stay as they are. */
  shown() {
    return this.points.filter(([step]) => step < this.data.epochs);
  }

  draw() {
    if (!this.data || !this.box.clientWidth) return;
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
    this.picture.innerHTML = this.svg(lines);
    this.place(steps);
  }

  svg(lines) {
    const [right, bottom] = [this.width - RIGHT, TALL - BELOW];
    const across = multiples(1, this.data.epochs, Math.max(1, niceStep(this.data.epochs, this.width / 70)));
    const upwards = multiples(0, this.top, niceStep(this.top, 5));
    const grid = upwards.map(
      ([rate, text]) =>
        `<path class="op-points-grid" d="M${LEFT} ${this.y(rate)}H${right}"/>` +
        `<text x="${LEFT - 8}" y="${this.y(rate) + 4}" text-anchor="end">${text}</text>`,
    );
    const epochs = across.map(([n, text]) => `<text x="${this.x(n - 1)}" y="${bottom + 18}">${text}</text>`);
    const paths = lines.map((line) => `<path fill="none" ${stroke(line)} d="${this.path(line)}"/>`);
    const titles =
      `<text x="${(LEFT + right) / 2}" y="${TALL - 6}">epoch</text>` +
      `<text transform="translate(12 ${(ABOVE + bottom) / 2}) rotate(-90)">learning rate</text>`;
    const about = `Learning rate over ${this.data.epochs} epochs under ${lines.length} schedules`;
    return (
      `<svg width="${this.width}" height="${TALL}" role="img" aria-label="${about}" text-anchor="middle">` +
      `${grid.join("")}${epochs.join("")}${titles}${paths.join("")}</svg>`
    );
  }

  path({ rates, stairs }) {
    const points = rates.map((rate, step) => {
      const [x, y] = [this.x(step).toFixed(1), this.y(rate).toFixed(1)];
      return stairs && step ? `H${x}V${y}` : `${step ? "L" : "M"}${x} ${y}`;
    });
    return points.join("") + (stairs ? `H${this.x(rates.length).toFixed(1)}` : "");
  }

  /** Put a handle on each point; the one in focus keeps it. */
  place(points) {
    this.first.hidden = points.length > 0;
    while (this.handles.children.length > points.length) this.handles.lastChild.remove();
    while (this.handles.children.length < points.length) this.handles.append(this.handle(this.handles.children.length));
    const xs = points.map(([step]) => this.x(step));
    for (const [i, [step, factor]] of points.entries()) {
      const handle = /** @type {HTMLElement} */ (this.handles.children[i]);
      const gap = Math.min(xs[i] - (xs[i - 1] ?? -Infinity), (xs[i + 1] ?? Infinity) - xs[i]);
      const rate = plain(this.data.rate * factor, 3);
      handle.style.cssText =
        `left: ${xs[i]}px; top: ${this.y(this.data.rate * factor)}px; ` +
        `width: ${Math.min(HANDLE[1], Math.max(HANDLE[0], gap))}px; --op-hue: ${this.data.own.hue}`;
      handle.setAttribute("aria-label", `Point ${i + 1} of ${points.length}`);
      handle.setAttribute("aria-valuenow", String(factor));
      handle.setAttribute("aria-valuetext", `epoch ${step + 1}, rate ${rate}, factor ${factor}`);
      handle.firstElementChild.textContent = `epoch ${step + 1}: ${rate}`;
    }
  }

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

  /** A press beside all points adds one; two on one take it away. */
  pressed(event) {
    if (this.moves) return;
    const handle = targetIn(event, ".op-points-handle");
    if (!handle) return this.take(added(this.points, this.at(event), this.data.most.points));
    const place = [...this.handles.children].indexOf(handle);
    const twice = this.last.place === place && event.timeStamp - this.last.when < AGAIN;
    this.last = { place: twice ? -1 : place, when: event.timeStamp };
    return twice ? this.take(removed(this.points, place)) : null;
  }

  keyed(event, i) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [step, factor] = this.points[i];
    const by = (event.shiftKey ? 10 : 1) * this.fine;
    const next = {
      ArrowLeft: [step - 1, factor],
      ArrowRight: [step + 1, factor],
      ArrowUp: [step, this.rounded(factor + by)],
      ArrowDown: [step, this.rounded(factor - by)],
    }[event.key];
    if (next) this.take(moved(this.points, i, next, this.data.epochs));
    else if (event.key === "Delete" || event.key === "Backspace") this.without(i);
    else if (event.key === "+") this.behind(i);
    else return;
    event.preventDefault();
  }

  /** Add a point in the middle between one and what follows it, and go there. */
  behind(i) {
    const [step, factor] = this.points[i];
    const next = Math.min(this.points[i + 1]?.[0] ?? Infinity, this.data.epochs);
    if (next - step < 2) return;
    this.take(added(this.points, [Math.floor((step + next) / 2), factor], this.data.most.points));
    this.focus(i + 1);
  }

  /** Take a point away, and go to the one that stands there then, or to the one before. */
  without(i) {
    this.take(removed(this.points, i));
    this.focus(Math.min(i, this.handles.children.length - 1));
  }

  /** Where no point is within the epochs that are drawn: one at the first, in the place of the last if there are too many. */
  begun() {
    this.take(added(this.points.slice(0, this.data.most.points - 1), PLAIN, this.data.most.points));
    this.focus(0);
  }

  /** Let keys move the point at place `i`; without one there, they can add the first. */
  focus(i) {
    const handle = /** @type {HTMLElement} */ (this.handles.children[i] ?? this.first);
    handle.focus();
  }

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

const stroke = ({ hue, dash }) => `stroke="${hue}" stroke-width="2.2" stroke-dasharray="${dash}"`;
const swatch = (line) =>
  `<svg width="28" height="10" aria-hidden="true"><path fill="none" ${stroke(line)} d="M0 5H28"/></svg>`;
