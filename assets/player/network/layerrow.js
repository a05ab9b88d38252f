/** One row of "Inside every layer": what is counted, its histogram for every layer, one figure over all layers. */

import { context, describe, el, fit } from "../draw/dom.js";
import { one } from "../draw/timeline.js";
import { titleMenu } from "../draw/titlemenu.js";
import { tr } from "../draw/tr.js";
import { axesOfBins, axisOf } from "./axes.js";
import { drawHistograms, hasNotes, histogramWords, layerName } from "./histograms.js";
import { FIGURES, figureAt, foretold, has, layersOf, meaning } from "./layerviews.js";
import { drawOverLayers, drawOverSteps } from "./overlayers.js";

/** @import { Ink } from "../draw/theme.js" */
/** @import { Timeline } from "../draw/timeline.js" */
/** @import { FigureName, Layers, NetworkHeader, NetworkRunner } from "../engine/network.js" */
/** @import { Bus } from "../engine/panel.js" */
/** @import { BinAxis, FigureAxis } from "./axes.js" */
/** @import { HistogramView } from "./layerviews.js" */

/**
 * What a row shows: the layers of a runner, the axes of its histograms, `noted` where there is ever a share to tell; the
 * figure, and its axis.
 *
 * @typedef {object} Shown
 * @property {Layers} inside
 * @property {NetworkRunner} runner
 * @property {Timeline} timeline
 * @property {BinAxis[]} axes
 * @property {boolean} noted
 * @property {FigureName} figure
 * @property {FigureAxis} axis
 *
 * @typedef {Shown & Ink & {row: number, titled: boolean}} RowView as it is drawn at a recorded row, with titles or without
 */

export const LEAST = 78; // px of a histogram, or a matrix: below that the row scrolls sideways
export const GAP = 12; // px between two of them
const HEIGHTS = [112, 94]; // px with the names of the layers, and without

export class LayerRow {
  /**
   * @param {HistogramView[]} views
   * @param {Bus} bus
   * @param {(left: number) => void} scrolled
   */
  constructor(views, bus, scrolled) {
    this.views = views;
    this.bus = bus;
    this.view = views[0];
    /** @type {Shown | null} */
    this.shown = null;
    /** @type {string | null} */
    this.across = null; // "layers" or "steps", once one of them was chosen
    /** @type {FigureName | null} */
    this.figure = null; // the one that was shown last
    this.bySteps = false;
    this.width = this.height = 0; // px of the histograms, once they are laid out
    this.overWidth = this.overHeight = 0; // and of the figure
    this.version = 0;
    this.menu = titleMenu(tr("What the histograms count"), (name) => {
      this.view = views.find((view) => view.name === name) ?? this.view;
      if (this.shown) this.show(this.shown.inside, this.shown.runner, this.shown.timeline);
    });
    this.menu.fill(
      views.map(({ name, text }) => [name, text]),
      views[0].name,
    );
    this.help = el("span", { class: "op-quiet" });
    this.canvas = el("canvas");
    this.ctx = context(this.canvas);
    this.scroller = el("div", { class: "op-layers-scroll", tabIndex: -1 }, this.canvas);
    this.scroller.addEventListener("scroll", () => scrolled(this.scroller.scrollLeft));
    this.figures = titleMenu(tr("Figure over all layers"), (words) => {
      this.across = words.split(" ")[0];
      if (this.shown) this.chooseFigure(this.shown, words);
    });
    this.over = el("canvas");
    this.overCtx = context(this.over);
    this.box = el("div", { class: "op-over-box" }, this.over);
    const label = el("div", { class: "op-layers-label" }, this.menu.element, this.help);
    const right = el("div", { class: "op-over" }, this.figures.element, this.box);
    this.element = el("div", { class: "op-layers-row" }, label, this.scroller, right);
  }

  /** @param {number} left */
  scrollTo(left) {
    if (Math.abs(this.scroller.scrollLeft - left) > 0.5) this.scroller.scrollLeft = left;
  }

  /**
   * Show the layers of a runner, or nothing.
   *
   * @param {Layers | null} inside
   * @param {NetworkRunner | null} runner
   * @param {NetworkHeader} race
   */
  setData(inside, runner, { timeline }) {
    this.element.hidden = !inside;
    this.shown = null;
    if (inside && runner) this.show(inside, runner, timeline);
  }

