/** Where a surface that is shown by its sharpness is too sharp for a rule: dashed, the line of its limit, as it is at a step. */

import { cachedLine } from "../draw/bands.js";
import { rowOf } from "../draw/ending.js";
import { heightOf, levelLine } from "../draw/relief.js";
import { haloText } from "../draw/text.js";
import { hue } from "../draw/theme.js";
import { tr } from "../draw/tr.js";

/** @import { Rectangle } from "../draw/boxes.js" */
/** @import { Relief } from "../draw/relief.js" */
/** @import { Theme } from "../draw/theme.js" */
/** @import { View } from "../draw/view.js" */
/** @import { RaceHeader, RaceRunner } from "../engine/header.js" */

const DASHES = [7, 4]; // px
const TEXT = 12.5; // px
const [BESIDE, ABOVE] = [4, 48]; // px between the words of a line and the sides of the stage, and its top and foot

/** @typedef {{relief: Relief, level: number, line: Float64Array}} Drawn of a limit that moves, at the step drawn last */

/**
 * The height at which the curvature is a runner's limit at step t; null where it has none, or none within the relief.
 *
 * @param {Relief} relief
 * @param {RaceRunner} runner
 * @param {number} t
 */
export function levelOf(relief, runner, t) {
  const part = runner.sharpness?.limit ?? null;
  const limit = part instanceof Float32Array ? part[Math.min(rowOf(runner, t), part.length - 1)] : part;
  if (limit === null || !Number.isFinite(limit) || limit <= 0) return null;
  const level = heightOf(relief, limit);
  return level > relief.zlo && level < relief.zhi ? level : null;
}

export class Limits {
  constructor() {
    /** @type {Map<string, Drawn>} */
    this.moving = new Map(); // by letter of the runner
  }

  /**
   * The line of a runner at a level; that of a rate that falls is another one at each step.
   *
   * @param {Relief} relief
   * @param {RaceRunner} runner
   * @param {number} level
   */
  lineOf(relief, runner, level) {
    if (!(runner.sharpness?.limit instanceof Float32Array)) return cachedLine(relief, level);
    const last = this.moving.get(runner.slot);
    if (last?.relief === relief && last.level === level) return last.line;
    const line = levelLine(relief, level);
    this.moving.set(runner.slot, { relief, level, line });
    return line;
  }

  /**
   * Draw the lines of all runners, with a word at that of the chosen one.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {Relief} relief
   * @param {{race: RaceHeader, view: View, theme: Theme, scale: number, t: number, fixed: Rectangle[]}} about
   */
  draw(ctx, relief, { race, view, theme, scale, t, fixed }) {
    if (relief.of !== "sharpness") return;
    for (const runner of race.runners) {
      const level = levelOf(relief, runner, t);
      if (level === null) continue;
      const line = this.lineOf(relief, runner, level);
      const chosen = runner.slot === race.pick;
      ctx.save();
      for (const [colour, width] of /** @type {const} */ ([
        [theme.page, 3.4],
        [hue(runner, theme), 1.8],
      ])) {
        ctx.setLineDash(DASHES);
        ctx.strokeStyle = colour;
        ctx.lineWidth = (chosen ? width + 0.8 : width) * scale;
        trace(ctx, line, view);
      }
      ctx.restore();
      if (chosen) word(ctx, line, runner, { view, theme, scale, fixed });
    }
  }
}

/**
 * Follow the pieces of a line, joined where one goes on from the last, so that dashes do.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Float64Array} line
 * @param {View} view
 */
function trace(ctx, line, view) {
  ctx.beginPath();
  for (const piece of joined(line)) {
    for (const [turn, [x, y]] of piece.entries()) {
      if (turn) ctx.lineTo(view.px(x), view.py(y));
      else ctx.moveTo(view.px(x), view.py(y));
    }
  }
  ctx.stroke();
}

/** @type {WeakMap<Float64Array, [number, number][][]>} */
const pieces = new WeakMap(); // of lines, by these

/**
 * The segments of a level line as lines, each as long as it goes on.
 *
 * @param {Float64Array} line
 * @returns {[number, number][][]}
 */
export function joined(line) {
  const known = pieces.get(line);
  if (known) return known;
  const key = (/** @type {number} */ at) => `${line[at].toPrecision(9)} ${line[at + 1].toPrecision(9)}`;
  /** @type {Map<string, number[]>} */
  const ends = new Map(); // of segments, by where they end
  for (let at = 0; at < line.length; at += 2) ends.set(key(at), [...(ends.get(key(at)) ?? []), at]);
  const used = new Set();
  /** @type {[number, number][][]} */
  const found = [];
  const follow = (/** @type {number} */ from, /** @type {[number, number][]} */ piece) => {
    let at = from;
    while (!used.has(at >> 2)) {
      used.add(at >> 2);
      const other = at % 4 ? at - 2 : at + 2;
      piece.push([line[other], line[other + 1]]);
      at = (ends.get(key(other)) ?? []).find((next) => !used.has(next >> 2)) ?? at;
    }
    return piece;
  };
  for (let at = 0; at < line.length; at += 4) {
    if (used.has(at >> 2)) continue;
    const there = follow(at, [[line[at], line[at + 1]]]);
    const back = (ends.get(key(at)) ?? []).find((next) => !used.has(next >> 2));
    found.push(back === undefined ? there : [...follow(back, []).reverse(), ...there]);
  }
  pieces.set(line, found);
  return found;
}

/**
 * Whose limit a line is, where there is room on it.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Float64Array} line
 * @param {RaceRunner} runner
 * @param {{view: View, theme: Theme, scale: number, fixed: Rectangle[]}} about
 */
function word(ctx, line, runner, { view, theme, scale, fixed }) {
  const text = tr("limit of {name}", { name: runner.short || runner.label });
  ctx.font = `600 ${TEXT * scale}px ${theme.font}`;
  const half = ctx.measureText(text).width / 2;
  for (let at = 0; at < line.length; at += 4) {
    const [x, y] = [view.px(line[at]), view.py(line[at + 1])];
    const inside = x > half + BESIDE && x < view.width - half - BESIDE && y > ABOVE && y < view.height - ABOVE;
    const free = !fixed.some(
      (box) => x + half > box.x && x - half < box.x + box.w && y + 9 > box.y && y - 9 < box.y + box.h,
    );
    if (!inside || !free) continue;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    haloText(ctx, text, x, y, theme.ink, theme.page, 3.5 * scale);
    return;
  }
}
