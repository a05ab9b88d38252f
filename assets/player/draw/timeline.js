/**
 * The time that the runners of a comparison share: the steps that each has taken, or how much of its data it has seen.
 *
 * A header comes in steps, which count gradients. retimed.js puts all that has a time in it on the clock's: whoever asks
 * for what holds at a time compares it with times of the same kind, whatever they count.
 */

import { grouped } from "./format.js";
import { fewDecades, niceStep } from "./ticks.js";
import { tr } from "./tr.js";

export const STEPS = "steps";
export const UNITS = [STEPS, "epochs", "examples"];
/** @type {Record<string, string>} */
const ONE = { steps: tr("step"), epochs: tr("epoch"), examples: tr("example") };
/** @type {Record<string, string>} */
const SEVERAL = { steps: tr("steps"), epochs: tr("epochs"), examples: tr("examples") };
const APART = 10; // times the end of the first runner: from there on the axis is logarithmic
const MOST_DIGITS = 2; // of an epoch after its point

/**
 * What decides at which times the steps of a runner lie: gradients a step, and examples a step and in all, of which one on
 * a surface has none: such a race counts steps.
 *
 * @typedef {{slot: string, state?: string, stride: number, batch?: number, epoch?: number}} Timed
 */

const digits = (/** @type {number} */ value) => grouped(value, 9);

/** One of a unit in words. */
export const one = (/** @type {string} */ unit) => ONE[unit];

/**
 * Times are whole numbers: gradients, examples seen, or in epochs, where runners differ in the number of their examples,
 * parts of an epoch as if it had the most of these.
 */
export class Timeline {
  /**
   * @param {{steps: number, runners: Timed[]}} race a header
   * @param {string} unit one of UNITS; a race on a surface has steps alone
   */
  constructor({ steps, runners }, unit) {
    const able = runners.filter(({ state }) => state !== "refused");
    this.unit = unit;
    this.steps = steps;
    this.runners = able.length ? able : runners;
    this.one = unit === "epochs" ? Math.max(1, ...this.runners.map(({ epoch = 1 }) => epoch)) : 1; // a unit, as time
    this.stride = this.inSteps ? 1 : Math.min(...this.runners.map((runner) => this.place(runner, runner.stride)));
    const ends = this.inSteps ? [steps] : this.runners.map((runner) => this.endOf(runner));
    this.end = Math.max(0, ...ends);
    this.bent = this.end > APART * Math.max(this.stride, Math.min(...ends)); // else the first ones would not be seen
  }

  get inSteps() {
    return this.unit === STEPS || !this.runners.length;
  }

  /**
   * The time at which a runner has made so many gradients; the last step of an epoch sees what is left of it.
   *
   * @param {Timed} runner
   * @param {number} gradients
   */
  place(runner, gradients) {
    if (this.inSteps) return gradients;
    const { batch = 1, epoch = 1 } = runner;
    const each = Math.ceil(epoch / batch);
    const updates = Math.floor(gradients / runner.stride);
    const seen = Math.floor(updates / each) * epoch + Math.min((updates % each) * batch, epoch);
    return this.timeOf(runner, seen);
  }

  /**
   * The time by which a runner's steps could have seen so many examples, and how many that are by a time.
   *
   * @param {Timed} runner
   * @param {number} seen
   */
  timeOf({ epoch = 1 }, seen) {
    return this.unit === "epochs" ? Math.round((seen / epoch) * this.one) : seen;
  }

  /**
   * @param {Timed} runner
   * @param {number} time
   */
  seen({ epoch = 1 }, time) {
    return this.unit === "epochs" ? Math.round((time / this.one) * epoch) : time;
  }

  /**
   * How many gradients a runner has made by a time: the last of its steps that was over then.
   *
   * @param {Timed} runner
   * @param {number} time
   */
  gradients(runner, time) {
    if (this.inSteps) return time;
    const { batch = 1, epoch = 1, stride } = runner;
    const seen = this.seen(runner, time);
    const updates = Math.floor(seen / epoch) * Math.ceil(epoch / batch) + Math.floor((seen % epoch) / batch);
    return Math.min(updates * stride, this.last(runner));
  }

  /** @param {Timed} runner */
  last({ stride }) {
    return Math.floor(this.steps / stride) * stride;
  }

  /**
   * The time of a runner's last step. Those whose batches are smaller have seen fewer examples by then.
   *
   * @param {Timed} runner
   */
  endOf(runner) {
    return this.place(runner, this.last(runner));
  }

