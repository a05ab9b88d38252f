/** The surface as a grid: values between its points, level lines, colours of the bands. */

import { mix } from "./theme.js";

/** @import { Theme } from "./theme.js" */
/** @import { Frame } from "./view.js" */

/**
 * The heights of a surface on a grid, row after row from y0 up, and the bands of its contour: see ui/race/relief.py. A
 * height is a loss or, where `log`, the power of ten of a loss above `floor`; heights are coded from `zlo` (0) to `zhi`.
 *
 * @typedef {object} Relief
 * @property {Frame} frame of the grid, which is larger than that of the surface
 * @property {"sharpness"} [of] where heights are that, and not the loss
 * @property {number} nx
 * @property {number} ny
 * @property {Uint16Array} z
 * @property {number} zlo
 * @property {number} zhi
 * @property {boolean} log
 * @property {number} floor
 * @property {boolean} floorKnown
 * @property {number} step
 * @property {number[]} edges heights at which the bands meet
 * @property {number[]} labelled those that carry a number
 */

const MISSING = 65535; // code of "not finite" in a relief
const GAMMA = 1.2; // ink grows with this power of the band's index

/**
 * Height of the relief at (x, y) in z units, linear between grid points; NaN outside or where it is not finite.
 *
 * @param {Relief} relief
 * @param {number} x
 * @param {number} y
 */
export function heightAt(relief, x, y) {
  const [x0, x1, y0, y1] = relief.frame;
  const u = ((x - x0) / (x1 - x0)) * (relief.nx - 1);
  const v = ((y - y0) / (y1 - y0)) * (relief.ny - 1);
  if (!(u >= 0 && v >= 0 && u <= relief.nx - 1 && v <= relief.ny - 1)) return NaN;
  const i = Math.min(Math.floor(u), relief.nx - 2);
  const j = Math.min(Math.floor(v), relief.ny - 2);
  const at = j * relief.nx + i;
  const [a, b, c, d] = [relief.z[at], relief.z[at + 1], relief.z[at + relief.nx], relief.z[at + relief.nx + 1]];
  if (a === MISSING || b === MISSING || c === MISSING || d === MISSING) return NaN;
  const s = u - i;
  const t = v - j;
  const code = (a * (1 - s) + b * s) * (1 - t) + (c * (1 - s) + d * s) * t;
  return relief.zlo + (code / 65535) * (relief.zhi - relief.zlo);
}

/**
 * The loss that a height stands for.
 *
 * @param {Pick<Relief, "log" | "floor">} relief
 * @param {number} z
 */
export function lossAt(relief, z) {
  return relief.log ? 10 ** z + relief.floor : z;
}

/**
 * The height that stands for a loss; losses under the lowest shown height are raised to it.
 *
 * @param {Relief} relief
 * @param {number} loss
 */
export function heightOf(relief, loss) {
  if (!relief.log) return loss;
  return Math.max(Math.log10(Math.max(loss - relief.floor, 1e-300)), relief.zlo);
}

/**
 * Colours of the bands from the lowest up: one more than there are edges.
 *
 * @param {Relief} relief
 * @param {Theme} theme
 */
export function bandColours(relief, theme) {
  const count = relief.edges.length;
  return Array.from({ length: count + 1 }, (_, i) => mix(theme.floor, theme.top, (i / Math.max(1, count)) ** GAMMA));
}

/**
 * Edges as fractional codes of the grid, so that bands are found without going through z.
 *
 * @param {Relief} relief
 */
export function edgeCodes(relief) {
  const scale = 65535 / (relief.zhi - relief.zlo || 1);
  return relief.edges.map((edge) => (edge - relief.zlo) * scale);
}

/**
 * True where the level line is one of whole decades (or, on a linear relief, carries a number).
 *
 * @param {Relief} relief
 * @param {number} level
 */
export function isMajor(relief, level) {
  if (relief.log) return Math.abs(level - Math.round(level)) < 1e-6;
  return relief.labelled.some((value) => Math.abs(value - level) < 1e-9 + 1e-6 * Math.abs(level));
}

/**
 * The line where the relief has height `level`: data coordinates x0, y0, x1, y1 of one segment after another.
 *
 * @param {Relief} relief
 * @param {number} level
 */
export function levelLine(relief, level) {
  const { nx, ny, z } = relief;
  const [x0, x1, y0, y1] = relief.frame;
  const dx = (x1 - x0) / (nx - 1);
  const dy = (y1 - y0) / (ny - 1);
  const at = ((level - relief.zlo) / (relief.zhi - relief.zlo || 1)) * 65535;
  const out = [];
  const cut = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let j = 0; j < ny - 1; j += 1) {
    for (let i = 0; i < nx - 1; i += 1) {
      const k = j * nx + i;
      const [a, b, c, d] = [z[k], z[k + 1], z[k + nx + 1], z[k + nx]];
      if (a === MISSING || b === MISSING || c === MISSING || d === MISSING) continue;
      let n = 0;
      if (a >= at !== b >= at) n = push(cut, n, i + (at - a) / (b - a), j);
      if (b >= at !== c >= at) n = push(cut, n, i + 1, j + (at - b) / (c - b));
      if (d >= at !== c >= at) n = push(cut, n, i + (at - d) / (c - d), j + 1);
      if (a >= at !== d >= at) n = push(cut, n, i, j + (at - a) / (d - a));
      for (let m = 0; m + 3 < n; m += 4) {
        out.push(x0 + cut[m] * dx, y0 + cut[m + 1] * dy, x0 + cut[m + 2] * dx, y0 + cut[m + 3] * dy);
      }
    }
  }
  return Float64Array.from(out);
}

/**
 * Put the point (u, v) into `list` at `n`; the next free place.
 *
 * @param {number[]} list
 * @param {number} n
 * @param {number} u
 * @param {number} v
 */
function push(list, n, u, v) {
  list[n] = u;
  list[n + 1] = v;
  return n + 2;
}

/**
 * True if two reliefs show the same thing, so that nothing needs to be drawn again.
 *
 * @param {Relief | null} a
 * @param {Relief | null} b
 */
export function sameRelief(a, b) {
  if (a === b) return true;
  if (!a || !b || a.nx !== b.nx || a.ny !== b.ny || a.zlo !== b.zlo || a.zhi !== b.zhi) return false;
  if (a.frame.some((value, i) => value !== b.frame[i]) || String(a.edges) !== String(b.edges)) return false;
  return a.z.every((value, i) => value === b.z[i]);
}
