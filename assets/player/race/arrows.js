/** Arrows at the chosen runner: the step to scale, downhill and memory as directions. */

import { haloText } from "../draw/text.js";
import { hue } from "../draw/theme.js";
import { tr } from "../draw/tr.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { View } from "../draw/view.js" */
/** @import { Update } from "../engine/header.js" */
/** @import { Head } from "./heads.js" */
/** @import { Path } from "./paths.js" */
/** @import { SpaceView } from "./spaceview.js" */

/** @typedef {[x: number, y: number, tx: number, ty: number]} Ends of an arrow */
/** @typedef {{colour: string, page: string, width: number, filled: boolean, dash: number[] | null}} ArrowLook */

const DIRECTION = 64; // pixels of an arrow that shows a direction only
const SHAFT = 4;
const SHORT = 3; // pixels under which a step is no arrow
const LONG = 1e5; // and beyond which it cannot be drawn
const ROOMY = 30; // pixels from which it has a word

/**
 * Arrows of the chosen runner at its row: the step to scale, downhill and memory as directions. `arrows` has data
 * vectors `downhill` and `memory` (or null), two numbers for each update.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Path} path
 * @param {Head} head
 * @param {Update["arrows"]} arrows
 * @param {View | SpaceView} view
 * @param {Theme} theme
 * @param {number} scale
 */
export function drawArrows(ctx, path, head, arrows, view, theme, scale) {
  const { row } = head;
  if (head.state !== "on" || row + 1 >= path.count || view.spatial === true) return;
  const downhill = direction(arrows.downhill, row, path.ahead ?? path.px, view, scale); // from where the gradient was taken
  const memory = direction(arrows.memory, row, path.px, view, scale);
  const look = { colour: theme.quiet, page: theme.page, width: 2.2 * scale, filled: false };
  if (memory) drawArrow(ctx, memory, { ...look, dash: [5, 4] });
  if (downhill) drawArrow(ctx, downhill, { ...look, dash: null });
  drawStep(ctx, path, row, theme, scale);
  const order = memory && downhill ? downhill[2] >= memory[2] : null; // the words stand on the outer sides
  if (memory) drawWord(ctx, tr("memory"), memory, order === null ? memory[2] >= memory[0] : !order, theme, scale);
  if (downhill) drawWord(ctx, tr("downhill"), downhill, order ?? downhill[2] >= downhill[0], theme, scale);
}

/**
 * An arrow from (x, y) to (tx, ty): a filled head for the step, an open one for a direction.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Ends} ends
 * @param {ArrowLook} look
 */
function drawArrow(ctx, [x, y, tx, ty], { colour, page, width, filled, dash }) {
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

/**
 * Word at the tip of an arrow, on its outer side: `right` or left of it.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} word
 * @param {Ends} ends
 * @param {boolean} right
 * @param {Theme} theme
 * @param {number} scale
 */
function drawWord(ctx, word, [, y, tx, ty], right, theme, scale) {
  ctx.font = `500 ${13.5 * scale}px ${theme.font}`;
  ctx.textBaseline = "middle";
  ctx.textAlign = right ? "left" : "right";
  haloText(ctx, word, tx + (right ? 7 : -7), ty + (ty >= y ? 5 : -5), theme.ink, theme.page, 3.5 * scale);
}

/**
 * Ends [x, y, tx, ty] of the arrow for the data vector at `row` of `list`, of fixed length; null where it has none.
 *
 * @param {Float32Array | null} list
 * @param {number} row
 * @param {Float64Array} from
 * @param {View} view
 * @param {number} scale
 * @returns {Ends | null}
 */
function direction(list, row, from, view, scale) {
  if (!list || 2 * row + 1 >= list.length) return null;
  const dx = list[2 * row] * view.kx;
  const dy = -list[2 * row + 1] * view.ky;
  const share = (DIRECTION * scale) / Math.hypot(dx, dy);
  const [x, y] = [from[2 * row], from[2 * row + 1]];
  return Number.isFinite(share) ? [x, y, x + dx * share, y + dy * share] : null;
}

/**
 * The step to the next row, to scale.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Path} path
 * @param {number} row
 * @param {Theme} theme
 * @param {number} scale
 */
function drawStep(ctx, path, row, theme, scale) {
  const { px } = path;
  const [x, y, tx, ty] = [px[2 * row], px[2 * row + 1], px[2 * row + 2], px[2 * row + 3]];
  const length = Math.hypot(tx - x, ty - y);
  if (!(length >= SHORT) || length > LONG) return;
  drawArrow(ctx, [x, y, tx, ty], {
    colour: hue(path.runner, theme),
    page: theme.page,
    width: SHAFT * scale,
    filled: true,
    dash: null,
  });
  if (length > ROOMY) drawWord(ctx, tr("step"), [x, y, tx, ty], tx >= x, theme, scale);
}
