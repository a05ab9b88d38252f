/** One histogram: its bars, an outline of earlier ones, and under the axis mean and spread with what theory expects. */

import { tint } from "../draw/theme.js";
import { TOLD } from "./untrained.js";

/** @import { Ink, Theme } from "../draw/theme.js" */
/** @import { Tick } from "../draw/ticks.js" */

/** @typedef {{x: number, width: number, top: number, bottom: number}} Box where the bars lie, px */
/** @typedef {Ink & {colour: string, width: number}} HistogramLook in a picture so many px wide */

/**
 * A picture has `list`, the share of each bin; `zero`, `below` and `above`, the shares that no bin has; `axis`, with `ticks`
 * and `place(value)`; `signal`, false for sizes, which have no deviation; `mean` (of sizes the root mean square) and
 * `deviation`; `lost`, words instead of bars. It may have `start`, earlier shares as an outline, `notes`, what is told
 * above it at the left and at the right, and `theory`, dashed.
 *
 * @typedef {object} Histogram
 * @property {Float32Array} list
 * @property {number} zero
 * @property {number} below
 * @property {number} above
 * @property {{ticks: Tick[], place: (value: number) => number}} axis
 * @property {boolean} signal
 * @property {number} mean
 * @property {number} deviation
 * @property {string} lost
 * @property {Float32Array} [start]
 * @property {[left: string, right: string]} [notes]
 * @property {{mean: number, deviation: number} | null} [theory]
 */

const ROOM = 44; // px for each number under an axis
const FILL = 0.72; // opacity of the bars

/**
 * Draw one histogram in `box`; below that it takes 24 px, and 6 more with a theory.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Histogram} picture
 * @param {Box} box
 * @param {HistogramLook} look
 */
export function drawHistogram(ctx, picture, box, look) {
  if (picture.lost) lost(ctx, picture.lost, box, look);
  else bars(ctx, picture, box, look);
  ctx.strokeStyle = look.theme.marks;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(box.x, box.bottom + 0.5);
  ctx.lineTo(box.x + box.width, box.bottom + 0.5);
  ctx.stroke();
  spread(ctx, picture, box, look);
  if (picture.theory) expected(ctx, picture, picture.theory, box, look);
  ticks(ctx, picture, box, look);
}

/**
 * The largest of the bins that are not at an end: a pile at an end is cut, so that it does not flatten the rest.
 *
 * @param {Float32Array} list
 */
function inner(list) {
  let most = 0;
  for (let i = 1; i < list.length - 1; i += 1) most = Math.max(most, list[i]);
  return most || Math.max(...list);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Histogram} picture
 * @param {Box} box
 * @param {HistogramLook} look
 */
function bars(ctx, picture, box, look) {
  const { list, start, zero, signal, axis, notes } = picture;
  const height = box.bottom - box.top;
  const most = 1.06 * Math.max(inner(list), start ? inner(start) : 0, 1e-9);
  const each = box.width / list.length;
  const y = (/** @type {number} */ share) => box.bottom - Math.min(1, share / most) * height;
  ctx.fillStyle = tint(look.colour, FILL);
  list.forEach((share, bin) => {
    const width = Math.max(0.8, each - (each > 2.5 ? 0.7 : 0));
    if (share > 0) ctx.fillRect(box.x + bin * each, y(share), width, box.bottom - y(share));
    if (share > most) cut(ctx, box.x + bin * each, width, box);
  });
  if (zero >= TOLD && signal) zeros(ctx, box, Math.max(2.5, each / 2), axis, look.colour);
  if (start) outline(ctx, start.map(y), box, each, look.theme);
  if (notes) writeNotes(ctx, notes, box, look);
}

/**
 * Exact zeros, which would flatten all other bars: a bar at zero that is cut at the top.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Box} box
 * @param {number} width
 * @param {Histogram["axis"]} axis
 * @param {string} colour
 */
function zeros(ctx, box, width, axis, colour) {
  const x = Math.min(Math.max(box.x + axis.place(0) * box.width - width / 2, box.x), box.x + box.width - width);
  ctx.fillStyle = colour;
  ctx.fillRect(x, box.top, width, box.bottom - box.top);
  cut(ctx, x, width, box);
}

/**
 * A slanted gap near the top of a bar that is higher than the picture.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} width
 * @param {Box} box
 */
function cut(ctx, x, width, box) {
  ctx.save();
  ctx.globalCompositeOperation = "destination-out";
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.moveTo(x - 2, box.top + 9);
  ctx.lineTo(x + width + 2, box.top + 5);
  ctx.stroke();
  ctx.restore();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Float32Array} tops
 * @param {Box} box
 * @param {number} each
 * @param {Theme} theme
 */
