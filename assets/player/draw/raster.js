/** A coarse grid of bytes as a smooth picture: interpolated, coloured, with the line where one class becomes another. */

import { context } from "./dom.js";
import { MIDDLE } from "./shades.js";

/** @typedef {Uint8Array | Float32Array} Bytes of a picture, which may have been smoothed */
/** @typedef {"left" | "top" | "right" | "bottom"} Side of a cell */

/**
 * Pixels between the nodes of a grid: for each pixel the node before it and how far it lies on the way to the next.
 *
 * @param {number} pixels
 * @param {number} nodes
 */
function steps(pixels, nodes) {
  const index = new Uint16Array(pixels);
  const share = new Float32Array(pixels);
  for (let i = 0; i < pixels; i += 1) {
    const at = pixels > 1 ? (i / (pixels - 1)) * (nodes - 1) : 0;
    index[i] = Math.min(Math.floor(at), Math.max(0, nodes - 2));
    share[i] = at - index[i];
  }
  return { index, share };
}

/**
 * Grids of bytes as numbers, smoothed over neighbours: the server rounds by a pattern of two by two nodes that this
 * takes out again, so that slopes of less than a byte a node still give smooth bands. Grids with holes stay as they are.
 *
 * @param {Bytes} bytes
 * @param {number} columns
 * @param {number} rows
 */
export function smoothed(bytes, columns, rows) {
  const out = Float32Array.from(bytes);
  if (bytes.includes(0)) return out;
  const size = columns * rows;
  for (let first = 0; first < out.length; first += size) {
    for (let r = 0; r < rows; r += 1) blend(out, first + r * columns, 1, columns);
    for (let c = 0; c < columns; c += 1) blend(out, first + c, columns, rows);
  }
  return out;
}

/**
 * A quarter of each neighbour and a half of itself, along one line of a grid, in place; its ends stay.
 *
 * @param {Float32Array} values
 * @param {number} first
 * @param {number} stride
 * @param {number} count
 */
function blend(values, first, stride, count) {
  let before = values[first];
  for (let i = 1, at = first + stride; i + 1 < count; i += 1, at += stride) {
    const own = values[at];
    values[at] = (before + 2 * own + values[at + stride]) / 4;
    before = own;
  }
}

/** A picture of `width` x `height` pixels of grids of `columns` x `rows`. */
export class Raster {
  /**
   * @param {number} width
   * @param {number} height
   * @param {number} columns
   * @param {number} rows
   */
  constructor(width, height, columns, rows) {
    this.width = width;
    this.height = height;
    this.columns = columns;
    this.rows = rows;
    this.canvas = document.createElement("canvas");
    Object.assign(this.canvas, { width, height });
    this.ctx = context(this.canvas);
    this.image = this.ctx.createImageData(width, height);
    this.words = new Uint32Array(this.image.data.buffer);
    this.x = steps(width, columns);
    this.y = steps(height, rows);
    /** @type {Float32Array[]} */
    this.lines = [];
  }

  /**
   * The grid's values along pixel row `y` at its columns, for grid number `k`.
   *
   * @param {Bytes} grid
   * @param {number} y
   * @param {number} k
   */
  line(grid, y, k) {
    const { columns, rows } = this;
    if (!this.lines[k]) this.lines[k] = new Float32Array(columns + 1);
    const line = this.lines[k];
    const top = (k * rows + this.y.index[y]) * columns;
    const share = this.y.share[y];
    for (let i = 0; i < columns; i += 1) line[i] = grid[top + i] + (grid[top + columns + i] - grid[top + i]) * share;
    line[columns] = line[columns - 1];
    return line;
  }

