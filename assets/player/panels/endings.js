/** Where lines of a picture over time end or leave it, and the marks on them: drawn as the cursor passes them. */

import { meets } from "../draw/boxes.js";
import { drawMarker } from "../draw/marks.js";
import { hue } from "../draw/theme.js";
import { tr } from "../draw/tr.js";
import { OVER, overCurves, shareOf } from "./plot.js";

/** @import { Area, Rectangle } from "../draw/boxes.js" */
/** @import { Timeline } from "../draw/timeline.js" */
/** @import { Plot } from "./plot.js" */
/** @import { Series } from "./series.js" */

/**
 * Where a line leaves the axes or ends, or is marked; see `endings`.
 *
 * @typedef {{series: Series, step: number, x: number, y: number, kind: string, name: string}} Ending
 */

const WORD_ROWS = 8; // half lines by which words may stand above or below their mark
/** @type {Record<string, string>} */
const MARKS = { best: "star", stop: "octagon" }; // shapes of marks on a line that are no ending

/**
 * Where lines leave the axes or end: {series, step, x, y, kind, name}, kind "out" (through the top, or the bottom)
 * or "cross" (the last finite value; named where the line ends for good). A line that comes back has its first leaving,
 * and its first cross, alone. Then the `marks` that a series has, {row, kind, words}, of a kind of MARKS.
 *
 * @param {Plot} plot
 * @returns {Ending[]}
 */
export function endings({ quantity, track, frame }) {
  /** @type {Ending[]} */
  const list = [];
  const height = frame.bottom - frame.top;
  for (const series of quantity.list.filter(({ thin }) => !thin)) {
    const { at, rows, step, runner, marks = [] } = series;
    const place = (/** @type {number} */ row, /** @type {string} */ kind, name = "", from = step(row)) => {
      const unit = Math.min(1, Math.max(0, quantity.scale.unit(at(row))));
      const x = frame.left + shareOf(series, row, track) * (frame.right - frame.left);
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

/**
 * A free box for a line of words right or left of (x, y), as near to its height as there is room; null without room.
 *
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @param {Rectangle[]} taken
 * @param {Area} frame
 * @param {number} scale
 * @returns {Rectangle | null}
 */
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
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Ending[]} list
 * @param {number} t
 * @param {Timeline} timeline
 * @param {Plot} plot
 */
export function drawEndings(ctx, list, t, timeline, { frame, theme, scale }) {
  const passed = list.filter(({ step }) => t >= step);
  const size = 8 * scale; // of a mark, with some air
  const taken = passed.map(({ x, y }) => ({ x: x - size, y: y - size, w: 2 * size, h: 2 * size }));
  ctx.font = `600 ${13 * scale}px ${theme.font}`;
  const named = passed.filter(({ name, kind }) => name && kind === "cross");
  for (const at of new Set(named.map(({ step }) => step))) {
    const group = named.filter(({ step }) => step === at);
    const { x, y, name } = group[0];
    const who = group.length > 1 ? String(group.length) : name;
    const when = timeline.words(at);
    for (const words of [tr("{who} not finite from {when}", { who, when }), tr("not finite from {when}", { when })]) {
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
