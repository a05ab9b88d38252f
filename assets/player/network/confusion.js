/** Data without a plane: which class is said of the examples of each class, and the pictures that were mistaken. */

import { context } from "../draw/dom.js";
import { percent } from "../draw/format.js";
import { rowBefore } from "../draw/rows.js";
import { mix } from "../draw/theme.js";
import { tr } from "../draw/tr.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { NetworkData, NetworkHeader, ReadyRunner } from "../engine/network.js" */

/** @typedef {{canvas: HTMLCanvasElement, size: [height: number, width: number]}} Tiles pictures, one under the other */

const LOST = 255; // the byte where a network's answer is not finite
const LABEL = 74; // px for the names of classes, where they are words
const SPLIT = 0.66; // of the width for the matrix where pictures stand beside it

/** The painter of a matrix of true class by class said; as Planes. */
export class Confusion {
  /**
   * @param {NetworkHeader} race
   * @param {Theme} theme
   */
  constructor(race, theme) {
    this.theme = theme;
    this.data = race.data;
    this.classes = race.data.classes.length;
    this.tiles = race.data.image ? tiles(race.data.image, theme.dark) : null;
  }

  /**
   * Counts (classes x classes, true class first), what is said of each example, and how many answers are not finite.
   *
   * @param {ReadyRunner} runner
   * @param {number} t
   */
  count(runner, t) {
    const { truth } = this.data;
    const first = rowBefore(runner.frames, t) * truth.length;
    const said = runner.picture.subarray(first, first + truth.length);
    const counts = new Uint32Array(this.classes * this.classes);
    let lost = 0;
    for (let i = 0; i < truth.length; i += 1) {
      if (said[i] === LOST) lost += 1;
      else counts[truth[i] * this.classes + said[i]] += 1;
    }
    return { counts, said, lost };
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} width
   * @param {number} height
   * @param {ReadyRunner} runner
   * @param {number} t
   * @param {boolean} moving
   */
  ground(ctx, width, height, runner, t, moving, scale = 1) {
    const { theme } = this;
    const small = width < 120;
    ctx.fillStyle = small ? theme.wash : theme.page;
    ctx.fillRect(0, 0, width, height);
    const found = this.count(runner, t);
    if (small) {
      const side = height - 6;
      this.matrix(ctx, found.counts, (width - side) / 2, 3, side, null);
      return;
    }
    const room = this.tiles ? width * SPLIT : width;
    const short = this.data.classes.every((name) => name.length < 3);
    const label = (short ? 22 : LABEL) * scale;
    const side = Math.min(height - 62 * scale, room - label - 24 * scale);
    const left = this.tiles ? 14 * scale + label : (width - side + label) / 2;
    const top = 44 * scale;
    this.matrix(ctx, found.counts, left, top, side, scale);
    this.names(ctx, left, top, side, label, scale);
    if (this.tiles) this.mistakes(ctx, found, this.tiles, left + side + 26 * scale, width - 14 * scale, height, scale);
  }

  /**
   * The matrix as cells, darker where more are; with numbers where `scale` is given.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {Uint32Array} counts
   * @param {number} left
   * @param {number} top
   * @param {number} side
   * @param {number | null} scale
   */
  matrix(ctx, counts, left, top, side, scale) {
    const { theme, classes } = this;
    const cell = side / classes;
    for (let k = 0; k < classes; k += 1) {
      const row = counts.subarray(k * classes, (k + 1) * classes);
      const all = row.reduce((sum, one) => sum + one, 0) || 1;
      for (let j = 0; j < classes; j += 1) {
        const share = row[j] / all;
        const gap = scale === null ? 0 : 1;
        ctx.fillStyle = mix(theme.page, theme.ink, row[j] ? 0.1 + 0.72 * share : 0.035);
        ctx.fillRect(left + j * cell, top + k * cell, Math.max(1, cell - gap), Math.max(1, cell - gap));
        if (scale === null || !row[j] || cell < 16) continue;
        ctx.font = `${k === j ? 600 : 400} ${Math.min(14 * scale, Math.max(12.5, cell * 0.42))}px ${theme.font}`;
        ctx.textAlign = "center";
        ctx.textBaseline = "middle";
        ctx.fillStyle = share > 0.5 ? theme.page : theme.ink;
        ctx.fillText(String(row[j]), left + (j + 0.5) * cell, top + (k + 0.5) * cell + 1);
      }
    }
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} left
   * @param {number} top
   * @param {number} side
   * @param {number} label
   * @param {number} scale
   */
  names(ctx, left, top, side, label, scale) {
    const { theme, classes, data } = this;
    const cell = side / classes;
    ctx.font = `400 ${12.5 * scale}px ${theme.font}`;
    ctx.textBaseline = "middle";
    ctx.fillStyle = theme.quiet;
    data.classes.forEach((name, k) => {
      ctx.textAlign = "right";
      ctx.fillText(fitted(ctx, name, label - 8), left - 7 * scale, top + (k + 0.5) * cell);
      ctx.textAlign = "center";
      ctx.fillText(fitted(ctx, name, cell - 4), left + (k + 0.5) * cell, top - 10 * scale);
    });
    ctx.textAlign = "left";
    ctx.fillText(tr("rows: true class, columns: class said"), left, top - 28 * scale);
  }

