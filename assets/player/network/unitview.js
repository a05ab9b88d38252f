/** What one unit sees: its answer over the plane, along a curve, or the picture that its weights are. */

import { classLook } from "../draw/classes.js";
import { el, fit } from "../draw/dom.js";
import { plain, short } from "../draw/format.js";
import { drawMarker } from "../draw/marks.js";
import { Raster } from "../draw/raster.js";
import { diverging } from "../draw/shades.js";
import { hue } from "../draw/theme.js";
import { layerName } from "./histograms.js";

const MOST = 44; // nodes along a picture
const LEAST = 16;
const WORK = 4e6; // multiplications that one picture may take while the race plays
const RESTING = 4e7; // and while it stands still
const POINTS = 90; // along a curve
const SHOWN = 240; // the most points on a picture
const FAINT = 0.6; // opacity of the points
const FADED = 0.75; // of a picture that is left out
const STRONGEST = 3; // inputs that are named where there is no picture

/** The picture of one unit with its name and a sentence. */
export class UnitView {
  constructor(bus) {
    this.bus = bus;
    this.title = el("p", { class: "op-unit-title" });
    this.canvas = el("canvas", { role: "img" });
    this.box = el("div", { class: "op-unit-box" }, this.canvas);
    this.words = el("p", { class: "op-quiet op-unit-words" });
    this.element = el("div", { class: "op-unit" }, this.title, this.box, this.words);
  }

  setData(race, units) {
    this.race = race;
    this.units = units;
    this.raster = null;
  }

  setTheme(theme) {
    this.colours = diverging(theme);
    this.theme = theme;
  }

  resize() {
    const { clientWidth, clientHeight } = this.box;
    if (!clientWidth) return;
    /** @type {[number, number]} */
    this.size = [clientWidth, clientHeight];
    this.ctx = fit(this.canvas, ...this.size);
    this.raster = null;
  }

  /** Show unit `unit` of layer `layer` at the frame that `units` holds. */
  draw(layer, unit, moving) {
    if (!this.ctx || !this.theme) return;
    const { data, inside } = this.race;
    const count = inside.sizes.length - 1;
    const last = layer === count - 1;
    const name = last && count > 0 && inside.sizes[count] === 1 ? "the one unit" : `unit ${unit + 1}`;
    const step = this.units.stepOf(layer);
    this.canvas.dataset.step = step;
    this.title.textContent = `${layerName(layer, count)}, ${name}, at ${this.race.timeline.words(step)}`;
    const [width, height] = this.size;
    this.ctx.clearRect(0, 0, width, height);
    let words;
    const sent = this.units.picture(layer, unit);
    const known = sent || this.units.computes(layer);
    if (data.kind === "plane" && known) words = this.plane(sent ?? this.asked(layer, unit, moving), layer);
    else if (data.kind === "curve" && known) words = this.curve(sent?.values ?? this.along(layer, unit));
    else if (data.image && layer === 0) words = this.image(unit);
    else words = this.list(layer, unit);
    this.box.hidden = words.bare === true;
    if (this.units.isLeftOut(layer, unit)) {
      this.fade();
      words.text = `Left out at this step. ${words.text}`;
    }
    this.words.textContent = words.text;
    this.canvas.setAttribute("aria-label", `What ${this.title.textContent} sees. ${words.text}`);
  }

  /** The page over the picture: the next layer does not read the unit. */
  fade() {
    this.ctx.globalAlpha = FADED;
    this.ctx.fillStyle = this.theme.page;
    this.ctx.fillRect(0, 0, ...this.size);
    this.ctx.globalAlpha = 1;
  }

  /** The answers of a unit over the plane, computed here: {values, columns, rows}. */
  asked(layer, unit, moving) {
    const work = (moving ? WORK : RESTING) / Math.max(1, this.units.cost(layer));
    const columns = Math.round(Math.min(MOST, Math.max(LEAST, Math.sqrt(work * 1.3))));
    const rows = Math.round(columns / 1.3);
    return {
      values: this.units.answer(places(this.race.data, columns, rows), columns * rows, layer, unit),
      columns,
      rows,
    };
  }

  plane({ values, columns, rows }, layer) {
    const { inside } = this.race;
    const { low, high } = layer < inside.sizes.length - 2 ? inside.activation : { low: null, high: null };
    const [least, most] = extent(values);
    const scale =
      low !== null && high !== null
        ? Math.max(Math.abs(low), Math.abs(high))
        : Math.max(Math.abs(least), Math.abs(most), 1e-9);
    const grid = values.map((value) =>
      Number.isFinite(value) ? 128 + 127 * Math.min(1, Math.max(-1, value / scale)) : 0,
    );
    const [width, height] = this.size.map(Math.round);
    if (this.raster?.columns !== columns) this.raster = new Raster(width, height, columns, rows);
    this.raster.paint(grid, this.colours);
    this.ctx.drawImage(this.raster.canvas, 0, 0, ...this.size);
    this.points();
    return { text: `From ${short(least)} to ${short(most)}. Colours end at ±${plain(scale, 2)}.` };
  }

