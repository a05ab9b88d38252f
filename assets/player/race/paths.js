/** The runners' paths in pixels: projected once per view, so that playing only reads them. */

import { rowOf } from "../draw/ending.js";
import { heightOf } from "../draw/relief.js";
import { clip, within } from "../draw/view.js";

/** @import { Relief } from "../draw/relief.js" */
/** @import { View } from "../draw/view.js" */
/** @import { RaceRunner } from "../engine/header.js" */
/** @import { SpaceView } from "./spaceview.js" */

const INSET = 10; // pixels inside the edge at which a runner that left is marked
const CELL = 6; // pixels of a cell of the map of covered places
const LONG = 24; // pixels from which on a step counts for how much of the box a path fills
const DENSE = 5; // times width and height of the box: a path with more long steps than that would fill it
const ends = [0, 0, 0, 0];

/**
 * Where a head stands: see Path.head.
 *
 * @typedef {{x: number, y: number, row: number, share: number, state: "on" | "out" | "dead" | "gone"}} Stand
 */

/** One runner's path: `px` holds x, y of every row; `finite` and `seen` the last such row up to each row, or -1. */
export class Path {
  /**
   * @param {RaceRunner} runner
   * @param {Relief} relief
   */
  constructor(runner, relief) {
    const count = runner.params.length / 2;
    this.runner = runner;
    this.count = count;
    this.px = new Float64Array(2 * count);
    this.ahead = runner.queries ? new Float64Array(2 * count) : null;
    this.finite = new Int32Array(count);
    this.seen = new Int32Array(count);
    this.relief = relief;
    /** @type {Float32Array | null} */
    this.heights = null;
    /** @type {Path[]} */
    this.beside = (runner.fan?.paths ?? []).map((params) => new Path(repeated(runner, params), relief));
    this.box = { left: 0, top: 0, right: 1, bottom: 1 }; // of the view, px
    this.dense = false; // so long within the box that drawn in full it would hide all else
    let last = -1;
    for (let i = 0; i < count; i += 1) {
      if (Number.isFinite(runner.params[2 * i]) && Number.isFinite(runner.params[2 * i + 1])) last = i;
      this.finite[i] = last;
    }
  }

  /**
   * Work out all pixels for a view; a view in space also needs the heights of the points.
   *
   * @param {View | SpaceView} view
   */
  project(view) {
    if (view.spatial && !this.heights) {
      this.heights = Float32Array.from(this.runner.loss, (loss) => heightOf(this.relief, loss));
    }
    this.box = { left: 0, top: 0, right: view.width, bottom: view.height };
    view.project(this.runner.params, this.heights, this.px);
    if (this.ahead && this.runner.queries) view.project(this.runner.queries, this.heights, this.ahead);
    let last = -1;
    let ink = 0;
    for (let i = 0; i < this.count; i += 1) {
      if (view.holds(this.px[2 * i], this.px[2 * i + 1])) last = i;
      this.seen[i] = last;
      if (i > 0) ink += this.crossing(i);
    }
    this.dense = ink > DENSE * (view.width + view.height);
    if (!view.spatial) for (const path of this.beside) path.project(view); // of their heights nothing is known
  }

  /**
   * Pixels of the step that leads to row `i` which lie in the box; 0 for a short one.
   *
   * @param {number} i
   */
  crossing(i) {
    const { px } = this;
    const [ax, ay, bx, by] = [px[2 * i - 2], px[2 * i - 1], px[2 * i], px[2 * i + 1]];
    if (!(Math.abs(bx - ax) + Math.abs(by - ay) > LONG) || !Number.isFinite(ax + ay + bx + by)) return 0;
    return clip(ax, ay, bx, by, this.box, ends) ? Math.hypot(ends[2] - ends[0], ends[3] - ends[1]) : 0;
  }

