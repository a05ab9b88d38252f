/** The axes of maps over two numbers. */

import { coordinate, plain } from "../draw/format.js";
import { linearScale, logScale } from "../draw/scale.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Frame } from "../draw/view.js" */
/** @import { Axis } from "./headers.js" */

const MEMORIES = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999]; // at which an axis of memories has ticks
const LETTER = 6.5; // px of the text of a tick
const LEFT_ROOM = 46; // px of an axis up whose texts are short
export const FOOT_ROOM = 40; // px of an axis across
const SHORT_LOG = 10 ** 0.2; // from an end to the other: on a shorter logarithmic axis ticks are as on a linear one

/**
 * The number at a share of the way along an axis.
 *
 * @param {Axis} axis
 * @param {number} share
 */
export function numberAt({ scale, from, to }, share) {
  if (scale === "log") return from * (to / from) ** share;
  if (scale === "memory") return 1 - (1 - from) * ((1 - to) / (1 - from)) ** share;
  return from + (to - from) * share;
}

/**
 * Which share of the way along an axis a number lies.
 *
 * @param {Axis} axis
 * @param {number} value
 */
export function shareOf({ scale, from, to }, value) {
  if (scale === "log") return Math.log(value / from) / Math.log(to / from);
  if (scale === "memory") return Math.log((1 - value) / (1 - from)) / Math.log((1 - to) / (1 - from));
  return (value - from) / (to - from);
}

/**
 * Whether 32-bit floats tell `count` numbers of an axis apart, from one end to the other.
 *
 * @param {Axis} axis
 * @param {number} count
 */
export function toldApart(axis, count) {
  const numbers = Array.from({ length: count }, (_, place) => Math.fround(numberAt(axis, place / (count - 1))));
  return new Set(numbers).size === count;
}

/**
 * Where the ticks of an axis lie, as shares of the way along it, and their texts.
 *
 * @param {Axis} axis
 * @returns {[share: number, text: string][]}
 */
export function ticksOf(axis) {
  const there = numbersOf(axis).filter(([v]) => !axis.whole || Number.isInteger(v));
  return there.map(([v, text]) => [shareOf(axis, v), text]);
}

/**
 * The numbers that have ticks, and their texts.
 *
 * @param {Axis} axis
 */
function numbersOf({ scale, from, to }) {
  const linear = linearScale(from, to, plain).ticks;
  const usual = scale === "memory" ? MEMORIES.filter((v) => v >= from && v <= to) : [];
  if (usual.length > 1) return usual.map((v) => /** @type {const} */ ([v, plain(v, 6)]));
  return scale === "log" && to / from >= SHORT_LOG ? logScale(from, to).ticks : linear;
}

/**
 * With how many digits the numbers of a row are told, so that each is told from the one beside it: four or more.
 *
 * @param {number[]} values
 * @param {number} place
 */
export function digitsOf(values, place) {
  const gap = Math.abs(values[place] - (values[place + 1] ?? values[place - 1]));
  const ratio = Math.abs(values[place]) / gap;
  return ratio < Infinity && ratio > 0 ? Math.min(17, Math.max(4, Math.floor(Math.log10(ratio)) + 2)) : 4;
}

/**
 * A number along an axis, with as many digits as tell where along it the number lies: four or more.
 *
 * @param {Axis} axis
 * @param {number} v
 */
export function along({ scale, from, to }, v) {
  return scale === "memory" ? coordinate(v, v, 1) : coordinate(v, from, to);
}

/**
 * The axes of a map of `width` x `height`, left of it and below. What the one that leads up is called stands above.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {{x: Axis, y: Axis}} axes
 * @param {number} width
 * @param {number} height
 * @param {Theme} theme
 * @param {number} s
 */
export function paintAxes(ctx, { x, y }, width, height, theme, s) {
  ctx.font = `400 ${12.5 * s}px ${theme.font}`;
  ctx.fillStyle = theme.quiet;
  ctx.strokeStyle = theme.quiet;
  ctx.lineWidth = 1;
  ctx.strokeRect(0, 0, width, height);
  ctx.textBaseline = "top";
  for (const [share, text] of ticksOf(x)) {
    ctx.textAlign = share < 0.04 ? "left" : share > 0.96 ? "right" : "center";
    ctx.fillRect(share * width, height, 1, 4 * s);
    ctx.fillText(text, share * width, height + 6 * s);
  }
  ctx.textAlign = "center";
  ctx.fillText(x.label, width / 2, height + 22 * s);
  ctx.textAlign = "right";
  for (const [share, text] of ticksOf(y)) {
    ctx.textBaseline = share < 0.04 ? "bottom" : share > 0.96 ? "top" : "middle";
    ctx.fillRect(-4 * s, (1 - share) * height, 4 * s, 1);
    ctx.fillText(text, -6 * s, (1 - share) * height);
  }
}

/**
 * The axes of a frame, [x0, x1, y0, y1].
 *
 * @param {Frame} frame
 * @returns {{x: Axis, y: Axis}}
 */
export function axesOf([x0, x1, y0, y1]) {
  return {
    x: { label: "x", scale: "linear", from: x0, to: x1 },
    y: { label: "y", scale: "linear", from: y0, to: y1 },
  };
}

/**
 * The room left of a map for the texts of its axis up, px.
 *
 * @param {Axis} axis
 */
export function roomOf(axis) {
  const longest = Math.max(0, ...ticksOf(axis).map(([, text]) => text.length));
  return Math.max(LEFT_ROOM, 10 + LETTER * longest);
}
