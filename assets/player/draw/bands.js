/** The contour on a canvas: bands, lines, ticks of the axes and the colour key. */

import { bandColours, edgeCodes, isMajor, levelLine, lossAt } from "./field.js";
import { decade, digitsApart, plain } from "./format.js";
import { haloText } from "./text.js";
import { rgb, tint } from "./theme.js";
import { decades, headTicks, roomyTicks } from "./ticks.js";

const MINOR = 0.07; // opacity of ink on the edge of a band
const MAJOR = 0.24; // and on a whole decade
const LARGEST = 1.6e6; // pixels that are filled one by one; beyond that the picture is scaled
const KEY_STEP = 10; // pixels of the key per band
const lines = new WeakMap(); // field -> Map(level -> segments)

/** The level line of a field, worked out once. */
export function cachedLine(field, level) {
  if (!lines.has(field)) lines.set(field, new Map());
  const known = lines.get(field);
  if (!known.has(level)) known.set(level, levelLine(field, level));
  return known.get(level);
}

/** Colour of every code of a field, as the 32 bits of a pixel. */
function palette(field, theme) {
  const codes = edgeCodes(field);
  const colours = bandColours(field, theme).map(pixel);
  const table = new Uint32Array(65536);
  let band = 0;
  for (let code = 0; code < 65535; code += 1) {
    while (band < codes.length && code >= codes[band]) band += 1;
    table[code] = colours[band];
  }
  table[65535] = pixel(theme.wash);
  return table;
}

/** A colour as the 32 bits of a pixel in memory. */
function pixel(colour) {
  const [r, g, b] = rgb(colour);
  return (255 << 24) | (b << 16) | (g << 8) | r;
}

/** Fill the box of `view` with the bands of `field`. */
export function paintBands(ctx, field, view, theme, ratio) {
  const share = Math.min(1, Math.sqrt(LARGEST / (view.width * view.height * ratio * ratio)));
  const width = Math.max(1, Math.round(view.width * ratio * share));
  const height = Math.max(1, Math.round(view.height * ratio * share));
  const image = new ImageData(width, height);
  fillBands(new Uint32Array(image.data.buffer), width, height, field, view.frame, palette(field, theme));
  const sheet = document.createElement("canvas");
  sheet.width = width;
  sheet.height = height;
  sheet.getContext("2d").putImageData(image, 0, 0);
  ctx.drawImage(sheet, 0, 0, view.width, view.height);
}

/** Write the colour of every pixel, the field taken linearly between its points. */
function fillBands(out, width, height, field, frame, table) {
  const { nx, ny, z } = field;
  const [fx0, fx1, fy0, fy1] = field.frame;
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

/** Draw the edges of the bands. */
export function paintLines(ctx, field, view, theme) {
  ctx.lineWidth = 1;
  for (const level of field.edges) {
    const segments = cachedLine(field, level);
    ctx.strokeStyle = tint(theme.ink, isMajor(field, level) ? MAJOR : MINOR);
    ctx.beginPath();
    for (let i = 0; i < segments.length; i += 4) {
      ctx.moveTo(view.px(segments[i]), view.py(segments[i + 1]));
      ctx.lineTo(view.px(segments[i + 2]), view.py(segments[i + 3]));
    }
    ctx.stroke();
  }
}

/** Draw ticks and numbers of both axes just inside the box. */
export function paintTicks(ctx, view, theme, size) {
  ctx.font = `${size}px ${theme.font}`;
  const [x0, x1, y0, y1] = view.frame;
  const width = (text) => ctx.measureText(text).width;
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

/** One tick from (x, y) inwards. */
function paintTick(ctx, x, y, dx, dy, theme) {
  ctx.lineWidth = 1;
  ctx.strokeStyle = theme.marks;
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x + dx, y + dy);
  ctx.stroke();
}

/** Width and height of the colour key in pixels. */
export function keySize(field, scale) {
  return [Math.max(80, (field.edges.length + 1) * KEY_STEP) * scale, 44 * scale];
}

/** Draw the colour key with its top left corner at (x, y): ten pixels a band, and as many numbers as have room. */
export function paintKey(ctx, field, theme, x, y, scale) {
  const colours = bandColours(field, theme);
  const [width] = keySize(field, scale);
  const step = width / colours.length;
  ctx.font = `${13 * scale}px ${theme.font}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  haloText(ctx, field.of === "sharpness" ? "Sharpness" : "Loss", x, y + 10 * scale, theme.quiet, theme.page);
  const top = y + 18 * scale;
  colours.forEach((colour, i) => {
    ctx.fillStyle = colour;
    ctx.fillRect(x + i * step, top, step + 0.5, 10 * scale);
  });
  ctx.strokeStyle = theme.marks;
  ctx.lineWidth = 1;
  ctx.strokeRect(x + 0.5, top - 0.5, width - 1, 10 * scale + 1);
  ctx.textAlign = "center";
  const numbers = keyNumbers(field).map(([level, text]) => {
    const at = x + step * (1 + position(field.edges, level));
    const half = ctx.measureText(text).width / 2;
    return { text, half, middle: Math.min(Math.max(at, x + half), x + width - half) };
  });
  for (const { text, middle } of spaced(numbers, 6 * scale))
    haloText(ctx, text, middle, top + 25 * scale, theme.quiet, theme.page);
}

/** Every number, every second one or so on, such that no two of {middle, half} come nearer than `gap`. */
function spaced(numbers, gap) {
  const clear = (list) =>
    list.every(({ middle, half }, i) => !i || middle - half >= list[i - 1].middle + list[i - 1].half + gap);
  for (let every = 1; every < numbers.length; every += 1) {
    const some = numbers.filter((_, i) => i % every === 0);
    if (clear(some)) return some;
  }
  return numbers.slice(0, 1);
}

/** Index (with a fraction) of a level among ascending edges. */
function position(edges, level) {
  const span = edges[edges.length - 1] - edges[0];
  return span > 0 ? ((level - edges[0]) / span) * (edges.length - 1) : 0;
}

/** [level, text] of the numbers under the key: whole decades, 1, 2 and 5 times one, or about four round values. */
function keyNumbers(field) {
  const [low, high] = [field.edges[0], field.edges[field.edges.length - 1]];
  if (field.log) {
    const whole = decades(low, high);
    if (whole.length > 1) return whole.map((k) => [k, decade(k)]);
    return headTicks(low, high).map(([value, text]) => [Math.log10(value), text]);
  }
  const every = Math.max(1, Math.round(field.edges.length / 3.5));
  return field.edges.filter((_, i) => i % every === 0).map((level) => [level, levelText(field, level)]);
}

/** What a level line's number says. */
export function levelText(field, level) {
  if (field.log) return decade(Math.round(level));
  const loss = lossAt(field, level);
  return plain(loss, digitsApart([loss], field.step));
}
