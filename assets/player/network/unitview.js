/** What one unit sees: its answer over the plane, along a curve, or the picture that its weights are. */

import { classLook } from "../draw/classes.js";
import { context, describe, el, fit } from "../draw/dom.js";
import { plain, short } from "../draw/format.js";
import { drawMarker } from "../draw/marks.js";
import { Raster } from "../draw/raster.js";
import { diverging } from "../draw/shades.js";
import { hue } from "../draw/theme.js";
import { tr } from "../draw/tr.js";
import { layerName } from "./histograms.js";
import { along, asked, largest } from "./unitanswers.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Timeline } from "../draw/timeline.js" */
/** @import { Inside, NetworkData, NetworkRunner } from "../engine/network.js" */
/** @import { Bus } from "../engine/panel.js" */
/** @import { Units } from "./units.js" */

const SHOWN = 240; // the most points on a picture
const FAINT = 0.6; // opacity of the points
const FADED = 0.75; // of a picture that is left out

/**
 * Whose units are seen: the layers of a runner, with the data as they are for it.
 *
 * @typedef {object} Seen
 * @property {NetworkData} data
 * @property {Inside} inside
 * @property {NetworkRunner} runner
 * @property {Timeline} timeline
 * @property {Units} units
 */

/** @typedef {{values: Float32Array, columns: number, rows: number}} UnitPicture answers over the plane */
/** @typedef {{text: string, bare?: boolean}} Told words of a unit, `bare` where it has no picture */

/** The picture of one unit with its name and a sentence. */
export class UnitView {
  /** @param {Bus} bus */
  constructor(bus) {
    this.bus = bus;
    /** @type {Seen | null} */
    this.seen = null;
    /** @type {{theme: Theme, colours: Uint32Array} | null} */
    this.paint = null;
    /** @type {Raster | null} */
    this.raster = null;
    this.width = this.height = 0; // px, once it is laid out
    this.title = el("p", { class: "op-unit-title" });
    this.canvas = el("canvas");
    this.ctx = context(this.canvas);
    this.box = el("div", { class: "op-unit-box" }, this.canvas);
    this.words = el("p", { class: "op-quiet op-unit-words" });
    this.element = el("div", { class: "op-unit" }, this.title, this.box, this.words);
  }

  /** @param {Seen} seen */
  setData(seen) {
    this.seen = seen;
    this.raster = null;
  }

  /** @param {Theme} theme */
  setTheme(theme) {
    this.paint = { theme, colours: diverging(theme) };
  }

  resize() {
    const { clientWidth, clientHeight } = this.box;
    if (!clientWidth) return;
    [this.width, this.height] = [clientWidth, clientHeight];
    fit(this.canvas, clientWidth, clientHeight);
    this.raster = null;
  }

  /**
   * Show unit `unit` of layer `layer` at the frame that its units hold.
   *
   * @param {number} layer
   * @param {number} unit
   * @param {boolean} moving
   */
  draw(layer, unit, moving) {
    const { seen, paint } = this;
    if (!seen || !paint || !this.width) return;
    const { inside, units, timeline } = seen;
    const count = inside.sizes.length - 1;
    const last = layer === count - 1;
    const single = last && count > 0 && inside.sizes[count] === 1;
    const name = single ? tr("the one unit") : tr("unit {number}", { number: unit + 1 });
    const step = units.stepOf(layer);
    this.canvas.dataset.step = String(step);
    const called = tr("{layer}, {unit}, at {time}", {
      layer: layerName(layer, count),
      unit: name,
      time: timeline.words(step),
    });
    this.title.textContent = called;
    this.ctx.clearRect(0, 0, this.width, this.height);
    const told = this.picture(seen, paint, layer, unit, moving);
    this.box.hidden = told.bare === true;
    const left = units.isLeftOut(layer, unit);
    if (left) this.fade(paint.theme);
    const words = left ? `${tr("Left out at this step.")} ${told.text}` : told.text;
    this.words.textContent = words;
    describe(this.canvas, `${tr("What {unit} sees.", { unit: called })} ${words}`);
  }

  /**
   * Draw what there is of a unit, and say what that is.
   *
   * @param {Seen} seen
   * @param {{theme: Theme, colours: Uint32Array}} paint
   * @param {number} layer
   * @param {number} unit
   * @param {boolean} moving
   * @returns {Told}
   */
  picture(seen, { theme, colours }, layer, unit, moving) {
    const { data, units } = seen;
    const sent = units.picture(layer, unit);
    const known = sent || units.computes(layer);
    if (data.kind === "plane" && known)
      return this.plane(seen, sent ?? asked(seen, layer, unit, moving), layer, colours, theme);
    if (data.kind === "curve" && known) return this.curve(seen, sent?.values ?? along(seen, layer, unit), theme);
    if (data.image && layer === 0) return this.image(seen, data.image.size, unit, colours);
    return largest(seen, layer, unit);
  }