  /** The training points, faint, each with the shape of its class: what the unit tells apart. */
  points() {
    const { theme, ctx } = this;
    const { data } = this.race;
    const [x0, x1, y0, y1] = data.frame;
    const [width, height] = this.size;
    const { x, y } = data.train;
    const every = Math.ceil(y.length / SHOWN);
    ctx.globalAlpha = FAINT;
    for (let i = 0; i < y.length; i += every) {
      const px = ((x[2 * i] - x0) / (x1 - x0)) * width;
      const py = ((y1 - x[2 * i + 1]) / (y1 - y0)) * height;
      const { mark, shape } = classLook(y[i], theme);
      drawMarker(ctx, shape, px, py, 2.4 * this.bus.scale, { fill: mark, stroke: theme.page, width: 0.9 });
    }
    ctx.globalAlpha = 1;
  }

  /** The answers of a unit along the curve, computed here. */
  along(layer, unit) {
    const { data } = this.race;
    const [x0, x1] = data.frame;
    const [origin, slope] = data.affine;
    const inputs = Float32Array.from(
      { length: POINTS },
      (_, i) => origin + (x0 + (i / (POINTS - 1)) * (x1 - x0)) * slope,
    );
    return this.units.answer(inputs, POINTS, layer, unit);
  }

  curve(answers) {
    const { runners, inside } = this.race;
    const [least, most] = extent(answers);
    const [width, height] = this.size;
    const y = (value) => height - 6 - ((value - least) / (most - least || 1)) * (height - 12);
    const { ctx } = this;
    ctx.strokeStyle = hue(
      runners.find(({ slot }) => slot === inside.slot),
      this.theme,
    );
    ctx.lineWidth = 2;
    ctx.beginPath();
    for (const [i, value] of answers.entries()) ctx.lineTo((i / (answers.length - 1)) * width, y(value));
    ctx.stroke();
    return { text: `From ${short(least)} to ${short(most)}, along x.` };
  }

  /** The weights of a unit of the first layer, as the picture that excites it most. */
  image(unit) {
    const { size } = this.race.data.image;
    const { inputs, units, w } = this.units.layers[0];
    const own = Float32Array.from({ length: inputs }, (_, j) => w[j * units + unit]);
    const most = Math.max(...own.map(Math.abs)) || 1;
    const [width, height] = this.size;
    const each = Math.min(width / size[1], height / size[0]);
    const left = (width - each * size[1]) / 2;
    const words = new Uint8ClampedArray(this.colours.buffer);
    own.forEach((value, j) => {
      const at = 4 * Math.round(128 + 127 * (Number.isFinite(value) ? value / most : 0));
      this.ctx.fillStyle = `rgb(${words[at]}, ${words[at + 1]}, ${words[at + 2]})`;
      this.ctx.fillRect(left + (j % size[1]) * each, Math.floor(j / size[1]) * each, each + 0.5, each + 0.5);
    });
    return { text: `The picture that it looks for: its weights, to ±${plain(most, 2)}.` };
  }

  /** The inputs that weigh most, where the unit has no picture. */
  list(layer, unit) {
    const { data, inside } = this.race;
    const { inputs, shown, w, scale } = inside.weights.layers[layer];
    const { most } = inside.weights;
    const size = shown[0] * shown[1];
    const number = (j) => ((w[this.units.frame * size + j * shown[1] + unit] - 1) / (most - 1)) * 2 - 1;
    const order = Array.from({ length: shown[0] }, (_, j) => j).sort(
      (a, b) => Math.abs(number(b)) - Math.abs(number(a)),
    );
    const name = (j) => (layer === 0 && data.features.length === inputs ? data.features[j] : `unit ${j + 1}`);
    const named = order.slice(0, STRONGEST).map((j) => `${name(j)} ${short(number(j) * scale[this.units.frame])}`);
    return { bare: true, text: `Its largest weights: ${named.join(", ")}.` };
  }
}

/** The inputs of the network at the nodes of the plane's picture, pre-processed: (columns * rows, inputs). */
function places({ frame, affine }, columns, rows) {
  const [x0, x1, y0, y1] = frame;
  const inputs = affine.length / 3;
  const out = new Float32Array(inputs * columns * rows);
  for (let r = 0, at = 0; r < rows; r += 1) {
    const y = y1 + (r / (rows - 1)) * (y0 - y1);
    for (let c = 0; c < columns; c += 1, at += inputs) {
      const x = x0 + (c / (columns - 1)) * (x1 - x0);
      for (let i = 0; i < inputs; i += 1) out[at + i] = affine[i] + x * affine[inputs + i] + y * affine[2 * inputs + i];
    }
  }
  return out;
}

function extent(values) {
  const finite = values.filter(Number.isFinite);
  return finite.length ? [Math.min(...finite), Math.max(...finite)] : [NaN, NaN];
}
