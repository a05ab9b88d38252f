/**
 * Many runs, each on a small stage of its own, and one clock for all: all optimizers on one surface, or on one network, or
 * one on all.
 *
 * Data: the blob of a header, see ui/race/all/header.py. Nothing is reported; a name opens the race of one, but in a file.
 * Where runs share a ground a press takes one along into a race of several, up to as many as a race has letters.
 */

import { context, el, fit, iconButton, press, segmented } from "../draw/dom.js";
import { grouped } from "../draw/format.js";
import { markSvg } from "../draw/marks.js";
import { pictured, redrawn } from "../draw/redrawn.js";
import { applyTheme, listenColours, readTheme } from "../draw/theme.js";
import { there } from "../draw/there.js";
import { tr } from "../draw/tr.js";
import { decode } from "../engine/blob.js";
import { Clock } from "../engine/clock.js";
import { mounts } from "../engine/mounts.js";
import { makeGround } from "./crowdground.js";
import { headsOf, ordered, pressed, settle, together } from "./crowdorder.js";
import { paintRun } from "./crowdrun.js";
import { showPlaying } from "./pagetime.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Component } from "../engine/panel.js" */
/** @import { Ground } from "./crowdground.js" */
/** @import { CrowdHeader, CrowdRunner } from "./headers.js" */

const RATIO = 0.74; // of height to width of a stage
const ORDERS = {
  outcome: tr("Outcome"),
  reached: tr("Steps to tolerance"),
  family: tr("Family"),
  name: tr("Name"),
};

/** Show the stages in `component.parentElement`; returns the function that takes them down. */
export const mount = mounts((parent) => new Crowd(parent));

/** @typedef {{runner: CrowdRunner, canvas: HTMLCanvasElement, mark: HTMLElement, take?: HTMLButtonElement, element: HTMLElement}} Stage */

