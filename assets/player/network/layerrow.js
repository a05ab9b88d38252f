/** One row of "Inside every layer": what is counted, its histogram for every layer, one figure over all layers. */

import { el, fit } from "../draw/dom.js";
import { one } from "../draw/timeline.js";
import { titleMenu } from "../draw/titlemenu.js";
import { drawHistograms, hasNotes, histogramWords, layerName } from "./histograms.js";
import { axesOfBins, axisOf, FIGURES, figureAt, has, layersOf, meaning } from "./layerviews.js";
import { drawOverLayers, drawOverSteps } from "./overlayers.js";

const LEAST = 78; // px of a histogram: below that the row scrolls sideways
const GAP = 12; // px between two of them
const HEIGHTS = [112, 94]; // px with the names of the layers, and without

export class LayerRow {
  constructor(views, bus, scrolled) {
    this.views = views;
    this.bus = bus;
    this.view = views[0];
    this.inside = null;
    this.across = null; // "layers" or "steps", once one of them was chosen
    this.version = 0;
    this.menu = titleMenu("What the histograms count", (name) => this.choose(views.find((view) => view.name === name)));
    this.menu.fill(
      views.map(({ name, text }) => [name, text]),
      views[0].name,
    );
    this.help = el("span", { class: "op-quiet" });
    this.canvas = el("canvas", { role: "img" });
    this.scroller = el("div", { class: "op-layers-scroll", tabIndex: -1 }, this.canvas);
    this.scroller.addEventListener("scroll", () => scrolled(this.scroller.scrollLeft));
    this.figures = titleMenu("Figure over all layers", (words) => {
      this.across = words.split(" ")[0];
      this.chooseFigure(words);
    });
    this.over = el("canvas", { role: "img" });
    this.box = el("div", { class: "op-over-box" }, this.over);
    const label = el("div", { class: "op-layers-label" }, this.menu.element, this.help);
    const right = el("div", { class: "op-over" }, this.figures.element, this.box);
    this.element = el("div", { class: "op-layers-row" }, label, this.scroller, right);
  }

  scrollTo(left) {
    if (Math.abs(this.scroller.scrollLeft - left) > 0.5) this.scroller.scrollLeft = left;
  }

  setData(inside, runner, { timeline }) {
    this.timeline = timeline;
    this.inside = inside;
    this.runner = runner;
    this.element.hidden = !inside;
    if (inside) this.choose(this.view);
  }

  choose(view) {
    this.view = view;
    this.menu.show(view.name);
    const known = view.figures.filter((name) => has(this.inside, name));
    const named = (over, words) => known.map((name) => [`${over} ${name}`, `${FIGURES[name].text}${words}`]);
    this.figures.fill([...named("layers", ""), ...named("steps", ` by ${one(this.timeline.unit)}`)]);
    const same = known.find((name) => FIGURES[name].text === FIGURES[this.figure]?.text) ?? known[0] ?? view.figures[0];
    const alone = layersOf(this.inside, same) === 1; // one layer is a dot over layers, and a line over steps
    this.chooseFigure(`${this.across ?? (alone ? "steps" : "layers")} ${same}`);
    this.axes = axesOfBins([this.inside], view.name)[0];
    this.noted = hasNotes(this.inside, this.axes);
  }

  /** `words` are what the figure is drawn over, and its name: "layers actStd", "steps actStd". */
  chooseFigure(words) {
    const [over, name] = words.split(" ");
    this.figure = name;
    this.bySteps = over === "steps";
    this.figures.show(words);
    const told = meaning(this.inside, name);
    this.help.textContent = told || this.view.help;
    this.figures.element.title = told;
    this.axis = axisOf([this.inside], name);
    this.version += 1;
    this.bus.redraw();
  }

  /** True where theory is drawn: over the layers, of some figures. */
  get theory() {
    return Boolean(!this.bySteps && this.inside?.theory?.[FIGURES[this.figure].theory]);
  }

  /** True where this row carries the names of the layers: the first one, and each of them where rows stand apart. */
  get titled() {
    const apart = this.element.closest(".player[data-layout=phone]");
    return Boolean(apart) || this.element.previousElementSibling?.classList.contains("op-layers-row") !== true;
  }

  resize() {
    const { clientWidth } = this.scroller;
    if (!this.inside || !clientWidth) return;
    const scale = this.bus.scale;
    const count = this.inside.sizes.length - 1;
    const width = Math.max(clientWidth, count * (LEAST + GAP) * scale - GAP);
    /** @type {[number, number]} */
    this.size = [width, HEIGHTS[this.titled ? 0 : 1] * scale];
    this.ctx = fit(this.canvas, ...this.size);
    /** @type {[number, number]} */
    this.overSize = [this.box.clientWidth, this.box.clientHeight];
    this.overCtx = fit(this.over, ...this.overSize);
    this.scroller.tabIndex = width > clientWidth ? 0 : -1;
    this.version += 1;
  }

  draw(row, moving) {
    if (!this.inside || !this.size) return;
    const { inside, runner, timeline, axes, axis, figure, bus, titled, noted } = this;
    const view = {
      inside,
      runner,
      timeline,
      axes,
      axis,
      figure,
      row,
      titled,
      noted,
      theme: bus.theme(),
      scale: bus.scale,
    };
    drawHistograms(this.ctx, ...this.size, view);
    (this.bySteps ? drawOverSteps : drawOverLayers)(this.overCtx, ...this.overSize, view);
    if (!moving) this.say(row);
  }

  /** Both pictures in words, with their numbers. */
  say(row) {
    const { inside, view, figure, axes } = this;
    const count = inside.sizes.length - 1;
    const words = histogramWords(inside, axes, row);
    this.canvas.setAttribute("aria-label", `${view.text} of ${this.runner.label}, histograms by layer; ${words}.`);
    const drawn = Array.from(figureAt(inside, figure, row).subarray(0, layersOf(inside, figure)));
    const numbers = drawn.map((value, i) => `${layerName(i, count)} ${this.axis.write(value)}`).join(", ");
    this.over.setAttribute(
      "aria-label",
      `${FIGURES[figure].text} ${this.bySteps ? `by ${one(this.timeline.unit)}, a line for each layer; now` : "over layers"}: ${numbers}.`,
    );
  }
}
