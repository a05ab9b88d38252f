/** Trials as lines through upright axes side by side: one for each number that varies, the last for what became of them. */

import { describe, el, fit } from "../draw/dom.js";
import { plain } from "../draw/format.js";
import { keptPicture } from "../draw/kept.js";
import { haloText } from "../draw/text.js";
import { mix, rgb, tint } from "../draw/theme.js";
import { there } from "../draw/there.js";
import { tr } from "../draw/tr.js";
import { shareOf, ticksOf } from "./mapaxes.js";
import { LEFT, LOST, MOVING, shadeAt } from "./mapcolours.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Axis, Criterion, SearchHeader, SearchRunner, Side, Sides } from "./headers.js" */

export const TALL = 230; // px: the axes, where nothing stands beside them
const HEAD = 42; // px above them, and below
const MARGIN = 56; // px beside the outer ones
const NEAR = 11; // px from a line to a pointer that means it
const NARROW = 140; // px from axis to axis: names of nearer ones stand by turns above each other
const HIGHER = 16; // px
const GREY = [128, 128, 128];
/** @typedef {{slot: string, place: number}} Trial of a runner, by its letter */
/** @typedef {{value: number | null, fate: number}} End of a trial */
/** @typedef {Trial & End & {heights: number[]}} Line of a trial: where it crosses each axis */

/** @type {Side[]} */
const SIDES = ["x", "y", "z", "w"];

/**
 * The part of a side along which something varies.
 *
 * @template T
 * @param {Sides<T>} sides
 * @param {Side} side
 */
export const sideOf = (sides, side) => there(sides[side], `The side ${side}`);

/** The sides of a search along which something varies. */
export const sidesOf = (/** @type {{axes: Sides<Axis>}} */ { axes }) => SIDES.filter((side) => side in axes);

/**
 * The share of the scale of colours at which what a trial is told apart by lies: 0 is best.
 *
 * @param {Criterion} criterion
 * @param {number} value
 */
export function worth({ kind, range }, value) {
  if (!range) return 0;
  const [least, most] = range;
  if (kind === "score") return (most - value) / (most - least);
  return Math.log(Math.max(value, 1e-38) / least) / Math.log(most / least);
}

/**
 * Whether a trial is lost: not finite in whatever it is told apart by.
 *
 * @param {Criterion} criterion
 * @param {End} end
 */
export const isLost = ({ kind }, { value, fate }) => fate === LOST || (value === null && kind !== "reached");

/**
 * The colour of a trial that is not lost, [r, g, b].
 *
 * @param {Criterion} criterion
 * @param {End} end
 * @param {Theme} theme
 */
export function shadeOf(criterion, { value, fate }, theme) {
  if (criterion.outcome && fate < 0) return fateShade(fate, theme);
  if (value === null) return fateShade(MOVING, theme);
  return shadeAt(criterion.outcome ? 0 : worth(criterion, value), theme);
}

/**
 * The colour of a trial that does not come to the tolerance.
 *
 * @param {number} fate
 * @param {Theme} theme
 */
const fateShade = (fate, theme) => rgb(mix(theme.page, theme.ink, fate === LEFT ? 0.6 : 0.14));

export class TrialLines {
  constructor() {
    this.canvas = el("canvas");
    this.element = el("figure", { class: "op-search-lines" }, this.canvas);
    /** @type {SearchHeader | null} */
    this.given = null;
    /** @type {Line[]} */
    this.trials = [];
    /** @type {number[]} */
    this.columns = []; // where the axes stand, px
    this.scale = 1;
    this.tall = TALL;
    this.all = keptPicture();
  }

  get header() {
    return there(this.given, "The header of a search");
  }

  /**
   * Take the header of a search.
   *
   * @param {SearchHeader} header
   */
  take(header) {
    this.given = header;
    this.trials = header.runners.flatMap((runner) =>
      runner.value.map((value, place) => ({
        slot: runner.slot,
        place,
        value,
        fate: runner.fate[place],
        heights: this.heights(runner, place),
      })),
    );
    const rank = (/** @type {{value: number | null}} */ { value }) =>
      value === null ? Infinity : worth(header.criterion, value);
    this.trials.sort((a, b) => rank(b) - rank(a)); // the best are drawn last
    const named = [...sidesOf(header).map((side) => sideOf(header.axes, side).label), header.criterion.label];
    describe(this.canvas, tr("All trials as lines through {names}", { names: named.join(", ") }));
  }

  /**
   * Where a trial's line crosses each axis: its numbers as shares, and how good it is, best at the top. Cells lie side by
   * side on a picture, whole numbers here where their ticks are.
   *
   * @param {SearchRunner} runner
   * @param {number} place
   */
  heights(runner, place) {
    const value = runner.value[place];
    const good = value === null ? 0 : 1 - Math.min(1, Math.max(0, worth(this.header.criterion, value)));
    const { axes } = this.header;
    const share = (/** @type {Side} */ side) =>
      sideOf(axes, side).whole
        ? shareOf(sideOf(axes, side), sideOf(runner.numbers, side)[place])
        : sideOf(runner.shares, side)[place];
    return [...sidesOf(this.header).map(share), good];
  }

