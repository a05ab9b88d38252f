/** Headers come in steps, which count gradients; here all that has a time in one is put on the clock's timeline. */

import { Timeline } from "./timeline.js";

/**
 * What has times in a header.
 *
 * @typedef {object} Parts
 * @property {{slot: string}[]} runners
 * @property {{slot: string, step: number}[]} milestones
 * @property {{slot: string} | null} [inside]
 * @property {{slot: string}[] | null} [compared]
 * @property {{slot: string} | null} [pieces]
 * @property {Record<string, object>} [insides]
 */

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
  /** @type {(part: any, slot: string) => any} */
  const put = (part, slot) => placed(part, (gradients) => timeline.place(bySlot.get(slot), gradients));
  const { runners, milestones, inside, compared, pieces, insides } = /** @type {Parts} */ (
    /** @type {unknown} */ (race)
  );
  return {
    ...race,
    timeline,
    steps: timeline.end,
    runners: runners.map((runner) => put(runner, runner.slot)),
    milestones: milestones.map((one) => put(one, one.slot)).sort((a, b) => a.step - b.step),
    inside: inside && put(inside, inside.slot),
    compared: compared?.map((one) => put(one, one.slot)) ?? null,
    ...(pieces && { pieces: put(pieces, pieces.slot) }),
    ...(insides && {
      insides: Object.fromEntries(Object.entries(insides).map(([slot, one]) => [slot, put(one, slot)])),
    }),
  };
}

/**
 * A part of a header with its times put elsewhere: those of its rows, of its end and stop, and of the parts in it.
 *
 * @param {any} part
 * @param {(gradients: number) => number} place
 */
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
 * @param {number} time
 */
export function moved(from, to, time) {
  const [before, after] = [from.timeline, to.timeline];
  if (before.unit === after.unit) return (time / before.one) * after.one;
  if (time >= before.end) return after.end;
  const of = (/** @type {Timeline} */ timeline) =>
    timeline.runners.find(({ slot }) => slot === to.pick) ?? timeline.runners[0];
  const [then, now] = [of(before), of(after)];
  if (!then || !now) return 0;
  if (before.inSteps || after.inSteps) return after.place(now, before.gradients(then, time));
  return after.timeOf(now, before.seen(then, time));
}
