/** Trials of a search: the address at which some are trained, and the way from one to the next. */

import { sideOf } from "./triallines.js";

/** @import { SearchHeader, SearchRunner, Side } from "./headers.js" */

export const LETTERS = "abcdef"; // of the networks that are compared: so many can be marked

/**
 * The address at which marked trials are trained: a network, or several side by side, which then differ in what varies.
 *
 * @param {Pick<SearchHeader, "base" | "fields">} header
 * @param {{runner: SearchRunner, place: number}[]} marked
 */
export function addressOf({ base, fields }, marked) {
  const query = new URLSearchParams(base);
  const sides = /** @type {Side[]} */ (Object.keys(fields));
  for (const [turn, { runner, place }] of marked.entries()) {
    const letter = LETTERS[turn];
    for (const [name, value] of runner.own) query.set(name ? `${letter}.${name}` : letter, value);
    for (const side of sides) {
      const [name, ofRule] = sideOf(fields, side);
      const value = String(sideOf(runner.numbers, side)[place]);
      query.set(ofRule || marked.length > 1 ? `${letter}.${name}` : name, value);
    }
  }
  return `./network?${query}`;
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
