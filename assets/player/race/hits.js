/** Which runner a pointer on the stage means: the nearest head, else a name, else the nearest line. */

import { within } from "../draw/view.js";
import { TAIL } from "./heads.js";

/** @import { Path } from "./paths.js" */

const REACH = { head: 12, line: 5 }; // px
const FINGER = 1.7; // times as far for a finger

/**
 * What is drawn of runners, each list in the order in which it is drawn.
 *
 * @typedef {object} Drawn
 * @property {{slot: string, state: string, x: number, y: number}[]} heads
 * @property {{slot: string, x: number, y: number, ox: number, oy: number, w: number, h: number}[]} names
 * @property {Path[]} paths
 * @property {Int32Array} rows up to which each of these is drawn
 */

/**
 * The letter of the runner at the pixel (x, y), or null.
 *
 * @param {Drawn} drawn
 * @param {number} x
 * @param {number} y
 * @param {number} scale
 * @param {boolean} finger
 * @returns {string | null}
 */
export function runnerAt({ heads: all, names, paths, rows }, x, y, scale, finger) {
  const far = scale * (finger ? FINGER : 1);
  const reach = REACH.line * far;
  const heads = all.filter(({ state }) => state !== "gone");
  const named = (/** @type {Drawn["names"][number]} */ { x: left, y: top, ox, oy, w, h }) =>
    within(x, left + ox, left + ox + w) === x && within(y, top + oy, top + oy + h) === y;
  return (
    nearest(heads, (head) => Math.hypot(head.x - x, head.y - y), REACH.head * far)?.slot ??
    names.find(named)?.slot ??
    nearest(paths, (path, i) => distance(path, rows[i], x, y, reach), reach)?.runner.slot ??
    null
  );
}

/**
 * The one of `list` that is least away, the last of several, if it is no farther than `reach`.
 *
 * @template T
 * @param {T[]} list
 * @param {(one: T, i: number) => number} away
 * @param {number} reach
 * @returns {T | null}
 */
function nearest(list, away, reach) {
  /** @type {T | null} */
  let best = null;
  let least = reach;
  list.forEach((one, i) => {
    const distance = away(one, i);
    if (distance <= least) [best, least] = [one, distance];
  });
  return best;
}

/**
 * Pixels from (x, y) to what is drawn of a path up to `row`: all of it, or its last steps where it would fill the box.
 * Steps farther than `reach` are passed over: this is asked at every move of the pointer, of paths of 20,000 steps.
 *
 * @param {Path} path
 * @param {number} row
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
function distance({ px, dense }, row, x, y, reach) {
  let least = Infinity;
  for (let i = dense ? Math.max(1, row - TAIL + 1) : 1; i <= row; i += 1) {
    const ax = px[2 * i - 2] - x;
    const ay = px[2 * i - 1] - y;
    const bx = px[2 * i] - x;
    const by = px[2 * i + 1] - y;
    if (
      (ax > reach && bx > reach) ||
      (ax < -reach && bx < -reach) ||
      (ay > reach && by > reach) ||
      (ay < -reach && by < -reach)
    )
      continue;
    const size = (bx - ax) ** 2 + (by - ay) ** 2;
    if (!Number.isFinite(size)) continue;
    const share = size ? within((-ax * (bx - ax) - ay * (by - ay)) / size, 0, 1) : 0;
    least = Math.min(least, Math.hypot(ax + share * (bx - ax), ay + share * (by - ay)));
  }
  return least;
}
