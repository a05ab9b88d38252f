/**
 * Colours of maps by what becomes of runs, and the lines of their keys.
 *
 * One rule holds for all maps, those of the table of all optimizers among them, on light and on dark paper: the better or
 * the sooner, the farther a colour lies from the paper, and what is lost is on the bare paper, hatched or crossed. Grounds
 * that paths are drawn on, of loss or of sharpness, are no maps of runs: the lowest is the paper, from which paths stand out.
 */

import { el } from "../draw/dom.js";
import { grouped, plain } from "../draw/format.js";
import { mix, rgb, tint } from "../draw/theme.js";
import { TOKENS } from "../draw/tokens.js";
import { tr } from "../draw/tr.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { FateWords, Minimum } from "./headers.js" */

/** @typedef {(ctx: CanvasRenderingContext2D, theme: Theme) => void} Paint */
/** @typedef {ReturnType<typeof swatch>} Swatch */

// The fates that are no place in the list of minima.
export const MOVING = -1;
export const LEFT = -2;
export const LOST = -3;
const RESTING = -4;

// Of cividis, which those see alike who see red and green alike, and which is as well told apart in grey.
const STOPS = ["#00204d", "#31446b", "#666970", "#958f78", "#cbba69", "#ffea46"];
const SWALLOWED = 0.2; // of its dark end, by the ground of a dark projector: there it begins later
export const BAR = 160; // px: the scale of colours in the key

/**
 * The colour at a share of the scale, [r, g, b]: the best, at 0, stands out most from the paper.
 *
 * @param {number} share
 * @param {Theme} theme
 */
export function shadeAt(share, theme) {
  const within = Math.min(1, Math.max(0, share));
  const at = (theme.dark ? 1 - (1 - SWALLOWED) * within : within) * (STOPS.length - 1);
  const place = Math.min(STOPS.length - 2, Math.floor(at));
  return rgb(mix(STOPS[place], STOPS[place + 1], at - place));
}

/**
 * The whole scale from the best on, for the key.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Theme} theme
 */
export function paintBar(ctx, theme) {
  for (let i = 0; i < BAR; i += 1) {
    ctx.fillStyle = `rgb(${shadeAt(i / (BAR - 1), theme).join(", ")})`;
    ctx.fillRect(i, 0, 1, 18);
  }
}

/**
 * The colour of every cell at gradient t by the minimum that it reaches, the stronger the sooner, or whether its run is
 * gone: [r, g, b] each. `since` says when that was.
 *
 * @param {{fate: Int32Array, since: Int32Array, side: number}} picture
 * @param {Minimum[]} minima
 * @param {number} gradients
 * @param {number} t
 * @param {Theme} theme
 */
export function basinColours({ fate, since, side }, minima, gradients, t, theme) {
  const shades = minima.map((one) =>
    Array.from({ length: 65 }, (_, i) => rgb(mix(hueOf(one, theme), theme.page, (TOKENS.faintest * i) / 64))),
  );
  const state = stateColours(side, theme);
  const whole = Math.log1p(gradients);
  const paper = rgb(theme.page);
  // Minima of one hue are parted by a line of paper where their basins meet.
  const parted = (/** @type {number} */ kind, /** @type {number} */ beside) =>
    beside !== kind && minima[kind].other && minima[beside]?.other;
  return Array.from(fate, (kind, cell) => {
    const there = kind >= 0 && since[cell] <= t;
    if (there && ((cell % side && parted(kind, fate[cell - 1])) || parted(kind, fate[cell - side]))) return paper;
    if (there) return shades[kind][Math.round((64 * Math.log1p(since[cell])) / (whole || 1))];
    const known = t >= gradients || ((kind === LEFT || kind === LOST) && since[cell] <= t);
    return state(known ? Math.min(kind, MOVING) : MOVING, cell);
  });
}

/**
 * The colours of cells whose run reaches nothing, by fate and cell: still moving, at rest elsewhere, or gone.
 *
 * @param {number} side
 * @param {Theme} theme
 */
