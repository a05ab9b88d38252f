/** The close-up beside the update's table: the path around the head, and arrows for step, downhill and memory. */

import { paintBands, paintLines, paintTicks } from "../draw/bands.js";
import { context, fit } from "../draw/dom.js";
import { drawMarker } from "../draw/marks.js";
import { haloText } from "../draw/text.js";
import { hue, tint } from "../draw/theme.js";
import { tr } from "../draw/tr.js";
import { View } from "../draw/view.js";
import { place, shaft } from "./closewords.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Frame } from "../draw/view.js" */
/** @import { RaceHeader, RaceRunner, Update } from "../engine/header.js" */
/** @import { Bus } from "../engine/panel.js" */

const SHOWN = 7; // steps of the present length that the picture is wide
const SLACK = 2.2; // the picture keeps its scale until it is this many times too wide or too narrow
const DEEPEST = 4096; // times that the picture may be narrower than the frame
const ARROW = 74; // px, the arrows that show direction only
const TURNED = 0.2; // of the picture: the head may stand this far from the middle before the picture moves on

/** A square picture in `canvas`; the relief below the path is drawn again only when the picture moves on. */
export class Closeup {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Pick<Bus, "theme" | "scale">} bus
   */
  constructor(canvas, bus) {
    this.canvas = canvas;
    this.bus = bus;
    this.ctx = context(canvas);
    this.width = this.height = 0; // px, once it is laid out
    this.side = 0; // of what is shown, in the plane
    /** @type {number[] | null} */
    this.centre = null;
    this.ground = document.createElement("canvas");
    this.drawn = "";
  }

  reset() {
    this.drawn = "";
    this.side = 0;
    this.centre = null;
  }

  /** @param {number} width @param {number} height */
  resize(width, height) {
    this.width = width;
    this.height = height;
    fit(this.canvas, width, height);
    this.drawn = "";
  }

  /**
   * Choose scale and middle for a head at (x, y) with a step of `length`: halves and doubles, never a creeping zoom.
   *
   * @param {RaceHeader} race
   * @param {number} x
   * @param {number} y
   * @param {number} length
   * @returns {Frame}
   */
  frame(race, x, y, length) {
    const [x0, x1, y0, y1] = race.surface.frame;
    const whole = Math.max(x1 - x0, y1 - y0);
    const wish = Math.min(Math.max(SHOWN * length || 0, whole / DEEPEST), whole);
    const ratio = this.side ? wish / this.side : 0;
    if (!this.side || ratio > SLACK || ratio < 1 / SLACK / 2) {
      this.side = whole / 2 ** Math.round(Math.log2(whole / wish));
      this.centre = null;
    }
    const tall = (this.side * this.height) / this.width;
    const away = (/** @type {number[]} */ middle) =>
      Math.abs(x - middle[0]) > TURNED * this.side || Math.abs(y - middle[1]) > TURNED * tall;
    const centre = !this.centre || away(this.centre) ? [x, y] : this.centre;
    this.centre = centre;
    const [cx, cy] = centre;
    return [cx - this.side / 2, cx + this.side / 2, cy - tall / 2, cy + tall / 2];
  }

  /** @param {RaceHeader} race @param {RaceRunner} runner @param {Update} inside @param {number} index */
  draw(race, runner, inside, index) {
    const { ctx, bus } = this;
    if (this.width < 2) return;
    const theme = bus.theme();
    const [x, y] = [runner.params[2 * index], runner.params[2 * index + 1]];
    ctx.clearRect(0, 0, this.width, this.height);
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    const view = new View(this.frame(race, x, y, runner.steplen[index]), this.width, this.height);
    this.relief(race, view, theme);
    ctx.drawImage(this.ground, 0, 0, this.width, this.height);
    this.path(runner, view, index, theme);
    this.arrows(runner, inside, view, index, theme);
    const look = { fill: hue(runner, theme), stroke: theme.page, width: 3, hollow: runner.hollow, paper: theme.page };
    drawMarker(ctx, runner.marker, view.px(x), view.py(y), 7 * bus.scale, look);
  }

  /** @param {RaceHeader} race @param {View} view @param {Theme} theme */
  relief(race, view, theme) {
    const key = `${view.frame} ${this.width} ${this.height} ${theme.dark} ${race.link}`;
    if (key === this.drawn) return;
    this.drawn = key;
    const ground = fit(this.ground, this.width, this.height);
    const relief = race.surface.relief;
    paintBands(ground, relief, view, theme, window.devicePixelRatio || 1);
    paintLines(ground, relief, view, theme);
    paintTicks(ground, view, theme, 13 * this.bus.scale);
  }

  /** @param {RaceRunner} runner @param {View} view @param {number} index @param {Theme} theme */
  path(runner, view, index, theme) {
    const { ctx, bus } = this;
    const colour = hue(runner, theme);
    const rows = runner.params.length / 2;
    const trace = (/** @type {number} */ from, /** @type {number} */ to) => {
      ctx.beginPath();
      for (let i = from; i <= to; i += 1) ctx.lineTo(view.px(runner.params[2 * i]), view.py(runner.params[2 * i + 1]));
      ctx.stroke();
    };
    const near = (/** @type {number} */ i, /** @type {number} */ step) => {
      let at = i;
      for (
        let n = 0;
        n < 400 && at + step >= 0 && at + step < rows && Number.isFinite(runner.params[2 * (at + step)]);
        n += 1
      )
        at += step;
      return at;
    };
    const [first, last] = [near(index, -1), near(index, 1)];
    ctx.lineJoin = "round";
    ctx.lineWidth = 1.2;
    ctx.strokeStyle = tint(colour, 0.3);
    trace(index, last);
    ctx.lineWidth = 5.5 * bus.scale;
    ctx.strokeStyle = tint(theme.page, 0.85);
    trace(first, index);
    ctx.lineWidth = 3.2 * bus.scale;
    ctx.strokeStyle = colour;
    ctx.setLineDash(runner.dash ?? []);
    trace(first, index);
    ctx.setLineDash([]);
    this.dots(runner, view, first, index, colour, theme);
  }

  /**
   * Hollow dots at steps that are far enough apart to be told from each other.
   *
   * @param {RaceRunner} runner @param {View} view @param {number} first @param {number} index @param {string} colour
   * @param {Theme} theme
   */
  dots(runner, view, first, index, colour, theme) {
    const { ctx, bus } = this;
    for (let i = first; i < index; i += 1) {
      const [px, py] = [view.px(runner.params[2 * i]), view.py(runner.params[2 * i + 1])];
      const [qx, qy] = [view.px(runner.params[2 * i + 2]), view.py(runner.params[2 * i + 3])];
      if (Math.hypot(px - qx, py - qy) < 11 * bus.scale) continue;
      ctx.beginPath();
      ctx.arc(px, py, 2.9 * bus.scale, 0, 2 * Math.PI);
      ctx.fillStyle = theme.page;
      ctx.fill();
      ctx.lineWidth = 1.5 * bus.scale;
      ctx.strokeStyle = colour;
      ctx.stroke();
    }
  }

  /** @param {RaceRunner} runner @param {Update} inside @param {View} view @param {number} index @param {Theme} theme */
  arrows(runner, inside, view, index, theme) {
    const { ctx, bus, width, height } = this;
    const from = [view.px(runner.params[2 * index]), view.py(runner.params[2 * index + 1])];
    const next = [view.px(runner.params[2 * index + 2]), view.py(runner.params[2 * index + 3])];
    const arrow = (/** @type {Float32Array | null} */ array) =>
      array ? direction(array[2 * index], array[2 * index + 1], ARROW * bus.scale) : null;
    const step = within([next[0] - from[0], next[1] - from[1]], 2 * width);
    const grey = { colour: theme.quiet, thick: 2 };
    const list = [
      ...seen(tr("downhill"), arrow(inside.arrows.downhill), { ...grey, dash: [] }),
      ...seen(tr("memory"), arrow(inside.arrows.memory), { ...grey, dash: [4, 4] }),
      ...seen(tr("step"), step, { colour: hue(runner, theme), dash: [], thick: 4, filled: true }),
    ];
    for (const one of list) drawArrow(ctx, from, one);
    ctx.font = `500 ${14 * bus.scale}px ${theme.font}`;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    const taken = [[from[0] - 9, from[1] - 9, 18, 18], ...list.flatMap(({ by }) => shaft(from, by))];
    for (const { words, by } of list) {
      const box = place(ctx.measureText(words).width, 17 * bus.scale, from, by, taken, width, height);
      taken.push(box);
      haloText(ctx, words, box[0], box[1] + box[3] / 2, theme.ink, tint(theme.page, 0.9), 3.5);
    }
  }
}

