/** The gutter beside a curve: marker, name and value of every runner, ordered as their lines are at the cursor. */

import { drawMarker } from "../draw/marks.js";
import { shortened } from "../draw/text.js";
import { hue } from "../draw/theme.js";
import { tr } from "../draw/tr.js";

/** @import { Area } from "../draw/boxes.js" */
/** @import { Ink } from "../draw/theme.js" */
/** @import { Runner } from "../engine/header.js" */

/** @typedef {{runner: Runner, value: number, text: string, unit: number}} Entry unit: its height on the axis, NaN without one */
/** @typedef {Ink & {pick: string | null, playing: boolean, unit: boolean}} Shown unit: whether one stands below the rows */
/** @typedef {Ink & {pick: string | null, brief: boolean, sizes: number[]}} RowLook */
/** @typedef {Entry & {y: number, more?: number}} Row one with `more` stands for so many others */

export const GUTTER = 142; // px
const ROW = 19; // px
const NAME = 28; // px from the plot to a name
const SIZES = [13.5, 12.5]; // px of text: the smaller where name and number need it, or rows are close
const CLOSE = 16; // px between rows below which text is the smaller
const LONG = "9.9×10⁻¹⁰"; // a number that needs much room: names do not change while numbers do
const TIGHT = 14; // px between rows below which some are left out
const BELOW = 17; // px below the plot that rows may take, where no unit stands beside the numbers of its axis
const NARROWEST = 0.86; // a name may be drawn this much narrower before it is cut
const STICK = 5; // px by which a line must pass another before their rows change places while the race plays

/**
 * Values as near to `wanted` (ascending) as a spacing of `gap` within [low, high] allows.
 *
 * @param {number[]} wanted
 * @param {number} gap
 * @param {number} low
 * @param {number} high
 */
export function keptApart(wanted, gap, low, high) {
  /** @type {{sum: number, count: number}[]} */
  const blocks = [];
  wanted.forEach((y, i) => {
    let block = { sum: y - i * gap, count: 1 };
    for (let before = blocks.at(-1); before; before = blocks.at(-1)) {
      if (before.sum / before.count <= block.sum / block.count) break;
      blocks.pop();
      block = { sum: block.sum + before.sum, count: block.count + before.count };
    }
    blocks.push(block);
  });
  const last = Math.max(low, high - (wanted.length - 1) * gap);
  const places = blocks.flatMap(({ sum, count }) =>
    Array.from({ length: count }, () => Math.min(Math.max(sum / count, low), last)),
  );
  return places.map((place, i) => place + i * gap);
}

/**
 * The first and the last of `list` where more than `most` do not fit, the picked one kept; one entry counts the rest.
 *
 * @param {Row[]} list
 * @param {number} most
 * @param {string | null} pick
 */
