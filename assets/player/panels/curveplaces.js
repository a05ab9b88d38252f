/** Where the cursor, the markers and a press stand in a picture over time. */

import { shareOf } from "./plot.js";

/** @import { Header } from "../engine/header.js" */
/** @import { Plot } from "./plot.js" */
/** @import { Series } from "./series.js" */

/**
 * The step that is drawn at step t: the last of which there are numbers. Between two steps the cursor glides.
 *
 * @param {Plot} plot
 * @param {Header} race
 * @param {number} t
 */
export function stepAt({ quantity }, race, t) {
  const recorded = quantity.list.map((series) => series.step(series.row(t)));
  const last = Math.min(race.steps, Math.max(0, ...recorded));
  return last === Math.floor(t) || !recorded.length ? t : last;
}

/**
 * The last step of the chosen runner, or of the first, that is drawn up to a share of a track.
 *
 * @param {Plot} plot
 * @param {string | null} pick
 * @param {number} share
 */
export function stepBefore({ quantity, track }, pick, share) {
  const shown = quantity.list.filter(({ thin }) => !thin);
  const series = shown.find(({ runner }) => runner.slot === pick) ?? shown[0];
  if (!series) return 0;
  let row = 0;
  while (row + 1 < series.rows && shareOf(series, row + 1, track) <= share) row += 1;
  return series.step(row);
}

/**
 * Up to where lines are past, from left to right: all `width` px of them along a track, which has no cursor.
 *
 * @param {Plot & {width: number}} plot
 * @param {Header} race
 * @param {number} t
 */
export function splitAt(plot, race, t) {
  return plot.quantity.track ? plot.width : across(plot, race, stepAt(plot, race, t));
}

/**
 * Where a time lies from left to right.
 *
 * @param {Plot} plot
 * @param {Header} race
 * @param {number} at
 */
function across({ frame: { left, right } }, { timeline }, at) {
  return left + timeline.share(at) * (right - left);
}

/**
 * Where the marker of a line is: on the cursor at `x`, where its runner has ended, or at its own place of a track.
 *
 * @param {Plot} plot
 * @param {Header} race
 * @param {Series} series
 * @param {number} t
 * @param {number} x
 */
export function placeOf(plot, race, series, t, x) {
  const { left, right } = plot.frame;
  const { timeline } = race;
  if (plot.quantity.track) return left + shareOf(series, series.row(t), plot.track) * (right - left);
  return timeline.over(series.runner, t) ? across(plot, race, timeline.endOf(series.runner)) : x;
}
