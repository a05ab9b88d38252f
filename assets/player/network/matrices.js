/** The weights of every layer as pictures: a column for each unit, a row for each of its inputs. */

import { context, el, fit } from "../draw/dom.js";
import { plain } from "../draw/format.js";
import { diverging, word } from "../draw/shades.js";
import { rgb } from "../draw/theme.js";
import { tr } from "../draw/tr.js";
import { columnsOf, layerName } from "./histograms.js";
import { GAP, LEAST } from "./layerrow.js";
import { boxOf, drawKey, fill, makeSheet } from "./matrixsheets.js";
import { dataOf } from "./painters.js";
import { Units } from "./units.js";
import { UnitView } from "./unitview.js";

/** @import { Ink } from "../draw/theme.js" */
/** @import { Inside, NetworkHeader, NetworkRunner } from "../engine/network.js" */
/** @import { Bus } from "../engine/panel.js" */
/** @import { MatrixBox } from "./matrixsheets.js" */
/** @import { Seen } from "./unitview.js" */

const HEIGHT = 160; // px
const CAPTION = 24; // px under a matrix
const PACE = 80; // milliseconds between two pictures of a unit while the race plays
/** @type {Record<string, number>} */
const BY_KEY = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }; // units

/**
 * What follows from size and theme.
 *
 * @typedef {Ink & {width: number, height: number, boxes: MatrixBox[], colours: Uint32Array, grey: number}} Laid
 */

export class MatrixRow {
  /**
   * @param {Bus} bus
   * @param {(left: number) => void} scrolled
   */
  constructor(bus, scrolled) {
    this.bus = bus;
    /** @type {Seen | null} */
    this.seen = null;
    /** @type {Laid | null} */
    this.laid = null;
    this.shown = ""; // what was drawn last
    this.sizes = ""; // of the layers that were shown last
    this.chosen = { layer: 0, unit: 0 };
    this.version = 0;
    this.drawn = 0;
    /** @type {ReturnType<typeof makeSheet>[]} */
    this.sheets = []; // by layer, one pixel a weight
    this.canvas = el("canvas", { "aria-hidden": "true" });
    this.ctx = context(this.canvas);
    this.areas = el("div", { class: "op-unit-areas" });
    this.scroller = el(
      "div",
      { class: "op-layers-scroll", tabIndex: -1 },
      el("div", { class: "op-matrices" }, this.canvas, this.areas),
    );
    this.scroller.addEventListener("scroll", () => scrolled(this.scroller.scrollLeft));
    this.view = new UnitView(bus);
    this.key = el("canvas", { class: "op-weights-key", "aria-hidden": "true" });
    const help = el("span", { class: "op-quiet" }, tr("a column for each unit; point at one to see its answer"));
    this.when = el("span", { class: "op-quiet op-weights-when" });
    const label = el("div", { class: "op-layers-label" }, el("b", {}, tr("Weights")), this.when, help, this.key);
    this.element = el("div", { class: "op-layers-row op-weights" }, label, this.scroller, this.view.element);
  }

  /** @param {number} left */
  scrollTo(left) {
    if (Math.abs(this.scroller.scrollLeft - left) > 0.5) this.scroller.scrollLeft = left;
  }

  /**
   * @param {Inside | null} inside
   * @param {NetworkRunner | null} runner
   * @param {NetworkHeader} race
   */
  setData(inside, runner, race) {
    this.element.hidden = !inside;
    this.seen = this.laid = null;
    if (!inside || !runner) return;
    const other = this.sizes !== String(inside.sizes);
    this.sizes = String(inside.sizes);
    this.seen = { inside, runner, data: dataOf(race, runner), timeline: race.timeline, units: new Units(inside) };
    this.view.setData(this.seen);
    if (other) this.chosen = { layer: 0, unit: 0 };
    this.version += 1;
  }

  resize() {
    const [theme, { scale }, { clientWidth }] = [this.bus.theme(), this.bus, this.scroller];
    if (!this.seen || !clientWidth || !theme) return;
    const { inside, units } = this.seen;
    const count = inside.sizes.length - 1;
    const [width, height] = [Math.max(clientWidth, count * (LEAST + GAP) * scale - GAP), HEIGHT * scale];
    const columns = columnsOf(count, width);
    const boxes = columns.map((column, i) => boxOf(column, inside.weights.layers[i], HEIGHT - CAPTION, scale));
    fit(this.canvas, width, height);
    const [colours, grey] = [diverging(theme), word(rgb(theme.marks))];
    this.laid = { width, height, boxes, colours, grey, theme, scale };
    this.place(inside, boxes);
    drawKey(this.key, colours, theme, scale);
    this.view.setTheme(theme);
    this.view.resize();
    units.frame = -1;
    this.version += 1;
  }

  /**
   * One area over each matrix: it takes the pointer, and with the keyboard the arrow keys go from unit to unit.
   *
   * @param {Inside} inside
   * @param {MatrixBox[]} boxes
   */
  place({ weights }, boxes) {
    const { activeElement } = document;
    const held = activeElement ? [...this.areas.children].indexOf(activeElement) : -1;
    const areas = boxes.map((box, layer) =>
      this.area(
        box,
        layer,
        weights.layers[layer].shown[1],
        tr("Unit of {layer}", { layer: layerName(layer, boxes.length) }),
      ),
    );
    this.areas.replaceChildren(...areas);
    if (held >= 0) areas[held]?.focus();
  }

