/** Words over the curves, each on a line that it names: where they lie on the fewest other lines. */

import { meets } from "../draw/boxes.js";
import { shortened } from "../draw/text.js";
import { keptApart } from "./gutter.js";
import { outline, overCurves } from "./plot.js";
import { levelWords } from "./spoken.js";
import { tagsOf } from "./tags.js";

/** @import { Area, Rectangle } from "../draw/boxes.js" */
/** @import { Ink } from "../draw/theme.js" */
/** @import { Plot } from "./plot.js" */

/**
 * Words, and where they stand: their foot is `FOOT` over the lower edge of the box. Those that are not at their line begin
 * with a piece of it.
 *
 * @typedef {{text: string, size: number, box: Rectangle, piece: boolean}} Caption
 */

/** @typedef {{low: Float32Array, high: Float32Array}} Covered by a line: from where to where in each px from left to right */

const LEVEL = 13; // px of text
const TAG = 12.5;
const HEIGHT = 16; // px of a line of words, with its halo
const FOOT = 4;
const ABOVE = 2; // px from a line up to a box of words, and down to one
const EDGE = 5; // px from an axis to words
const APART = 15; // px at least, from one tag to the next
const PIECE = 22; // px of a line, before words that stand elsewhere
const TRIED = 6; // px from a place that is tried to the next one
const AIR = 4; // px from words to a line before them, and behind
const CROSSED = 4; // px of steep lines that a halo parts from words

/**
 * What a line covers, as its `outline` goes.
 *
 * @param {number[]} points
 * @param {Area} frame
 * @returns {Covered}
 */
export function coveredBy(points, { left, right }) {
  const count = Math.max(0, Math.ceil(right - left));
  const [low, high] = [new Float32Array(count).fill(Infinity), new Float32Array(count).fill(-Infinity)];
  for (let i = 0; i + 3 < points.length; i += 2) {
    const [x, from, end, to] = [points[i] - left, points[i + 1], points[i + 2] - left, points[i + 3]];
    if (Number.isNaN(from) || Number.isNaN(to)) continue;
    for (let at = Math.max(0, Math.floor(x)); at <= Math.min(count - 1, end); at += 1) {
      const first = at > x ? from + ((at - x) / (end - x)) * (to - from) : from;
      const last = at + 1 < end ? from + ((at + 1 - x) / (end - x)) * (to - from) : to;
      low[at] = Math.min(low[at], first, last);
      high[at] = Math.max(high[at], first, last);
    }
  }
  return { low, high };
}

/**
 * How many px of lines lie in a box.
 *
 * @param {Covered[]} lines
 * @param {Rectangle} box
 * @param {Area} frame
 */
export function hidden(lines, { x, y, w, h }, { left }) {
  let count = 0;
  for (const { low, high } of lines)
    for (let at = Math.max(0, Math.floor(x - left)); at < Math.min(low.length, x + w - left); at += 1)
      if (low[at] <= y + h && high[at] >= y) count += 1;
  return count;
}

/**
 * The first of some boxes that lies on no line; where there is none, that which lies on the fewest. It is `free` where a
 * halo is enough.
 *
 * @param {Iterable<Rectangle>} boxes
 * @param {Covered[]} lines
 * @param {Rectangle[]} taken
 * @param {Plot} plot
 */
function freest(boxes, lines, taken, { frame, scale }) {
  /** @type {Rectangle | null} */
  let found = null;
  let least = Infinity;
  for (const box of boxes) {
    if (taken.some((other) => meets(box, other))) continue;
    const on = hidden(lines, { ...box, x: box.x - AIR * scale, w: box.w + 2 * AIR * scale }, frame);
    if (on < least) [found, least] = [box, on];
    if (!on) break;
  }
  return { found, free: least <= CROSSED * scale };
}

/**
 * Boxes of a width along the axis across, at a height: from the left on, or from the right on.
 *
 * @param {number} y
 * @param {number} w
 * @param {Plot} plot
 * @param {boolean} right
 * @returns {Iterable<Rectangle>}
 */
function* along(y, w, { frame, scale }, right) {
  const [first, last] = [frame.left + EDGE * scale, frame.right - EDGE * scale - w];
  for (let go = 0; go <= Math.max(0, last - first); go += TRIED)
    yield { x: right ? Math.max(first, last - go) : first + go, y, w, h: HEIGHT * scale };
}

