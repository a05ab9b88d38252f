/** What stands at the present step: heads, the piece of path that leads to them, look-ahead points, arrows. */

import { lost, moment, out } from "../draw/ending.js";
import { drawMarker } from "../draw/marks.js";
import { haloText } from "../draw/text.js";
import { hue } from "../draw/theme.js";
import { clip } from "../draw/view.js";

/** @import { RaceRunner } from "../engine/header.js" */
/** @import { Path } from "./paths.js" */

/**
 * A runner at the step shown: where it stands, see Path.head, and what is said of it.
 *
 * @typedef {object} Place
 * @property {string} slot
 * @property {RaceRunner} runner
 * @property {Path} path
 * @property {number} x
 * @property {number} y
 * @property {number} row of its arrays
 * @property {number} share of the way to the next row
 * @property {"on" | "out" | "dead" | "gone"} state
 * @property {number} [loss]
 * @property {boolean} [blank] there is no finite loss
 * @property {{what: string, when: string} | null} [fate] see fateOf
 *
 * @typedef {Place & {text?: string, mute?: boolean, group?: Place[]}} Head
 */

const HEAD = 6.5; // radius in pixels
const CASING = 4;
const DIRECTION = 64; // pixels of an arrow that shows a direction only
const SHAFT = 4;
const SHORT = 3; // pixels under which a step is no arrow
const LONG = 1e5; // and beyond which it cannot be drawn
const ROOMY = 30; // pixels from which it has a word
export const TAIL = 4; // steps of a path that would fill the box which are drawn in full
const ends = [0, 0, 0, 0];

/** What became of a runner at step t, {what, when}, to be written after its name; null while it is in the race. */
export function fateOf(runner, head, t) {
  if (lost(runner, t)) return { what: " not finite", when: ` from step ${moment(runner)}` };
  if (head.blank) return { what: " not finite", when: "" };
  if (head.state === "out" && out(runner, t)) return { what: " left", when: ` at step ${moment(runner)}` };
  return null;
}

/** A minimum: a cross with a casing. */
export function drawMinimum(ctx, x, y, theme, scale) {
  const arm = 8.5 * scale;
  for (const [colour, width] of [
    [theme.page, 5.5],
    [theme.ink, 2.2],
  ]) {
    const extra = colour === theme.page ? 1.5 : 0;
    ctx.strokeStyle = colour;
    ctx.lineWidth = width * scale;
    ctx.lineCap = "butt";
    ctx.beginPath();
    ctx.moveTo(x - arm - extra, y);
    ctx.lineTo(x + arm + extra, y);
    ctx.moveTo(x, y - arm - extra);
    ctx.lineTo(x, y + arm + extra);
    ctx.stroke();
  }
}

/** The start: a ring with a dot. */
export function drawStart(ctx, x, y, theme, scale) {
  ctx.beginPath();
  ctx.arc(x, y, 10 * scale, 0, 2 * Math.PI);
  ctx.fillStyle = theme.page;
  ctx.fill();
  ctx.beginPath();
  ctx.arc(x, y, 7.5 * scale, 0, 2 * Math.PI);
  ctx.lineWidth = 2.2 * scale;
  ctx.strokeStyle = theme.ink;
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(x, y, 2.4 * scale, 0, 2 * Math.PI);
  ctx.fillStyle = theme.ink;
  ctx.fill();
}

/** The start of another runner: a ring. */
export function drawOtherStart(ctx, x, y, theme, scale) {
  for (const [colour, width] of [
    [theme.page, 5],
    [theme.ink, 2],
  ]) {
    ctx.beginPath();
    ctx.arc(x, y, 5.5 * scale, 0, 2 * Math.PI);
    ctx.lineWidth = width * scale;
    ctx.strokeStyle = colour;
    ctx.stroke();
  }
}

/** Draw a head: its marker on a casing; hollow where the runner left, a cross where it is not finite. */
export function drawHead(ctx, head, theme, scale) {
  const { runner } = head;
  const size = HEAD * scale;
  const look = { fill: hue(runner, theme), stroke: theme.page, width: CASING * scale * 0.5, paper: theme.page };
  if (head.blank && head.state !== "out") drawMarker(ctx, "cross", head.x, head.y, size, look);
  else drawMarker(ctx, runner.marker, head.x, head.y, size, { ...look, hollow: runner.hollow || head.state === "out" });
}

/** The last steps of a path that would fill the box, drawn as other paths are; all of it is there as a thin faint line. */
export function drawTail(ctx, path, { row }, view, theme, width) {
  if (!path.dense) return;
  const { px } = path;
  ctx.lineCap = ctx.lineJoin = "round";
  ctx.setLineDash([]);
  ctx.beginPath();
  for (let i = Math.max(1, row - TAIL + 1); i <= row; i += 1) {
    const [ax, ay, bx, by] = [px[2 * i - 2], px[2 * i - 1], px[2 * i], px[2 * i + 1]];
    if (
      !Number.isFinite(ax + ay + bx + by) ||
      !clip(ax, ay, bx, by, -width, -width, view.width + width, view.height + width, ends)
    )
      continue;
    ctx.moveTo(ends[0], ends[1]);
    ctx.lineTo(ends[2], ends[3]);
  }
  for (const [colour, wide] of [
    [theme.page, width + 3],
    [hue(path.runner, theme), width],
  ]) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = wide;
    ctx.stroke();
  }
}