/** @typedef {{colour: string, dash: number[], thick: number, filled?: boolean}} ArrowLook */

/**
 * An arrow with its words; nothing where there is no such vector.
 *
 * @param {string} words
 * @param {number[] | null} by
 * @param {ArrowLook} look
 */
function seen(words, by, look) {
  return by?.every(Number.isFinite) ? [{ words, by, ...look }] : [];
}

/**
 * The vector, cut to `longest` px: what lies that far outside cannot be seen.
 *
 * @param {number[]} by @param {number} longest
 */
function within(by, longest) {
  const length = Math.hypot(by[0], by[1]);
  return length > longest ? by.map((part) => (part / length) * longest) : by;
}

/**
 * The vector (dx, dy) of the plane as one of `length` px on the screen; null where it has no direction.
 *
 * @param {number} dx @param {number} dy @param {number} length
 */
function direction(dx, dy, length) {
  const size = Math.hypot(dx, dy);
  return size > 0 && Number.isFinite(size) ? [(dx / size) * length, (-dy / size) * length] : null;
}

/**
 * An arrow: filled head for the step, open head for a direction.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number[]} from
 * @param {ArrowLook & {by: number[]}} arrow
 */
function drawArrow(ctx, from, { by, colour, dash, thick, filled }) {
  const length = Math.hypot(by[0], by[1]);
  if (length < 1) return;
  const [ux, uy] = [by[0] / length, by[1] / length];
  const tip = [from[0] + by[0], from[1] + by[1]];
  const size = Math.min(filled ? 12 : 10, filled ? length : 10);
  /** @type {(side: number) => [number, number]} */
  const wing = (side) => [tip[0] - size * ux + side * size * 0.52 * -uy, tip[1] - size * uy + side * size * 0.52 * ux];
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = thick;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(from[0], from[1]);
  ctx.lineTo(tip[0] - (filled ? size * 0.8 * ux : 0), tip[1] - (filled ? size * 0.8 * uy : 0));
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(...wing(1));
  ctx.lineTo(tip[0], tip[1]);
  ctx.lineTo(...wing(-1));
  if (filled) ctx.fill();
  else ctx.stroke();
}
