/** One panel of curves: a switch and a menu of quantities, a canvas, and the sheets behind it. */

import { describe, el, fit, press, segmented } from "../draw/dom.js";
import { beforeNumber } from "../draw/rows.js";
import { SvgContext } from "../draw/svgcontext.js";
import { tr } from "../draw/tr.js";
import { captionsOf } from "./captions.js";
import { splitAt, stepAt, stepBefore } from "./curveplaces.js";
import { endings } from "./endings.js";
import { GUTTER, Gutter } from "./gutter.js";
import { moreMenu } from "./moremenu.js";
import { overLines } from "./overlines.js";
import { drawGrid, drawLines, frameOf } from "./plot.js";
import { spokenBeside } from "./spoken.js";

/** @import { Drawing } from "../draw/svgcontext.js" */
/** @import { Header } from "../engine/header.js" */
/** @import { Bus } from "../engine/panel.js" */
/** @import { Ready } from "./overlines.js" */
/** @import { Entry } from "./gutter.js" */
/** @import { Quantities, Series } from "./series.js" */

export class CurvePanel {
  /**
   * @param {HTMLElement} parent
   * @param {Bus} bus
   * @param {string[]} names of the quantities that it offers before all others
   * @param {() => void} resized what is done where it has become taller or lower than it was
   */
  constructor(parent, bus, names, resized) {
    this.bus = bus;
    this.resized = resized;
    this.names = names;
    this.name = this.usual = names[0];
    this.lent = ""; // the quantity that a preset chose, while nobody has chosen another
    /** @type {string[]} */
    this.offered = [];
    /** @type {Header | null} */
    this.race = null;
    /** @type {Quantities} */
    this.known = {};
    /** @type {Ready | null} */
    this.ready = null;
    this.gutter = new Gutter();
    this.options = "";
    /** @type {HTMLElement | null} */
    this.switch = null;
    /** @type {ReturnType<typeof moreMenu> | null} */
    this.menu = null;
    this.head = el("div", { class: "op-curve-head" });
    this.note = el("span", { class: "op-quiet op-curve-note" });
    this.canvas = el("canvas", { class: "op-canvas" });
    this.box = el("div", { class: "op-curve-box" }, this.canvas);
    this.sheets = [0, 1, 2].map(() => document.createElement("canvas")); // grid, past, coming
    this.element = el("div", { class: "op-curve" }, this.head, this.box);
    this.tall = false;
    parent.append(this.element);
    this.scrubs();
  }