  /**
   * Paint one grid with 256 colours; nodes of 0 have no value.
   *
   * @param {Bytes} grid
   * @param {Uint32Array} colours
   */
  paint(grid, colours) {
    const { width, height, columns, words, x } = this;
    const holes = grid.includes(0);
    for (let y = 0, out = 0; y < height; y += 1) {
      const line = this.line(grid, y, 0);
      const nearest = (this.y.index[y] + (this.y.share[y] > 0.5 ? 1 : 0)) * columns;
      for (let i = 0; i < width; i += 1, out += 1) {
        const at = x.index[i];
        if (holes && grid[nearest + at + (x.share[i] > 0.5 ? 1 : 0)] === 0) words[out] = colours[0];
        else words[out] = colours[(line[at] + (line[at + 1] - line[at]) * x.share[i] + 0.5) | 0];
      }
    }
    this.ctx.putImageData(this.image, 0, 0);
  }

  /**
   * Paint several grids, one a class: the class that wins colours a pixel, a line lies between two of them.
   *
   * @param {Bytes} grids
   * @param {number} count
   * @param {Uint32Array[]} colours
   * @param {number} border
   */
  paintMany(grids, count, colours, border) {
    const { width, height, words, x } = this;
    const before = new Uint8Array(width);
    for (let y = 0, out = 0; y < height; y += 1) {
      const lines = Array.from({ length: count }, (_, k) => this.line(grids, y, k));
      let left = -1;
      for (let i = 0; i < width; i += 1, out += 1) {
        let [best, most] = [0, -1];
        for (let k = 0; k < count; k += 1) {
          const value = lines[k][x.index[i]] + (lines[k][x.index[i] + 1] - lines[k][x.index[i]]) * x.share[i];
          if (value > most) [best, most] = [k, value];
        }
        const edge = (left >= 0 && left !== best) || (y > 0 && before[i] !== best);
        words[out] = edge ? border : colours[best][(most + 0.5) | 0];
        left = before[i] = best;
      }
    }
    this.ctx.putImageData(this.image, 0, 0);
  }
}

/**
 * The level line of one half through a grid, as the current path of `ctx`, for a picture of `width` x `height` px.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Bytes} grid
 * @param {number} columns
 * @param {number} rows
 * @param {number} width
 * @param {number} height
 */
export function traceBoundary(ctx, grid, columns, rows, width, height) {
  const level = MIDDLE;
  const [sx, sy] = [width / (columns - 1), height / (rows - 1)];
  ctx.beginPath();
  for (let r = 0; r + 1 < rows; r += 1) {
    for (let c = 0; c + 1 < columns; c += 1) {
      const at = r * columns + c;
      const [a, b, d, e] = [grid[at], grid[at + 1], grid[at + columns], grid[at + columns + 1]];
      const code = (a > level ? 1 : 0) | (b > level ? 2 : 0) | (e > level ? 4 : 0) | (d > level ? 8 : 0);
      if (code === 0 || code === 15 || !a || !b || !d || !e) continue;
      const top = [(c + (level - a) / (b - a)) * sx, r * sy];
      const right = [(c + 1) * sx, (r + (level - b) / (e - b)) * sy];
      const bottom = [(c + (level - d) / (e - d)) * sx, (r + 1) * sy];
      const left = [c * sx, (r + (level - a) / (d - a)) * sy];
      const sides = { top, right, bottom, left };
      for (const [from, to] of CASES[code]) {
        ctx.moveTo(sides[from][0], sides[from][1]);
        ctx.lineTo(sides[to][0], sides[to][1]);
      }
    }
  }
}

/** @type {Record<number, [Side, Side][]>} */
const CASES = {
  1: [["left", "top"]],
  2: [["top", "right"]],
  3: [["left", "right"]],
  4: [["right", "bottom"]],
  5: [
    ["left", "top"],
    ["right", "bottom"],
  ],
  6: [["top", "bottom"]],
  7: [["left", "bottom"]],
  8: [["left", "bottom"]],
  9: [["top", "bottom"]],
  10: [
    ["top", "right"],
    ["left", "bottom"],
  ],
  11: [["right", "bottom"]],
  12: [["left", "right"]],
  13: [["top", "right"]],
  14: [["left", "top"]],
};