function thinned(list, most, pick) {
  if (list.length <= most) return list;
  const head = Math.ceil((most - 1) / 2);
  const tail = list.length - (most - 1 - head);
  const chosen = list.findIndex((entry) => entry.runner.slot === pick);
  const apart = chosen >= head && chosen < tail;
  const kept = apart ? list.slice(0, head - 1).concat(list[chosen]) : list.slice(0, head);
  const middle = { ...list[Math.floor((head + tail) / 2)], more: tail - head };
  return [...kept, middle, ...list.slice(tail)];
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {number} y
 * @param {Area} frame
 * @param {Ink} look
 */
function remark(ctx, text, y, frame, { theme, scale }) {
  ctx.font = `400 ${SIZES[1] * scale}px ${theme.font}`;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.fillStyle = theme.quiet;
  ctx.fillText(text, frame.right + (NAME + 2) * scale, y + 0.5);
}

/** A gutter. Rows take their places at once: names that glide past each other cannot be read. */
export class Gutter {
  constructor() {
    /** @type {Map<string, number>} */
    this.ranks = new Map(); // slot -> place in the order
    /** @type {{slot: string | null, y: number}[]} */
    this.places = []; // from the top down; null for the one that counts others
    this.gap = ROW;
  }

  /** Forget the order of the rows: other data, other quantity, other size. */
  reset() {
    this.ranks.clear();
    widths.clear();
  }

  /**
   * The letter of the runner whose row is at the height `y`, or null.
   *
   * @param {number} y
   */
  at(y) {
    return this.places.find((row) => Math.abs(row.y - y) <= this.gap / 2)?.slot ?? null;
  }

  /**
   * `entries` are {runner, value, text, unit}; unit is the height on the axis, NaN where there is no number.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {Entry[]} entries
   * @param {Area} frame
   * @param {number} width
   * @param {Shown} look
   */
  draw(ctx, entries, frame, width, { theme, scale, pick, playing, unit }) {
    const height = frame.bottom - frame.top;
    const [top, bottom] = [frame.top + 2, frame.bottom + (unit ? 0 : BELOW * scale)];
    const room = bottom - top;
    const all = entries.map((entry) => ({ ...entry, y: this.height(entry.unit, frame, height) }));
    this.sort(all, playing ? STICK : 0);
    const ordered = thinned(all, 1 + Math.floor(room / (TIGHT * scale)), pick);
    const gap = Math.min(ROW * scale, room / Math.max(1, ordered.length - 1));
    const brief = entries.some(
      ({ runner }) => runner.short && !fits(ctx, runner.label, roomOf(frame, width, scale), { theme, scale }),
    );
    const places = keptApart(
      ordered.map((entry) => entry.y),
      gap,
      top,
      bottom,
    );
    const sizes = gap < CLOSE * scale ? SIZES.slice(1) : SIZES;
    this.gap = gap;
    this.places = ordered.map(({ runner, more }, rank) => ({ slot: more ? null : runner.slot, y: places[rank] }));
    ordered.forEach((entry, rank) => {
      const y = places[rank];
      if (entry.more) remark(ctx, tr("and {count} between", { count: entry.more }), y, frame, { theme, scale });
      else {
        this.ranks.set(entry.runner.slot, rank);
        this.row(ctx, entry, y, frame, width, { theme, scale, pick, brief, sizes });
      }
    });
  }

  /**
   * Put rows in the order of their lines; while playing, lines that only wobble around each other keep their places.
   *
   * @param {Row[]} list
   * @param {number} stick
   */
  sort(list, stick) {
    const before = (/** @type {Row} */ a, /** @type {Row} */ b) =>
      (this.ranks.get(a.runner.slot) ?? 99) - (this.ranks.get(b.runner.slot) ?? 99);
    if (!stick || !this.ranks.size) {
      list.sort((a, b) => a.y - b.y || b.value - a.value);
      return;
    }
    list.sort(before);
    for (let end = list.length - 1; end > 0; end -= 1) {
      for (let i = 0; i < end; i += 1) {
        if (list[i].y > list[i + 1].y + stick) [list[i], list[i + 1]] = [list[i + 1], list[i]];
      }
    }
  }

  /**
   * @param {number} unit
   * @param {Area} frame
   * @param {number} height
   */
  height(unit, frame, height) {
    if (Number.isNaN(unit)) return frame.top;
    return frame.bottom - Math.min(1, Math.max(0, unit)) * height;
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {Row} entry
   * @param {number} y
   * @param {Area} frame
   * @param {number} width
   * @param {RowLook} look
   */
  row(ctx, { runner, text, y: at, unit }, y, frame, width, { theme, scale, pick, brief, sizes }) {
    const label = (brief && runner.short) || runner.label;
    const colour = hue(runner, theme);
    const x = frame.right + 2 * scale;
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.2 * scale;
    ctx.setLineDash([]);
    ctx.beginPath();
    if (!Number.isNaN(unit)) {
      ctx.moveTo(x, at);
      ctx.lineTo(x + 4 * scale, at);
    } else ctx.moveTo(x + 9 * scale, y);
    ctx.lineTo(x + 9 * scale, y);
    ctx.lineTo(x + 13 * scale, y);
    ctx.stroke();
    drawMarker(ctx, runner.marker, x + 19 * scale, y, 5 * scale, {
      fill: colour,
      hollow: runner.hollow,
      paper: theme.page,
    });
    const weight = runner.slot === pick ? 650 : 500;
    const font = (/** @type {number} */ size, /** @type {number} */ bold) => `${bold} ${size * scale}px ${theme.font}`;
    const both = (/** @type {number} */ size) => ({
      number: widthOf(ctx, font(size, 400), text),
      name: widthOf(ctx, font(size, weight), label),
    });
    const room = roomOf(frame, width, scale);
    const size = sizes.find((one) => both(one).number + both(one).name <= room) ?? sizes[sizes.length - 1];
    ctx.textBaseline = "middle";
    ctx.font = font(size, 400);
    ctx.textAlign = "right";
    ctx.fillStyle = theme.quiet;
    ctx.fillText(text, width, y + 0.5);
    ctx.font = font(size, weight);
    ctx.textAlign = "left";
    ctx.fillStyle = theme.ink;
    const { number, name } = both(size);
    const left = room - number;
    ctx.fillText(name * NARROWEST <= left ? label : shortened(ctx, label, left), x + NAME * scale, y + 0.5, left);
  }
}

/**
 * Pixels that name and number of a row may take together.
 *
 * @param {Area} frame
 * @param {number} width
 * @param {number} scale
 */
function roomOf(frame, width, scale) {
  return width - frame.right - (NAME + 7) * scale;
}

/**
 * True if a name fits beside any number.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} label
 * @param {number} room
 * @param {Ink} look
 */
function fits(ctx, label, room, { theme, scale }) {
  const size = SIZES[SIZES.length - 1] * scale;
  return widthOf(ctx, `650 ${size}px ${theme.font}`, label) + widthOf(ctx, `400 ${size}px ${theme.font}`, LONG) <= room;
}

/** @type {Map<string, number>} */
const widths = new Map(); // font and text -> px: measuring is what a row costs most
const MOST_WIDTHS = 4000;

/**
 * The width of a text in a font, measured once.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} font
 * @param {string} text
 */
function widthOf(ctx, font, text) {
  const key = `${font}|${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size > MOST_WIDTHS) widths.clear();
    ctx.font = font;
    width = ctx.measureText(text).width;
    widths.set(key, width);
  }
  return width;
}
