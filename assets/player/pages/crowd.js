/**
 * Many runs, each on a small stage of its own, and one clock for all: all optimizers on one surface, or one on all.
 *
 * Data: the blob of a header, see ui/race/all/header.py. Nothing is reported; a name opens the race of one. Where runs
 * share a surface a press takes one along into a race of several, up to as many as a race has letters.
 */

import { paintBands } from "../draw/bands.js";
import { el, fit, icon, iconButton, press, segmented } from "../draw/dom.js";
import { grouped } from "../draw/format.js";
import { drawMarker, markSvg } from "../draw/marks.js";
import { applyTheme, hue, listenColours, readTheme, tint } from "../draw/theme.js";
import { View, widened } from "../draw/view.js";
import { decode } from "../engine/blob.js";
import { Clock } from "../engine/clock.js";
import { mounts } from "../engine/mounts.js";

const RATIO = 0.74; // of height to width of a stage
const NEVER = 1e12; // later than any step
const ORDERS = { outcome: "Outcome", reached: "Steps to tolerance", family: "Family", name: "Name" };
const LETTERS = "abcdefghijkl"; // of a race
const LOST = { left: "left the frame", "not finite": "not finite" };

/** Show the stages in `component.parentElement`; returns the function that takes them down. */
export const mount = mounts((parent) => new Crowd(parent));

/** Runners in an order of ORDERS. */
export function ordered(runners, order) {
  const by = {
    outcome: (one) => [one.rank],
    reached: (one) => [one.outcome.kind in LOST ? NEVER : (one.reached ?? NEVER), one.rank],
    family: (one) => [runners.findIndex(({ family }) => family === one.family), one.rank],
    name: (one) => [one.label.toLowerCase()],
  }[order];
  const keys = new Map(runners.map((one) => [one, by(one)]));
  const less = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  return [...runners].sort((a, b) => {
    const [one, other] = [keys.get(a), keys.get(b)];
    return less(one[0], other[0]) || less(one[1] ?? 0, other[1] ?? 0);
  });
}

/** The link of a race of several runners, each with its defaults there. */
export function together({ race }, slots) {
  return [race, ...slots.map((slot, place) => `${LETTERS[place]}=${slot}`)].join("&");
}

/** Those taken along once `slot` was pressed: with it, or without it where it was among them; no more than letters. */
export function pressed(taken, slot) {
  if (taken.includes(slot)) return taken.filter((one) => one !== slot);
  return taken.length < LETTERS.length ? [...taken, slot] : taken;
}

/** Let a parent have these children in this order; those that stand right stay where they are. */
export function settle(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  let at = parent.firstElementChild;
  for (const child of children) {
    if (child === at) at = at.nextElementSibling;
    else parent.insertBefore(child, at);
  }
}

