/** Decision regions: what a network says at every point of the plane, with the examples over it. */

import { classLook } from "../draw/classes.js";
import { drawMarker } from "../draw/marks.js";
import { Raster, smoothed, traceBoundary } from "../draw/raster.js";
import { rowBefore } from "../draw/rows.js";
import { lineWord, manyClasses, twoClasses } from "../draw/shades.js";
import { haloText } from "../draw/text.js";
import { mix, tint } from "../draw/theme.js";
import { tr } from "../draw/tr.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { NetworkHeader, ReadyRunner } from "../engine/network.js" */

const RADIUS = 3.3; // px of a point; less where there are very many
const MANY = 900; // points

/** The painter of data on a plane: `ground` is what a runner makes of it at step t, `marks` what stands still. */
export class Planes {
  /**
   * @param {NetworkHeader} race
   * @param {Theme} theme
   */
  constructor(race, theme) {
    this.theme = theme;
    /** @type {Map<number, Uint32Array[]>} */
    this.tables = new Map(); // gentleness -> colours of the bytes
    this.border = lineWord(theme);
    this.mixes = true; // while it plays, the picture is that of the page's step, between those that are kept
    this.data = race.data;
    this.classes = race.data.classes.length;
    this.cells = race.data.columns * race.data.rows;
    /** @type {Map<string, Raster>} */
    this.rasters = new Map(); // by size
    this.mixed = new Uint8Array(this.cells * (this.classes > 2 ? this.classes : 1));
  }

  /** @param {number} gentle */
  colours(gentle) {
    const { classes, theme, tables } = this;
    const known = tables.get(gentle);
    if (known) return known;
    const colours = classes > 2 ? manyClasses(classes, theme, gentle) : [twoClasses(theme, gentle)];
    tables.set(gentle, colours);
    return colours;
  }

  /**
   * The picture of step t: the last one kept, or while the race plays a mixture of that and the next.
   *
   * @param {ReadyRunner} runner
   * @param {number} t
   * @param {boolean} moving
   */
  grid(runner, t, moving) {
    const size = this.mixed.length;
    const { frames, picture, gentle } = runner;
    const at = rowBefore(frames, t);
    const now = picture.subarray(at * size, (at + 1) * size);
    if (!moving || at + 1 >= frames.length || frames[at + 1] <= frames[at] || gentle[at + 1] !== gentle[at]) return now;
    const share = (t - frames[at]) / (frames[at + 1] - frames[at]);
    const next = picture.subarray((at + 1) * size, (at + 2) * size);
    for (let i = 0; i < size; i += 1) this.mixed[i] = now[i] && next[i] ? now[i] + (next[i] - now[i]) * share : now[i];
    return this.mixed;
  }

  /**
   * Regions and boundary of a runner in a picture of `width` x `height` px.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} width
   * @param {number} height
   * @param {ReadyRunner} runner
   * @param {number} t
   * @param {boolean} moving
   */
  ground(ctx, width, height, runner, t, moving, scale = 1) {
    const { columns, rows } = this.data;
    const grid = smoothed(this.grid(runner, t, moving), columns, rows);
    const raster = this.raster(Math.round(width), Math.round(height));
    const colours = this.colours(runner.gentle[rowBefore(runner.frames, t)]);
    if (this.classes > 2) raster.paintMany(grid, this.classes, colours, this.border);
    else raster.paint(grid, colours[0]);
    ctx.imageSmoothingEnabled = true;
    ctx.drawImage(raster.canvas, 0, 0, width, height);
    if (this.classes > 2) return;
    traceBoundary(ctx, grid, columns, rows, width, height);
    ctx.strokeStyle = mix(this.theme.page, this.theme.ink, 0.72);
    ctx.lineWidth = 1.5 * scale;
    ctx.lineCap = "round";
    ctx.stroke();
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  raster(width, height) {
    const key = `${width} ${height}`;
    const known = this.rasters.get(key);
    if (known) return known;
    if (this.rasters.size > 3) this.rasters.clear();
    const raster = new Raster(width, height, this.data.columns, this.data.rows);
    this.rasters.set(key, raster);
    return raster;
  }

  /**
   * The examples: training filled, validation hollow, and the key that says so.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} width
   * @param {number} height
   */
  marks(ctx, width, height, scale = 1) {
    const { data, theme } = this;
    const [x0, x1, y0, y1] = data.frame;
    const all = data.train.y.length + data.valid.y.length;
    const r = RADIUS * scale * (all > MANY ? 0.7 : 1);
    for (const [part, hollow] of /** @type {const} */ ([
      [data.train, false],
      [data.valid, true],
    ])) {
      for (let i = 0; i < part.y.length; i += 1) {
        const x = ((part.x[2 * i] - x0) / (x1 - x0)) * width;
        const y = ((y1 - part.x[2 * i + 1]) / (y1 - y0)) * height;
        const look = classLook(part.y[i], theme);
        drawMarker(ctx, look.shape, x, y, r, {
          fill: look.mark,
          stroke: theme.page,
          width: 0.9,
          hollow,
          paper: theme.page,
        });
      }
    }
    if (data.valid.y.length) keyOfParts(ctx, height, theme, scale);
  }
}

/**
 * Bottom left, `aside` px from the edge: a filled dot for training, a hollow one for validation.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} height
 * @param {Theme} theme
 * @param {number} scale
 */
export function keyOfParts(ctx, height, theme, scale, aside = 14) {
  const y = height - 13 * scale;
  let x = aside * scale;
  ctx.font = `400 ${12.5 * scale}px ${theme.font}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  for (const [words, hollow] of /** @type {const} */ ([
    [tr("training"), false],
    [tr("validation"), true],
  ])) {
    drawMarker(ctx, "circle", x, y, 3.3 * scale, {
      fill: theme.quiet,
      stroke: theme.page,
      width: 0.9,
      hollow,
      paper: theme.page,
    });
    haloText(ctx, words, x + 8 * scale, y + 0.5, theme.ink, tint(theme.page, 0.75), 3 * scale);
    x += ctx.measureText(words).width + 26 * scale;
  }
}
