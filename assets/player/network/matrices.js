/** The weights of every layer as pictures: a column for each unit, a row for each of its inputs. */

import { el, fit } from "../draw/dom.js";
import { plain } from "../draw/format.js";
import { diverging, word } from "../draw/shades.js";
import { rgb } from "../draw/theme.js";
import { columnsOf, layerName } from "./histograms.js";
import { dataOf } from "./painters.js";
import { Units } from "./units.js";
import { UnitView } from "./unitview.js";

const LEAST = 78; // px of a matrix: as the histograms above
const GAP = 12; // px
const HEIGHT = 160; // px
const CAPTION = 24; // px under a matrix
const CELL = 14; // px, the largest cell
const PACE = 80; // milliseconds between two pictures of a unit while the race plays

export class MatrixRow {
  constructor(bus, scrolled) {
    this.bus = bus;
    this.inside = null;
    this.chosen = { layer: 0, unit: 0 };
    this.version = 0;
    this.drawn = 0;
    this.sheets = []; // by layer, one pixel a weight
    this.canvas = el("canvas", { "aria-hidden": "true" });
    this.areas = el("div", { class: "op-unit-areas" });
    this.scroller = el(
      "div",
      { class: "op-layers-scroll", tabIndex: -1 },
      el("div", { class: "op-matrices" }, this.canvas, this.areas),
    );
    this.scroller.addEventListener("scroll", () => scrolled(this.scroller.scrollLeft));
    this.view = new UnitView(bus);
    this.key = el("canvas", { class: "op-weights-key", "aria-hidden": "true" });
    const help = el("span", { class: "op-quiet" }, "a column for each unit; point at one to see its answer");
    this.when = el("span", { class: "op-quiet op-weights-when" });
    const label = el("div", { class: "op-layers-label" }, el("b", {}, "Weights"), this.when, help, this.key);
    this.element = el("div", { class: "op-layers-row op-weights" }, label, this.scroller, this.view.element);
  }

  scrollTo(left) {
    if (Math.abs(this.scroller.scrollLeft - left) > 0.5) this.scroller.scrollLeft = left;
  }

  setData(inside, runner, race) {
    this.element.hidden = !inside;
    const other = String(this.inside?.sizes) !== String(inside?.sizes);
    this.inside = inside;
    this.runner = runner;
    this.race = race;
    if (!inside) return;
    this.units = new Units(inside);
    this.view.setData(race && { ...race, data: dataOf(race, runner) }, this.units);
    if (other) this.chosen = { layer: 0, unit: 0 };
    this.version += 1;
  }

  resize() {
    const theme = this.bus.theme();
    const { clientWidth } = this.scroller;
    if (!this.inside || !clientWidth || !theme) return;
    const scale = this.bus.scale;
    const count = this.inside.sizes.length - 1;
    const width = Math.max(clientWidth, count * (LEAST + GAP) * scale - GAP);
    /** @type {[number, number]} */
    this.size = [width, HEIGHT * scale];
    this.ctx = fit(this.canvas, ...this.size);
    this.colours = diverging(theme);
    this.grey = word(rgb(theme.marks));
    this.theme = theme;
    this.boxes = columnsOf(count, width).map((column, i) =>
      boxOf(column, this.inside.weights.layers[i], HEIGHT - CAPTION, scale),
    );
    this.place();
    this.drawKey();
    this.view.setTheme(theme);
    this.view.resize();
    this.units.frame = -1;
    this.version += 1;
  }

  /** What the grey of the matrices means, where there is some. */
  get leaves() {
    const mask = this.inside.weights.masks?.find(Boolean);
    if (!mask) return "";
    return mask.whole ? "; grey: left out at this step" : "; grey: left out at this step, for its first example";
  }

  /** One area over each matrix: it takes the pointer, and with the keyboard the arrow keys go from unit to unit. */
  place() {
    const held = [...this.areas.children].indexOf(document.activeElement);
    const areas = this.boxes.map((box, layer) => this.area(box, layer));
    this.areas.replaceChildren(...areas);
    if (held >= 0) areas[held]?.focus();
  }

