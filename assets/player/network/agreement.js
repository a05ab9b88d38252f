/** A regression of several inputs: what a network says of each example, over its true value. */

import { drawMarker } from "../draw/marks.js";
import { rowBefore } from "../draw/rows.js";
import { haloText } from "../draw/text.js";
import { hue, tint } from "../draw/theme.js";
import { axisTicks } from "../draw/ticks.js";
import { tr } from "../draw/tr.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { NetworkHeader, ReadyRunner } from "../engine/network.js" */

const RADIUS = 3; // px
const MARGIN = 0.08; // of the range of true values, on each side

/** The painter of answers beside true values; as Planes. */
export class Agreement {
  /**
   * @param {NetworkHeader} race
   * @param {Theme} theme
   */
  constructor(race, theme) {
    this.theme = theme;
    this.data = race.data;
    const [low, high] = this.data.truth.reduce(
      ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
      [Infinity, -Infinity],
    );
    const side = (high - low || 1) * MARGIN;
    this.ends = [low - side, high + side];
  }

  /**
   * The line on which every answer is right, and the answers; those beyond the frame stand hollow at its edge.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} width
   * @param {number} height
   * @param {ReadyRunner} runner
   * @param {number} t
   * @param {boolean} moving
   */
  ground(ctx, width, height, runner, t, moving, scale = 1) {
    const { theme, data } = this;
    const small = width < 120;
    ctx.fillStyle = small ? theme.wash : theme.page;
    ctx.fillRect(0, 0, width, height);
    if (!small) this.grid(ctx, width, height, scale);
    ctx.beginPath();
    ctx.moveTo(0, height);
    ctx.lineTo(width, 0);
    ctx.setLineDash([]);
    ctx.lineWidth = 1.5 * scale;
    ctx.strokeStyle = theme.quiet;
    ctx.stroke();
    const first = rowBefore(runner.frames, t) * data.truth.length;
    const fill = hue(runner, theme);
    for (let i = 0; i < data.truth.length; i += 1) {
      const value = runner.picture[first + i];
      if (!Number.isFinite(value)) continue;
      const y = height - this.place(value) * height;
      const seen = Math.min(Math.max(y, RADIUS), height - RADIUS);
      const look = { fill, stroke: theme.page, width: small ? 0 : 0.8, hollow: seen !== y, paper: theme.page };
      drawMarker(ctx, "circle", this.place(data.truth[i]) * width, seen, (small ? 1.2 : RADIUS) * scale, look);
    }
  }

  /** @param {number} value */
  place(value) {
    const [low, high] = this.ends;
    return (value - low) / (high - low);
  }

  /**
   * Both axes are those of the true values.
   *
   * @param {number} width
   * @param {number} height
   * @param {number} scale
   */
  ticks(width, height, scale) {
    const [low, high] = this.ends;
    return axisTicks([low, high, low, high], width, height, scale);
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} width
   * @param {number} height
   * @param {number} scale
   */
  grid(ctx, width, height, scale) {
    const [across, upwards] = this.ticks(width, height, scale);
    ctx.beginPath();
    for (const [v] of upwards) {
      const y = Math.round(height - this.place(v) * height) + 0.5;
      ctx.moveTo(0, y);
      ctx.lineTo(width, y);
    }
    for (const [v] of across) {
      const x = Math.round(this.place(v) * width) + 0.5;
      ctx.moveTo(x, 0);
      ctx.lineTo(x, height);
    }
    ctx.setLineDash([]);
    ctx.strokeStyle = this.theme.grid;
    ctx.lineWidth = 1;
    ctx.stroke();
  }

  /**
   * Numbers at the axes, and what the axes are.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} width
   * @param {number} height
   */
  marks(ctx, width, height, scale = 1) {
    const { theme } = this;
    const halo = tint(theme.page, 0.8);
    ctx.font = `400 ${12.5 * scale}px ${theme.font}`;
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    const [across, upwards] = this.ticks(width, height, scale);
    for (const [v, text] of upwards) {
      const y = height - this.place(v) * height;
      if (y > 34 * scale && y < height - 44 * scale) haloText(ctx, text, 8 * scale, y, theme.quiet, halo);
    }
    haloText(ctx, tr("value said"), 8 * scale, 14 * scale, theme.quiet, halo);
    ctx.textAlign = "right";
    haloText(ctx, tr("true value"), width - 8 * scale, height - 11 * scale, theme.quiet, halo);
    ctx.textAlign = "center";
    for (const [v, text] of across) {
      const x = this.place(v) * width;
      if (x > 30 && x < width - 90 * scale) haloText(ctx, text, x, height - 11 * scale, theme.quiet, halo);
    }
  }
}
