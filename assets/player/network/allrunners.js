/** One statistic of every layer of all runners: a row of histograms for each, and figures of all over the layers. */

import { context, describe, el, fit, focusedIn } from "../draw/dom.js";
import { markSvg } from "../draw/marks.js";
import { rowBefore } from "../draw/rows.js";
import { hue } from "../draw/theme.js";
import { tr } from "../draw/tr.js";
import { AllFigures } from "./allfigures.js";
import { axesOfBins } from "./axes.js";
import { drawHistogram } from "./bars.js";
import { columnsOf, hasNotes, histogramWords, layerName, pictureOf } from "./histograms.js";
import { columnOf, HISTOGRAMS, isSignal } from "./layerviews.js";

/** @import { HistogramName, Layers, NetworkHeader, NetworkRunner } from "../engine/network.js" */
/** @import { Bus } from "../engine/panel.js" */
/** @import { BinAxis } from "./axes.js" */
/** @import { HistogramView } from "./layerviews.js" */

const LEAST = 60; // px of a histogram: below that the rows scroll sideways
const GAP = 12; // px between two of them
const BARS = 54; // px high
const NOTE = 17; // px above the bars, for shares that no bar shows
const FOOT = 15; // px below the bars, for mean, spread and theory
const TICKS = 16; // px more where there are numbers under an axis, which hold for the rows above

const VIEWS = Object.values(HISTOGRAMS).flat();

/** @typedef {{runner: NetworkRunner, mark: HTMLElement, head: HTMLElement, element: HTMLElement}} Row of a runner */

/**
 * A row with layers to show: an axis for each of them, whether that has its numbers here, and the picture.
 *
 * @typedef {object} Layered
 * @property {Layers} inside
 * @property {BinAxis[]} axes
 * @property {boolean[]} numbered
 * @property {number} top px above the bars
 * @property {number} width
 * @property {number} height
 * @property {HTMLCanvasElement} canvas
 * @property {CanvasRenderingContext2D} ctx
 *
 * @typedef {Row & Layered} Drawn
 */

export class AllRunners {
  /** @param {Bus} bus */
  constructor(bus) {
    this.bus = bus;
    this.view = VIEWS[0];
    /** @type {NetworkHeader | null} */
    this.race = null;
    /** @type {Layers[]} */
    this.insides = [];
    this.hidden = 0;
    /** @type {Row[]} */
    this.rows = [];
    /** @type {Drawn[]} */
    this.drawn = []; // those of the rows that have layers to show
    this.version = 0;
    this.menu = el("select", { class: "op-select", "aria-label": tr("Statistic of every layer") });
    this.menu.append(...VIEWS.map(({ name, text }) => el("option", { value: name }, text)));
    this.menu.addEventListener("change", () => {
      this.view = VIEWS.find(({ name }) => name === this.menu.value) ?? this.view;
      if (this.race) this.show(this.race);
    });
    this.titles = el("div", { class: "op-all-titles", "aria-hidden": "true" });
    this.grid = el("div", { class: "op-all-grid" });
    this.scroller = el("div", { class: "op-all-scroll", tabIndex: -1 }, this.grid);
    this.figures = new AllFigures(bus);
    this.element = el("div", { class: "op-all" }, this.scroller, this.figures.element);
  }

  /**
   * `insides` are the layers of those runners that have some.
   *
   * @param {Layers[]} insides
   * @param {NetworkHeader} race
   */
  setData(insides, race) {
    this.race = race;
    this.insides = insides;
    this.hidden = Math.max(0, ...insides.map(({ sizes }) => sizes.length - 2));
    this.show(race);
  }

  /** @param {NetworkHeader} race */
  show(race) {
    const { view, hidden } = this;
    const held = focusedIn(this.grid, "slot");
    this.titles.replaceChildren(
      ...Array.from({ length: hidden + 1 }, (_, i) => el("span", {}, layerName(i, hidden + 1))),
    );
    const axes = axesOfBins(this.insides, view.name);
    this.drawn = [];
    this.rows = race.runners.map((runner) => {
      const place = this.insides.findIndex(({ slot }) => slot === runner.slot);
      const row = this.makeRow(runner, runner.slot === race.pick);
      if (place < 0) row.element.append(el("p", { class: "op-quiet" }, waiting(runner)));
      else this.drawn.push(layered(row, this.insides[place], axes[place]));
      return row;
    });
    this.grid.replaceChildren(el("div", { class: "op-all-row" }, el("span"), this.titles));
    this.grid.append(...this.rows.map(({ element }) => element));
    this.figures.setData({ looked: this.drawn, hidden, figures: view.figures, timeline: race.timeline });
    if (held) this.rows.find(({ runner }) => runner.slot === held)?.head.focus();
    this.setTheme();
  }

  /**
   * @param {NetworkRunner} runner
   * @param {boolean} chosen
   * @returns {Row}
   */
  makeRow(runner, chosen) {
    const mark = el("i", { "aria-hidden": "true" });
    const name = { type: "button", class: "op-all-head", "aria-pressed": String(chosen), title: runner.label };
    const head = el(
      "button",
      { ...name, onclick: () => this.bus.pick(runner.slot) },
      mark,
      el("span", {}, runner.label),
    );
    head.dataset.slot = runner.slot;
    return { runner, mark, head, element: el("div", { class: "op-all-row" }, head) };
  }