  /**
   * The page over the picture: the next layer does not read the unit.
   *
   * @param {Theme} theme
   */
  fade(theme) {
    this.ctx.globalAlpha = FADED;
    this.ctx.fillStyle = theme.page;
    this.ctx.fillRect(0, 0, this.width, this.height);
    this.ctx.globalAlpha = 1;
  }

  /**
   * @param {Seen} seen
   * @param {UnitPicture} picture
   * @param {number} layer
   * @param {Uint32Array} colours
   * @param {Theme} theme
   * @returns {Told}
   */
  plane(seen, { values, columns, rows }, layer, colours, theme) {
    const { inside } = seen;
    const { low, high } = layer < inside.sizes.length - 2 ? inside.activation : { low: null, high: null };
    const [least, most] = extent(values);
    const scale =
      low !== null && high !== null
        ? Math.max(Math.abs(low), Math.abs(high))
        : Math.max(Math.abs(least), Math.abs(most), 1e-9);
    const grid = values.map((value) =>
      Number.isFinite(value) ? 128 + 127 * Math.min(1, Math.max(-1, value / scale)) : 0,
    );
    const [width, height] = [Math.round(this.width), Math.round(this.height)];
    const raster = this.raster?.columns === columns ? this.raster : new Raster(width, height, columns, rows);
    this.raster = raster;
    raster.paint(grid, colours);
    this.ctx.drawImage(raster.canvas, 0, 0, this.width, this.height);
    this.points(seen, theme);
    const [from, to, end] = [short(least), short(most), plain(scale, 2)];
    return { text: tr("From {from} to {to}. Colours end at ±{end}.", { from, to, end }) };
  }

  /**
   * The training points, faint, each with the shape of its class: what the unit tells apart.
   *
   * @param {Seen} seen
   * @param {Theme} theme
   */
  points({ data }, theme) {
    const { ctx, width, height } = this;
    const [x0, x1, y0, y1] = data.frame;
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

  /**
   * @param {Seen} seen
   * @param {Float32Array} answers
   * @param {Theme} theme
   * @returns {Told}
   */
  curve({ runner }, answers, theme) {
    const { ctx, width, height } = this;
    const [least, most] = extent(answers);
    const y = (/** @type {number} */ value) => height - 6 - ((value - least) / (most - least || 1)) * (height - 12);
    ctx.strokeStyle = hue(runner, theme);
    ctx.lineWidth = 2;
    ctx.beginPath();
    for (const [i, value] of answers.entries()) ctx.lineTo((i / (answers.length - 1)) * width, y(value));
    ctx.stroke();
    return { text: tr("From {from} to {to}, along x.", { from: short(least), to: short(most) }) };
  }

  /**
   * The weights of a unit of the first layer, as the picture that excites it most.
   *
   * @param {Seen} seen
   * @param {[height: number, width: number]} size
   * @param {number} unit
   * @param {Uint32Array} colours
   * @returns {Told}
   */
  image({ units: { layers } }, size, unit, colours) {
    const { inputs, units, w } = layers[0];
    const own = Float32Array.from({ length: inputs }, (_, j) => w[j * units + unit]);
    const most = Math.max(...own.map(Math.abs)) || 1;
    const each = Math.min(this.width / size[1], this.height / size[0]);
    const left = (this.width - each * size[1]) / 2;
    const words = new Uint8ClampedArray(colours.buffer);
    own.forEach((value, j) => {
      const at = 4 * Math.round(128 + 127 * (Number.isFinite(value) ? value / most : 0));
      this.ctx.fillStyle = `rgb(${words[at]}, ${words[at + 1]}, ${words[at + 2]})`;
      this.ctx.fillRect(left + (j % size[1]) * each, Math.floor(j / size[1]) * each, each + 0.5, each + 0.5);
    });
    return { text: tr("The picture that it looks for: its weights, to ±{end}.", { end: plain(most, 2) }) };
  }
}

/** @param {Float32Array} values */
function extent(values) {
  const finite = values.filter(Number.isFinite);
  return finite.length ? [Math.min(...finite), Math.max(...finite)] : [NaN, NaN];
}
