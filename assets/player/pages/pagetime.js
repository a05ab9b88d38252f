/** The time of a page without a player: where it stands, which its address keeps, and the clock that the space bar plays. */

import { icon } from "../draw/dom.js";
import { tr } from "../draw/tr.js";

/** @import { Clock } from "../engine/clock.js" */

/** @type {number | undefined} */
let at; // undefined at its end
/** @type {Clock | null} */
let clock = null;
let told = () => {}; // whoever keeps the address of the page

/** Where the page stands; undefined at the end. */
export const standing = () => at;

/**
 * Stand there from now on.
 *
 * @param {number | undefined} t
 */
export function stand(t) {
  if (t === at) return;
  at = t;
  told();
}

/**
 * Call `tell` from now on whenever the page stands elsewhere.
 *
 * @param {() => void} tell
 */
export function whenMoved(tell) {
  told = tell;
}

/**
 * Let the space bar play a clock; none from now on where that is null.
 *
 * @param {Clock | null} own
 */
export function playBy(own) {
  clock = own;
}

/** Play or pause; false where the page has no clock. */
export function toggled() {
  clock?.toggle();
  return clock !== null;
}

/**
 * Let a button play, or pause what is playing.
 *
 * @param {HTMLButtonElement} button
 * @param {boolean} playing
 */
export function showPlaying(button, playing) {
  button.innerHTML = icon(playing ? "pause" : "play");
  button.title = playing ? tr("Pause") : tr("Play");
  button.setAttribute("aria-label", button.title);
}