function stateColours(side, theme) {
  const [page, line, rest, ground, ink] = [0, 0.3, 0.55, 0.22, 1].map((share) =>
    rgb(mix(theme.page, theme.ink, share)),
  );
  return (/** @type {number} */ kind, /** @type {number} */ cell) => {
    const [column, row] = [cell % side, Math.floor(cell / side)];
    if (kind === MOVING) return (column + row) % 4 ? page : line;
    return kind === RESTING ? ((column + 3 * row) % 4 ? ground : rest) : ink;
  };
}

/**
 * A line of the key: a swatch that `paint(ctx, theme)` fills, and words.
 *
 * @param {Paint} paint
 * @param {string} words
 */
export function swatch(paint, words, width = 18) {
  const canvas = el("canvas", { "aria-hidden": "true", style: `width: ${width}px` });
  return { element: el("li", {}, canvas, words), canvas, paint, width };
}

/**
 * The lines of the key for what becomes of runs: each minimum by its hue, how soon it is reached, and the rest.
 *
 * @param {Minimum[]} minima
 * @param {FateWords} words
 * @param {number} gradients
 */
export function outcomeSwatches(minima, words, gradients) {
  const hued = minima.filter(({ other }) => !other).length;
  const alike = minima.length > hued + 1;
  const lines = minima.slice(0, alike ? hued + 1 : undefined).map((one, place) => {
    const number = minima.length > 1 ? `${place + 1} ` : "";
    const told =
      alike && one.other
        ? tr("{from} to {to}: other minima", { from: place + 1, to: minima.length })
        : `${number}${pair(one.at)}`;
    return swatch((ctx, theme) => fill(ctx, hueOf(one, theme)), told);
  });
  const soon = tr("reached after 0 to {count} gradients, logarithmic", { count: grouped(gradients) });
  return [
    ...lines,
    ...minima.slice(0, 1).map((one) => swatch((ctx, theme) => paintFading(ctx, hueOf(one, theme), theme), soon, BAR)),
    swatch(hatched(0.4, 0, -1), words[MOVING]),
    swatch(hatched(0.65, 0.22, 1), words[RESTING]),
    swatch((ctx, theme) => fill(ctx, theme.ink), leftOrLost(words)),
  ];
}

/**
 * @param {Minimum} minimum
 * @param {Theme} theme
 */
const hueOf = ({ light, dark }, theme) => (theme.dark ? dark : light);

/**
 * How a hue fades from the soonest run to one that needs all its gradients.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} hue
 * @param {Theme} theme
 */
export function paintFading(ctx, hue, theme) {
  for (let i = 0; i < BAR; i += 1) {
    ctx.fillStyle = mix(hue, theme.page, (TOKENS.faintest * i) / (BAR - 1));
    ctx.fillRect(i, 0, 1, 18);
  }
}

/** A point in words. */
export const pair = (/** @type {number[]} */ at) => `(${at.map((v) => plain(v, 3)).join(", ")})`;

/** The words for a run that is gone, in whichever way. */
export const leftOrLost = (/** @type {FateWords} */ words) =>
  tr("{left}, or {lost}", { left: words[LEFT], lost: words[LOST] });

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} colour
 */
export function fill(ctx, colour) {
  ctx.fillStyle = colour;
  ctx.fillRect(0, 0, 18, 18);
}

/**
 * Lines over a ground, both shares of the ink, that rise (1) or fall (-1) to the right.
 *
 * @param {number} line
 * @param {number} ground
 * @param {number} way
 * @returns {Paint}
 */
export function hatched(line, ground, way) {
  return (ctx, theme) => {
    fill(ctx, mix(theme.page, theme.ink, ground));
    ctx.strokeStyle = tint(theme.ink, line);
    for (let x = -18; x < 18; x += 5) {
      ctx.beginPath();
      ctx.moveTo(x, 9 + 9 * way);
      ctx.lineTo(x + 18, 9 - 9 * way);
      ctx.stroke();
    }
  };
}