/** Below 1x the head eases between two rows: the line from the last row to it. */
export function drawTip(ctx, path, head, theme, width) {
  if (head.state !== "on" || head.share === 0) return;
  const at = 2 * head.row;
  ctx.lineCap = "round";
  ctx.beginPath();
  ctx.moveTo(path.px[at], path.px[at + 1]);
  ctx.lineTo(head.x, head.y);
  ctx.lineWidth = width + 3;
  ctx.strokeStyle = theme.page;
  ctx.stroke();
  ctx.lineWidth = width;
  ctx.strokeStyle = hue(path.runner, theme);
  ctx.stroke();
}

/** The point where the gradient is taken, where that is not the head: a small hollow mark on a thin line. */
export function drawAhead(ctx, path, head, view, theme, scale) {
  if (!path.ahead || head.state !== "on") return;
  const at = 2 * head.row;
  const { ahead } = path;
  const next = head.share ? at + 2 : at;
  const x = ahead[at] + (ahead[next] - ahead[at]) * head.share;
  const y = ahead[at + 1] + (ahead[next + 1] - ahead[at + 1]) * head.share;
  if (!view.holds(x, y) || Math.hypot(x - head.x, y - head.y) < 2) return;
  ctx.beginPath();
  ctx.moveTo(head.x, head.y);
  ctx.lineTo(x, y);
  ctx.lineWidth = 1.2 * scale;
  ctx.strokeStyle = hue(path.runner, theme);
  ctx.stroke();
  const look = { fill: hue(path.runner, theme), stroke: theme.page, width: 1.2, hollow: true, paper: theme.page };
  drawMarker(ctx, path.runner.marker, x, y, 4 * scale, look);
}

/** An arrow from (x, y) to (tx, ty): a filled head for the step, an open one for a direction. */
function drawArrow(ctx, x, y, tx, ty, { colour, page, width, filled, dash }) {
  const length = Math.hypot(tx - x, ty - y);
  const ux = (tx - x) / length;
  const uy = (ty - y) / length;
  const tip = Math.min(length, filled ? 12 : 10) * (width / (filled ? SHAFT : 2.2));
  const wide = tip * (filled ? 0.55 : 0.5);
  const stop = filled ? tip * 0.9 : 0;
  for (const casing of [true, false]) {
    ctx.strokeStyle = casing ? page : colour;
    ctx.fillStyle = casing ? page : colour;
    ctx.lineWidth = width + (casing ? 3 : 0);
    ctx.lineCap = filled ? "butt" : "round";
    ctx.setLineDash(casing || !dash ? [] : dash);
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(tx - ux * stop, ty - uy * stop);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.moveTo(tx - ux * tip - uy * wide, ty - uy * tip + ux * wide);
    ctx.lineTo(tx, ty);
    ctx.lineTo(tx - ux * tip + uy * wide, ty - uy * tip - ux * wide);
    if (filled) {
      ctx.closePath();
      ctx.fill();
    }
    if (!filled || casing) ctx.stroke();
  }
}

/** Word at the tip of an arrow, on its outer side: `right` or left of it. */
function drawWord(ctx, word, x, y, tx, ty, right, theme, scale) {
  ctx.font = `500 ${13.5 * scale}px ${theme.font}`;
  ctx.textBaseline = "middle";
  ctx.textAlign = right ? "left" : "right";
  haloText(ctx, word, tx + (right ? 7 : -7), ty + (ty >= y ? 5 : -5), theme.ink, theme.page, 3.5 * scale);
}

/** Ends [x, y, tx, ty] of the arrow for the data vector at `row` of `list`, of fixed length; null where it has none. */
function direction(list, row, from, view, scale) {
  if (!list || 2 * row + 1 >= list.length) return null;
  const dx = list[2 * row] * view.kx;
  const dy = -list[2 * row + 1] * view.ky;
  const share = (DIRECTION * scale) / Math.hypot(dx, dy);
  const [x, y] = [from[2 * row], from[2 * row + 1]];
  return Number.isFinite(share) ? [x, y, x + dx * share, y + dy * share] : null;
}

/**
 * Arrows of the chosen runner at its row: the step to scale, downhill and memory as directions. `arrows` has data
 * vectors `downhill` and `memory` (or null), two numbers for each update.
 */
export function drawArrows(ctx, path, head, arrows, view, theme, scale) {
  const { row } = head;
  if (head.state !== "on" || row + 1 >= path.count || view.spatial) return;
  const downhill = direction(arrows.downhill, row, path.ahead ?? path.px, view, scale); // from where the gradient was taken
  const memory = direction(arrows.memory, row, path.px, view, scale);
  const look = { colour: theme.quiet, page: theme.page, width: 2.2 * scale, filled: false };
  if (memory) drawArrow(ctx, ...memory, { ...look, dash: [5, 4] });
  if (downhill) drawArrow(ctx, ...downhill, { ...look, dash: null });
  drawStep(ctx, path, row, theme, scale);
  const order = memory && downhill ? downhill[2] >= memory[2] : null; // the words stand on the outer sides
  if (memory) drawWord(ctx, "memory", ...memory, order === null ? memory[2] >= memory[0] : !order, theme, scale);
  if (downhill) drawWord(ctx, "downhill", ...downhill, order ?? downhill[2] >= downhill[0], theme, scale);
}

/** The step to the next row, to scale. */
function drawStep(ctx, path, row, theme, scale) {
  const { px } = path;
  const [x, y, tx, ty] = [px[2 * row], px[2 * row + 1], px[2 * row + 2], px[2 * row + 3]];
  const length = Math.hypot(tx - x, ty - y);
  if (!(length >= SHORT) || length > LONG) return;
  drawArrow(ctx, x, y, tx, ty, {
    colour: hue(path.runner, theme),
    page: theme.page,
    width: SHAFT * scale,
    filled: true,
    dash: null,
  });
  if (length > ROOMY) drawWord(ctx, "step", x, y, tx, ty, tx >= x, theme, scale);
}
