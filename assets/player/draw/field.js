/** The surface as a grid: values between its points, level lines, colours of the bands. */

import { mix } from "./theme.js";

/** @import { Theme } from "./theme.js" */
/** @import { Frame } from "./view.js" */

/**
 * The heights of a surface on a grid, row after row from y0 up, and the bands of its contour: see ui/race/field.py. A
 * height is a loss or, where `log`, the power of ten of a loss above `floor`; heights are coded from `zlo` (0) to `zhi`.
 *
 * @typedef {object} Field
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

const MISSING = 65535; // code of "not finite" in a field
const GAMMA = 1.2; // ink grows with this power of the band's index

/**
 * Height of the field at (x, y) in z units, linear between grid points; NaN outside or where it is not finite.
 *
 * @param {Field} field
 * @param {number} x
 * @param {number} y
 */
export function heightAt(field, x, y) {
  const [x0, x1, y0, y1] = field.frame;
  const u = ((x - x0) / (x1 - x0)) * (field.nx - 1);
  const v = ((y - y0) / (y1 - y0)) * (field.ny - 1);
  if (!(u >= 0 && v >= 0 && u <= field.nx - 1 && v <= field.ny - 1)) return NaN;
  const i = Math.min(Math.floor(u), field.nx - 2);
  const j = Math.min(Math.floor(v), field.ny - 2);
  const at = j * field.nx + i;
  const [a, b, c, d] = [field.z[at], field.z[at + 1], field.z[at + field.nx], field.z[at + field.nx + 1]];
  if (a === MISSING || b === MISSING || c === MISSING || d === MISSING) return NaN;
  const s = u - i;
  const t = v - j;
  const code = (a * (1 - s) + b * s) * (1 - t) + (c * (1 - s) + d * s) * t;
  return field.zlo + (code / 65535) * (field.zhi - field.zlo);
}

/**
 * The loss that a height stands for.
 *
 * @param {Pick<Field, "log" | "floor">} field
 * @param {number} z
 */
export function lossAt(field, z) {
  return field.log ? 10 ** z + field.floor : z;
}

/**
 * The height that stands for a loss; losses under the lowest shown height are raised to it.
 *
 * @param {Field} field
 * @param {number} loss
 */
export function heightOf(field, loss) {
  if (!field.log) return loss;
  return Math.max(Math.log10(Math.max(loss - field.floor, 1e-300)), field.zlo);
}

/**
 * Colours of the bands from the lowest up: one more than there are edges.
 *
 * @param {Field} field
 * @param {Theme} theme
 */
export function bandColours(field, theme) {
  const count = field.edges.length;
  return Array.from({ length: count + 1 }, (_, i) => mix(theme.floor, theme.top, (i / Math.max(1, count)) ** GAMMA));
}

/**
 * Edges as fractional codes of the grid, so that bands are found without going through z.
 *
 * @param {Field} field
 */
export function edgeCodes(field) {
  const scale = 65535 / (field.zhi - field.zlo || 1);
  return field.edges.map((edge) => (edge - field.zlo) * scale);
}

/**
 * True where the level line is one of whole decades (or, on a linear field, carries a number).
 *
 * @param {Field} field
 * @param {number} level
 */
export function isMajor(field, level) {
  if (field.log) return Math.abs(level - Math.round(level)) < 1e-6;
  return field.labelled.some((value) => Math.abs(value - level) < 1e-9 + 1e-6 * Math.abs(level));
}

/**
 * The line where the field has height `level`: data coordinates x0, y0, x1, y1 of one segment after another.
 *
 * @param {Field} field
 * @param {number} level
 */
export function levelLine(field, level) {
  const { nx, ny, z } = field;
  const [x0, x1, y0, y1] = field.frame;
  const dx = (x1 - x0) / (nx - 1);
  const dy = (y1 - y0) / (ny - 1);
  const at = ((level - field.zlo) / (field.zhi - field.zlo || 1)) * 65535;
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
 * True if two fields show the same thing, so that nothing needs to be drawn again.
 *
 * @param {Field | null} a
 * @param {Field | null} b
 */
export function sameField(a, b) {
  if (a === b) return true;
  if (!a || !b || a.nx !== b.nx || a.ny !== b.ny || a.zlo !== b.zlo || a.zhi !== b.zhi) return false;
  if (a.frame.some((value, i) => value !== b.frame[i]) || String(a.edges) !== String(b.edges)) return false;
  return a.z.every((value, i) => value === b.z[i]);
}