  /**
   * Draw all, with those that stand `out` over the rest.
   *
   * @param {Trial[]} out
   * @param {Theme} theme
   * @param {number} scale
   */
  draw(out, theme, scale) {
    this.scale = scale;
    const width = this.element.clientWidth;
    const height = this.tall + 2 * HEAD * scale;
    const ctx = fit(this.canvas, width, height);
    const axes = [...sidesOf(this.header).map((side) => sideOf(this.header.axes, side)), null];
    const room = MARGIN * scale;
    this.columns = axes.map((_, turn) => room + (turn * (width - 2 * room)) / (axes.length - 1));
    this.all(ctx, width, height, [this.trials, theme.page], (under) => {
      under.translate(0, HEAD * scale);
      for (const trial of this.trials) {
        const lost = isLost(this.header.criterion, trial);
        under.setLineDash(lost ? [3, 3] : []);
        const shade = lost ? GREY : shadeOf(this.header.criterion, trial, theme);
        this.line(under, trial.heights, `rgba(${shade.join(", ")}, 0.6)`, 1.2);
      }
    });
    ctx.translate(0, HEAD * scale);
    for (const { slot, place, heights } of this.trials) {
      if (!out.some((one) => one.slot === slot && one.place === place)) continue;
      this.line(ctx, heights, theme.page, 5);
      this.line(ctx, heights, theme.ink, 2.4);
    }
    for (const [turn, axis] of axes.entries()) this.axis(ctx, axis, this.columns[turn], width, theme);
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {number[]} heights
   * @param {string} colour
   * @param {number} thick
   */
  line(ctx, heights, colour, thick) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = thick * this.scale;
    ctx.beginPath();
    for (const [turn, height] of heights.entries()) ctx.lineTo(this.columns[turn], (1 - height) * this.tall);
    ctx.stroke();
  }

  /**
   * One axis with its name and ticks; that of the result where `axis` is null.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {Axis | null} axis
   * @param {number} x
   * @param {number} width
   * @param {Theme} theme
   */
  axis(ctx, axis, x, width, theme) {
    const { criterion } = this.header;
    const s = this.scale;
    const ends = criterion.range ?? [];
    const signs = ["≤ ", "≥ "].map((sign, end) => (criterion.beyond[end] ? sign : ""));
    const ticks = axis
      ? ticksOf(axis)
      : ends.map((value, end) => /** @type {const} */ ([1 - worth(criterion, value), signs[end] + plain(value, 3)]));
    ctx.strokeStyle = theme.ink;
    ctx.lineWidth = 1.2 * s;
    ctx.beginPath();
    ctx.moveTo(x, 0);
    ctx.lineTo(x, this.tall);
    ctx.stroke();
    ctx.fillStyle = theme.ink;
    ctx.font = `600 ${13 * s}px ${theme.font}`;
    ctx.textBaseline = "bottom";
    const [first, last] = [x === this.columns[0], !axis];
    ctx.textAlign = first ? "left" : last ? "right" : "center";
    const high = this.columns.indexOf(x) % 2 && this.columns[1] - this.columns[0] < NARROW * s ? HIGHER : 0;
    const at = first ? 4 * s : last ? width - 4 * s : x;
    ctx.fillText(axis ? axis.label : criterion.label, at, (-12 - high) * s);
    ctx.font = `400 ${12 * s}px ${theme.font}`;
    ctx.textAlign = last ? "left" : "right";
    ctx.textBaseline = "middle";
    for (const [share, text] of ticks) {
      const [beside, y] = [x + (last ? 6 : -6) * s, (1 - share) * this.tall];
      haloText(ctx, text, beside, y, theme.ink, tint(theme.page, 0.85), 3 * s);
    }
  }

  /**
   * The trial whose line is nearest to a pointer, by its slot and place; null where none is near.
   *
   * @param {PointerEvent} event
   */
  at({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [clientX - box.left, clientY - box.top - HEAD * this.scale];
    const turn = this.columns.findIndex((column) => column >= x);
    if (turn <= 0) return null;
    const part = (x - this.columns[turn - 1]) / (this.columns[turn] - this.columns[turn - 1]);
    /** @type {Line | null} */
    let found = null;
    let far = NEAR;
    for (const trial of this.trials) {
      const { heights } = trial;
      const height = heights[turn - 1] + part * (heights[turn] - heights[turn - 1]);
      const away = Math.abs((1 - height) * this.tall - y);
      if (away < far) [found, far] = [trial, away];
    }
    return found;
  }
}
