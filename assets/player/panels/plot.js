/** The picture of one quantity over time. What does not change with the cursor is drawn once, into three layers. */

import { haloText } from "../draw/text.js";
import { hue, tint } from "../draw/theme.js";
import { drawLegend, legendHeight } from "./legend.js";

/** @import { Area } from "../draw/boxes.js" */
/** @import { Theme } from "../draw/theme.js" */
/** @import { Tick } from "../draw/ticks.js" */
/** @import { Quantity, Series, Track } from "./series.js" */

/**
 * A picture of a quantity: what its lines lie along, and where.
 *
 * @typedef {{quantity: Quantity, track: Track, frame: Area, width: number, theme: Theme, scale: number}} Plot `width` is the
 *   panel's
 */

const NUMBERS = 44; // px left of the axes, so that those of panels are in line; more where a number needs it
const PAST = 2.2; // px
const COMING = 1.2; // px
const BAND_ALPHA = 0.22;
const THIN = 1.3; // px, of a line that accompanies another one
const COMING_ALPHA = 0.26;
const FAINT = 0.4; // of a line's own strength
export const OVER = 3; // px that lines may be seen beyond the axes' ends
const DENSE = 2; // points a pixel from which on a line is thinned to its columns' extremes

/**
 * Where the axes lie in a panel of [width, height] px; `gutter` is the room at the right, at the left the ticks' texts have
 * it, and at the top the words of the legend.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Quantity} quantity
 * @param {number[]} size
 * @param {number} gutter
 * @param {Theme} theme
 * @param {number} scale
 * @returns {Area}
 */
export function frameOf(ctx, { scale: { ticks }, legend }, [width, height], gutter, theme, scale) {
  ctx.font = tickFont(theme, scale);
  const widest = Math.max(...ticks.map(([, text]) => ctx.measureText(text).width));
  const left = Math.max(NUMBERS * scale, widest + 10 * scale);
  const top = 8 * scale + legendHeight(ctx, legend, width - left, scale);
  return { left, right: width - gutter, top, bottom: height - 26 * scale };
}

const tickFont = (/** @type {Theme} */ theme, /** @type {number} */ scale) => `400 ${13 * scale}px ${theme.font}`;

/**
 * Where a row of a series lies from left to right, as a share: by its time, or by what else the axis counts.
 *
 * @param {Series} series
 * @param {number} row
 * @param {Track} track
 */
export function shareOf({ step, along = step }, row, track) {
  return track.share(Math.min(along(row), track.end));
}

/**
 * Screen points of a series: [x, y] pairs flat, NaN pairs where the line breaks.
 *
 * @param {Series} series
 * @param {Plot} plot
 */
export function outline(series, { quantity, track, frame }) {
  const width = frame.right - frame.left;
  const height = frame.bottom - frame.top;
  const { at, rows } = series;
  const xs = (/** @type {number} */ row) => frame.left + shareOf(series, row, track) * width;
  const ys = (/** @type {number} */ row) => frame.bottom - Math.min(quantity.scale.unit(at(row)), 50) * height;
  const points = [];
  if (rows <= DENSE * width) {
    for (let row = 0; row < rows; row += 1) points.push(xs(row), ys(row));
    return points;
  }
  const each = rows / width;
  for (let column = 0; column < width; column += 1) {
    const end = Math.min(rows, Math.floor((column + 1) * each));
    let [low, high, lowRow, highRow] = [Infinity, -Infinity, -1, -1];
    for (let row = Math.floor(column * each); row < end; row += 1) {
      const y = ys(row);
      if (y < low) [low, lowRow] = [y, row];
      if (y > high) [high, highRow] = [y, row];
    }
    if (lowRow < 0) points.push(NaN, NaN);
    else if (lowRow < highRow) points.push(xs(lowRow), low, xs(highRow), high);
    else points.push(xs(highRow), high, xs(lowRow), low);
  }
  return points;
}

/**
 * Fill the band of a series between its lowest and its highest line, as far as both are numbers.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Series} series
 * @param {{low: (row: number) => number, high: (row: number) => number}} band
 * @param {Plot} plot
 */
function fillBand(ctx, series, band, plot) {
  const [low, high] = [band.low, band.high].map((at) => outline({ ...series, at }, plot));
  const lost = Math.min(...[low, high].map((points) => points.findIndex(Number.isNaN)).filter((place) => place >= 0));
  const end = Number.isFinite(lost) ? lost - (lost % 2) : Math.min(low.length, high.length);
  ctx.beginPath();
  for (let i = 0; i < end; i += 2) ctx.lineTo(high[i], high[i + 1]);
  for (let i = end - 2; i >= 0; i -= 2) ctx.lineTo(low[i], low[i + 1]);
  ctx.closePath();
  ctx.fill();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number[]} points
 */
