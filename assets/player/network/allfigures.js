/** Figures of all runners with a line for each: over the layers at the present step, or of one layer over the steps. */

import { describe, el, fit, icon } from "../draw/dom.js";
import { one } from "../draw/timeline.js";
import { tr } from "../draw/tr.js";
import { axisOf } from "./axes.js";
import { layerName } from "./histograms.js";
import { FIGURES, figureAt, foretold, has, inColumns, layersOf } from "./layerviews.js";
import { drawCompared, drawComparedSteps } from "./overcompared.js";

/** @import { Timeline } from "../draw/timeline.js" */
/** @import { FigureName, Layers, NetworkRunner } from "../engine/network.js" */
/** @import { Bus } from "../engine/panel.js" */

const HEIGHT = 128; // px of a picture

/** @typedef {{runner: NetworkRunner, inside: Layers}} Looked a runner, and its layers */
/** @typedef {ReturnType<typeof makeChart>} Chart */

/**
 * What is shown: those who have layers, of networks with up to `hidden` hidden ones.
 *
 * @typedef {{looked: Looked[], hidden: number, figures: FigureName[], timeline: Timeline}} Shown
 */

export class AllFigures {
  /** @param {Bus} bus */
  constructor(bus) {
    this.bus = bus;
    /** @type {number | null} */
    this.column = null; // the layer whose figures are drawn over the steps; null for all layers now
    /** @type {Shown | null} */
    this.shown = null;
    /** @type {Chart[]} */
    this.charts = [];
    this.version = 0;
    this.menu = el("select", { class: "op-select", "aria-label": tr("What the figures are drawn over") });
    this.menu.addEventListener("change", () => this.choose(this.menu.value === "" ? null : Number(this.menu.value)));
    this.pictures = el("div", { class: "op-all-pictures" });
    const pick = el(
      "span",
      { class: "op-pick" },
      this.menu,
      el("span", { class: "op-chevron", html: icon("chevron") }),
    );
    this.element = el("div", { class: "op-all-figures" }, pick, this.pictures);
  }

  /** @param {Shown} shown */
  setData(shown) {
    this.shown = shown;
    const { hidden, timeline } = shown;
    if (Number(this.column) > hidden) this.column = null;
    const layers = Array.from({ length: hidden + 1 }, (_, i) => [
      String(i),
      tr("{figure} by {unit}", { figure: capital(layerName(i, hidden + 1)), unit: one(timeline.unit) }),
    ]);
    const options = [["", tr("Over the layers")], ...layers];
    this.menu.replaceChildren(...options.map(([value, text]) => el("option", { value }, text)));
    this.turn(shown);
  }

  /** @param {number | null} column */
  choose(column) {
    this.column = column;
    if (this.shown) this.turn(this.shown);
  }

  /**
   * Make the pictures of what is looked at.
   *
   * @param {Shown} shown
   */
  turn({ looked, hidden, figures }) {
    const { column } = this;
    this.menu.value = column === null ? "" : String(column);
    const insides = looked.map(({ inside }) => inside);
    const known = figures.filter((name) =>
      insides.some((inside) => has(inside, name) && reaches(inside, name, column, hidden)),
    );
    this.charts = known.map((name) => makeChart(name, insides));
    this.pictures.replaceChildren(...this.charts.map(({ element }) => element));
    this.resize();
  }

  resize() {
    for (const chart of this.charts) {
      chart.width = chart.box.clientWidth;
      chart.height = HEIGHT * this.bus.scale;
      fit(chart.canvas, chart.width, chart.height);
    }
    this.version += 1;
    this.bus.redraw();
  }

  /**
   * `rows` are the recorded rows of those who are shown.
   *
   * @param {number[]} rows
   * @param {boolean} moving
   */
  draw(rows, moving) {
    if (!this.shown) return;
    for (const chart of this.charts) {
      if (this.column === null) this.drawLayers(this.shown, chart, rows);
      else this.drawSteps(this.shown, chart, rows, this.column);
      if (!moving) this.say(this.shown, chart, rows);
    }
  }

