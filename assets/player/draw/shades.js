/** From the bytes of a picture to colours: bands that grow from the boundary, where the page shows, to a class's own. */

import { classLook } from "./classes.js";
import { rgb } from "./theme.js";

/** @import { Theme } from "./theme.js" */

const BANDS = [0.2, 0.4, 0.6, 0.8, 0.95]; // shares of certainty at which the shade changes
const FAINTEST = 0.16; // how much of the region's colour the band at the boundary has
export const MIDDLE = 128; // the byte of one half

/**
 * The share that a byte stands for: it holds the logistic function of the logit divided by `gentle`.
 *
 * @param {number} byte
 * @param {number} gentle
 */
function shareOf(byte, gentle) {
  const held = Math.min(Math.max((byte - 1) / 254, 1e-9), 1 - 1e-9);
  return 1 / (1 + ((1 - held) / held) ** gentle);
}

/**
 * Colours as little-endian RGBA words, as image data holds them.
 *
 * @param {number[]} colour
 */
export function word([r, g, b]) {
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

/**
 * @param {number[]} from
 * @param {number[]} to
 * @param {number} share
 */
function between(from, to, share) {
  return from.map((value, i) => Math.round(value + (to[i] - value) * share));
}

/**
 * @param {string} region
 * @param {number} certainty
 * @param {Theme} theme
 */
function shade(region, certainty, theme) {
  const band = BANDS.filter((edge) => certainty >= edge).length;
  return word(between(rgb(theme.page), rgb(region), FAINTEST + ((1 - FAINTEST) * band) / BANDS.length));
}

/**
 * 256 colours for a picture of two classes; the first one is for what has no value.
 *
 * @param {Theme} theme
 * @param {number} gentle
 */
export function twoClasses(theme, gentle) {
  const regions = [0, 1].map((k) => classLook(k, theme).region);
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    if (byte === 0) return word(rgb(theme.wash));
    const share = shareOf(byte, gentle);
    return shade(regions[share > 0.5 ? 1 : 0], Math.abs(2 * share - 1), theme);
  });
}

/**
 * 256 colours for each of several classes, by the byte of the class that wins.
 *
 * @param {number} count
 * @param {Theme} theme
 * @param {number} gentle
 */
export function manyClasses(count, theme, gentle) {
  return Array.from({ length: count }, (_, k) => {
    const { region } = classLook(k, theme);
    return Uint32Array.from({ length: 256 }, (unused, byte) => {
      if (byte === 0) return word(rgb(theme.wash));
      return shade(region, Math.max(0, (shareOf(byte, gentle) - 1 / count) / (1 - 1 / count)), theme);
    });
  });
}

/**
 * 256 colours from negative over zero (128) to positive: the marks of the two classes; the first one is for no value.
 *
 * @param {Theme} theme
 */
export function diverging(theme) {
  const ends = [0, 1].map((k) => rgb(classLook(k, theme).mark));
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    if (byte === 0) return word(rgb(theme.wash));
    const at = (byte - 128) / 127;
    return word(between(rgb(theme.page), ends[at > 0 ? 1 : 0], Math.abs(at) ** 0.8));
  });
}

/**
 * The word of a theme's colour, for lines within image data.
 *
 * @param {Theme} theme
 */
export function lineWord(theme) {
  return word(between(rgb(theme.page), rgb(theme.ink), 0.72));
}
