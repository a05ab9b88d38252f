/** Marked runs, as trials of a search: the address at which some are made, the way from one to the next, their picture. */

import { sideOf } from "./triallines.js";

/** @import { MarksHeader, MarksRunner, Side, Sides } from "./headers.js" */

export const LETTERS = "abcdef"; // of the runners that are compared: so many can be marked
const SEALED = "sealed"; // the field that has all others of a runner whose name is hidden
const RATIO = 0.82; // height to width of a picture
const PART = 0.42; // of the window that it takes at most
const LEAST = 240; // px that it may take in any window

/**
 * The address of a page on which marked runs are made: one, or several side by side, which then differ in what varies.
 *
 * @param {string} page
 * @param {Pick<MarksHeader<MarksRunner>, "base" | "fields">} header
 * @param {(Pick<MarksRunner, "own" | "fields"> & {numbers: Sides<number | string>})[]} marked the fields of each runner, and the numbers of its run
 */
export function addressOf(page, { base, fields }, marked) {
  const query = new URLSearchParams(base);
  const sides = /** @type {Side[]} */ (Object.keys(fields));
  for (const [turn, { own, numbers, fields: turned }] of marked.entries()) {
    const letter = LETTERS[turn];
    /** @type {[string, string][][]} */
    const [varied, shared] = [[], []];
    for (const side of sides) {
      const [name, ofRule] = turned?.[side] ?? sideOf(fields, side);
      const value = String(sideOf(numbers, side));
      (ofRule || marked.length > 1 ? varied : shared).push([name, value]);
    }
    for (const [name, value] of joined(own, varied)) query.set(name ? `${letter}.${name}` : letter, value);
    for (const [name, value] of shared) query.set(name, value);
  }
  return `${page}?${query}`;
}

/**
 * The fields of a runner with those that vary: sealed with the others where these are, since which numbers a rule has
 * tells its kin. See `veil` in training/configuration/links.py.
 *
 * @param {[string, string][]} own
 * @param {[string, string][]} varied
 * @returns {[string, string][]}
 */
function joined(own, varied) {
  const sealed = own.find(([name]) => name === SEALED);
  if (!sealed) return [...own, ...varied];
  const inside = new URLSearchParams(atob(sealed[1].replaceAll("-", "+").replaceAll("_", "/")));
  for (const [name, value] of varied) inside.set(name, value);
  const text = btoa(String(inside)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return [[SEALED, text]];
}

/**
 * The place of the trial that is nearest in a direction; the same one where there is none.
 *
 * @param {{x: ArrayLike<number>, y: ArrayLike<number>}} shares
 * @param {number} here
 * @param {number[]} way
 */
export function nextOf({ x, y }, here, [right, up]) {
  let [found, least] = [here, Infinity];
  for (let place = 0; place < x.length; place += 1) {
    const [dx, dy] = [x[place] - x[here], y[place] - y[here]];
    const [ahead, aside] = [dx * right + dy * up, Math.abs(dx * up) + Math.abs(dy * right)];
    if (place !== here && ahead > 1e-6 && ahead + 2 * aside < least) [found, least] = [place, ahead + 2 * aside];
  }
  return found;
}

/**
 * The height of a picture of such a width, px: it leaves a window room for what is said of it, and for the key.
 *
 * @param {number} width
 * @param {number} window
 */
export const heightOf = (width, window) => Math.round(Math.min(width * RATIO, Math.max(LEAST, window * PART)));
