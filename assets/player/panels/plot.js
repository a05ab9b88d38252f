/** The picture of one quantity over time. What does not change with the cursor is drawn once, into three layers. */

import { meets } from "../draw/boxes.js";
import { drawMarker } from "../draw/marks.js";
import { haloText, shortened } from "../draw/text.js";
import { hue, tint } from "../draw/theme.js";
import { levelWords } from "./spoken.js";

const NUMBERS = 44; // px left of the axes, so that those of panels are in line; more where a number needs it
const PAST = 2.2; // px
const COMING = 1.2; // px
const BAND_ALPHA = 0.22;
const THIN = 1.3; // px, of a line that accompanies another one
const COMING_ALPHA = 0.26;
const OVER = 3; // px that lines may be seen beyond the axes' ends
const WORD_ROWS = 8; // half lines by which words may stand above or below their mark
const MARKS = { best: "star", stop: "octagon" }; // shapes of marks on a line that are no ending
const DENSE = 2; // points a pixel from which on a line is thinned to its columns' extremes

/**
 * Where the axes lie in a panel of [width, height] px; `gutter` is the room at the right, at the left the ticks' texts have it.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {[value: number, text: string][]} ticks
 * @param {number[]} size
 */
export function frameOf(ctx, ticks, [width, height], gutter, theme, scale) {
  ctx.font = tickFont(theme, scale);
  const widest = Math.max(...ticks.map(([, text]) => ctx.measureText(text).width));
  return {
    left: Math.max(NUMBERS * scale, widest + 10 * scale),
    right: width - gutter,
    top: 8 * scale,
    bottom: height - 26 * scale,
  };
}

const tickFont = (theme, scale) => `400 ${13 * scale}px ${theme.font}`;

/** Where a row of a series lies from left to right, as a share: by its time, or by what else the axis counts. */
export function shareOf({ step, along = step }, row, timeline) {
  return timeline.share(Math.min(along(row), timeline.end));
}

