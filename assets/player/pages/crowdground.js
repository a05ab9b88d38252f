/** What lies under all paths of a small stage: bands and minima. */

import { paintBands } from "../draw/bands.js";
import { fit } from "../draw/dom.js";
import { drawMarker } from "../draw/marks.js";
import { pixels } from "../draw/redrawn.js";
import { View, widened } from "../draw/view.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { CrowdGround } from "./headers.js" */

/** @typedef {{view: View, canvas: HTMLCanvasElement}} Ground what lies under all paths of one */

/**
 * @param {CrowdGround} ground
 * @param {number} width
 * @param {number} height
 * @param {Theme} theme
 * @returns {Ground}
 */
export function makeGround({ frame, relief, minima }, width, height, theme) {
  const view = new View(widened(frame, width, height), width, height);
  const canvas = document.createElement("canvas");
  const ctx = fit(canvas, width, height);
  paintBands(ctx, relief, view, theme, pixels());
  for (const [x, y] of minima) drawMarker(ctx, "cross", view.px(x), view.py(y), 4, { fill: theme.quiet });
  return { view, canvas };
}