export class Crowd {
  play = iconButton("play", tr("Play"));
  slider = el("input", { type: "range", min: "0", "aria-label": tr("Gradients") });
  said = el("output", { "aria-live": "off" }); // the slider says its value
  orders = segmented(tr("Order"), Object.entries(ORDERS), (order) => {
    this.order = order;
    this.arrange();
  });
  race = el("a", { class: "op-crowd-race", hidden: true });
  told = el("span", { class: "op-unseen", "aria-live": "polite" });

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = el("div", { class: "player op-crowd" });
    this.order = "outcome";
    /** @type {CrowdHeader | null} */
    this.given = null;
    /** @type {Uint8Array | null} */
    this.bytes = null;
    /** @type {{theme: Theme, grounds: Ground[]} | null} */
    this.laid = null; // what follows from size and theme
    /** @type {string[]} */
    this.taken = []; // slots of those that are taken along, in their order
    /** @type {Map<string, Stage>} */
    this.made = new Map(); // stages by slot: they stay while more come, and so do focus and presses
    /** @type {Map<string, HTMLElement>} */
    this.heads = new Map(); // of families, see headsOf
    /** @type {Stage[]} */
    this.stages = []; // in their order
    this.loose = false; // whether some stand where they came, and not where they belong
    /** @type {Set<Element>} */
    this.visible = new Set(); // canvases on the screen: the others are not drawn
    const still = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.clock = new Clock({
      show: () => this.draw(),
      changed: () => showPlaying(this.play, this.clock.playing),
      reducedMotion: () => still.matches,
    });
    this.started = still.matches; // the first play starts by itself
    this.grid = el("div", { class: "op-crowd-stages" });
    this.grid.addEventListener("pointerleave", () => this.sort());
    this.grid.addEventListener("focusout", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.grid.contains(relatedTarget))) this.sort();
    });
    this.root.append(this.makeBar(), this.grid);
    parent.append(this.root);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.grid);
    this.seen = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) this.visible[isIntersecting ? "add" : "delete"](target);
      this.clock.wake();
    });
    this.uncolour = listenColours(() => this.resize());
    this.unlisten = redrawn(() => this.resize());
  }

  get header() {
    return there(this.given, "The header of many runs");
  }

  makeBar() {
    this.play.addEventListener("click", () => this.clock.toggle());
    this.slider.addEventListener("input", () => {
      this.clock.pause();
      this.clock.seek(Number(this.slider.value));
    });
    const time = el("div", { class: "op-crowd-time" }, this.play, this.slider, this.said);
    const order = el("span", { class: "op-quiet" }, tr("Order"));
    return el("div", { class: "op-crowd-bar" }, time, order, this.orders, this.race, this.told);
  }

  /**
   * Take a run along, or leave it.
   *
   * @param {string} slot
   */
  take(slot) {
    this.taken = pressed(this.taken, slot, this.header.letters.length);
    this.count();
  }

  /** Show who is taken along, and the way to their race; no more can be taken than it has letters. */
  count() {
    const { length } = this.taken;
    const { letters, page } = this.header;
    const [most, count, one] = [letters.length, length, length === 1];
    const full = length === most;
    for (const { runner, take } of this.stages) {
      const own = this.taken.includes(runner.slot);
      take?.setAttribute("aria-pressed", String(own));
      if (take) take.disabled = full && !own;
    }
    this.race.hidden = !length;
    this.race.href = together(this.header, this.taken);
    if (page === "./") this.race.textContent = one ? tr("Race this one") : tr("Race these {count}", { count });
    else this.race.textContent = one ? tr("Train this one") : tr("Train these {count}", { count });
    this.told.className = full ? "op-quiet" : "op-unseen";
    const told = full
      ? tr("{count} taken along, the most that go together", { count })
      : tr("{count} taken along, of up to {most}", { count, most });
    this.told.textContent = length ? told : "";
  }

  /** @param {Component} component */
  update({ data }) {
    if (data !== this.bytes) {
      this.bytes = data;
      const before = this.given?.what;
      this.given = decode(data);
      this.slider.max = String(this.header.steps);
      this.clock.setSteps(this.header.steps);
      if (before !== this.header.what) this.renew();
      this.come();
      if (!this.started) this.clock.play();
      this.started = true;
    }
    this.resize();
  }

  /** Other runs are shown from now on. */
  renew() {
    this.taken = [];
    this.stages = [];
    this.made.clear();
    this.seen.disconnect();
    this.visible.clear();
    this.clock.seek(this.header.steps);
  }

  /** Runs came: while more will, or somebody is at them, those that are there keep their places. */
  come() {
    this.loose = this.header.coming || this.held();
    this.arrange(this.loose ? this.stages.map(({ runner }) => runner.slot) : []);
  }

  /** Sort those that are not yet, once all are there and nobody is at them. */
  sort() {
    if (this.loose && !this.header.coming && !this.held()) this.come();
  }

  /** Whether somebody points at a stage, has come to one by keys, or takes some along. */
  held() {
    return this.taken.length > 0 || this.grid.matches(":hover") || this.grid.contains(document.activeElement);
  }

  /**
   * The stages in their order, behind those that are `kept`; under the heads of their families where that is it.
   *
   * @param {string[]} kept slots
   */
  arrange(kept = []) {
    press(this.orders, this.order);
    this.root.dataset.order = this.order;
    const runners = ordered(this.header.runners, this.order, kept);
    const heads = this.order === "family" ? headsOf(runners) : [];
    this.stages = runners.map((runner) => this.stageOf(runner));
    const parts = this.stages.flatMap(({ element, runner: { family } }, place) => {
      const head = heads[place];
      return head ? [this.headOf(head, family), element] : [element];
    });
    const focused = document.activeElement;
    settle(this.grid, parts);
    if (focused instanceof HTMLElement && this.grid.contains(focused)) focused.focus({ preventScroll: true });
    this.count();
    this.resize();
  }

  /**
   * The stage of a runner, who may have another place than before.
   *
   * @param {CrowdRunner} runner
   */
  stageOf(runner) {
    const known = this.made.get(runner.slot);
    if (known) return Object.assign(known, { runner });
    const stage = this.makeStage(runner);
    this.made.set(runner.slot, stage);
    this.seen.observe(stage.canvas);
    return stage;
  }

  /**
   * @param {string} key
   * @param {string} family
   */
  headOf(key, family) {
    const head = this.heads.get(key) ?? el("h3", {}, family);
    this.heads.set(key, head);
    return head;
  }

  /** @param {CrowdRunner} runner */
  makeStage(runner) {
    const canvas = el("canvas", { "aria-hidden": "true" });
    const mark = el("span", {});
    const told = el("span", { class: "op-crowd-told" }, runner.told);
    const words = el("span", { class: "op-crowd-outcome" }, runner.outcome.sentence, told);
    const link = `${runner.page}?${runner.link}`;
    const stage = { class: "op-crowd-stage", "data-slot": runner.slot };
    if (!this.header.together) {
      const parts = [el("span", { class: "op-crowd-name" }, mark, runner.label), canvas, words];
      const element = runner.link ? el("a", { ...stage, href: link }, ...parts) : el("div", stage, ...parts);
      return { runner, canvas, mark, element };
    }
    const name = el("a", { class: "op-crowd-name", href: link }, mark, runner.label);
    const called = {
      type: "button",
      "aria-label": tr("Take {name} along", { name: runner.label }),
      "aria-pressed": "false",
    };
    const take = el("button", { ...called, class: "op-crowd-take", onclick: () => this.take(runner.slot) }, canvas);
    return { runner, canvas, mark, take, element: el("div", stage, name, take, words) };
  }

  /** Make what lies under all paths, once for a size and a theme, and draw. */
  resize() {
    const width = this.stages[0]?.element.clientWidth;
    if (!width || !this.given) return;
    const theme = readTheme(this.root);
    applyTheme(this.root, theme);
    const height = Math.round(width * RATIO);
    const grounds = this.given.grounds.map((ground) => makeGround(ground, width, height, theme));
    this.laid = { theme, grounds };
    for (const { mark, runner, canvas } of this.stages) {
      mark.innerHTML = markSvg(runner, theme);
      fit(canvas, width, height);
    }
    this.draw();
  }

  draw() {
    if (!this.laid) return false;
    const t = this.clock.t;
    this.root.dataset.step = String(Math.floor(t));
    this.slider.value = String(Math.floor(t));
    this.said.textContent = tr("gradient {step} of {all}", {
      step: grouped(Math.floor(t)),
      all: grouped(this.header.steps),
    });
    const { theme, grounds } = this.laid;
    for (const { canvas, runner } of this.stages)
      if (pictured() || this.visible.has(canvas)) paintRun(context(canvas), runner, grounds[runner.ground], theme, t);
    return false;
  }

  destroy() {
    this.clock.destroy();
    this.sizes.disconnect();
    this.seen.disconnect();
    this.uncolour();
    this.unlisten();
    this.root.remove();
  }
}