  /**
   * The examples of which a wrong class is said, as pictures: the true class, and what is said instead.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {{said: Uint8Array | Float32Array}} found
   * @param {Tiles} tiles
   * @param {number} left
   * @param {number} right
   * @param {number} height
   * @param {number} scale
   */
  mistakes(ctx, { said }, { canvas, size: [h, w] }, left, right, height, scale) {
    const { theme, data } = this;
    const wrong = Array.from(data.truth.keys()).filter((i) => said[i] !== data.truth[i]);
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.font = `400 ${12.5 * scale}px ${theme.font}`;
    ctx.fillStyle = theme.quiet;
    const each = 34 * scale;
    const columns = Math.max(1, Math.floor((right - left) / each));
    const rows = Math.floor((height - 34 * scale) / (each + 18 * scale));
    const [wrongs, all, shown] = [wrong.length, data.truth.length, columns * rows];
    const words =
      wrongs > shown
        ? tr("{wrong} of {all} wrong, the first {shown}", { wrong: wrongs, all, shown })
        : tr("{wrong} of {all} wrong", { wrong: wrongs, all });
    ctx.fillText(words, left, 16 * scale);
    wrong.slice(0, shown).forEach((example, i) => {
      const x = left + (i % columns) * each;
      const y = 34 * scale + Math.floor(i / columns) * (each + 18 * scale);
      const size = each - 5 * scale;
      ctx.imageSmoothingEnabled = false;
      ctx.drawImage(canvas, 0, example * h, w, h, x, y, size, (size * h) / w);
      ctx.fillStyle = theme.ink;
      const answer = said[example] === LOST ? "?" : data.classes[said[example]];
      ctx.fillText(fitted(ctx, `${data.classes[data.truth[example]]} → ${answer}`, each), x, y + size + 9 * scale);
    });
  }

  marks() {}

  /**
   * The picture in words: how many are right in each class.
   *
   * @param {ReadyRunner} runner
   * @param {number} t
   */
  said(runner, t) {
    const { counts } = this.count(runner, t);
    const parts = this.data.classes.map((name, k) => {
      const row = counts.subarray(k * this.classes, (k + 1) * this.classes);
      return `${name} ${percent(row[k] / (row.reduce((sum, one) => sum + one, 0) || 1))}`;
    });
    return tr("Right of each class: {classes}.", { classes: parts.join(", ") });
  }
}

/**
 * All pictures in one canvas, one under the other.
 *
 * @param {NonNullable<NetworkData["image"]>} image
 * @returns {Tiles}
 */
function tiles({ size, pixels }, dark = false) {
  const [, w] = size;
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: w, height: Math.max(1, pixels.length / w) });
  const ctx = context(canvas);
  const image = ctx.createImageData(canvas.width, canvas.height);
  for (let i = 0; i < pixels.length; i += 1) {
    const value = dark ? 30 + 0.86 * pixels[i] : 255 - 0.92 * pixels[i];
    image.data.set([value, value, value, 255], 4 * i);
  }
  ctx.putImageData(image, 0, 0);
  return { canvas, size };
}

/**
 * `text` cut with an ellipsis to `room` px; the empty string where not even one letter fits.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {number} room
 */
function fitted(ctx, text, room) {
  if (ctx.measureText(text).width <= room) return text;
  let end = text.length - 1;
  while (end > 0 && ctx.measureText(`${text.slice(0, end)}…`).width > room) end -= 1;
  return end > 0 ? `${text.slice(0, end)}…` : "";
}
