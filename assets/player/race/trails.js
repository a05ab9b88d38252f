/** Paths on canvas: casing and line grow with the clock, everything is drawn again only when step or view jump. */

import { hue } from "../draw/theme.js";
import { clip } from "../draw/view.js";
import { Cover } from "./paths.js";
import { Pen } from "./pen.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { View } from "../draw/view.js" */
/** @import { Path } from "./paths.js" */
/** @import { SpaceView } from "./spaceview.js" */

const LINE = 2.5; // pixels
const CHOSEN = 3.2;
const CASING = 1.5; // pixels of casing on either side: 2.5 px of line on 5.5 px
const LATER = 1.2;
const THIN = 0.6; // of a path that would fill the box
const APART = 11; // pixels between neighbours from which steps are marked
const DOT = 2.6;
const SMALL = 0.7; // pixels; shorter moves are drawn together with the next one
const MARGIN = 12; // pixels around the box within which lines are still drawn
const LAG = 4; // pixels that a path may stay behind its head while it plays
const MOST = 64; // and steps
const BATCH = 800; // segments per stroke: very long paths are slow to stroke as one
const NONE = [];
const ends = [0, 0, 0, 0];

/**
 * The contexts that trails are drawn on, all in CSS pixels: what is to come, and the casing and the line of what has been.
 *
 * @typedef {{later: CanvasRenderingContext2D, casing?: CanvasRenderingContext2D, line?: CanvasRenderingContext2D}} Sheets
 */

/**
 * How trails are seen.
 *
 * @typedef {{view: View | SpaceView, theme: Theme, pick: string | null, scale: number}} Seen
 */

/**
 * Trails of `paths` on canvases of their own, ready for a step.
 *
 * @param {Sheets} sheets
 * @param {Path[]} paths
 * @param {Seen} seen
 */
export function preparedTrails(sheets, paths, seen) {
  const trails = new Trails(sheets);
  trails.setPaths(paths);
  trails.prepare(seen);
  return trails;
}

export class Trails {
  /** @param {Sheets} sheets */
  constructor(sheets) {
    this.sheets = sheets;
    /** @type {Path[]} */
    this.paths = [];
    /** @type {Pen[]} */
    this.pens = [];
    /** @type {Cover | null} */
    this.cover = null; // where the paths so far run
    /** @type {Cover | null} */
    this.future = null; // where the whole paths run
    this.spots = new Float64Array(2 * BATCH + 8); // places of dots that wait for their stroke
    this.dots = 0;
  }

  /** @param {Path[]} paths */
  setPaths(paths) {
    this.paths = paths;
    this.pens = paths.map(() => new Pen());
    this.later = new Pen();
  }

  /**
   * New size, theme, choice or view: draw what is to come; the paths so far follow with the next `show`.
   *
   * @param {Seen} seen
   */
  prepare({ view, theme, pick, scale }) {
    this.view = view;
    this.theme = theme;
    this.scale = scale;
    this.order = this.paths
      .map((_, i) => i)
      .sort((a, b) => Number(this.paths[a].runner.slot === pick) - Number(this.paths[b].runner.slot === pick));
    this.pick = pick;
    this.colours = this.paths.map((path) => hue(path.runner, theme));
    this.dashes = this.paths.map((path) => (path.runner.dash ?? []).map((length) => length * scale));
    this.cover = new Cover(view.width, view.height);
    this.future = new Cover(view.width, view.height);
    this.clear(this.sheets.later);
    this.stale = true;
    for (const index of this.order) this.drawLater(index);
  }

  clear(ctx) {
    ctx.clearRect(0, 0, this.view.width, this.view.height);
  }

  /**
   * Draw all paths up to the rows in `rows`; appends where it can (in `moving` with a lag), else starts anew.
   *
   * @param {Int32Array} rows
   * @param {boolean} moving
   */
  show(rows, moving) {
    let back = this.stale;
    for (let i = 0; i < rows.length && !back; i += 1) back = rows[i] < this.pens[i].row;
    if (back) {
      this.clear(this.sheets.casing);
      this.clear(this.sheets.line);
      this.cover.clear();
      for (const pen of this.pens) pen.reset();
      this.stale = false;
    }
    for (const index of this.order) {
      if (this.paths[index].dense)
        this.pens[index].row = rows[index]; // its last steps are drawn with its head
      else if (rows[index] > this.pens[index].row && !(moving && this.hidden(index, rows[index])))
        this.append(index, rows[index]);
    }
  }

  /** True while the head covers what is new: drawn later in one stroke, it looks the same as if drawn at once. */
  hidden(index, row) {
    const pen = this.pens[index];
    const { px } = this.paths[index];
    return pen.open && row - pen.row < MOST && Math.hypot(px[2 * row] - pen.x, px[2 * row + 1] - pen.y) < LAG;
  }

