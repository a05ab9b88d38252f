/** What stands over the lines of a picture and moves: words, the cursor, endings, markers, and the gutter beside. */

import { short } from "../draw/format.js";
import { drawMarker } from "../draw/marks.js";
import { hue } from "../draw/theme.js";
import { drawCaptions } from "./captions.js";
import { placeOf, splitAt } from "./curveplaces.js";
import { drawEndings } from "./endings.js";

/** @import { Header } from "../engine/header.js" */
/** @import { Caption } from "./captions.js" */
/** @import { Ending } from "./endings.js" */
/** @import { Entry, Gutter } from "./gutter.js" */
/** @import { Plot } from "./plot.js" */

/**
 * What is drawn once after each change of data, quantity, size or theme, and lies ready.
 *
 * @typedef {Plot & {ctx: CanvasRenderingContext2D, height: number, ends: Ending[], captions: Caption[]}} Ready
 */

/**
 * Draw all of it at step t; the rows of the gutter are returned.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Ready} ready
 * @param {Header} race
 * @param {number} t
 * @param {Gutter} gutter
 * @param {boolean} playing
 */
export function overLines(ctx, ready, race, t, gutter, playing) {
  const { frame, quantity, theme, scale, width } = ready;
  const x = splitAt(ready, race, t);
  drawCaptions(ctx, ready.captions, ready);
  ctx.fillStyle = theme.ink;
  if (!quantity.track) ctx.fillRect(Math.round(x), frame.top - 8, 1, frame.bottom - frame.top + 8);
  drawEndings(ctx, ready.ends, t, race.timeline, ready);
  const entries = rows(ready, race, t, x);
  for (const entry of entries) marker(ctx, ready, entry);
  gutter.draw(ctx, entries, frame, width, { theme, scale, pick: race.pick, playing, unit: !ready.track.inSteps });
  return entries;
}

/**
 * What the gutter says of each line, and where its marker is.
 *
 * @param {Ready} ready
 * @param {Header} race
 * @param {number} t
 * @param {number} x where the cursor is
 * @returns {(Entry & {x: number})[]}
 */
function rows(ready, race, t, x) {
  const { quantity } = ready;
  const format = quantity.format ?? short;
  const shown = quantity.list.filter(({ thin }) => !thin);
  return shown.map((series) => {
    const value = series.at(series.row(t));
    const own = placeOf(ready, race, series, t, x);
    return { runner: series.runner, value, text: format(value), unit: quantity.scale.unit(value), x: own };
  });
}

/**
 * The marker of a line, open where it is beyond the axis.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Ready} ready
 * @param {Entry & {x: number}} entry
 */
function marker(ctx, { frame, theme, scale }, { runner, unit, x }) {
  if (Number.isNaN(unit)) return;
  const beyond = unit > 1.0001 || unit < -0.0001;
  const y = frame.bottom - Math.min(1, Math.max(0, unit)) * (frame.bottom - frame.top);
  const look = { fill: hue(runner, theme), stroke: theme.page, width: 1.2, paper: theme.page };
  drawMarker(ctx, runner.marker, x, y, 4.6 * scale, { ...look, hollow: runner.hollow || beyond });
}