/**
 * Boxes over a line and under it, as far as they are on the picture; those under it first where they are to be `below`.
 *
 * @param {number} y of the line
 * @param {number} w
 * @param {Plot} plot
 * @param {boolean} below
 * @returns {Iterable<Rectangle>}
 */
function* beside(y, w, plot, below) {
  const { frame, scale } = plot;
  const rows = [y - (ABOVE + HEIGHT) * scale, y + ABOVE * scale];
  for (const top of below ? rows.reverse() : rows)
    if (top >= frame.top - FOOT * scale && top + HEIGHT * scale <= frame.bottom) yield* along(top, w, plot, below);
}

/**
 * Boxes anywhere, the nearest to a height first.
 *
 * @param {number} y
 * @param {number} w
 * @param {Plot} plot
 * @returns {Iterable<Rectangle>}
 */
function* anywhere(y, w, plot) {
  const { frame, scale } = plot;
  const rows = [];
  for (let top = frame.top; top + HEIGHT * scale <= frame.bottom; top += TRIED) rows.push(top);
  rows.sort((one, other) => Math.abs(one - y) - Math.abs(other - y));
  for (const top of rows) yield* along(top, w, plot, false);
}

/**
 * The name of the level, and the words on the lines of limits, where they begin, or elsewhere along them.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Plot} plot
 * @returns {Caption[]}
 */
export function captionsOf(ctx, plot) {
  const { quantity, frame, scale, theme } = plot;
  const tags = tagsOf(plot);
  const unit = quantity.level ? quantity.scale.unit(quantity.level) : NaN;
  const named = unit > 0.02 && unit < 0.98;
  if (!named && !tags.length) return [];
  const lines = quantity.list.map((series) => coveredBy(outline(series, plot), frame));
  const font = (/** @type {number} */ size) => `400 ${size * scale}px ${theme.font}`;
  /** @type {Caption[]} */
  const captions = [];
  if (named) {
    ctx.font = font(LEVEL);
    const [y, text] = [frame.bottom - unit * (frame.bottom - frame.top), levelWords(quantity)];
    const w = ctx.measureText(text).width;
    const near = freest(beside(y, w, plot, quantity.levelBelow ?? false), lines, [], plot);
    const far = near.free ? near : freest(anywhere(y, w + PIECE * scale, plot), lines, [], plot);
    const { found } = far.free ? far : near;
    if (found) captions.push({ text, size: LEVEL, box: found, piece: found.w > w });
  }
  ctx.font = font(TAG);
  const room = (ABOVE + HEIGHT) * scale;
  const wanted = tags.map(({ y }) => y - room);
  const places = keptApart(wanted, APART * scale, frame.top - FOOT * scale, frame.bottom - HEIGHT * scale);
  for (const [place, { words, y }] of tags.entries()) {
    const text = shortened(ctx, words, frame.right - frame.left - 2 * EDGE * scale);
    const w = ctx.measureText(text).width;
    const usual = { x: frame.left + EDGE * scale, y: places[place], w, h: HEIGHT * scale };
    const boxes = [usual, ...beside(y, w, plot, false)];
    const taken = captions.map(({ box }) => box);
    captions.push({ text, size: TAG, box: freest(boxes, lines, taken, plot).found ?? usual, piece: false });
  }
  return captions;
}

/**
 * Write them.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Caption[]} captions
 * @param {Ink} ink
 */
export function drawCaptions(ctx, captions, { theme, scale }) {
  for (const { text, size, box, piece } of captions) {
    const [x, foot] = [box.x + (piece ? PIECE * scale : 0), box.y + box.h - FOOT * scale];
    ctx.font = `400 ${size * scale}px ${theme.font}`;
    overCurves(ctx, text, x, foot, theme.quiet, theme);
    if (!piece) continue;
    ctx.save();
    ctx.strokeStyle = theme.marks;
    ctx.lineWidth = 1;
    ctx.setLineDash([3, 3]);
    ctx.beginPath();
    ctx.moveTo(box.x, Math.round(foot - 4 * scale) + 0.5);
    ctx.lineTo(x - 4 * scale, Math.round(foot - 4 * scale) + 0.5);
    ctx.stroke();
    ctx.restore();
  }
}
