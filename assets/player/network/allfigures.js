/** Figures of all runners with a line for each: over the layers at the present step, or of one layer over the steps. */

import { el, fit, icon } from "../draw/dom.js";
import { one } from "../draw/timeline.js";
import { layerName } from "./histograms.js";
import { axisOf, FIGURES, figureAt, has, inColumns, layersOf } from "./layerviews.js";
import { drawCompared, drawComparedSteps } from "./overlayers.js";

const HEIGHT = 128; // px of a picture

export class AllFigures {
  constructor(bus) {
    this.bus = bus;
    this.column = null; // the layer whose figures are drawn over the steps; null for all layers now
    this.shown = this.figures = this.charts = [];
    this.hidden = this.version = 0;
    this.timeline = null;
    this.menu = el("select", { class: "op-select", "aria-label": "What the figures are drawn over" });
    this.menu.addEventListener("change", () => this.turn(this.menu.value === "" ? null : Number(this.menu.value)));
    this.pictures = el("div", { class: "op-all-pictures" });
    const pick = el(
      "span",
      { class: "op-pick" },
      this.menu,
      el("span", { class: "op-chevron", html: icon("chevron") }),
    );
    this.element = el("div", { class: "op-all-figures" }, pick, this.pictures);
  }

  /** `shown` are {runner, inside} of those who have layers, of networks with up to `hidden` hidden ones. */
  setData(shown, hidden, figures, timeline) {
    Object.assign(this, { shown, hidden, figures, timeline });
    if (this.column > hidden) this.column = null;
    const layers = Array.from({ length: hidden + 1 }, (_, i) => [
      String(i),
      `${capital(layerName(i, hidden + 1))} by ${one(timeline.unit)}`,
    ]);
    const options = [["", "Over the layers"], ...layers];
    this.menu.replaceChildren(...options.map(([value, text]) => el("option", { value }, text)));
    this.turn(this.column);
  }

  turn(column) {
    this.column = column;
    this.menu.value = column === null ? "" : String(column);
    const insides = this.shown.map(({ inside }) => inside);
    const known = this.figures.filter((name) =>
      insides.some((inside) => has(inside, name) && this.reaches(inside, name)),
    );
    this.charts = known.map((name) => makeChart(name, insides));
    this.pictures.replaceChildren(...this.charts.map(({ element }) => element));
    this.resize();
  }

  /** True where a network has the layer that is looked at, and that figure of it. */
  reaches(inside, name) {
    return this.column === null || Number.isFinite(this.placed(inside, name, figureAt(inside, name, 0))[this.column]);
  }

  placed(inside, name, values) {
    return inColumns(inside, values.subarray(0, layersOf(inside, name)), this.hidden);
  }

  resize() {
    for (const chart of this.charts) {
      const [width, height] = [chart.box.clientWidth, HEIGHT * this.bus.scale];
      chart.size = [width, height];
      chart.ctx = fit(chart.canvas, width, height);
    }
    this.version += 1;
    this.bus.redraw();
  }

  /** `rows` are the recorded rows of those who are shown. */
  draw(rows, moving) {
    for (const chart of this.charts) {
      if (this.column === null) this.drawLayers(chart, rows);
      else this.drawSteps(chart, rows);
      if (!moving) this.say(chart, rows);
    }
  }

  drawLayers({ name, axis, output, ctx, size }, rows) {
    const lines = this.shown.map(({ inside, runner }, i) => ({
      runner,
      measured: this.placed(inside, name, figureAt(inside, name, rows[i])),
      theory: this.placed(inside, name, inside.theory?.[FIGURES[name].theory] ?? new Float32Array()),
    }));
    const count = this.hidden + (output ? 1 : 0);
    drawCompared(ctx, ...size, { lines, axis, count, output, theme: this.bus.theme(), scale: this.bus.scale });
  }

  drawSteps({ name, axis, ctx, size }, rows) {
    const lines = this.shown.map(({ inside, runner }, i) => ({
      runner,
      at: inside.at,
      row: rows[i],
      values: Array.from(inside.at, (_, row) => this.placed(inside, name, figureAt(inside, name, row))[this.column]),
    }));
    const { bus, timeline } = this;
    drawComparedSteps(ctx, ...size, { lines, axis, timeline, theme: bus.theme(), scale: bus.scale });
  }

  /** A picture in words, with its numbers. */
  say({ name, axis, canvas }, rows) {
    const told = this.shown.map(({ inside, runner }, i) => {
      const numbers = Array.from(this.placed(inside, name, figureAt(inside, name, rows[i])), (value, column) =>
        Number.isNaN(value) || (this.column !== null && column !== this.column)
          ? ""
          : `${layerName(column, this.hidden + 1)} ${axis.write(value)}`,
      );
      return `${runner.label}: ${numbers.filter(Boolean).join(", ") || "none"}`;
    });
    const over = this.column === null ? "over layers" : `by ${one(this.timeline.unit)}, now`;
    canvas.setAttribute("aria-label", `${FIGURES[name].text} ${over}. ${told.join("; ")}.`);
  }
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

function makeChart(name, insides) {
  const canvas = el("canvas", { role: "img" });
  const box = el("div", { class: "op-over-box" }, canvas);
  const element = el("figure", { class: "op-all-figure" }, el("figcaption", {}, FIGURES[name].text), box);
  const output = insides.some((inside) => layersOf(inside, name) === inside.sizes.length - 1);
  return { name, canvas, box, element, output, axis: axisOf(insides, name) };
}
