/** Follows a path with a pen: clipped to the box, a casing beneath the line, dots where steps lie far apart. */

import { clip } from "../draw/view.js";

/** @import { Area } from "../draw/boxes.js" */
/** @import { View } from "../draw/view.js" */
/** @import { Cover, Path } from "./paths.js" */
/** @import { Pen } from "./pen.js" */
/** @import { SpaceView } from "./spaceview.js" */

const APART = 11; // pixels between neighbours from which steps are marked
const DOT = 2.6;
const SMALL = 0.7; // pixels; shorter moves are drawn together with the next one
const MARGIN = 12; // pixels around the box within which lines are still drawn
const BATCH = 800; // segments per stroke: very long paths are slow to stroke as one
const ends = [0, 0, 0, 0];

/**
 * What is drawn on, and how: without a casing there are no dots either. `cover` is told where the line runs, `page` is the
 * colour of the page.
 *
 * @typedef {object} Course
 * @property {CanvasRenderingContext2D} line
 * @property {CanvasRenderingContext2D | null} casing
 * @property {Cover} cover
 * @property {View | SpaceView} view
 * @property {number} scale
 * @property {string} page
 */

export class Tracer {
  /** @param {Course} course */
  constructor({ line, casing, cover, view, scale, page }) {
    this.line = line;
    this.casing = casing;
    this.cover = cover;
    this.view = view;
    this.scale = scale;
    this.page = page;
    /** @type {Area} */
    this.box = { left: -MARGIN, top: -MARGIN, right: view.width + MARGIN, bottom: view.height + MARGIN };
    this.spots = new Float64Array(2 * BATCH + 8); // places of dots that wait for their stroke
    this.dots = 0;
  }

  /**
   * Follow a path with `pen` to row `to`, stroking on the line and, beneath it, on the casing.
   *
   * @param {Path} path
   * @param {Pen} pen
   * @param {number} to
   */
  trace(path, pen, to) {
    const { px } = path;
    const last = Math.min(to, path.finite[to]);
    let batch = 0;
    this.begin(pen);
    for (let i = pen.row + 1; i <= last; i += 1) {
      const x = px[2 * i];
      const y = px[2 * i + 1];
      if (i === 0 || !Number.isFinite(x + y) || !Number.isFinite(px[2 * i - 2] + px[2 * i - 1])) {
        this.lift(pen);
        this.place(pen, x, y);
        continue;
      }
      if (pen.open && Math.abs(x - pen.x) + Math.abs(y - pen.y) < SMALL && this.view.holds(x, y)) continue;
      const far = Math.hypot(x - px[2 * i - 2], y - px[2 * i - 1]) > APART * this.scale;
      this.segment(pen, pen.open ? pen.x : px[2 * i - 2], pen.open ? pen.y : px[2 * i - 1], x, y);
      pen.dot = pen.open && far;
      batch += 1;
      if (batch < BATCH) continue;
      this.stroke();
      this.begin(pen);
      batch = 0;
    }
    this.stroke();
    pen.row = Math.max(pen.row, to);
  }

  /**
   * Start a stroke where the last one ended; a dashed one, which has no round ends, at the point before, to join well.
   *
   * @param {Pen} pen
   */
  begin(pen) {
    const { line, casing } = this;
    line.beginPath();
    if (casing) casing.beginPath();
    this.dots = 0;
    if (!pen.open) return;
    if (casing) casing.moveTo(pen.x, pen.y);
    if (line.lineCap === "round") {
      line.moveTo(pen.x, pen.y);
      return;
    }
    line.lineDashOffset = pen.length0;
    line.moveTo(pen.x0, pen.y0);
    line.lineTo(pen.x, pen.y);
    if (pen.dot0) this.addDot(pen.x0, pen.y0);
  }

  /** Draw what has been traced since `begin`, then the dots on it. */
  stroke() {
    const { line, casing } = this;
    line.stroke();
    if (!casing) return;
    casing.stroke();
    if (this.dots) this.drawDots();
  }

  /**
   * End the present line; the next one starts with a whole dash.
   *
   * @param {Pen} pen
   */
  lift(pen) {
    this.stroke();
    pen.open = false;
    this.begin(pen);
  }

  /**
   * Put the pen on a first point, if that is in the box.
   *
   * @param {Pen} pen
   * @param {number} x
   * @param {number} y
   */
  place(pen, x, y) {
    pen.open = Number.isFinite(x + y) && this.view.holds(x, y, MARGIN);
    pen.x = pen.x0 = x;
    pen.y = pen.y0 = y;
    pen.length = pen.length0 = 0;
    pen.dot = pen.dot0 = false;
    this.line.lineDashOffset = 0;
  }

  /**
   * One segment, clipped to the box and a margin around it.
   *
   * @param {Pen} pen
   * @param {number} ax
   * @param {number} ay
   * @param {number} bx
   * @param {number} by
   */
  segment(pen, ax, ay, bx, by) {
    const { line, casing } = this;
    if (!clip(ax, ay, bx, by, this.box, ends)) {
      if (pen.open) this.lift(pen);
      return;
    }
    if (!pen.open) {
      this.lift(pen);
      this.place(pen, ends[0], ends[1]);
    }
    if (pen.length === 0) {
      line.moveTo(pen.x, pen.y);
      if (casing) casing.moveTo(pen.x, pen.y);
    }
    line.lineTo(ends[2], ends[3]);
    if (casing) casing.lineTo(ends[2], ends[3]);
    this.cover.mark(ends[0], ends[1], ends[2], ends[3]);
    this.advance(pen, ends[2], ends[3]);
    if (Math.abs(pen.x - bx) + Math.abs(pen.y - by) > 1) this.lift(pen);
  }

  /**
   * The pen's last point becomes the one before; a dot there is due, now that the line goes on.
   *
   * @param {Pen} pen
   * @param {number} x
   * @param {number} y
   */
  advance(pen, x, y) {
    pen.x0 = pen.x;
    pen.y0 = pen.y;
    pen.length0 = pen.length;
    pen.dot0 = pen.dot;
    if (pen.dot0) this.addDot(pen.x0, pen.y0);
    pen.x = x;
    pen.y = y;
    pen.length += Math.hypot(x - pen.x0, y - pen.y0);
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  addDot(x, y) {
    this.spots[2 * this.dots] = x;
    this.spots[2 * this.dots + 1] = y;
    this.dots += 1;
  }

  /** Hollow dots at the collected places; the line's own style is put back. */
  drawDots() {
    const { line } = this;
    const { lineWidth } = line;
    const dash = line.getLineDash();
    if (dash.length) line.setLineDash([]);
    line.lineWidth = 1.5 * this.scale;
    line.fillStyle = this.page;
    for (let i = 0; i < this.dots; i += 1) {
      line.beginPath();
      line.arc(this.spots[2 * i], this.spots[2 * i + 1], DOT * this.scale, 0, 2 * Math.PI);
      line.fill();
      line.stroke();
    }
    if (dash.length) line.setLineDash(dash);
    line.lineWidth = lineWidth;
  }
}