  /**
   * @param {MatrixBox} box
   * @param {number} layer
   * @param {number} many units
   * @param {string} name
   */
  area(box, layer, many, name) {
    const area = el("div", {
      class: "op-unit-area",
      role: "slider",
      tabIndex: 0,
      "aria-label": name,
      "aria-valuemin": "1",
      "aria-valuenow": "1",
      "aria-valuemax": String(many),
    });
    Object.assign(area.style, {
      left: `${box.left - 6}px`,
      top: `${box.top}px`,
      width: `${box.width + 12}px`,
      height: `${box.height}px`,
    });
    const point = (/** @type {PointerEvent} */ { clientX }) => {
      const share = (clientX - area.getBoundingClientRect().left - 6) / box.width;
      this.choose(layer, Math.min(many - 1, Math.max(0, Math.floor(share * many))));
    };
    area.addEventListener("pointermove", point);
    area.addEventListener("pointerdown", point);
    area.addEventListener("focus", () => this.chosen.layer !== layer && this.choose(layer, 0));
    area.addEventListener("keydown", (event) => {
      const by = BY_KEY[event.key];
      const to = event.key === "Home" ? 0 : event.key === "End" ? many - 1 : by ? this.chosen.unit + by : null;
      if (to === null) return;
      event.preventDefault();
      event.stopPropagation();
      this.choose(layer, Math.min(many - 1, Math.max(0, to)));
    });
    return area;
  }

  /**
   * @param {number} layer
   * @param {number} unit
   */
  choose(layer, unit) {
    if (this.chosen.layer === layer && this.chosen.unit === unit) return;
    this.chosen = { layer, unit };
    this.version += 1;
    this.bus.redraw();
  }

  /**
   * @param {number} row
   * @param {boolean} moving
   * @param {number} t
   */
  draw(row, moving, t) {
    const { chosen, seen, laid } = this;
    if (!seen || !laid) return;
    const fresh = seen.units.at(t);
    const now = performance.now();
    const key = `${chosen.layer} ${chosen.unit} ${this.version} ${moving}`;
    if (!fresh && key === this.shown) return;
    this.shown = key;
    this.ctx.clearRect(0, 0, laid.width, laid.height);
    const step = seen.inside.weights.at[seen.units.frame];
    this.canvas.dataset.step = String(step);
    this.when.textContent = `${tr("at {time}", { time: seen.timeline.words(step) })}${leaves(seen.inside)}`;
    for (const layer of laid.boxes.keys()) this.matrix(seen, laid, layer);
    this.mark(seen, laid);
    if (moving && now - this.drawn < PACE) return;
    this.drawn = now;
    this.view.draw(chosen.layer, chosen.unit, moving);
    this.say();
  }

  /**
   * @param {Seen} seen
   * @param {Laid} laid
   * @param {number} layer
   */
  matrix({ inside: { weights }, units }, { boxes, colours, grey, theme, scale: px }, layer) {
    const { ctx } = this;
    const box = boxes[layer];
    const { shown, inputs, units: many, key } = weights.layers[layer];
    const sheet = this.sheet(layer, shown);
    fill(sheet.words, weights, units, layer, colours, grey);
    sheet.ctx.putImageData(sheet.image, 0, 0);
    ctx.imageSmoothingEnabled = false;
    ctx.drawImage(sheet.canvas, box.left, box.top, box.width, box.height);
    ctx.strokeStyle = theme.hairline;
    ctx.lineWidth = 1;
    ctx.strokeRect(box.left - 0.5, box.top - 0.5, box.width + 1, box.height + 1);
    ctx.font = `400 ${12.5 * px}px ${theme.font}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "alphabetic";
    ctx.fillStyle = theme.quiet;
    const sizes = `${inputs} × ${many}, ±${plain(key, 2)}`;
    const part = shown[0] < inputs || shown[1] < many;
    const whole = part ? tr("{rows} × {columns} of {sizes}", { rows: shown[0], columns: shown[1], sizes }) : sizes;
    const words = [whole, sizes, `±${plain(key, 2)}`].find((text) => ctx.measureText(text).width < box.room);
    ctx.fillText(words ?? "", box.middle, box.top + box.height + 17 * px);
  }

  /**
   * A small canvas with one pixel a weight.
   *
   * @param {number} layer
   * @param {[rows: number, columns: number]} shown
   */
  sheet(layer, [rows, columns]) {
    const known = this.sheets[layer];
    if (known?.canvas.width === columns && known.canvas.height === rows) return known;
    this.sheets[layer] = makeSheet(rows, columns);
    return this.sheets[layer];
  }

  /**
   * A frame around the chosen unit.
   *
   * @param {Seen} seen
   * @param {Laid} laid
   */
  mark({ inside: { weights } }, { boxes, theme }) {
    const { layer, unit } = this.chosen;
    const box = boxes[layer];
    const each = box.width / weights.layers[layer].shown[1];
    this.ctx.strokeStyle = theme.ink;
    this.ctx.lineWidth = 1.6;
    this.ctx.strokeRect(box.left + unit * each - 1.3, box.top - 1.8, each + 2.6, box.height + 3.6);
  }

  say() {
    const { layer, unit } = this.chosen;
    [...this.areas.children].forEach((area, i) => {
      const own = i === layer ? unit : 0;
      area.setAttribute("aria-valuenow", String(own + 1));
      const name = tr("unit {number}", { number: own + 1 });
      area.setAttribute("aria-valuetext", i === layer ? `${name}. ${this.view.words.textContent}` : name);
    });
  }
}

/**
 * What the grey of the matrices means, where there is some.
 *
 * @param {Inside} inside
 */
function leaves({ weights }) {
  const mask = weights.masks?.find(Boolean);
  if (!mask) return "";
  const told = mask.whole
    ? tr("grey: left out at this step")
    : tr("grey: left out at this step, for its first example");
  return `; ${told}`;
}