  /** Draw one path from where its pen stands to row `to`. */
  append(index, to) {
    const { casing, line } = this.sheets;
    const width = this.widthOf(this.paths[index].runner.slot);
    casing.lineWidth = width + 2 * CASING * this.scale;
    casing.lineCap = "round";
    casing.lineJoin = line.lineJoin = "round";
    casing.strokeStyle = this.theme.page;
    line.lineWidth = width;
    line.lineCap = this.dashes[index].length ? "butt" : "round";
    line.strokeStyle = this.colours[index];
    line.setLineDash(this.dashes[index]);
    this.trace(this.paths[index], this.pens[index], to, line, casing, this.cover);
    line.setLineDash(NONE);
  }

  /** Width of a runner's line: the chosen one's is wider. */
  widthOf(slot) {
    return (slot === this.pick ? CHOSEN : LINE) * this.scale;
  }

  drawLater(index) {
    const { later } = this.sheets;
    later.lineWidth = (this.paths[index].dense ? THIN : LATER) * this.scale;
    later.lineCap = later.lineJoin = "round";
    later.strokeStyle = this.colours[index];
    this.later.reset();
    this.trace(this.paths[index], this.later, this.paths[index].count - 1, later, null, this.future);
  }

  /** Follow a path with `pen` to row `to`, stroking on `line` and, beneath it, on `casing`. */
  trace(path, pen, to, line, casing, cover) {
    const { px } = path;
    const last = Math.min(to, path.finite[to]);
    let batch = 0;
    this.begin(pen, line, casing);
    for (let i = pen.row + 1; i <= last; i += 1) {
      const x = px[2 * i];
      const y = px[2 * i + 1];
      if (i === 0 || !Number.isFinite(x + y) || !Number.isFinite(px[2 * i - 2] + px[2 * i - 1])) {
        this.lift(pen, line, casing);
        this.place(pen, x, y, line);
        continue;
      }
      if (pen.open && Math.abs(x - pen.x) + Math.abs(y - pen.y) < SMALL && this.view.holds(x, y)) continue;
      const far = Math.hypot(x - px[2 * i - 2], y - px[2 * i - 1]) > APART * this.scale;
      this.segment(pen, pen.open ? pen.x : px[2 * i - 2], pen.open ? pen.y : px[2 * i - 1], x, y, line, casing, cover);
      pen.dot = pen.open && far;
      batch += 1;
      if (batch < BATCH) continue;
      this.stroke(line, casing);
      this.begin(pen, line, casing);
      batch = 0;
    }
    this.stroke(line, casing);
    pen.row = Math.max(pen.row, to);
  }

  /** Start a stroke where the last one ended; a dashed one, which has no round ends, at the point before, to join well. */
  begin(pen, line, casing) {
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
  stroke(line, casing) {
    line.stroke();
    if (!casing) return;
    casing.stroke();
    if (this.dots) this.drawDots(line);
  }

  /** End the present line; the next one starts with a whole dash. */
  lift(pen, line, casing) {
    this.stroke(line, casing);
    pen.open = false;
    this.begin(pen, line, casing);
  }

  /** Put the pen on a first point, if that is in the box. */
  place(pen, x, y, line) {
    pen.open = Number.isFinite(x + y) && this.view.holds(x, y, MARGIN);
    pen.x = pen.x0 = x;
    pen.y = pen.y0 = y;
    pen.length = pen.length0 = 0;
    pen.dot = pen.dot0 = false;
    line.lineDashOffset = 0;
  }

  /** One segment, clipped to the box and a margin around it. */
  segment(pen, ax, ay, bx, by, line, casing, cover) {
    const { width, height } = this.view;
    if (!clip(ax, ay, bx, by, -MARGIN, -MARGIN, width + MARGIN, height + MARGIN, ends)) {
      if (pen.open) this.lift(pen, line, casing);
      return;
    }
    if (!pen.open) {
      this.lift(pen, line, casing);
      this.place(pen, ends[0], ends[1], line);
    }
    if (pen.length === 0) {
      line.moveTo(pen.x, pen.y);
      if (casing) casing.moveTo(pen.x, pen.y);
    }
    line.lineTo(ends[2], ends[3]);
    if (casing) casing.lineTo(ends[2], ends[3]);
    cover.mark(ends[0], ends[1], ends[2], ends[3]);
    this.advance(pen, ends[2], ends[3]);
    if (Math.abs(pen.x - bx) + Math.abs(pen.y - by) > 1) this.lift(pen, line, casing);
  }

  /** The pen's last point becomes the one before; a dot there is due, now that the line goes on. */
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

  addDot(x, y) {
    this.spots[2 * this.dots] = x;
    this.spots[2 * this.dots + 1] = y;
    this.dots += 1;
  }

  /** Hollow dots at the collected places; the line's own style is put back. */
  drawDots(line) {
    const { lineWidth } = line;
    const dash = line.getLineDash();
    if (dash.length) line.setLineDash(NONE);
    line.lineWidth = 1.5 * this.scale;
    line.fillStyle = this.theme.page;
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
