/** The time of a page without a player: where it stands, which its address keeps, and the clock that the space bar plays. */

import { icon } from "../draw/dom.js";
import { tr } from "../draw/tr.js";

/** @import { Clock } from "../engine/clock.js" */

/** @type {number | undefined} */
let at; // undefined at its end
/** @type {Clock | null} */
let clock = null;
let told = () => {}; // whoever keeps the address of the page
let led = (/** @type {number | undefined} */ _t, /** @type {boolean} */ _same) => {}; // whoever shows the time

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
 * Let the space bar play a clock, and Back lead it to a time, undefined at its end, of the `same` configuration or of one
 * that is yet to come; none from now on where the clock is null.
 *
 * @param {Clock | null} own
 * @param {(t: number | undefined, same: boolean) => void} [lead]
 */
export function playBy(own, lead = () => {}) {
  clock = own;
  led = lead;
}

/**
 * Go where an address says to which Back led.
 *
 * @param {number | undefined} t
 * @param {boolean} same
 */
export function goTo(t, same) {
  led(t, same);
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
