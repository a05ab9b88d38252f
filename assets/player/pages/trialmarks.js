/** How the trials of a search are drawn, those too that are lost, best or marked, and the key to that. */

import { plain } from "../draw/format.js";
import { broken } from "../draw/text.js";
import { tint } from "../draw/theme.js";
import { inSentence, tr } from "../draw/tr.js";
import { BAR, fill, LEFT, MOVING, paintBar, shadeAt, swatch } from "./mapcolours.js";
import { isLost, shadeOf } from "./triallines.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Criterion, SearchHeader, SearchRunner } from "./headers.js" */
/** @import { Paint } from "./mapcolours.js" */
/** @import { Size } from "./mapkind.js" */

export const LETTER = 9; // px from its middle to its edge: the disc of a mark's letter
const THERE = 0; // a fate: it ends at the tolerance, or better
const SIZE = 5.5; // px: half of a trial
const TEXT = 15; // px, of the words in a picture without trials
const LINE = 21; // px

/**
 * Half of a trial, px.
 *
 * @param {SearchRunner} runner
 * @param {number} s
 */
export const halfOf = ({ value }, s) => SIZE * s * (value.length > 300 ? 0.7 : 1);

/**
 * All trials of a runner: the cells of a grid, or spots.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Criterion} criterion
 * @param {SearchRunner} runner
 * @param {Size} size
 * @param {number} s
 */
export function paintTrials(ctx, criterion, runner, { width, height, theme }, s) {
  const { shares, value, fate, cells } = runner;
  const half = halfOf(runner, s);
  for (let place = 0; place < value.length; place += 1) {
    const [x, y] = [shares.x[place] * width, (1 - shares.y[place]) * height];
    const end = { value: value[place], fate: fate[place] };
    if (isLost(criterion, end)) {
      cross(ctx, x, y, theme, s);
      continue;
    }
    ctx.fillStyle = `rgb(${shadeOf(criterion, end, theme).join(", ")})`;
    ctx.strokeStyle = tint(theme.ink, 0.55);
    ctx.lineWidth = 1;
    ctx.beginPath();
    if (cells) ctx.rect(...cellOf(shares.x[place], shares.y[place], cells, { width, height }, ctx.getTransform().a));
    else ctx.arc(x, y, half, 0, 2 * Math.PI);
    ctx.fill();
    if (!cells) ctx.stroke();
  }
}

/**
 * That a picture waits for its first trial, in the middle of it.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Size} size
 * @param {number} s
 */
export function paintAwaited(ctx, { width, height, theme }, s) {
  ctx.font = `400 ${TEXT * s}px ${theme.font}`;
  ctx.fillStyle = theme.quiet;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  const lines = broken(ctx, tr("The first trial is being computed."), width - 2 * TEXT * s);
  for (const [place, line] of lines.entries())
    ctx.fillText(line, width / 2, height / 2 + (place - (lines.length - 1) / 2) * LINE * s);
}

/**
 * The cell of a grid around a trial: left, top, width and height in px. It ends at whole pixels of the device, so that no
 * seam is seen between cells.
 *
 * @param {number} x share of the way
 * @param {number} y
 * @param {[across: number, up: number]} cells
 * @param {{width: number, height: number}} size
 * @param {number} ratio pixels of the device to a px
 * @returns {[number, number, number, number]}
 */
export function cellOf(x, y, [columns, rows], { width, height }, ratio) {
  const [column, row] = [Math.floor(x * columns), Math.floor((1 - y) * rows)];
  const edge = (/** @type {number} */ share, /** @type {number} */ length) =>
    Math.round(share * length * ratio) / ratio;
  const [left, top] = [edge(column / columns, width), edge(row / rows, height)];
  return [left, top, edge((column + 1) / columns, width) - left, edge((row + 1) / rows, height) - top];
}

/**
 * A cross, of a trial that was lost.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {Theme} theme
 * @param {number} s
 */
function cross(ctx, x, y, theme, s) {
  ctx.strokeStyle = tint(theme.ink, 0.65);
  ctx.lineWidth = 1.5 * s;
  ctx.beginPath();
  for (const way of [1, -1]) {
    ctx.moveTo(x - 3.5 * s, y - 3.5 * s * way);
    ctx.lineTo(x + 3.5 * s, y + 3.5 * s * way);
  }
  ctx.stroke();
}

/**
 * A ring around the best: ink on paper, on any ground.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number[]} at
 * @param {number} r
 * @param {Theme} theme
 */
export function ring(ctx, at, r, theme) {
  const [x, y] = at;
  for (const [colour, width] of /** @type {const} */ ([
    [theme.page, 5],
    [theme.ink, 2.4],
  ])) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.stroke();
  }
}

/**
 * The letter of a trial that is marked.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number[]} at
 * @param {string} text
 * @param {Theme} theme
 * @param {number} s
 */
export function letter(ctx, at, text, theme, s) {
  const [x, y] = at;
  ctx.fillStyle = theme.ink;
  ctx.strokeStyle = theme.page;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.arc(x, y, LETTER * s, 0, 2 * Math.PI);
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = theme.page;
  ctx.font = `700 ${11.5 * s}px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x, y + 0.5 * s);
}

/**
 * The lines of the key for trials: the bar of colours or what becomes of them, the best, and those that are lost.
 *
 * @param {SearchHeader} header
 */
export function trialSwatches({ criterion, words, runners }) {
  const label = inSentence(criterion.label);
  const none = runners.some(({ value }) => value.length) ? tr("no trial ends finite") : label;
  const ends = criterion.range ? spanned(label, criterion, criterion.range) : none;
  /** @type {Paint} */
  const lost = (ctx, theme) => cross(ctx, 9, 9, theme, 1);
  /** @type {Paint} */
  const best = (ctx, theme) => ring(ctx, [9, 9], 6, theme);
  /** @type {Paint} */
  const there = (ctx, theme) => fill(ctx, `rgb(${shadeAt(0, theme).join(", ")})`);
  /** @type {(fate: number) => Paint} */
  const shade = (fate) => (ctx, theme) =>
    fill(ctx, `rgb(${shadeOf(criterion, { value: null, fate }, theme).join(", ")})`);
  const shades = criterion.outcome
    ? [swatch(there, words[THERE]), ...[MOVING, LEFT].map((fate) => swatch(shade(fate), words[fate]))]
    : [
        swatch(paintBar, ends, BAR),
        ...(criterion.kind === "reached" ? [swatch(shade(MOVING), tr("not reached"))] : []),
      ];
  return [...shades, swatch(best, tr("best")), swatch(lost, tr("not finite"))];
}

/**
 * What the bar of colours spans, in words, the best first, how it goes from end to end, as `worth` has it, and that there
 * are trials beyond its ends.
 *
 * @param {string} label of what trials are told apart by
 * @param {Criterion} criterion
 * @param {[number, number]} range
 */
export function spanned(label, { kind, beyond: [below, above] }, range) {
  const linear = kind === "score";
  const [first, last] = (linear ? [...range].reverse() : range).map((end) => plain(end));
  const from = below ? tr("{end} and below", { end: first }) : first;
  const to = above ? tr("{end} and above", { end: last }) : last;
  if (linear) return tr("{criterion} {from} to {to}", { criterion: label, from, to });
  return tr("{criterion} {from} to {to}, logarithmic", { criterion: label, from, to });
}
