/**
 * The time that the runners of a comparison share: the steps that each has taken, or how much of its data it has seen.
 *
 * A header comes in steps, which count gradients. `onTimeline` puts all that has a time in it on the clock's: whoever asks
 * for what holds at a time compares it with times of the same kind, whatever they count.
 */

import { fewDecades, niceStep } from "./ticks.js";

export const STEPS = "steps";
export const UNITS = [STEPS, "epochs", "examples"];
const COUNTED = { steps: "gradients", epochs: "epochs", examples: "examples" };
const APART = 10; // times the end of the first runner: from there on the axis is logarithmic
const MOST_DIGITS = 2; // of an epoch after its point

const digits = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 9 });

/** One of a unit in words. */
export const one = (unit) => unit.slice(0, -1);

/**
 * Times are whole numbers: gradients, examples seen, or in epochs, where runners differ in the number of their examples,
 * parts of an epoch as if it had the most of these.
 */
export class Timeline {
  /**
   * @param {{steps: number, runners: {state?: string, stride: number, batch?: number, epoch?: number}[]}} race a header
   * @param {string} unit one of UNITS; a race on a surface has steps alone
   */
  constructor({ steps, runners }, unit) {
    const able = runners.filter(({ state }) => state !== "refused");
    this.unit = unit;
    this.steps = steps;
    this.runners = able.length ? able : runners;
    this.one = unit === "epochs" ? Math.max(1, ...this.runners.map(({ epoch }) => epoch)) : 1; // a unit, as time
    this.stride = this.inSteps ? 1 : Math.min(...this.runners.map((runner) => this.place(runner, runner.stride)));
    const ends = this.inSteps ? [steps] : this.runners.map((runner) => this.endOf(runner));
    this.end = Math.max(0, ...ends);
    this.bent = this.end > APART * Math.max(this.stride, Math.min(...ends)); // else the first ones would not be seen
  }

  get inSteps() {
    return this.unit === STEPS || !this.runners.length;
  }

  /** The time at which a runner has made so many gradients; the last step of an epoch sees what is left of it. */
  place(runner, gradients) {
    if (this.inSteps || gradients === null) return gradients;
    const { batch, epoch } = runner;
    const each = Math.ceil(epoch / batch);
    const updates = Math.floor(gradients / runner.stride);
    const seen = Math.floor(updates / each) * epoch + Math.min((updates % each) * batch, epoch);
    return this.timeOf(runner, seen);
  }

  /** The time by which a runner's steps could have seen so many examples, and how many that are by a time. */
  timeOf({ epoch }, seen) {
    return this.unit === "epochs" ? Math.round((seen / epoch) * this.one) : seen;
  }

  seen({ epoch }, time) {
    return this.unit === "epochs" ? Math.round((time / this.one) * epoch) : time;
  }

  /** How many gradients a runner has made by a time: the last of its steps that was over then. */
  gradients(runner, time) {
    if (this.inSteps) return time;
    const { batch, epoch, stride } = runner;
    const seen = this.seen(runner, time);
    const updates = Math.floor(seen / epoch) * Math.ceil(epoch / batch) + Math.floor((seen % epoch) / batch);
    return Math.min(updates * stride, this.last(runner));
  }

  last({ stride }) {
    return Math.floor(this.steps / stride) * stride;
  }

  /** The time of a runner's last step. Those whose batches are smaller have seen fewer examples by then. */
  endOf(runner) {
    return this.place(runner, this.last(runner));
  }

  /** True where a runner has made all its steps by a time at which others go on. */
  over(runner, time) {
    return !this.inSteps && this.endOf(runner) <= time && this.endOf(runner) < this.end;
  }

  /** The time `by` steps on, of the runner whose steps are the shortest among those that have not ended. */
  next(time, by) {
    if (this.inSteps) return time + by;
    const going = this.runners.filter((runner) => (by > 0 ? this.endOf(runner) > time : this.endOf(runner) >= time));
    if (!going.length) return time;
    const length = (runner) => this.place(runner, runner.stride);
    const leader = going.reduce((found, runner) => (length(runner) < length(found) ? runner : found));
    const made = this.gradients(leader, time);
    const between = by < 0 && this.place(leader, made) < time ? 1 : 0;
    return this.place(leader, Math.max(0, made + (by + between) * leader.stride));
  }