function outline(ctx, tops, box, each, theme) {
  ctx.strokeStyle = theme.quiet;
  ctx.lineWidth = 1;
  ctx.lineJoin = "round";
  ctx.beginPath();
  ctx.moveTo(box.x, box.bottom);
  tops.forEach((top, bin) => {
    ctx.lineTo(box.x + bin * each, top);
    ctx.lineTo(box.x + (bin + 1) * each, top);
  });
  ctx.lineTo(box.x + box.width, box.bottom);
  ctx.stroke();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {[left: string, right: string]} notes
 * @param {Box} box
 * @param {Ink} look
 */
function writeNotes(ctx, [left, right], box, { theme, scale }) {
  ctx.font = `400 ${12.5 * scale}px ${theme.font}`;
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.quiet;
  const room = box.width - ctx.measureText(left).width - ctx.measureText(right).width > 6 * scale;
  for (const [text, x, align] of /** @type {const} */ ([
    [left, box.x, "left"],
    [room ? right : "", box.x + box.width, "right"],
  ])) {
    ctx.textAlign = align;
    ctx.fillText(text, x, box.top - 4 * scale);
  }
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {Box} box
 * @param {Ink} look
 */
function lost(ctx, text, box, { theme, scale }) {
  ctx.font = `400 ${13 * scale}px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.quiet;
  ctx.fillText(text, box.x + box.width / 2, (box.top + box.bottom) / 2);
}

/**
 * Under the axis: mean with a bar of one standard deviation to both sides, or the root mean square of gradients.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Histogram} picture
 * @param {Box} box
 * @param {Ink} look
 */
function spread(ctx, { signal, axis, mean, deviation, below, above }, box, { theme, scale }) {
  if (!Number.isFinite(mean) || (!signal && mean <= 0)) return;
  const [left, middle, right] = [mean - deviation, mean, mean + deviation].map(axis.place);
  const at = (/** @type {number} */ place) => box.x + Math.min(1, Math.max(0, place)) * box.width;
  const y = box.bottom + 4.5 * scale;
  ctx.strokeStyle = ctx.fillStyle = theme.ink;
  ctx.lineWidth = 2 * scale;
  ctx.beginPath();
  ctx.moveTo(at(left), y);
  ctx.lineTo(at(right), y);
  ctx.stroke();
  if (left < 0 && below >= TOLD) leaving(ctx, box.x, -1, y, scale);
  if (right > 1 && above >= TOLD) leaving(ctx, box.x + box.width, 1, y, scale);
  if (middle < 0 || middle > 1) return;
  ctx.beginPath();
  ctx.arc(at(middle), y, 3 * scale, 0, 2 * Math.PI);
  ctx.fill();
}

/**
 * Under mean and spread, dashed, what theory expects of them.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Histogram} picture
 * @param {NonNullable<Histogram["theory"]>} theory
 * @param {Box} box
 * @param {Ink} look
 */
function expected(ctx, { signal, axis }, { mean, deviation }, box, { theme, scale }) {
  if (!Number.isFinite(mean) || (!signal && mean <= 0)) return;
  const [left, middle, right] = [mean - deviation, mean, mean + deviation].map(axis.place);
  const at = (/** @type {number} */ place) => box.x + Math.min(1, Math.max(0, place)) * box.width;
  const [top, bottom] = [1, 12].map((y) => box.bottom + y * scale);
  ctx.strokeStyle = theme.quiet;
  ctx.lineWidth = 1.6 * scale;
  ctx.setLineDash([3 * scale, 2 * scale]);
  ctx.beginPath();
  if (signal && right >= 0 && left <= 1) {
    ctx.moveTo(at(left), box.bottom + 10 * scale);
    ctx.lineTo(Math.max(at(right), at(left) + 2), box.bottom + 10 * scale);
  } else if (!signal && middle >= 0 && middle <= 1) {
    ctx.moveTo(at(middle), top);
    ctx.lineTo(at(middle), bottom);
  }
  ctx.stroke();
  ctx.setLineDash([]);
}

/**
 * An arrow head at the end of the axis: the bar goes on beyond it.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {1 | -1} sign
 * @param {number} y
 * @param {number} scale
 */
function leaving(ctx, x, sign, y, scale) {
  const back = x - sign * 6 * scale;
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(back, y - 3.5 * scale);
  ctx.lineTo(back, y + 3.5 * scale);
  ctx.fill();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Histogram} picture
 * @param {Box} box
 * @param {HistogramLook} look
 */
function ticks(ctx, { axis, theory }, box, { theme, scale, width }) {
  ctx.font = `400 ${12.5 * scale}px ${theme.font}`;
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.quiet;
  const narrow = box.width < axis.ticks.length * ROOM * scale;
  axis.ticks.forEach(([place, text], i) => {
    if (narrow && i > 0 && i < axis.ticks.length - 1) return;
    const half = ctx.measureText(text).width / 2;
    const x = Math.min(
      Math.max(box.x + place * box.width, box.x + half - 2, half),
      box.x + box.width - half + 2,
      width - half,
    );
    ctx.textAlign = "center";
    ctx.fillText(text, x, box.bottom + (theory ? 27 : 21) * scale);
  });
}
