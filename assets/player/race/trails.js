/** Paths on canvas: casing and line grow with the clock, everything is drawn again only when step or view jump. */

import { hue } from "../draw/theme.js";
import { View } from "../draw/view.js";
import { Cover } from "./paths.js";
import { Pen } from "./pen.js";
import { Tracer } from "./tracer.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Path } from "./paths.js" */
/** @import { SpaceView } from "./spaceview.js" */

const LINE = 2.5; // pixels
const CHOSEN = 3.2;
const CASING = 1.5; // pixels of casing on either side: 2.5 px of line on 5.5 px
const LATER = 1.2;
const THIN = 0.6; // of a path that would fill the box
const LAG = 4; // pixels that a path may stay behind its head while it plays
const MOST = 64; // and steps
/** @type {number[]} */
const NONE = [];

/**
 * The contexts that trails are drawn on, all in CSS pixels: what is to come, and the casing and the line of what has been.
 *
 * @typedef {Record<"later" | "casing" | "line", CanvasRenderingContext2D>} Sheets
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
    this.later = new Pen();
    /** @type {View | SpaceView} */
    this.view = new View([0, 1, 0, 1], 1, 1); // until it is prepared
    this.cover = new Cover(1, 1); // where the paths so far run
    this.future = new Cover(1, 1); // where the whole paths run
    this.scale = 1;
    this.page = ""; // colour
    /** @type {number[]} */
    this.order = []; // in which paths are drawn
    /** @type {string | null} */
    this.pick = null;
    /** @type {string[]} */
    this.colours = [];
    /** @type {number[][]} */
    this.dashes = [];
    this.stale = true;
    /** @type {Tracer | null} */
    this.tracer = null; // of the paths so far, once they are prepared
  }

  /** @param {Path[]} paths */
  setPaths(paths) {
    this.paths = paths;
    this.pens = paths.map(() => new Pen());
    this.later.reset();
  }

  /**
   * New size, theme, choice or view: draw what is to come; the paths so far follow with the next `show`.
   *
   * @param {Seen} seen
   */
  prepare({ view, theme, pick, scale }) {
    this.view = view;
    this.page = theme.page;
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
    const { later, line, casing } = this.sheets;
    const course = { view, scale, page: theme.page };
    this.tracer = new Tracer({ ...course, line, casing, cover: this.cover });
    const ahead = new Tracer({ ...course, line: later, casing: null, cover: this.future });
    const apart = new Tracer({ ...course, line: later, casing: null, cover: new Cover(view.width, view.height) });
    for (const index of this.order) {
      if (!view.spatial) this.drawBeside(index, apart);
      this.drawLater(index, ahead);
    }
  }

  /** @param {CanvasRenderingContext2D} ctx */
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

  /**
   * True while the head covers what is new: drawn later in one stroke, it looks the same as if drawn at once.
   *
   * @param {number} index
   * @param {number} row
   */
  hidden(index, row) {
    const pen = this.pens[index];
    const { px } = this.paths[index];
    return pen.open && row - pen.row < MOST && Math.hypot(px[2 * row] - pen.x, px[2 * row + 1] - pen.y) < LAG;
  }

  /**
   * Draw one path from where its pen stands to row `to`.
   *
   * @param {number} index
   * @param {number} to
   */
  append(index, to) {
    const { casing, line } = this.sheets;
    const width = this.widthOf(this.paths[index].runner.slot);
    casing.lineWidth = width + 2 * CASING * this.scale;
    casing.lineCap = "round";
    casing.lineJoin = line.lineJoin = "round";
    casing.strokeStyle = this.page;
    line.lineWidth = width;
    line.lineCap = this.dashes[index].length ? "butt" : "round";
    line.strokeStyle = this.colours[index];
    line.setLineDash(this.dashes[index]);
    this.tracer?.trace(this.paths[index], this.pens[index], to);
    line.setLineDash(NONE);
  }

  /**
   * Width of a runner's line: the chosen one's is wider.
   *
   * @param {string} slot
   */
  widthOf(slot) {
    return (slot === this.pick ? CHOSEN : LINE) * this.scale;
  }

  /**
   * The paths of a runner's other seeds, whole at every step: they are not on the clock.
   *
   * @param {number} index
   * @param {Tracer} tracer
   */
  drawBeside(index, tracer) {
    const { later } = this.sheets;
    later.lineWidth = THIN * this.scale;
    later.strokeStyle = this.colours[index];
    for (const path of this.paths[index].beside) {
      this.later.reset();
      tracer.trace(path, this.later, path.count - 1);
    }
  }

  /**
   * @param {number} index
   * @param {Tracer} tracer
   */
  drawLater(index, tracer) {
    const { later } = this.sheets;
    later.lineWidth = (this.paths[index].dense ? THIN : LATER) * this.scale;
    later.lineCap = later.lineJoin = "round";
    later.strokeStyle = this.colours[index];
    this.later.reset();
    tracer.trace(this.paths[index], this.later, this.paths[index].count - 1);
  }
}