/** Screen points of a series: [x, y] pairs flat, NaN pairs where the line breaks. */
function outline(series, quantity, timeline, frame) {
  const width = frame.right - frame.left;
  const height = frame.bottom - frame.top;
  const { at, rows } = series;
  const xs = (row) => frame.left + shareOf(series, row, timeline) * width;
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

/** Fill the band of a series between its lowest and its highest line, as far as both are numbers. */
function fillBand(ctx, series, quantity, timeline, frame) {
  const [low, high] = [series.band.low, series.band.high].map((at) =>
    outline({ ...series, at }, quantity, timeline, frame),
  );
  const lost = Math.min(...[low, high].map((points) => points.findIndex(Number.isNaN)).filter((place) => place >= 0));
  const end = Number.isFinite(lost) ? lost - (lost % 2) : Math.min(low.length, high.length);
  ctx.beginPath();
  for (let i = 0; i < end; i += 2) ctx.lineTo(high[i], high[i + 1]);
  for (let i = end - 2; i >= 0; i -= 2) ctx.lineTo(low[i], low[i + 1]);
  ctx.closePath();
  ctx.fill();
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

/** Grid, ticks and the level that numbers are compared with. */
export function drawGrid(ctx, quantity, timeline, frame, theme, scale) {
  ctx.font = tickFont(theme, scale);
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
  const room = (30 + 8 * timeline.write(timeline.end).replaceAll(",", "").length) * scale;
  const y = frame.bottom + 19 * scale;
  for (const [at, text] of timeline.ticks(Math.floor(width / room))) {
    const half = ctx.measureText(text).width / 2;
    const x = frame.left + timeline.share(at) * width;
    ctx.fillText(text, Math.min(x, frame.right - half + 8 * scale), y);
  }
  if (!timeline.inSteps) {
    ctx.textAlign = "left";
    ctx.fillText(timeline.unit, frame.right + 22 * scale, y);
  }
  if (quantity.level) drawLevel(ctx, quantity, frame, theme, scale);
}

function drawLevel(ctx, quantity, frame, theme, scale) {
  const unit = quantity.scale.unit(quantity.level);
  if (unit <= 0 || unit >= 1) return;
  const y = Math.round(frame.bottom - unit * (frame.bottom - frame.top)) + 0.5;
  ctx.save();
  ctx.strokeStyle = theme.marks;
  ctx.setLineDash([3, 3]);
  line(ctx, frame.left, y, frame.right, y);
  ctx.restore();
}

/** Words at the top of the picture that say what its lines are, as many as find room. */
export function nameLines(ctx, { legend }, frame, theme, scale) {
  if (!legend) return;
  ctx.font = `400 ${13 * scale}px ${theme.font}`;
  const words = shortened(ctx, legend, frame.right - frame.left - 10 * scale);
  overCurves(ctx, words, frame.left + 5 * scale, frame.top + 8 * scale, theme.quiet, theme);
}

/** The words on the line of the level, over the curves with a halo: at the left, or below it where curves end up above. */
export function nameLevel(ctx, quantity, frame, theme, scale) {
  if (!quantity.level) return;
  const unit = quantity.scale.unit(quantity.level);
  if (unit <= 0.02 || unit >= 0.98) return;
  const y = frame.bottom - unit * (frame.bottom - frame.top);
  ctx.font = `400 ${13 * scale}px ${theme.font}`;
  const words = levelWords(quantity);
  const x = quantity.levelBelow ? frame.right - ctx.measureText(words).width - 5 * scale : frame.left + 5 * scale;
  overCurves(ctx, words, x, y + (quantity.levelBelow ? 15 : -6) * scale, theme.quiet, theme);
}

/** Words over the curves. */
function overCurves(ctx, text, x, y, colour, theme) {
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  haloText(ctx, text, x, y, colour, tint(theme.page, 0.9), 3.5);
}

function line(ctx, x0, y0, x1, y1) {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

/**
 * All lines into the two layers: `past` as they are behind the cursor, `coming` as they are before it. A line that is
 * there as a `whole` is the same in both.
 */
export function drawLines(past, coming, quantity, timeline, frame, theme, scale) {
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
    const points = outline(series, quantity, timeline, frame);
    const colour = hue(series.runner, theme);
    if (series.band) {
      for (const ctx of [past, coming]) {
        ctx.fillStyle = tint(colour, ctx === past ? BAND_ALPHA : BAND_ALPHA / 2);
        fillBand(ctx, series, quantity, timeline, frame);
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
    coming.strokeStyle = tint(colour, COMING_ALPHA);
    stroke(coming, points);
  }
  past.restore();
  coming.restore();
}

/**
 * Where lines leave the axes or end: {series, step, x, y, kind, name}, kind "out" (through the top, or the bottom)
 * or "cross" (the last finite value; named where the line ends for good). A line that comes back has its first leaving, and its first cross, alone.
 * Then the `marks` that a series has, {row, kind, words}, of a kind of MARKS.
 */
export function endings(quantity, timeline, frame) {
  const list = [];
  const height = frame.bottom - frame.top;
  for (const series of quantity.list.filter(({ thin }) => !thin)) {
    const { at, rows, step, runner, marks = [] } = series;
    const place = (row, kind, name = "", from = step(row)) => {
      const unit = Math.min(1, Math.max(0, quantity.scale.unit(at(row))));
      const x = frame.left + shareOf(series, row, timeline) * (frame.right - frame.left);
      list.push({ series, step: from, x, y: frame.bottom - unit * height, kind, name });
    };
    const units = Float64Array.from({ length: rows }, (_, row) => quantity.scale.unit(at(row)));
    const last = units.findLastIndex((unit) => !Number.isNaN(unit));
    const beyond = units.findIndex((unit) => unit > 1.0001 || unit < -0.0001);
    const gap = units.findIndex(Number.isNaN);
    if (beyond >= 0) place(beyond, "out");
    if (gap > 0 && gap < last) place(gap - 1, "cross", "", step(gap));
    // One quantity may be lost a step before another, and rows may be some steps apart: all places tell the run's own step.
    const known = runner.outcome?.kind === "not finite" ? runner.outcome.step : null;
    if (last >= 0 && last < rows - 1) place(last, "cross", runner.label, known ?? step(last + 1));
    for (const { row, kind, words } of marks) if (Number.isFinite(at(row))) place(row, kind, words);
  }
  return list;
}

/** A free box for a line of words right or left of (x, y), as near to its height as there is room; null without room. */
function wordsBox(x, y, w, taken, frame, scale) {
  const h = 17 * scale;
  for (let row = 0; row < 2 * WORD_ROWS; row += 1) {
    const top = y - h / 2 + (row % 2 ? 1 : -1) * Math.ceil(row / 2) * (h / 2);
    if (top < frame.top - 4 || top + h > frame.bottom) continue;
    for (const left of [x + 10 * scale, x - 10 * scale - w]) {
      if (left < frame.left || left + w > frame.right + OVER) continue;
      const box = { x: left, y: top, w, h };
      if (!taken.some((other) => meets(box, other))) return box;
    }
  }
  return null;
}

/**
 * Draw those endings that the cursor has passed: open markers, crosses, and words beside a cross. Words that find no
 * room are left out: the gutter and the stage say the same.
 */
export function drawEndings(ctx, list, t, timeline, frame, theme, scale) {
  const passed = list.filter(({ step }) => t >= step);
  const size = 8 * scale; // of a mark, with some air
  const taken = passed.map(({ x, y }) => ({ x: x - size, y: y - size, w: 2 * size, h: 2 * size }));
  ctx.font = `600 ${13 * scale}px ${theme.font}`;
  const named = passed.filter(({ name, kind }) => name && kind === "cross");
  for (const at of new Set(named.map(({ step }) => step))) {
    const group = named.filter(({ step }) => step === at);
    const { x, y, name } = group[0];
    const who = group.length > 1 ? String(group.length) : name;
    for (const words of [`${who} not finite from ${timeline.words(at)}`, `not finite from ${timeline.words(at)}`]) {
      const box = wordsBox(x, y, ctx.measureText(words).width, taken, frame, scale);
      if (!box) continue;
      taken.push(box);
      overCurves(ctx, words, box.x, box.y + 13 * scale, theme.ink, theme);
      break;
    }
  }
  for (const { x, y, name } of passed.filter(({ kind }) => MARKS[kind])) {
    const box = wordsBox(x, y, ctx.measureText(name).width, taken, frame, scale);
    if (!box) continue;
    taken.push(box);
    overCurves(ctx, name, box.x, box.y + 13 * scale, theme.ink, theme);
  }
  for (const { series, x, y, kind } of passed) {
    const look = { fill: hue(series.runner, theme), stroke: theme.page, width: 1.5, paper: theme.page };
    const shape = MARKS[kind] ?? (kind === "out" ? series.runner.marker : "cross");
    drawMarker(ctx, shape, x, y, 5.5 * scale, { ...look, hollow: kind === "out" || kind === "stop" });
  }
}