  /**
   * True where a runner has made all its steps by a time at which others go on.
   *
   * @param {Timed} runner
   * @param {number} time
   */
  over(runner, time) {
    return !this.inSteps && this.endOf(runner) <= time && this.endOf(runner) < this.end;
  }

  /**
   * The time `by` steps on, of the runner whose steps are the shortest among those that have not ended.
   *
   * @param {number} time
   * @param {number} by
   */
  next(time, by) {
    if (this.inSteps) return time + by;
    const going = this.runners.filter((runner) => (by > 0 ? this.endOf(runner) > time : this.endOf(runner) >= time));
    if (!going.length) return time;
    const length = (/** @type {Timed} */ runner) => this.place(runner, runner.stride);
    const leader = going.reduce((found, runner) => (length(runner) < length(found) ? runner : found));
    const made = this.gradients(leader, time);
    const between = by < 0 && this.place(leader, made) < time ? 1 : 0;
    return this.place(leader, Math.max(0, made + (by + between) * leader.stride));
  }

  /**
   * Where a time lies on an axis from 0 to 1, and what lies there. Where runners end far apart the axis is logarithmic,
   * after a first step from 0: as much of it is for the first epoch of one as for the last hundred of another.
   *
   * @param {number} time
   */
  share(time) {
    const part = time / Math.max(this.end, 1);
    return this.bent ? Math.log1p(time / this.stride) / Math.log1p(this.end / this.stride) : part;
  }

  /** @param {number} share */
  at(share) {
    return this.bent ? this.stride * Math.expm1(share * Math.log1p(this.end / this.stride)) : share * this.end;
  }

  /**
   * A time as a number of its unit, and the time that such a number means.
   *
   * @param {number} time
   */
  value(time) {
    return time / this.one;
  }

  /** @param {number} value */
  time(value) {
    return Math.round(value * this.one);
  }

  /**
   * A time in digits, as many of them as tell one step from the next: "1,200", of epochs "2.14".
   *
   * @param {number} time
   */
  write(time) {
    return grouped(this.value(time), this.places);
  }

  get places() {
    const digits = Math.ceil(Math.log10(this.one / this.stride) - 1e-9);
    return Math.min(MOST_DIGITS, Math.max(0, digits));
  }

  /**
   * A time in the name of a file, the same in every language: "step-1200", "epoch-2.14".
   *
   * @param {number} time
   */
  named(time) {
    return `${this.unit.slice(0, -1)}-${Number(this.value(time).toFixed(this.places))}`;
  }

  /**
   * A time as captions write it: "step 12", "epoch 2.14", "example 1,200".
   *
   * @param {number} time
   */
  words(time) {
    return `${one(this.unit)} ${this.write(time)}`;
  }

  /** What it counts in words: "steps". */
  get counted() {
    return SEVERAL[this.unit];
  }

  /** All of it: "600 steps", "18 epochs"; and as what has been spent by then: "After 600 gradients". */
  get whole() {
    return `${this.write(this.end)} ${this.counted}`;
  }

  get after() {
    const count = this.write(this.end);
    if (this.unit === "epochs") return tr("After {count} epochs", { count });
    return this.unit === "examples"
      ? tr("After {count} examples", { count })
      : tr("After {count} gradients", { count });
  }

  /**
   * Round times from 0 on, at most some `most` of them.
   *
   * @returns {[time: number, text: string][]}
   * @param {number} most
   */
  ticks(most) {
    const span = this.value(this.end);
    if (!(span > 0)) return [[0, "0"]];
    if (this.bent) return this.decades(most);
    const nice = niceStep(span, Math.max(1, most));
    const every = this.unit === "epochs" ? nice : Math.max(1, nice);
    return Array.from({ length: Math.floor(span / every + 1e-9) + 1 }, (_, i) => {
      const value = Number((i * every).toPrecision(12));
      return [value * this.one, digits(value)];
    });
  }

  /**
   * Powers of ten from the highest down to the first step, and 0, of an axis that is logarithmic.
   *
   * @returns {[time: number, text: string][]}
   * @param {number} most
   */
  decades(most) {
    const [low, high] = [this.stride, this.end].map((time) => Math.log10(this.value(time)));
    const powers = fewDecades(low, high, most - 1).map((exponent) => 10 ** exponent);
    const apart = powers.filter((value) => this.share(value * this.one) * most > 0.8); // from 0
    return [0, ...apart].map((value) => [value * this.one, digits(value)]);
  }
}
