/** The contour on a canvas: bands, lines and ticks of the axes. */

import { context } from "./dom.js";
import { bandColours, edgeCodes, isMajor, levelLine } from "./relief.js";
import { haloText, spaced } from "./text.js";
import { rgb, tint } from "./theme.js";
import { roomyTicks } from "./ticks.js";

/** @import { Relief } from "./relief.js" */
/** @import { Theme } from "./theme.js" */
/** @import { Frame, View } from "./view.js" */

const MINOR = 0.07; // opacity of ink on the edge of a band
const MAJOR = 0.24; // and on a whole decade
const LARGEST = 1.6e6; // pixels that are filled one by one; beyond that the picture is scaled
/** @type {WeakMap<Relief, Map<number, Float64Array>>} */
const lines = new WeakMap(); // of a relief, by level

/**
 * The level line of a relief, worked out once.
 *
 * @param {Relief} relief
 * @param {number} level
 */
export function cachedLine(relief, level) {
  const known = lines.get(relief) ?? new Map();
  lines.set(relief, known);
  const line = known.get(level) ?? levelLine(relief, level);
  known.set(level, line);
  return line;
}

/**
 * Colour of every code of a relief, as the 32 bits of a pixel.
 *
 * @param {Relief} relief
 * @param {Theme} theme
 */
function palette(relief, theme) {
  const codes = edgeCodes(relief);
  const colours = bandColours(relief, theme).map(pixel);
  const table = new Uint32Array(65536);
  let band = 0;
  for (let code = 0; code < 65535; code += 1) {
    while (band < codes.length && code >= codes[band]) band += 1;
    table[code] = colours[band];
  }
  table[65535] = pixel(theme.wash);
  return table;
}

/**
 * A colour as the 32 bits of a pixel in memory.
 *
 * @param {string} colour
 */
function pixel(colour) {
  const [r, g, b] = rgb(colour);
  return (255 << 24) | (b << 16) | (g << 8) | r;
}

/**
 * Fill the box of `view` with the bands of `relief`.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Relief} relief
 * @param {View} view
 * @param {Theme} theme
 * @param {number} ratio
 */
export function paintBands(ctx, relief, view, theme, ratio) {
  const share = Math.min(1, Math.sqrt(LARGEST / (view.width * view.height * ratio * ratio)));
  const width = Math.max(1, Math.round(view.width * ratio * share));
  const height = Math.max(1, Math.round(view.height * ratio * share));
  const image = new ImageData(width, height);
  fillBands(new Uint32Array(image.data.buffer), width, height, relief, view.frame, palette(relief, theme));
  const sheet = document.createElement("canvas");
  sheet.width = width;
  sheet.height = height;
  context(sheet).putImageData(image, 0, 0);
  ctx.drawImage(sheet, 0, 0, view.width, view.height);
}

/**
 * Write the colour of every pixel, the relief taken linearly between its points.
 *
 * @param {Uint32Array} out
 * @param {number} width
 * @param {number} height
 * @param {Relief} relief
 * @param {Frame} frame
 * @param {Uint32Array} table
 */
function fillBands(out, width, height, relief, frame, table) {
  const { nx, ny, z } = relief;
  const [fx0, fx1, fy0, fy1] = relief.frame;
  const column = new Int32Array(width);
  const across = new Float32Array(width);
  for (let p = 0; p < width; p += 1) {
    const u = ((frame[0] + ((p + 0.5) / width) * (frame[1] - frame[0]) - fx0) / (fx1 - fx0)) * (nx - 1);
    column[p] = u >= 0 && u <= nx - 1 ? Math.min(Math.floor(u), nx - 2) : -1;
    across[p] = u - column[p];
  }
  for (let q = 0; q < height; q += 1) {
    const v = ((frame[3] - ((q + 0.5) / height) * (frame[3] - frame[2]) - fy0) / (fy1 - fy0)) * (ny - 1);
    const row = v >= 0 && v <= ny - 1 ? Math.min(Math.floor(v), ny - 2) : -1;
    const t = v - row;
    for (let p = 0; p < width; p += 1) {
      let code = 65535;
      if (row >= 0 && column[p] >= 0) {
        const k = row * nx + column[p];
        const [a, b, c, d] = [z[k], z[k + 1], z[k + nx], z[k + nx + 1]];
        const low = a + (b - a) * across[p];
        if (a < 65535 && b < 65535 && c < 65535 && d < 65535) code = low + (c + (d - c) * across[p] - low) * t;
      }
      out[q * width + p] = table[code | 0];
    }
  }
}

/**
 * Draw the edges of the bands.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Relief} relief
 * @param {View} view
 * @param {Theme} theme
 */
export function paintLines(ctx, relief, view, theme) {
  ctx.lineWidth = 1;
  for (const level of relief.edges) {
    const segments = cachedLine(relief, level);
    ctx.strokeStyle = tint(theme.ink, isMajor(relief, level) ? MAJOR : MINOR);
    ctx.beginPath();
    for (let i = 0; i < segments.length; i += 4) {
      ctx.moveTo(view.px(segments[i]), view.py(segments[i + 1]));
      ctx.lineTo(view.px(segments[i + 2]), view.py(segments[i + 3]));
    }
    ctx.stroke();
  }
}

/**
 * Draw ticks and numbers of both axes just inside the box.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {View} view
 * @param {Theme} theme
 * @param {number} size
 */
export function paintTicks(ctx, view, theme, size) {
  ctx.font = `${size}px ${theme.font}`;
  const [x0, x1, y0, y1] = view.frame;
  const width = (/** @type {string} */ text) => ctx.measureText(text).width;
  const across = roomyTicks(
    x0,
    x1,
    view.width,
    (x, text) => Math.min(view.px(x), view.width - view.px(x)) >= width(text) / 2,
  );
  // Below the lowest number of this axis is the row of the other one.
  const upwards = roomyTicks(
    y0,
    y1,
    view.height,
    (y) => view.py(y) >= size / 2 && view.py(y) <= view.height - 2.2 * size,
  );
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  const placed = across.map(([x, text]) => ({ text, middle: view.px(x), half: width(text) / 2 }));
  for (const { middle } of placed) paintTick(ctx, middle, view.height, 0, -5, theme);
  for (const { text, middle } of spaced(placed, size / 2))
    haloText(ctx, text, middle, view.height - 13, theme.quiet, tint(theme.page, 0.7));
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  for (const [y, text] of upwards) {
    paintTick(ctx, 0, view.py(y), 5, 0, theme);
    haloText(ctx, text, 10, view.py(y) + 1, theme.quiet, tint(theme.page, 0.7));
  }
}

/**
 * One tick from (x, y) inwards.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {number} dx
 * @param {number} dy
 * @param {Theme} theme
 */
function paintTick(ctx, x, y, dx, dy, theme) {
  ctx.lineWidth = 1;
  ctx.strokeStyle = theme.marks;
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x + dx, y + dy);
  ctx.stroke();
}
