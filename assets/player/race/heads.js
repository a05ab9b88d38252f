/** What stands at the present step: heads, the piece of path that leads to them, look-ahead points, arrows. */

import { lost, moment, out } from "../draw/ending.js";
import { drawMarker } from "../draw/marks.js";
import { hue } from "../draw/theme.js";
import { clip } from "../draw/view.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { View } from "../draw/view.js" */
/** @import { RaceRunner, Update } from "../engine/header.js" */
/** @import { Path } from "./paths.js" */
/** @import { SpaceView } from "./spaceview.js" */

/** @typedef {{what: "lost" | "left", when: number | null}} Fate lost: not finite */

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
 * @property {Fate | null} [fate] see fateOf
 *
 * @typedef {Place & {text?: string, mute?: boolean, group?: Place[]}} Head
 */

const HEAD = 6.5; // radius in pixels
const CASING = 4;
export const TAIL = 4; // steps of a path that would fill the box which are drawn in full
const ends = [0, 0, 0, 0];

/**
 * What became of a runner at step t, and from which step on where that is known; null while it is in the race.
 *
 * @param {RaceRunner} runner
 * @param {Head} head
 * @param {number} t
 * @returns {Fate | null}
 */
export function fateOf(runner, head, t) {
  if (lost(runner, t)) return { what: "lost", when: moment(runner) };
  if (head.blank) return { what: "lost", when: null };
  if (head.state === "out" && out(runner, t)) return { what: "left", when: moment(runner) };
  return null;
}

/**
 * A minimum: a cross with a casing.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {Theme} theme
 * @param {number} scale
 */
export function drawMinimum(ctx, x, y, theme, scale) {
  const arm = 8.5 * scale;
  for (const [colour, width] of /** @type {const} */ ([
    [theme.page, 5.5],
    [theme.ink, 2.2],
  ])) {
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

/**
 * The start: a ring with a dot.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {Theme} theme
 * @param {number} scale
 */
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

/**
 * The start of another runner: a ring.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {Theme} theme
 * @param {number} scale
 */
export function drawOtherStart(ctx, x, y, theme, scale) {
  for (const [colour, width] of /** @type {const} */ ([
    [theme.page, 5],
    [theme.ink, 2],
  ])) {
    ctx.beginPath();
    ctx.arc(x, y, 5.5 * scale, 0, 2 * Math.PI);
    ctx.lineWidth = width * scale;
    ctx.strokeStyle = colour;
    ctx.stroke();
  }
}

/**
 * Draw a head: its marker on a casing; hollow where the runner left, a cross where it is not finite.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Head} head
 * @param {Theme} theme
 * @param {number} scale
 */
export function drawHead(ctx, head, theme, scale) {
  const { runner } = head;
  const size = HEAD * scale;
  const look = { fill: hue(runner, theme), stroke: theme.page, width: CASING * scale * 0.5, paper: theme.page };
  if (head.blank && head.state !== "out") drawMarker(ctx, "cross", head.x, head.y, size, look);
  else drawMarker(ctx, runner.marker, head.x, head.y, size, { ...look, hollow: runner.hollow || head.state === "out" });
}

/**
 * The last steps of a path that would fill the box, drawn as other paths are; all of it is there as a thin faint line.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Path} path
 * @param {Head} head
 * @param {View | SpaceView} view
 * @param {Theme} theme
 * @param {number} width
 */
export function drawTail(ctx, path, { row }, view, theme, width) {
  if (!path.dense) return;
  const { px } = path;
  const box = { left: -width, top: -width, right: view.width + width, bottom: view.height + width };
  ctx.lineCap = ctx.lineJoin = "round";
  ctx.setLineDash([]);
  ctx.beginPath();
  for (let i = Math.max(1, row - TAIL + 1); i <= row; i += 1) {
    const [ax, ay, bx, by] = [px[2 * i - 2], px[2 * i - 1], px[2 * i], px[2 * i + 1]];
    if (!Number.isFinite(ax + ay + bx + by) || !clip(ax, ay, bx, by, box, ends)) continue;
    ctx.moveTo(ends[0], ends[1]);
    ctx.lineTo(ends[2], ends[3]);
  }
  for (const [colour, wide] of /** @type {const} */ ([
    [theme.page, width + 3],
    [hue(path.runner, theme), width],
  ])) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = wide;
    ctx.stroke();
  }
}

/**
 * Below 1x the head eases between two rows: the line from the last row to it.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Path} path
 * @param {Head} head
 * @param {Theme} theme
 * @param {number} width
 */
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

/**
 * The point where the gradient is taken, where that is not the head: a small hollow mark on a thin line.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Path} path
 * @param {Head} head
 * @param {View | SpaceView} view
 * @param {Theme} theme
 * @param {number} scale
 */
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