  /**
   * @param {Shown} shown
   * @param {Chart} chart
   * @param {number[]} rows
   */
  drawLayers({ looked, hidden }, { name, axis, output, ctx, width, height }, rows) {
    const lines = looked.map(({ inside, runner }, i) => ({
      runner,
      measured: placed(inside, name, figureAt(inside, name, rows[i]), hidden),
      theory: placed(inside, name, foretold(inside, name) ?? new Float32Array(), hidden),
    }));
    const look = { theme: this.bus.theme(), scale: this.bus.scale };
    drawCompared(ctx, width, height, { lines, axis, count: hidden + (output ? 1 : 0), output, ...look });
  }

  /**
   * @param {Shown} shown
   * @param {Chart} chart
   * @param {number[]} rows
   * @param {number} column
   */
  drawSteps({ looked, hidden, timeline }, { name, axis, ctx, width, height }, rows, column) {
    const lines = looked.map(({ inside, runner }, i) => ({
      runner,
      at: inside.at,
      row: rows[i],
      values: Array.from(inside.at, (_, row) => placed(inside, name, figureAt(inside, name, row), hidden)[column]),
    }));
    drawComparedSteps(ctx, width, height, {
      lines,
      axis,
      timeline,
      theme: this.bus.theme(),
      scale: this.bus.scale,
    });
  }

  /**
   * A picture in words, with its numbers.
   *
   * @param {Shown} shown
   * @param {Chart} chart
   * @param {number[]} rows
   */
  say({ looked, hidden, timeline }, { name, axis, canvas }, rows) {
    const told = looked.map(({ inside, runner }, i) => {
      const values = placed(inside, name, figureAt(inside, name, rows[i]), hidden);
      const numbers = Array.from(values, (value, column) =>
        Number.isNaN(value) || (this.column !== null && column !== this.column)
          ? ""
          : `${layerName(column, hidden + 1)} ${axis.write(value)}`,
      );
      return `${runner.label}: ${numbers.filter(Boolean).join(", ") || tr("none")}`;
    });
    const [figure, runners] = [FIGURES[name].text, told.join("; ")];
    const words =
      this.column === null
        ? tr("{figure} over layers. {runners}.", { figure, runners })
        : tr("{figure} by {unit}, now. {runners}.", { figure, unit: one(timeline.unit), runners });
    describe(canvas, words);
  }
}

const capital = (/** @type {string} */ text) => text[0].toUpperCase() + text.slice(1);

/**
 * Values of the layers that a figure is drawn over, by column.
 *
 * @param {Layers} inside
 * @param {FigureName} name
 * @param {Float32Array} values
 * @param {number} hidden
 */
function placed(inside, name, values, hidden) {
  return inColumns(inside, values.subarray(0, layersOf(inside, name)), hidden);
}

/**
 * True where a network has the layer that is looked at, and that figure of it.
 *
 * @param {Layers} inside
 * @param {FigureName} name
 * @param {number | null} column
 * @param {number} hidden
 */
function reaches(inside, name, column, hidden) {
  return column === null || Number.isFinite(placed(inside, name, figureAt(inside, name, 0), hidden)[column]);
}

/**
 * @param {FigureName} name
 * @param {Layers[]} insides
 */
function makeChart(name, insides) {
  const canvas = el("canvas");
  const box = el("div", { class: "op-over-box" }, canvas);
  const element = el("figure", { class: "op-all-figure" }, el("figcaption", {}, FIGURES[name].text), box);
  const output = insides.some((inside) => layersOf(inside, name) === inside.sizes.length - 1);
  const ctx = fit(canvas, 1, 1); // until it is laid out
  return { name, canvas, ctx, width: 1, height: 1, box, element, output, axis: axisOf(insides, name) };
}