  /**
   * @param {Layers} inside
   * @param {NetworkRunner} runner
   * @param {Timeline} timeline
   */
  show(inside, runner, timeline) {
    const { view } = this;
    this.menu.show(view.name);
    const known = view.figures.filter((name) => has(inside, name));
    this.figures.fill([
      ...known.map((name) => [`layers ${name}`, FIGURES[name].text]),
      ...known.map((name) => [
        `steps ${name}`,
        tr("{figure} by {unit}", { figure: FIGURES[name].text, unit: one(timeline.unit) }),
      ]),
    ]);
    const before = this.figure && FIGURES[this.figure].text;
    const same = known.find((name) => FIGURES[name].text === before) ?? known[0] ?? view.figures[0];
    const alone = layersOf(inside, same) === 1; // one layer is a dot over layers, and a line over steps
    const axes = axesOfBins([inside], view.name)[0];
    const noted = hasNotes(inside, axes);
    const shown = { inside, runner, timeline, axes, noted, figure: same, axis: axisOf([inside], same) };
    this.chooseFigure(shown, `${this.across ?? (alone ? "steps" : "layers")} ${same}`);
  }

  /**
   * `words` are what the figure is drawn over, and its name: "layers actStd", "steps actStd".
   *
   * @param {Shown} shown
   * @param {string} words
   */
  chooseFigure(shown, words) {
    const { inside } = shown;
    const [over, named] = words.split(" ");
    const figure = this.view.figures.find((name) => name === named) ?? shown.figure;
    this.figure = figure;
    this.shown = { ...shown, figure, axis: axisOf([inside], figure) };
    this.bySteps = over === "steps";
    this.figures.show(words);
    const told = meaning(inside, figure);
    this.help.textContent = told || this.view.help;
    this.figures.element.title = told;
    this.version += 1;
    this.bus.redraw();
  }

  /** True where theory is drawn: over the layers, of some figures. */
  get theory() {
    return Boolean(!this.bySteps && this.shown && foretold(this.shown.inside, this.shown.figure));
  }

  /** True where this row carries the names of the layers: the first one, and each of them where rows stand apart. */
  get titled() {
    const apart = this.element.closest(".player[data-layout=phone]");
    return Boolean(apart) || this.element.previousElementSibling?.classList.contains("op-layers-row") !== true;
  }

  resize() {
    const { clientWidth } = this.scroller;
    if (!this.shown || !clientWidth) return;
    const scale = this.bus.scale;
    const count = this.shown.inside.sizes.length - 1;
    this.width = Math.max(clientWidth, count * (LEAST + GAP) * scale - GAP);
    this.height = HEIGHTS[this.titled ? 0 : 1] * scale;
    fit(this.canvas, this.width, this.height);
    [this.overWidth, this.overHeight] = [this.box.clientWidth, this.box.clientHeight];
    fit(this.over, this.overWidth, this.overHeight);
    this.scroller.tabIndex = this.width > clientWidth ? 0 : -1;
    this.version += 1;
  }

  /**
   * @param {number} row
   * @param {boolean} moving
   */
  draw(row, moving) {
    if (!this.shown || !this.width) return;
    const { bus, titled } = this;
    const view = { ...this.shown, row, titled, theme: bus.theme(), scale: bus.scale };
    drawHistograms(this.ctx, this.width, this.height, view);
    (this.bySteps ? drawOverSteps : drawOverLayers)(this.overCtx, this.overWidth, this.overHeight, view);
    if (!moving) this.say(this.shown, row);
  }

  /**
   * Both pictures in words, with their numbers.
   *
   * @param {Shown} shown
   * @param {number} row
   */
  say({ inside, runner, timeline, axes, figure, axis }, row) {
    const count = inside.sizes.length - 1;
    const words = histogramWords(inside, axes, row);
    describe(
      this.canvas,
      tr("{counted} of {name}, histograms by layer; {layers}.", {
        counted: this.view.text,
        name: runner.label,
        layers: words,
      }),
    );
    const drawn = Array.from(figureAt(inside, figure, row).subarray(0, layersOf(inside, figure)));
    const layers = drawn.map((value, i) => `${layerName(i, count)} ${axis.write(value)}`).join(", ");
    const told = { figure: FIGURES[figure].text, layers };
    describe(
      this.over,
      this.bySteps
        ? tr("{figure} by {unit}, a line for each layer; now: {layers}.", { ...told, unit: one(timeline.unit) })
        : tr("{figure} over layers: {layers}.", told),
    );
  }
}