  /** A press or a drag on the picture goes to that step; a press on a name beside it chooses that runner. */
  scrubs() {
    const go = (/** @type {PointerEvent} */ event) => {
      if (!this.ready || !this.race) return;
      const { quantity, frame } = this.ready;
      const { left, right } = frame;
      const share = (event.clientX - this.canvas.getBoundingClientRect().left - left) / (right - left);
      this.bus.seek(quantity.track ? stepBefore(this.ready, this.race.pick, share) : this.race.timeline.at(share));
    };
    this.canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !this.ready || this.race?.empty) return;
      const slot = this.named(event);
      if (slot) this.bus.pick(slot);
      if (this.beside(event)) return;
      if (event.pointerType === "mouse") this.canvas.setPointerCapture(event.pointerId);
      go(event);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (this.canvas.hasPointerCapture(event.pointerId)) go(event);
      else this.canvas.classList.toggle("op-on-name", this.named(event) !== null);
    });
  }

  /**
   * True where a pointer is in the gutter.
   *
   * @param {PointerEvent} event
   */
  beside({ clientX }) {
    return this.ready !== null && clientX - this.canvas.getBoundingClientRect().left > this.ready.frame.right + 4;
  }

  /**
   * The letter of the runner whose name is under a pointer, or null.
   *
   * @param {PointerEvent} event
   */
  named(event) {
    return this.beside(event) ? this.gutter.at(event.clientY - this.canvas.getBoundingClientRect().top) : null;
  }

  /**
   * @param {Header} race
   * @param {Quantities} known
   */
  setData(race, known) {
    this.race = race;
    this.known = known;
    const usual = this.names.filter((name) => known[name]);
    const further = Object.keys(known).filter((name) => known[name]?.beside === this.names[0]);
    this.offered = [...usual, ...further];
    this.usual = this.offered[0] ?? this.names[0];
    if (!known[this.name]) this.name = this.usual;
    const [options, more] = [usual, further].map((names) => names.map((name) => [name, known[name]?.label ?? ""]));
    const key = JSON.stringify([options, more]);
    if (key !== this.options) {
      this.options = key;
      this.switch =
        options.length > 1 || more.length ? segmented(tr("Curve"), options, (name) => this.turn(name)) : null;
      this.menu = more.length ? moreMenu(more, (name) => this.turn(name)) : null;
      const usually = this.switch ?? el("h2", {}, options[0]?.[1] ?? "");
      this.head.replaceChildren(usually, ...(this.menu ? [this.menu.element] : []), this.note);
    }
    this.mark();
    this.invalidate();
  }

  /** Show which quantity is drawn. */
  mark() {
    if (this.switch) press(this.switch, this.name);
    if (this.menu) this.menu.select.value = this.names.includes(this.name) ? "" : this.name;
    this.note.textContent = this.known[this.name]?.note ?? "";
    const tall = this.known[this.name]?.tall ?? false;
    if (tall === this.tall) return;
    this.tall = tall;
    this.element.classList.toggle("op-tall", tall);
    this.resized();
  }

  /**
   * Draw another quantity, and ask for what it needs.
   *
   * @param {string} name
   */
  turn(name) {
    this.lent = "";
    const [before, after] = [this.name, name].map((one) => this.known[one]?.asks);
    if (before && before !== after) this.bus.send({ kind: before, on: false });
    if (after && before !== after) this.bus.send({ kind: after, on: true });
    this.choose(name);
  }

  /**
   * Draw what a preset is about, as far as it is offered here; the next preset, which is not, has the usual one again.
   *
   * @param {string[]} names
   */
  lend(names) {
    const name = this.offered.find((one) => names.includes(one)) ?? (this.lent && this.usual);
    if (!name) return;
    this.turn(name);
    if (names.includes(name)) this.lent = name;
  }

  /** @param {string} name */
  choose(name) {
    if (name === this.name) return;
    this.name = name;
    this.bus.settle();
    this.mark();
    this.gutter.reset();
    this.invalidate();
    this.bus.redraw();
  }

  invalidate() {
    this.ready = null;
  }

  resize() {
    this.gutter.reset();
    this.invalidate();
  }

  /**
   * Draw what does not move; null where there is nothing to draw, or no room.
   *
   * @returns {Ready | null}
   */
  prepare() {
    const { bus, race, box } = this;
    const quantity = this.known[this.name];
    const [width, height] = [box.clientWidth, box.clientHeight];
    if (!race || !quantity || !width) return null;
    const [scale, theme] = [bus.scale, bus.theme()];
    const ctx = fit(this.canvas, width, height);
    const frame = frameOf(ctx, quantity, [width, height], GUTTER * scale, theme, scale);
    const plot = { quantity, track: quantity.track ?? race.timeline, frame, width, theme, scale };
    const [grid, past, coming] = this.sheets.map((sheet) => fit(sheet, width, height));
    drawGrid(grid, plot);
    drawLines(past, coming, plot);
    describe(this.canvas, titled(plot)); // the numbers at rest
    return { ...plot, ctx, height, ends: endings(plot), captions: captionsOf(ctx, plot) };
  }

  /**
   * @param {number} t
   * @param {boolean} moving
   */
  draw(t, moving) {
    this.ready ??= this.prepare();
    const { ready, race, bus } = this;
    if (!ready || !race) return;
    const { ctx, width, height } = ready;
    const x = splitAt(ready, race, t);
    ctx.clearRect(0, 0, width, height);
    this.copy(ready, 0, 0, width);
    this.copy(ready, 2, x, width - x);
    this.copy(ready, 1, 0, x);
    const entries = overLines(ctx, ready, race, t, this.gutter, bus.clock.playing);
    if (!moving) this.say(ready, race, stepAt(ready, race, t), entries);
  }

  /**
   * The panel at the step that is shown as markup of SVG, with its size and its title; null while it is not drawn.
   *
   * @returns {Drawing | null}
   */
  drawing() {
    const { bus, ready, race } = this;
    if (!ready || !race) return null;
    const { width, height, quantity } = ready;
    const t = bus.step();
    const x = splitAt(ready, race, t);
    const [grid, past, coming, over] = [0, 1, 2, 3].map(() => new SvgContext(ready.ctx));
    drawGrid(grid.canvas2d, ready);
    for (const [svg, left, right] of /** @type {const} */ ([
      [past, 0, x],
      [coming, x, width],
    ])) {
      svg.rect(left, 0, right - left, height);
      svg.clip();
    }
    drawLines(past.canvas2d, coming.canvas2d, ready);
    overLines(over.canvas2d, ready, race, t, this.gutter, bus.clock.playing);
    const markup = [grid, coming, past, over].map((svg) => svg.markup).join("\n");
    return { markup, width, height, title: quantity.label };
  }

  /**
   * The picture in words, with the numbers at step t.
   *
   * @param {Ready} ready
   * @param {Header} race
   * @param {number} t
   * @param {Entry[]} entries
   */
  say({ quantity, track }, { timeline }, t, entries) {
    const values = entries.map(({ runner, text }) => `${beforeNumber(runner)} ${text}`).join(", ");
    const now = values ? ` ${tr("At {when}: {values}.", { when: timeline.words(Math.floor(t)), values })}` : "";
    const label = `${titled({ quantity, track })}.${now}${spokenBeside(quantity, t)}`;
    describe(this.canvas, label);
  }

  /**
   * Copy the strip [from, from + wide] of a layer.
   *
   * @param {Ready} ready
   * @param {number} index
   * @param {number} from
   * @param {number} wide
   */
  copy({ ctx, width: shown }, index, from, wide) {
    if (wide <= 0) return;
    const { width, height: tall } = this.canvas;
    const [start, end] = [from, from + wide].map((x) => Math.round((x * width) / shown));
    if (end <= start) return;
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this.sheets[index], start, 0, end - start, tall, start, 0, end - start, tall);
    ctx.restore();
  }
}

/**
 * What is drawn, and over what.
 *
 * @param {Pick<Ready, "quantity" | "track">} plot
 */
function titled({ quantity, track }) {
  return tr("{what} over {whole}", { what: quantity.spoken ?? "", whole: track.whole });
}