function stroke(ctx, points) {
  ctx.beginPath();
  let pen = false;
  for (let i = 0; i < points.length; i += 2) {
    if (Number.isNaN(points[i + 1])) pen = false;
    else if (pen) ctx.lineTo(points[i], points[i + 1]);
    else {
      ctx.moveTo(points[i], points[i + 1]);
      pen = true;
    }
  }
  ctx.stroke();
}

/**
 * Grid, ticks and the level that numbers are compared with.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Plot} plot
 */
export function drawGrid(ctx, { quantity, track, frame, width: whole, theme, scale }) {
  ctx.font = tickFont(theme, scale);
  drawLegend(ctx, quantity.legend, frame, whole - frame.left, { theme, scale });
  ctx.textBaseline = "middle";
  ctx.textAlign = "right";
  ctx.lineWidth = 1;
  for (const [value, text] of quantity.scale.ticks) {
    const y = frame.bottom - quantity.scale.unit(value) * (frame.bottom - frame.top);
    if (y < frame.top - 1 || y > frame.bottom + 1) continue;
    ctx.strokeStyle = theme.grid;
    line(ctx, frame.left, Math.round(y) + 0.5, frame.right, Math.round(y) + 0.5);
    ctx.fillStyle = theme.quiet;
    ctx.fillText(text, frame.left - 8 * scale, y);
  }
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  const width = frame.right - frame.left;
  const room = (30 + 8 * track.write(track.end).replace(/[,\u202f]/g, "").length) * scale;
  const y = frame.bottom + 19 * scale;
  for (const [at, text] of track.ticks(Math.floor(width / room))) {
    const half = ctx.measureText(text).width / 2;
    const x = frame.left + track.share(at) * width;
    ctx.fillText(text, Math.min(x, frame.right - half + 8 * scale), y);
  }
  if (!track.inSteps) {
    ctx.textAlign = "left";
    ctx.fillText(track.counted, frame.right + 22 * scale, y);
  }
  if (quantity.level) drawLevel(ctx, quantity.scale.unit(quantity.level), frame, theme);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} unit its height on the axis
 * @param {Area} frame
 * @param {Theme} theme
 */
function drawLevel(ctx, unit, frame, theme) {
  if (unit <= 0 || unit >= 1) return;
  const y = Math.round(frame.bottom - unit * (frame.bottom - frame.top)) + 0.5;
  ctx.save();
  ctx.strokeStyle = theme.marks;
  ctx.setLineDash([3, 3]);
  line(ctx, frame.left, y, frame.right, y);
  ctx.restore();
}

/**
 * Words over the curves.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} colour
 * @param {Theme} theme
 */
export function overCurves(ctx, text, x, y, colour, theme) {
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  haloText(ctx, text, x, y, colour, tint(theme.page, 0.9), 3.5);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 */
function line(ctx, x0, y0, x1, y1) {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

/**
 * All lines into the two layers: `past` as they are behind the cursor, `coming` as they are before it. A line that is
 * there as a `whole` is the same in both.
 *
 * @param {CanvasRenderingContext2D} past
 * @param {CanvasRenderingContext2D} coming
 * @param {Plot} plot
 */
export function drawLines(past, coming, plot) {
  const { quantity, frame, theme, scale } = plot;
  for (const ctx of [past, coming]) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(
      frame.left - OVER,
      frame.top - OVER,
      frame.right - frame.left + 2 * OVER,
      frame.bottom - frame.top + 2 * OVER,
    );
    ctx.clip();
    ctx.lineJoin = "round";
  }
  for (const series of quantity.list) {
    const points = outline(series, plot);
    const own = hue(series.runner, theme);
    const colour = series.faint ? tint(own, FAINT) : own;
    if (series.band) {
      for (const ctx of [past, coming]) {
        ctx.fillStyle = tint(colour, ctx === past ? BAND_ALPHA : BAND_ALPHA / 2);
        fillBand(ctx, series, series.band, plot);
      }
    }
    for (const ctx of series.whole ? [past, coming] : [past]) {
      ctx.setLineDash((series.dash ?? series.runner.dash ?? []).map((length) => length * scale));
      ctx.lineWidth = (series.width ?? (series.thin ? THIN : PAST)) * scale;
      ctx.strokeStyle = colour;
      stroke(ctx, points);
    }
    coming.setLineDash([]);
    if (series.whole) continue;
    coming.lineWidth = (series.thin ? COMING / 2 : COMING) * scale;
    coming.strokeStyle = tint(own, COMING_ALPHA * (series.faint ? FAINT : 1));
    stroke(coming, points);
  }
  past.restore();
  coming.restore();
}