  /**
   * Where a time lies on an axis from 0 to 1, and what lies there. Where runners end far apart the axis is logarithmic,
   * after a first step from 0: as much of it is for the first epoch of one as for the last hundred of another.
   */
  share(time) {
    const part = time / Math.max(this.end, 1);
    return this.bent ? Math.log1p(time / this.stride) / Math.log1p(this.end / this.stride) : part;
  }

  at(share) {
    return this.bent ? this.stride * Math.expm1(share * Math.log1p(this.end / this.stride)) : share * this.end;
  }

  /** A time as a number of its unit, and the time that such a number means. */
  value(time) {
    return time / this.one;
  }

  time(value) {
    return Math.round(value * this.one);
  }

  /** A time in digits, as many of them as tell one step from the next: "1,200", of epochs "2.14". */
  write(time) {
    const digits = Math.ceil(Math.log10(this.one / this.stride) - 1e-9);
    const most = Math.min(MOST_DIGITS, Math.max(0, digits));
    return this.value(time).toLocaleString("en-US", { maximumFractionDigits: most });
  }

  /** A time as captions write it: "step 12", "epoch 2.14", "example 1,200". */
  words(time) {
    return `${one(this.unit)} ${this.write(time)}`;
  }

  /** All of it: "600 steps", "18 epochs"; and as what has been spent by then: "600 gradients". */
  get whole() {
    return `${this.write(this.end)} ${this.unit}`;
  }

  get spent() {
    return `${this.write(this.end)} ${COUNTED[this.unit]}`;
  }

  /**
   * Round times from 0 on, at most some `most` of them.
   *
   * @returns {[time: number, text: string][]}
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
   */
  decades(most) {
    const [low, high] = [this.stride, this.end].map((time) => Math.log10(this.value(time)));
    const powers = fewDecades(low, high, most - 1).map((exponent) => 10 ** exponent);
    const apart = powers.filter((value) => this.share(value * this.one) * most > 0.8); // from 0
    return [0, ...apart].map((value) => [value * this.one, digits(value)]);
  }
}

/**
 * A header with its timeline and all of its times on it: `steps` is then the last one. What has no time stays the same.
 *
 * @template {{steps: number, runners: any[]}} H
 * @param {H} race
 * @param {string} unit
 * @returns {H & {timeline: Timeline}}
 */
export function onTimeline(race, unit) {
  const timeline = new Timeline(race, unit);
  if (timeline.inSteps) return { ...race, timeline };
  const bySlot = new Map(race.runners.map((runner) => [runner.slot, runner]));
  const put = (part, slot) => placed(part, (gradients) => timeline.place(bySlot.get(slot), gradients));
  const { runners, events, inside, compared, pieces, insides } = /** @type {any} */ (race);
  return {
    ...race,
    timeline,
    steps: timeline.end,
    runners: runners.map((runner) => put(runner, runner.slot)),
    events: events.map((event) => put(event, event.slot)).sort((a, b) => a.step - b.step),
    inside: inside && put(inside, inside.slot),
    compared: compared?.map((one) => put(one, one.slot)) ?? null,
    ...(pieces && { pieces: put(pieces, pieces.slot) }),
    ...(insides && {
      insides: Object.fromEntries(Object.entries(insides).map(([slot, one]) => [slot, put(one, slot)])),
    }),
  };
}

/** A part of a header with its times put elsewhere: those of its rows, of its end and stop, and of the parts in it. */
function placed(part, place) {
  const found = { ...part };
  for (const name of ["at", "frames"]) if (found[name]) found[name] = Int32Array.from(found[name], place);
  for (const name of ["step", "right", "best", "stop"])
    if (Number.isFinite(found[name])) found[name] = place(found[name]);
  for (const name of ["outcome", "stop", "weights", "answers"])
    if (found[name] instanceof Object) found[name] = placed(found[name], place);
  return found;
}

/**
 * The time on another timeline at which the chosen runner has seen as many examples, or made as many gradients where one
 * of them counts these; the end stays the end.
 *
 * @param {{timeline: Timeline, pick: string | null}} from
 * @param {{timeline: Timeline, runners: any[], pick: string | null}} to
 */
export function moved(from, to, time) {
  const [before, after] = [from.timeline, to.timeline];
  if (before.unit === after.unit) return (time / before.one) * after.one;
  if (time >= before.end) return after.end;
  const of = (timeline) => timeline.runners.find(({ slot }) => slot === to.pick) ?? timeline.runners[0];
  const [then, now] = [of(before), of(after)];
  if (!then || !now) return 0;
  if (before.inSteps || after.inSteps) return after.place(now, before.gradients(then, time));
  return after.timeOf(now, before.seen(then, time));
}