  area(box, layer) {
    const many = this.inside.weights.layers[layer].shown[1];
    const name = `Unit of ${layerName(layer, this.boxes.length)}`;
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
    const point = ({ clientX }) => {
      const share = (clientX - area.getBoundingClientRect().left - 6) / box.width;
      this.choose(layer, Math.min(many - 1, Math.max(0, Math.floor(share * many))));
    };
    area.addEventListener("pointermove", point);
    area.addEventListener("pointerdown", point);
    area.addEventListener("focus", () => this.chosen.layer !== layer && this.choose(layer, 0));
    area.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      const to = event.key === "Home" ? 0 : event.key === "End" ? many - 1 : by ? this.chosen.unit + by : null;
      if (to === null) return;
      event.preventDefault();
      event.stopPropagation();
      this.choose(layer, Math.min(many - 1, Math.max(0, to)));
    });
    return area;
  }

  choose(layer, unit) {
    if (this.chosen.layer === layer && this.chosen.unit === unit) return;
    this.chosen = { layer, unit };
    this.version += 1;
    this.bus.redraw();
  }

  draw(row, moving, t) {
    if (!this.inside || !this.ctx) return;
    const { chosen } = this;
    const fresh = this.units.at(t);
    const now = performance.now();
    const key = `${chosen.layer} ${chosen.unit} ${this.version} ${moving}`;
    if (!fresh && key === this.shown) return;
    this.shown = key;
    this.ctx.clearRect(0, 0, ...this.size);
    const step = this.inside.weights.at[this.units.frame];
    this.canvas.dataset.step = step;
    this.when.textContent = `at ${this.bus.race().timeline.words(step)}${this.leaves}`;
    for (const [layer, box] of this.boxes.entries()) this.matrix(box, layer);
    this.mark(this.boxes[chosen.layer]);
    if (moving && now - this.drawn < PACE) return;
    this.drawn = now;
    this.view.draw(chosen.layer, chosen.unit, moving);
    this.say();
  }

  matrix(box, layer) {
    const { weights } = this.inside;
    const { shown, inputs, units, scale, w, key } = weights.layers[layer];
    const { frame } = this.units;
    const size = shown[0] * shown[1];
    const sheet = this.sheet(layer, shown);
    const half = (weights.most - 1) / 2;
    const factor = (127 * scale[frame]) / (half * key);
    for (let i = 0; i < size; i += 1) {
      const whole = w[frame * size + i];
      const unit = i % shown[1];
      sheet.words[i] = this.units.leavesOut(layer, (i - unit) / shown[1], unit)
        ? this.grey
        : this.colours[whole === 0 ? 0 : Math.round(128 + Math.min(127, Math.max(-127, (whole - 1 - half) * factor)))];
    }
    sheet.ctx.putImageData(sheet.image, 0, 0);
    const { ctx, theme } = this;
    ctx.imageSmoothingEnabled = false;
    ctx.drawImage(sheet.canvas, box.left, box.top, box.width, box.height);
    ctx.strokeStyle = theme.hairline;
    ctx.lineWidth = 1;
    ctx.strokeRect(box.left - 0.5, box.top - 0.5, box.width + 1, box.height + 1);
    ctx.font = `400 ${12.5 * this.bus.scale}px ${theme.font}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "alphabetic";
    ctx.fillStyle = theme.quiet;
    const part = shown[0] < inputs || shown[1] < units ? `${shown[0]} × ${shown[1]} of ` : "";
    const sizes = `${inputs} × ${units}, ±${plain(key, 2)}`;
    const words = [part + sizes, sizes, `±${plain(key, 2)}`].find((text) => ctx.measureText(text).width < box.room);
    ctx.fillText(words ?? "", box.middle, box.top + box.height + 17 * this.bus.scale);
  }

  /** A small canvas with one pixel a weight. */
  sheet(layer, [rows, columns]) {
    const known = this.sheets[layer];
    if (known?.canvas.width === columns && known.canvas.height === rows) return known;
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: columns, height: rows });
    const ctx = canvas.getContext("2d");
    const image = ctx.createImageData(columns, rows);
    this.sheets[layer] = { canvas, ctx, image, words: new Uint32Array(image.data.buffer) };
    return this.sheets[layer];
  }

  /** A frame around the chosen unit. */
  mark(box) {
    const each = box.width / this.inside.weights.layers[this.chosen.layer].shown[1];
    this.ctx.strokeStyle = this.theme.ink;
    this.ctx.lineWidth = 1.6;
    this.ctx.strokeRect(box.left + this.chosen.unit * each - 1.3, box.top - 1.8, each + 2.6, box.height + 3.6);
  }

  say() {
    const { layer, unit } = this.chosen;
    [...this.areas.children].forEach((area, i) => {
      const own = i === layer ? unit : 0;
      area.setAttribute("aria-valuenow", String(own + 1));
      area.setAttribute(
        "aria-valuetext",
        i === layer ? `unit ${unit + 1}. ${this.view.words.textContent}` : `unit ${own + 1}`,
      );
    });
  }

  /** From the most negative weight to the most positive one. */
  drawKey() {
    const [width, height] = [96, 24];
    const { scale } = this.bus;
    const ctx = fit(this.key, width * scale, height * scale);
    ctx.scale(scale, scale);
    const words = new Uint8ClampedArray(this.colours.buffer);
    for (let i = 0; i < width; i += 1) {
      const at = 4 * Math.round(1 + (254 * i) / (width - 1));
      ctx.fillStyle = `rgb(${words[at]}, ${words[at + 1]}, ${words[at + 2]})`;
      ctx.fillRect(i, 0, 1.2, 8);
    }
    ctx.font = `400 12.5px ${this.theme.font}`;
    ctx.fillStyle = this.theme.quiet;
    ctx.textBaseline = "alphabetic";
    /** @type {[text: string, x: number, align: CanvasTextAlign][]} */
    const ends = [
      ["−", 0, "left"],
      ["0", width / 2, "center"],
      ["+", width, "right"],
    ];
    for (const [text, x, align] of ends) {
      ctx.textAlign = align;
      ctx.fillText(text, x, 21);
    }
  }
}

/** Where the matrix of a layer lies in its column: cells as large as fit, up to a bound, in the middle. */
function boxOf(column, { shown }, room, scale) {
  const width = shown[1] * Math.min(CELL * scale, (column.width - 8) / shown[1]);
  const height = shown[0] * Math.min(CELL * scale, ((room - 8) * scale) / shown[0]);
  const middle = column.x + column.width / 2;
  return {
    left: middle - width / 2,
    top: 4 + ((room - 8) * scale - height) / 2,
    width,
    height,
    middle,
    room: column.width,
  };
}