  /** True where theory is drawn of a layer; figures have it of what their histograms have it of. */
  get theory() {
    const { name } = this.view;
    return this.drawn.some(({ inside, axes }) =>
      axes.some((_, i) => Number.isFinite(theoryOf(inside, name, i)?.deviation)),
    );
  }

  setTheme() {
    const theme = this.bus.theme();
    if (!theme) return;
    for (const { mark, runner } of this.rows) mark.innerHTML = markSvg(runner, theme, 40, 18);
    this.resize();
  }

  resize() {
    const { clientWidth } = this.titles;
    if (!this.race || !clientWidth) return;
    const scale = this.bus.scale;
    const columns = this.hidden + 1;
    this.grid.style.setProperty("--columns", String(columns));
    this.grid.style.setProperty("--least", `${(columns * (LEAST + GAP) - GAP) * scale}px`);
    const width = this.titles.clientWidth;
    const lowest = this.lowest();
    for (const row of this.drawn) {
      row.numbered = row.axes.map((_, i) => lowest[columnOf(row.inside, i, this.hidden)] === row);
      const foot = FOOT + (row.numbered.includes(true) ? TICKS : 0);
      row.top = (hasNotes(row.inside, row.axes) ? NOTE : 4) * scale;
      const height = row.top + (BARS + foot) * scale;
      [row.width, row.height] = [width, height];
      fit(row.canvas, width, height);
    }
    this.figures.resize();
    this.scroller.tabIndex = this.scroller.scrollWidth > this.scroller.clientWidth ? 0 : -1;
    this.version += 1;
    this.bus.redraw();
  }

  /** The lowest row of each column. */
  lowest() {
    /** @type {Drawn[]} */
    const found = [];
    for (const row of this.drawn)
      row.axes.forEach((_, i) => {
        found[columnOf(row.inside, i, this.hidden)] = row;
      });
    return found;
  }

  /**
   * The recorded row of each runner that holds at step t.
   *
   * @param {number} t
   */
  rowsAt(t) {
    return this.drawn.map(({ inside }) => rowBefore(inside.at, t));
  }

  /**
   * The first and the last of the steps at which what is drawn at step t was recorded.
   *
   * @param {number} t
   * @returns {[first: number, last: number]}
   */
  stepsAt(t) {
    const steps = this.drawn.map(({ inside }) => inside.at[rowBefore(inside.at, t)]);
    return [Math.min(...steps), Math.max(...steps)];
  }

  /**
   * @param {number} t
   * @param {boolean} moving
   */
  draw(t, moving) {
    const at = this.rowsAt(t);
    this.drawn.forEach((row, i) => {
      if (!row.width) return;
      this.drawRow(row, at[i]);
      if (!moving)
        describe(
          row.canvas,
          tr("{counted} of {name}, histograms by layer; {layers}.", {
            counted: this.view.text,
            name: row.runner.label,
            layers: histogramWords(row.inside, row.axes, at[i]),
          }),
        );
    });
    this.figures.draw(at, moving);
  }

  /**
   * @param {Drawn} row
   * @param {number} at
   */
  drawRow({ ctx, width, height, top, numbered, inside, axes, runner }, at) {
    const theme = this.bus.theme();
    const scale = this.bus.scale;
    const columns = columnsOf(this.hidden + 1, width);
    const look = { colour: hue(runner, theme), theme, scale, width };
    ctx.clearRect(0, 0, width, height);
    axes.forEach((axis, i) => {
      const box = { ...columns[columnOf(inside, i, this.hidden)], top, bottom: top + BARS * scale };
      const picture = pictureOf(inside, axis, at, i);
      const shown = numbered[i] ? axis : { ...axis, ticks: [] };
      drawHistogram(ctx, { ...picture, axis: shown, theory: theoryOf(inside, axis.name, i) }, box, look);
    });
  }
}

/**
 * What is said of a runner that has no layers to show.
 *
 * @param {NetworkRunner} runner
 */
function waiting({ state, reason }) {
  return state === "refused" ? reason : tr("Computing");
}

/**
 * A row with the picture of its layers; `axes` has one for each.
 *
 * @param {Row} row
 * @param {Layers} inside
 * @param {BinAxis[]} axes
 * @returns {Drawn}
 */
function layered(row, inside, axes) {
  const canvas = el("canvas");
  row.element.append(canvas);
  return { ...row, inside, axes, numbered: [], top: 0, width: 0, height: 0, canvas, ctx: context(canvas) };
}

/**
 * What theory expects of a histogram's mean and spread; null where there is no theory of it.
 *
 * @param {Layers} inside
 * @param {HistogramName} name
 * @param {number} i
 */
function theoryOf({ theory }, name, i) {
  if (!theory || name === "weight") return null;
  if (isSignal(name)) return { mean: name === "act" ? theory.actMean[i] : 0, deviation: theory[name][i] };
  return name === "gradAct" && theory.grad ? { mean: theory.grad[i], deviation: 0 } : null;
}
