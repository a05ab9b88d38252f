/** One clock for all panels: time decides the step, frames only show it. The race's timeline says what a step counts. */

import { eased } from "../draw/ease.js";

/** @import { Timeline } from "../draw/timeline.js" */

const NORMAL_RATE = 30; // steps a second at 1x
export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20];
const FIRST_PLAY = 10; // seconds that the first play takes
const LOOP_WAIT = 800; // milliseconds

/**
 * What a clock shows, and whom it tells.
 *
 * @typedef {object} Face
 * @property {(t: number, moving: boolean) => boolean} show draw the step t; true while something still eases
 * @property {() => void} changed play, speed or loop changed
 * @property {() => boolean} reducedMotion
 */

/** The clock of a player. `speed` is a factor or "fit": the whole race in ten seconds. */
export class Clock {
  /** @param {Face} face */
  constructor({ show, changed, reducedMotion }) {
    this.show = show;
    this.changed = changed;
    this.reducedMotion = reducedMotion;
    this.steps = 0;
    /** @type {Timeline | null} */
    this.timeline = null; // of the race, whose steps are times on it
    this.position = 0; // steps, with a fraction while playing
    this.playing = false;
    /** @type {number | "fit"} */
    this.speed = "fit";
    this.loop = false;
    this.held = false; // play waits: there is nothing to be seen yet
    this.handle = 0;
    /** @type {number | null} */
    this.last = null; // time of the last frame while playing
    this.waiting = 0; // milliseconds left before a loop starts again
    this.hidden = () => (this.last = null); // time that nobody could watch does not count
    document.addEventListener("visibilitychange", this.hidden);
  }

  /** Steps a second at the present speed. */
  get rate() {
    return this.speed === "fit" ? Math.max(this.steps, 1) / FIRST_PLAY : this.rateOf(this.speed);
  }

  /** @param {number} speed */
  rateOf(speed) {
    return speed * NORMAL_RATE * (this.timeline?.stride ?? 1);
  }

  /** The step shown: a fraction only below 1x, where heads ease from step to step. */
  get t() {
    const whole = Math.floor(this.position);
    if (!this.playing || this.rate >= NORMAL_RATE || this.reducedMotion() || whole >= this.steps) return whole;
    return whole + eased(this.position - whole);
  }

  play() {
    if (this.playing || this.steps < 1) return;
    if (this.position >= this.steps) this.position = 0;
    this.playing = true;
    this.last = null;
    this.waiting = 0;
    this.changed();
    this.wake();
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.position = Math.floor(this.position);
    this.changed();
    this.wake();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /**
   * Go to a step; play goes on from there if it was on.
   *
   * @param {number} step
   */
  seek(step) {
    this.position = Math.min(Math.max(Math.round(step), 0), this.steps);
    this.waiting = 0;
    this.wake();
  }

  /**
   * Without a timeline steps are steps.
   *
   * @param {number} steps
   * @param {Timeline | null} timeline
   */
  setSteps(steps, timeline = null) {
    this.steps = steps;
    this.timeline = timeline;
    this.position = Math.min(this.position, steps);
  }

  /** @param {number | "fit"} speed */
  setSpeed(speed) {
    this.speed = speed;
    this.changed();
  }

  /** @param {boolean} on */
  setLoop(on) {
    this.loop = on;
    this.changed();
  }

  /** Ask for one more frame. */
  wake() {
    if (!this.handle) this.handle = requestAnimationFrame((now) => this.frame(now));
  }

  /** @param {number} now */
  frame(now) {
    this.handle = 0;
    if (this.playing) this.advance(now);
    const easing = this.show(this.t, this.playing);
    if (this.playing || easing) this.wake();
  }

  /** @param {number} now */
  advance(now) {
    const passed = this.last === null ? 0 : now - this.last;
    this.last = now;
    if (this.held) return;
    if (this.waiting > 0) {
      this.waiting -= passed;
      if (this.waiting <= 0) this.position = 0;
      return;
    }
    this.position = this.after(passed / 1000);
    if (this.position < this.steps) return;
    this.position = this.steps;
    if (this.loop) this.waiting = LOOP_WAIT;
    else this.pause();
  }

  /**
   * Where it stands after some seconds. As a whole a race plays evenly over its axis.
   *
   * @param {number} seconds
   */
  after(seconds) {
    if (this.speed !== "fit" || !this.timeline?.bent) return this.position + seconds * this.rate;
    return this.timeline.at(this.timeline.share(this.position) + seconds / FIRST_PLAY);
  }

  destroy() {
    document.removeEventListener("visibilitychange", this.hidden);
    cancelAnimationFrame(this.handle);
    this.handle = -1; // a truthy handle: nothing wakes a clock that is gone
  }
}