  /**
   * Where the head stands at step t, into `head`: `x`, `y`, `row`, `share` of the way to the next row, and `state`:
   * "on", "out" (left the box: the place of its mark), "dead" (no longer finite: the last finite place), "gone".
   *
   * @param {number} t
   * @param {View | SpaceView} view
   * @param {Stand} head
   */
  head(t, view, head) {
    const { runner, px } = this;
    const step = Math.floor(t);
    const row = rowOf(runner, t);
    const finite = this.finite[row];
    const next = (step + 1) % runner.stride === 0 && row + 1 < this.count && this.finite[row + 1] === row + 1;
    head.row = row;
    head.share = next ? t - step : 0;
    head.state = finite < 0 ? "gone" : finite < row ? "dead" : "on";
    if (finite < 0) return;
    const at = 2 * finite;
    head.x = px[at] + (head.share ? (px[at + 2] - px[at]) * head.share : 0);
    head.y = px[at + 1] + (head.share ? (px[at + 3] - px[at + 1]) * head.share : 0);
    if (view.holds(head.x, head.y)) return;
    const seen = this.seen[finite];
    head.state = seen < 0 ? "gone" : "out";
    if (seen >= 0) this.leave(seen, view, head);
  }

  /**
   * The place near the edge where the path leaves the box after row `seen`.
   *
   * @param {number} seen
   * @param {View | SpaceView} view
   * @param {Stand} head
   */
  leave(seen, view, head) {
    const { px } = this;
    const at = 2 * seen;
    const { width, height } = view;
    const last = seen + 1 >= this.count || !Number.isFinite(px[at + 2]) || !Number.isFinite(px[at + 3]);
    const crossed = !last && clip(px[at], px[at + 1], px[at + 2], px[at + 3], this.box, ends);
    head.x = within(crossed ? ends[2] : px[at], INSET, width - INSET);
    head.y = within(crossed ? ends[3] : px[at + 1], INSET, height - INSET);
  }
}

/**
 * A runner from another seed, of which nothing is drawn but its path.
 *
 * @param {RaceRunner} runner
 * @param {Float32Array} params
 */
function repeated(runner, params) {
  return { ...runner, params, queries: null, fan: undefined };
}

/** A coarse map of the box that counts where paths run, for finding free places. */
export class Cover {
  /**
   * @param {number} width
   * @param {number} height
   */
  constructor(width, height) {
    this.columns = Math.ceil(width / CELL) + 1;
    this.rows = Math.ceil(height / CELL) + 1;
    this.cells = new Uint8Array(this.columns * this.rows);
    this.sums = new Uint32Array((this.columns + 1) * (this.rows + 1));
    this.stale = true;
  }

  clear() {
    this.cells.fill(0);
    this.stale = true;
  }

  /**
   * Mark the cells under a segment that lies in the box.
   *
   * @param {number} ax
   * @param {number} ay
   * @param {number} bx
   * @param {number} by
   */
  mark(ax, ay, bx, by) {
    const count = Math.max(1, Math.ceil(Math.max(Math.abs(bx - ax), Math.abs(by - ay)) / CELL));
    for (let i = 0; i <= count; i += 1) {
      const column = Math.floor((ax + ((bx - ax) * i) / count) / CELL);
      const row = Math.floor((ay + ((by - ay) * i) / count) / CELL);
      if (column >= 0 && row >= 0 && column < this.columns && row < this.rows)
        this.cells[row * this.columns + column] = 1;
    }
    this.stale = true;
  }

  /**
   * Number of covered cells that the rectangle touches.
   *
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   */
  count(x, y, width, height) {
    if (this.stale) this.add();
    const c0 = within(Math.floor(x / CELL), 0, this.columns);
    const c1 = within(Math.ceil((x + width) / CELL), 0, this.columns);
    const r0 = within(Math.floor(y / CELL), 0, this.rows);
    const r1 = within(Math.ceil((y + height) / CELL), 0, this.rows);
    const wide = this.columns + 1;
    return (
      this.sums[r1 * wide + c1] - this.sums[r0 * wide + c1] - this.sums[r1 * wide + c0] + this.sums[r0 * wide + c0]
    );
  }

  /** Running sums over the cells, so that `count` costs four reads. */
  add() {
    const wide = this.columns + 1;
    for (let row = 0; row < this.rows; row += 1) {
      let sum = 0;
      for (let column = 0; column < this.columns; column += 1) {
        sum += this.cells[row * this.columns + column];
        this.sums[(row + 1) * wide + column + 1] = this.sums[row * wide + column + 1] + sum;
      }
    }
    this.stale = false;
  }
}

/**
 * True if two arrays hold the same numbers, "not a number" included.
 *
 * @param {Float32Array} a
 * @param {Float32Array} b
 */
export function sameNumbers(a, b) {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}
