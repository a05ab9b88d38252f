/** What lies under all paths of a small stage: bands and minima, or bands and the losses at which they meet. */

import { paintBands } from "../draw/bands.js";
import { levelText } from "../draw/colourkey.js";
import { fit } from "../draw/dom.js";
import { drawMarker } from "../draw/marks.js";
import { pixels } from "../draw/redrawn.js";
import { haloText } from "../draw/text.js";
import { View, widened } from "../draw/view.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { CrowdGround } from "./headers.js" */

/** @typedef {{view: View, canvas: HTMLCanvasElement, levels: boolean}} Ground what lies under all paths of one */

const TEXT = 12; // px
const EDGE = 10; // px to the top and the foot within which no number stands

/**
 * @param {CrowdGround} ground
 * @param {number} width
 * @param {number} height
 * @param {Theme} theme
 * @returns {Ground}
 */
export function makeGround({ frame, relief, minima, levels = false }, width, height, theme) {
  const view = new View(widened(frame, width, height), width, height);
  const canvas = document.createElement("canvas");
  const ctx = fit(canvas, width, height);
  paintBands(ctx, relief, view, theme, pixels());
  for (const [x, y] of minima) drawMarker(ctx, "cross", view.px(x), view.py(y), 4, { fill: theme.quiet });
  if (levels) {
    ctx.font = `${TEXT}px ${theme.font}`;
    ctx.textAlign = "right"; // where curves are apart
    ctx.textBaseline = "middle";
    for (const level of relief.labelled) {
      const y = view.py(level);
      if (y > EDGE && y < height - EDGE) haloText(ctx, levelText(relief, level), width - 5, y, theme.quiet, theme.page);
    }
  }
  return { view, canvas, levels };
}
