/** A regression: the line that a network draws through its examples. */

import { drawMarker } from "../draw/marks.js";
import { readyOnes, rowBefore } from "../draw/rows.js";
import { haloText } from "../draw/text.js";
import { hue, tint } from "../draw/theme.js";
import { axisTicks } from "../draw/ticks.js";
import { keyOfParts } from "./planes.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { NetworkHeader, ReadyRunner } from "../engine/network.js" */

const RADIUS = 3; // px
const OTHERS = 0.4; // opacity of the lines that are not chosen

/** The painter of one number from one number; as Planes. */
export class Fitted {
  /**
   * @param {NetworkHeader} race
   * @param {Theme} theme
   */
  constructor(race, theme) {
    this.theme = theme;
    this.race = race;
    this.data = race.data;
  }

  /**
   * The line of a runner, thick, with those of the others behind it; a small picture shows it alone.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} width
   * @param {number} height
   * @param {ReadyRunner} runner
   * @param {number} t
   * @param {boolean} moving
   */
  ground(ctx, width, height, runner, t, moving, scale = 1) {
    const { theme, race } = this;
    const small = width < 120;
    ctx.fillStyle = small ? theme.wash : theme.page;
    ctx.fillRect(0, 0, width, height);
    if (!small) this.grid(ctx, width, height, scale);
    const others = small ? [] : readyOnes(race).filter((one) => one !== runner);
    for (const other of others) this.line(ctx, width, height, other, t, 1.6 * scale, tint(hue(other, theme), OTHERS));
    this.line(ctx, width, height, runner, t, (small ? 1.6 : 3.2) * scale, hue(runner, theme));
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} width
   * @param {number} height
   * @param {ReadyRunner} runner
   * @param {number} t
   * @param {number} wide
   * @param {string} colour
   */
  line(ctx, width, height, runner, t, wide, colour) {
    const { columns, frame } = this.data;
    const first = rowBefore(runner.frames, t) * columns;
    ctx.beginPath();
    let pen = false;
    for (let i = 0; i < columns; i += 1) {
      const value = runner.picture[first + i];
      const y = ((frame[3] - value) / (frame[3] - frame[2])) * height;
      if (!Number.isFinite(y)) pen = false;
      else if (pen) ctx.lineTo((i / (columns - 1)) * width, Math.min(Math.max(y, -1e4), 1e4));
      else ctx.moveTo((i / (columns - 1)) * width, Math.min(Math.max(y, -1e4), 1e4));
      pen = Number.isFinite(y);
    }
    ctx.setLineDash([]);
    ctx.lineJoin = "round";
    ctx.lineWidth = wide;
    ctx.strokeStyle = colour;
    ctx.stroke();
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} width
   * @param {number} height
   * @param {number} scale
   */
  grid(ctx, width, height, scale) {
    const { theme } = this;
    const [x0, x1, y0, y1] = this.data.frame;
    ctx.strokeStyle = theme.grid;
    ctx.lineWidth = 1;
    const [across, upwards] = axisTicks(this.data.frame, width, height, scale);
    for (const [v] of upwards) rule(ctx, 0, ((y1 - v) / (y1 - y0)) * height, width, null);
    for (const [v] of across) rule(ctx, ((v - x0) / (x1 - x0)) * width, 0, null, height);
  }

  /**
   * The examples, filled for training and hollow for validation, and numbers at the axes.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} width
   * @param {number} height
   */
  marks(ctx, width, height, scale = 1) {
    const { data, theme } = this;
    const [x0, x1, y0, y1] = data.frame;
    for (const [part, hollow] of /** @type {const} */ ([
      [data.train, false],
      [data.valid, true],
    ])) {
      for (let i = 0; i < part.y.length; i += 1) {
        const [x, y] = [((part.x[i] - x0) / (x1 - x0)) * width, ((y1 - part.y[i]) / (y1 - y0)) * height];
        drawMarker(ctx, "circle", x, y, RADIUS * scale, {
          fill: theme.marks,
          stroke: theme.page,
          width: 0.8,
          hollow,
          paper: theme.page,
        });
      }
    }
    this.numbers(ctx, width, height, scale);
    if (data.valid.y.length) keyOfParts(ctx, height - 20 * scale, theme, scale, 38);
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} width
   * @param {number} height
   * @param {number} scale
   */
  numbers(ctx, width, height, scale) {
    const { theme } = this;
    const [x0, x1, y0, y1] = this.data.frame;
    const halo = tint(theme.page, 0.8);
    ctx.font = `400 ${12.5 * scale}px ${theme.font}`;
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    const [across, upwards] = axisTicks(this.data.frame, width, height, scale);
    for (const [v, text] of upwards) {
      const y = ((y1 - v) / (y1 - y0)) * height;
      if (y > 14 && y < height - 44 * scale) haloText(ctx, text, 8 * scale, y, theme.quiet, halo);
    }
    ctx.textAlign = "center";
    for (const [v, text] of across) {
      const x = ((v - x0) / (x1 - x0)) * width;
      if (x > 30 && x < width - 16) haloText(ctx, text, x, height - 11 * scale, theme.quiet, halo);
    }
  }
}

/**
 * A hairline across from (x, y), to `right` or down to `bottom`.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {number | null} right
 * @param {number | null} bottom
 */
function rule(ctx, x, y, right, bottom) {
  const [a, b] = [Math.round(x) + 0.5, Math.round(y) + 0.5];
  ctx.beginPath();
  ctx.moveTo(a, b);
  ctx.lineTo(right === null ? a : right, bottom === null ? b : bottom);
  ctx.stroke();
}
