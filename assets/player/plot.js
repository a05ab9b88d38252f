/** The picture of one quantity over steps. What does not change with the cursor is drawn once, into three layers. */

import { plain } from "./format.js";
import { drawMarker } from "./marks.js";
import { niceStep } from "./scale.js";
import { hue, tint } from "./theme.js";

const PAST = 2.2; // px
const COMING = 1.2; // px
const THIN = 1.3; // px, of a line that accompanies another one
const COMING_ALPHA = 0.26;
const OVER = 3; // px that lines may be seen beyond the axes' ends
const DENSE = 2; // points a pixel from which on a line is thinned to its columns' extremes

/** Where the axes lie in a panel of `width` x `height` px; `gutter` is the room at the right. */
export function frameOf(width, height, gutter, scale) {
  return { left: 44 * scale, right: width - gutter, top: 8 * scale, bottom: height - 26 * scale };
}

/** Screen points of a series: [x, y] pairs flat, NaN pairs where the line breaks. */
function outline(series, quantity, steps, frame) {
  const width = frame.right - frame.left;
  const height = frame.bottom - frame.top;
  const { at, rows, step } = series;
  const xs = (row) => frame.left + (Math.min(step(row), steps) / Math.max(steps, 1)) * width;
  const ys = (row) => frame.bottom - Math.min(quantity.scale.unit(at(row)), 50) * height;
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

/** Grid, ticks and the tolerance. */
export function drawGrid(ctx, quantity, steps, frame, theme, scale) {
  ctx.font = `400 ${13 * scale}px ${theme.font}`;
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
  const room = (30 + 8 * String(steps).length) * scale;
  const every = Math.max(1, niceStep(steps, Math.max(1, Math.floor(width / room))));
  for (let at = 0; at <= steps; at += every) {
    const text = at.toLocaleString("en-US");
    const half = ctx.measureText(text).width / 2;
    const x = frame.left + (at / Math.max(steps, 1)) * width;
    ctx.fillText(text, Math.min(x, frame.right - half + 8 * scale), frame.bottom + 19 * scale);
  }
  if (quantity.tolerance) drawTolerance(ctx, quantity, frame, theme, scale);
}

function drawTolerance(ctx, quantity, frame, theme, scale) {
  const unit = quantity.scale.unit(quantity.tolerance);
  if (unit <= 0 || unit >= 1) return;
  const y = Math.round(frame.bottom - unit * (frame.bottom - frame.top)) + 0.5;
  ctx.save();
  ctx.strokeStyle = theme.marks;
  ctx.setLineDash([3, 3]);
  line(ctx, frame.left, y, frame.right, y);
  ctx.restore();
}

/** The words on the tolerance line; over the curves, with a halo. */
export function nameTolerance(ctx, quantity, frame, theme, scale) {
  if (!quantity.tolerance) return;
  const unit = quantity.scale.unit(quantity.tolerance);
  if (unit <= 0.02 || unit >= 0.98) return;
  const y = frame.bottom - unit * (frame.bottom - frame.top);
  ctx.font = `400 ${13 * scale}px ${theme.font}`;
  halo(ctx, `tolerance ${plain(quantity.tolerance)}`, frame.left + 5 * scale, y - 6 * scale, theme.quiet, theme);
}

/** Text on a halo of the page colour. */
export function halo(ctx, text, x, y, colour, theme) {
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5;
  ctx.strokeStyle = tint(theme.page, 0.9);
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}

function line(ctx, x0, y0, x1, y1) {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

/** All lines into the two layers: `past` as they are behind the cursor, `coming` as they are before it. */
export function drawLines(past, coming, quantity, steps, frame, theme, scale) {
  for (const ctx of [past, coming]) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(frame.left - OVER, frame.top - OVER, frame.right - frame.left + 2 * OVER, frame.bottom - frame.top + 2 * OVER);
    ctx.clip();
    ctx.lineJoin = "round";
  }
  for (const series of quantity.list) {
    const points = outline(series, quantity, steps, frame);
    const colour = hue(series.runner, theme);
    past.setLineDash((series.runner.dash ?? []).map((length) => length * scale));
    past.lineWidth = (series.thin ? THIN : PAST) * scale;
    past.strokeStyle = colour;
    stroke(past, points);
    coming.lineWidth = (series.thin ? COMING / 2 : COMING) * scale;
    coming.strokeStyle = tint(colour, COMING_ALPHA);
    stroke(coming, points);
  }
  past.restore();
  coming.restore();
}

/**
 * Where lines leave the axes or end: {series, step, x, y, kind, words}, kind "out" (through the top, or the bottom)
 * or "cross" (the last finite value). A line that comes back has its first leaving alone.
 */
export function endings(quantity, steps, frame) {
  const list = [];
  const height = frame.bottom - frame.top;
  for (const series of quantity.list.filter(({ thin }) => !thin)) {
    const { at, rows, step, runner } = series;
    const place = (row, kind, words) => {
      const unit = Math.min(1, Math.max(0, quantity.scale.unit(at(row))));
      const x = frame.left + (Math.min(step(row), steps) / Math.max(steps, 1)) * (frame.right - frame.left);
      list.push({ series, step: step(row), x, y: frame.bottom - unit * height, kind, words });
    };
    let gone = false;
    for (let row = 0; row < rows; row += 1) {
      const unit = quantity.scale.unit(at(row));
      if (Number.isNaN(unit)) {
        if (row > 0) place(row - 1, "cross", `${runner.label} not finite from step ${step(row)}`);
        break;
      }
      if (!gone && (unit > 1.0001 || unit < -0.0001)) {
        gone = true;
        place(row, "out", "");
      }
    }
  }
  return list;
}

/** Draw those endings that the cursor has passed: open markers, crosses, and words beside a cross. */
export function drawEndings(ctx, list, t, frame, theme, scale) {
  const passed = list.filter(({ step }) => t >= step);
  const lines = []; // baselines already taken by words
  ctx.font = `600 ${13 * scale}px ${theme.font}`;
  for (const { x, y, words } of passed.filter((one) => one.words)) {
    const near = passed.filter((one) => Math.abs(one.x - x) < 40 * scale && Math.abs(one.y - y) < 20 * scale);
    const start = Math.max(...near.map((one) => one.x)) + 10 * scale;
    let base = Math.min(Math.max(y + 4.5 * scale, frame.top + 6 * scale), frame.bottom - 4);
    while (lines.some((other) => Math.abs(other - base) < 15 * scale)) base += 16 * scale;
    lines.push(base);
    const width = ctx.measureText(words).width;
    const right = start + width <= frame.right + 20 * scale;
    halo(ctx, words, right ? start : Math.max(frame.left, x - 10 * scale - width), base, theme.ink, theme);
  }
  for (const { series, x, y, kind } of passed) {
    const look = { fill: hue(series.runner, theme), stroke: theme.page, width: 1.5, paper: theme.page };
    const shape = kind === "out" ? series.runner.marker : "cross";
    drawMarker(ctx, shape, x, y, 5.5 * scale, { ...look, hollow: kind === "out" });
  }
}