class Crowd {
  constructor(parent) {
    this.root = el("div", { class: "player op-crowd" });
    this.order = "outcome";
    this.taken = []; // slots of those that are taken along, in their order
    this.made = new Map(); // stages by slot: they stay while more come, and so do focus and presses
    this.heads = new Map(); // of families
    this.stages = []; // in their order
    this.visible = new Set(); // canvases on the screen: the others are not drawn
    const still = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.clock = new Clock({
      show: () => this.draw(),
      changed: () => this.playing(),
      reducedMotion: () => still.matches,
    });
    this.started = still.matches; // the first play starts by itself
    this.grid = el("div", { class: "op-crowd-stages" });
    this.root.append(this.makeBar(), this.grid);
    parent.append(this.root);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.grid);
    this.seen = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) this.visible[isIntersecting ? "add" : "delete"](target);
      this.clock.wake();
    });
    this.uncolour = listenColours(() => this.resize());
  }

  makeBar() {
    this.play = iconButton("play", "Play", { onclick: () => this.clock.toggle() });
    this.slider = el("input", { type: "range", min: "0", "aria-label": "Gradients" });
    this.slider.addEventListener("input", () => {
      this.clock.pause();
      this.clock.seek(Number(this.slider.value));
    });
    this.said = el("output", {});
    this.orders = segmented("Order", Object.entries(ORDERS), (order) => {
      this.order = order;
      this.arrange();
    });
    const time = el("div", { class: "op-crowd-time" }, this.play, this.slider, this.said);
    this.race = el("a", { class: "op-crowd-race", hidden: true });
    this.told = el("span", { class: "op-unseen", "aria-live": "polite" });
    const order = el("span", { class: "op-quiet" }, "Order");
    return el("div", { class: "op-crowd-bar" }, time, order, this.orders, this.race, this.told);
  }

  /** Take a run along, or leave it. */
  take(slot) {
    this.taken = pressed(this.taken, slot);
    this.count();
  }

  /** Show who is taken along, and the way to their race; no more can be taken than it has letters. */
  count() {
    const { length } = this.taken;
    const full = length === LETTERS.length;
    for (const { runner, take } of this.stages) {
      const own = this.taken.includes(runner.slot);
      take?.setAttribute("aria-pressed", own);
      if (take) take.disabled = full && !own;
    }
    this.race.hidden = !length;
    this.race.href = `./?${together(this.header, this.taken)}`;
    this.race.textContent = length === 1 ? "Race this one" : `Race these ${length}`;
    this.told.className = full ? "op-quiet" : "op-unseen";
    const most = full ? "the most in one race" : `of up to ${LETTERS.length}`;
    this.told.textContent = length ? `${length} taken along, ${most}` : "";
  }

  update({ data }) {
    if (data !== this.bytes) {
      this.bytes = data;
      const before = this.header?.what;
      this.header = decode(data);
      this.slider.max = String(this.header.steps);
      this.clock.setSteps(this.header.steps);
      if (before !== this.header.what) this.renew();
      this.arrange();
      if (!this.started) this.clock.play();
      this.started = true;
    }
    this.resize();
  }

  /** Other runs are shown from now on. */
  renew() {
    this.taken = [];
    this.made.clear();
    this.seen.disconnect();
    this.visible.clear();
    this.clock.seek(this.header.steps);
  }

  /** The stages in their order; under the heads of their families where that is it. */
  arrange() {
    press(this.orders, this.order);
    this.stages = ordered(this.header.runners, this.order).map((runner) => this.stageOf(runner));
    const families = this.order === "family";
    const parts = [];
    for (const [place, { element, runner }] of this.stages.entries()) {
      const before = this.stages[place - 1]?.runner.family;
      if (families && runner.family !== before) parts.push(this.headOf(runner.family));
      parts.push(element);
    }
    const focused = document.activeElement;
    settle(this.grid, parts);
    if (focused instanceof HTMLElement && this.grid.contains(focused)) focused.focus({ preventScroll: true });
    this.count();
    this.resize();
  }

  /** The stage of a runner, who may have another place than before. */
  stageOf(runner) {
    const known = this.made.get(runner.slot);
    if (known) return Object.assign(known, { runner });
    const stage = this.makeStage(runner);
    this.made.set(runner.slot, stage);
    this.seen.observe(stage.canvas);
    return stage;
  }

  headOf(family) {
    if (!this.heads.has(family)) this.heads.set(family, el("h3", {}, family));
    return this.heads.get(family);
  }

  makeStage(runner) {
    const canvas = el("canvas", { "aria-hidden": "true" });
    const mark = el("span", {});
    const words = el("span", { class: "op-crowd-outcome" }, runner.outcome.sentence);
    const link = `./?${runner.link}`;
    const stage = { class: "op-crowd-stage", "data-slot": runner.slot };
    if (!this.header.together) {
      const name = el("span", { class: "op-crowd-name" }, mark, runner.label);
      return { runner, canvas, mark, element: el("a", { ...stage, href: link }, name, canvas, words) };
    }
    const name = el("a", { class: "op-crowd-name", href: link }, mark, runner.label);
    const called = { type: "button", "aria-label": `Take ${runner.label} along`, "aria-pressed": "false" };
    const take = el("button", { ...called, class: "op-crowd-take", onclick: () => this.take(runner.slot) }, canvas);
    return { runner, canvas, mark, take, element: el("div", stage, name, take, words) };
  }

  playing() {
    const { playing } = this.clock;
    this.play.innerHTML = icon(playing ? "pause" : "play");
    this.play.setAttribute("aria-label", playing ? "Pause" : "Play");
    this.play.title = playing ? "Pause" : "Play";
  }

  /** Make what lies under all paths, once for a size and a theme, and draw. */
  resize() {
    const width = this.stages[0]?.element.clientWidth;
    if (!width || !this.header) return;
    this.theme = readTheme(this.root);
    applyTheme(this.root, this.theme);
    const height = Math.round(width * RATIO);
    this.grounds = this.header.grounds.map((ground) => this.makeGround(ground, width, height));
    for (const { mark, runner, canvas } of this.stages) {
      mark.innerHTML = markSvg(runner, this.theme);
      fit(canvas, width, height);
    }
    this.draw();
  }

  makeGround({ frame, field, minima }, width, height) {
    const view = new View(widened(frame, width, height), width, height);
    const canvas = document.createElement("canvas");
    const ctx = fit(canvas, width, height);
    paintBands(ctx, field, view, this.theme, window.devicePixelRatio || 1);
    for (const [x, y] of minima) drawMarker(ctx, "cross", view.px(x), view.py(y), 4, { fill: this.theme.quiet });
    return { view, canvas };
  }

  draw() {
    if (!this.grounds) return false;
    const t = this.clock.t;
    this.root.dataset.step = String(Math.floor(t));
    this.slider.value = String(Math.floor(t));
    this.said.textContent = `gradient ${grouped(Math.floor(t))} of ${grouped(this.header.steps)}`;
    for (const stage of this.stages) if (this.visible.has(stage.canvas)) this.paint(stage, t);
    return false;
  }

  /** One run up to gradient t. */
  paint({ canvas, runner }, t) {
    const { theme } = this;
    const { view, canvas: ground } = this.grounds[runner.ground];
    const ctx = canvas.getContext("2d");
    ctx.drawImage(ground, 0, 0, view.width, view.height);
    const { params, stride } = runner;
    const last = Math.min(Math.floor(t / stride), params.length / 2 - 1);
    const path = new Path2D();
    let at = null;
    for (let row = 0; row <= last; row += 1) {
      const [x, y] = [params[2 * row], params[2 * row + 1]];
      if (!Number.isFinite(x) || !Number.isFinite(y)) break;
      at = [clamp(view.px(x), view.width), clamp(view.py(y), view.height)];
      path.lineTo(at[0], at[1]);
    }
    const colour = hue(runner, theme);
    ctx.lineJoin = "round";
    ctx.strokeStyle = tint(theme.page, 0.8);
    ctx.lineWidth = 3.6;
    ctx.stroke(path);
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.7;
    ctx.stroke(path);
    if (at) {
      const inside = at[0] >= 0 && at[0] <= view.width && at[1] >= 0 && at[1] <= view.height;
      const [x, y] = [Math.min(view.width - 7, Math.max(7, at[0])), Math.min(view.height - 7, Math.max(7, at[1]))];
      const look = { fill: colour, stroke: theme.page, width: 2, hollow: !inside, paper: theme.page };
      drawMarker(ctx, runner.marker, x, y, 5.5, look);
    }
  }

  destroy() {
    this.clock.destroy();
    this.sizes.disconnect();
    this.seen.disconnect();
    this.uncolour();
    this.root.remove();
  }
}

/** A pixel that a canvas can draw a line to, be it far outside. */
function clamp(pixel, side) {
  return Math.min(20 * side, Math.max(-20 * side, pixel));
}
