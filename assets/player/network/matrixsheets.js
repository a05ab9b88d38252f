/** Small canvases with one pixel a weight, where each lies, and the key of their colours. */

import { context, fit } from "../draw/dom.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { LayerWeights, Weights } from "../engine/network.js" */
/** @import { Units } from "./units.js" */

/**
 * Where the matrix of a layer lies, px; the middle and the width of its column.
 *
 * @typedef {{left: number, top: number, width: number, height: number, middle: number, room: number}} MatrixBox
 */

const CELL = 14; // px, the largest cell

/**
 * A blank one; `words` are its pixels.
 *
 * @param {number} rows
 * @param {number} columns
 */
export function makeSheet(rows, columns) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: columns, height: rows });
  const ctx = context(canvas);
  const image = ctx.createImageData(columns, rows);
  return { canvas, ctx, image, words: new Uint32Array(image.data.buffer) };
}

/**
 * Fill it with the weights of a layer at the frame that `units` hold, grey where the step leaves them out.
 *
 * @param {Uint32Array} words
 * @param {Weights} weights
 * @param {Units} units
 * @param {number} layer
 * @param {Uint32Array} colours
 * @param {number} grey
 */
export function fill(words, { layers, most }, units, layer, colours, grey) {
  const { shown, scale, w, key } = layers[layer];
  const { frame } = units;
  const half = (most - 1) / 2;
  const factor = (127 * scale[frame]) / (half * key);
  for (let i = 0; i < words.length; i += 1) {
    const whole = w[frame * words.length + i];
    const unit = i % shown[1];
    words[i] = units.leavesOut(layer, (i - unit) / shown[1], unit)
      ? grey
      : colours[whole === 0 ? 0 : Math.round(128 + Math.min(127, Math.max(-127, (whole - 1 - half) * factor)))];
  }
}

/**
 * The key: from the most negative weight to the most positive one.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Uint32Array} colours
 * @param {Theme} theme
 * @param {number} scale
 */
export function drawKey(canvas, colours, theme, scale) {
  const [width, height] = [96, 24];
  const ctx = fit(canvas, width * scale, height * scale);
  ctx.scale(scale, scale);
  const words = new Uint8ClampedArray(colours.buffer);
  for (let i = 0; i < width; i += 1) {
    const at = 4 * Math.round(1 + (254 * i) / (width - 1));
    ctx.fillStyle = `rgb(${words[at]}, ${words[at + 1]}, ${words[at + 2]})`;
    ctx.fillRect(i, 0, 1.2, 8);
  }
  ctx.font = `400 12.5px ${theme.font}`;
  ctx.fillStyle = theme.quiet;
  ctx.textBaseline = "alphabetic";
  /** @type {[text: string, x: number, align: CanvasTextAlign][]} */
  const ends = [
    ["−", 0, "left"],
    ["0", width / 2, "center"],
    ["+", width, "right"],
  ];
  for (const [text, x, align] of ends) {
    ctx.textAlign = align;
    ctx.fillText(text, x, 21);
  }
}

/**
 * Where the matrix of a layer lies in its column: cells as large as fit, up to a bound, in the middle.
 *
 * @param {{x: number, width: number}} column
 * @param {LayerWeights} layer
 * @param {number} room
 * @param {number} scale
 * @returns {MatrixBox}
 */
export function boxOf(column, { shown }, room, scale) {
  const width = shown[1] * Math.min(CELL * scale, (column.width - 8) / shown[1]);
  const height = shown[0] * Math.min(CELL * scale, ((room - 8) * scale) / shown[0]);
  const middle = column.x + column.width / 2;
  return {
    left: middle - width / 2,
    top: 4 + ((room - 8) * scale - height) / 2,
    width,
    height,
    middle,
    room: column.width,
  };
}
