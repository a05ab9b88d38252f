/** The chart of schedules as SVG: axes, a line for each of them, and their swatches. */

import { multiples, niceStep } from "../draw/ticks.js";
import { tr } from "../draw/tr.js";

/** @import { Schedule, Schedules } from "./headers.js" */

/**
 * Where epochs and rates lie, px, and the rate at the top.
 *
 * @typedef {object} Axes
 * @property {Schedules} data
 * @property {number} width
 * @property {number} top
 * @property {(step: number) => number} x
 * @property {(rate: number) => number} y
 */

export const TALL = 320; // px
export const LEFT = 56; // px from the sides of the chart to its axes
export const RIGHT = 14;
export const ABOVE = 12;
export const BELOW = 44;

/**
 * The chart as SVG.
 *
 * @param {Axes} axes
 * @param {Schedule[]} lines
 */
export function picture({ data, width, top, x, y }, lines) {
  const [right, bottom] = [width - RIGHT, TALL - BELOW];
  const across = multiples(1, data.epochs, Math.max(1, niceStep(data.epochs, width / 70)));
  const upwards = multiples(0, top, niceStep(top, 5));
  const grid = upwards.map(
    ([rate, text]) =>
      `<path class="op-points-grid" d="M${LEFT} ${y(rate)}H${right}"/>` +
      `<text x="${LEFT - 8}" y="${y(rate) + 4}" text-anchor="end">${text}</text>`,
  );
  const epochs = across.map(([n, text]) => `<text x="${x(n - 1)}" y="${bottom + 18}">${text}</text>`);
  const paths = lines.map((line) => `<path fill="none" ${stroke(line)} d="${path(line, x, y)}"/>`);
  const titles =
    `<text x="${(LEFT + right) / 2}" y="${TALL - 6}">${tr("epoch")}</text>` +
    `<text transform="translate(12 ${(ABOVE + bottom) / 2}) rotate(-90)">${tr("learning rate")}</text>`;
  const about = tr("Learning rate over {epochs} epochs under {count} schedules", {
    epochs: data.epochs,
    count: lines.length,
  });
  return (
    `<svg width="${width}" height="${TALL}" role="img" aria-label="${about}" text-anchor="middle">` +
    `${grid.join("")}${epochs.join("")}${titles}${paths.join("")}</svg>`
  );
}

/**
 * @param {Schedule} line
 * @param {(step: number) => number} x
 * @param {(rate: number) => number} y
 */
function path({ rates, stairs }, x, y) {
  const points = rates.map((rate, step) => {
    const [left, top] = [x(step).toFixed(1), y(rate).toFixed(1)];
    return stairs && step ? `H${left}V${top}` : `${step ? "L" : "M"}${left} ${top}`;
  });
  return points.join("") + (stairs ? `H${x(rates.length).toFixed(1)}` : "");
}

const stroke = (/** @type {Pick<Schedule, "hue" | "dash">} */ { hue, dash }) =>
  `stroke="${hue}" stroke-width="2.2" stroke-dasharray="${dash}"`;
export const swatch = (/** @type {Pick<Schedule, "hue" | "dash">} */ line) =>
  `<svg width="28" height="10" aria-hidden="true"><path fill="none" ${stroke(line)} d="M0 5H28"/></svg>`;
