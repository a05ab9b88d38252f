/** How a runner's end and its steps without a finite value stand on the timeline, which counts gradients. */

/** @typedef {{kind: string, step: number | null}} Outcome what became of a runner, and at which step */

/**
 * Row of a runner's arrays at step t: a step may cost several gradients.
 *
 * @param {{stride: number, loss: ArrayLike<number>}} runner
 * @param {number} t
 */
export function rowOf(runner, t) {
  return Math.min(Math.floor(Math.floor(t) / runner.stride), runner.loss.length - 1);
}

/**
 * The step of a runner's outcome, which like the timeline counts gradients; null where it has no step.
 *
 * @param {{outcome: Outcome}} runner
 */
export function moment({ outcome }) {
  return outcome.step;
}

/**
 * True where the runner has left the frame, or is not finite for good, by step t.
 *
 * @param {{outcome: Outcome}} runner
 * @param {number} t
 */
export function out(runner, t) {
  const { kind, step } = runner.outcome;
  return (kind === "left" || kind === "not finite") && (step === null || t >= step);
}

/**
 * The kind of the runner's end where that has come by step t: "converged", "still", "diverging"; "" before.
 *
 * @param {{outcome: Outcome}} runner
 * @param {number} t
 */
export function ended({ outcome }, t) {
  return outcome.step !== null && t >= outcome.step ? outcome.kind : "";
}

/**
 * True where the runner is not finite from step t or before on; one that comes back was never lost.
 *
 * @param {{outcome: Outcome}} runner
 * @param {number} t
 */
export function lost(runner, t) {
  return runner.outcome.kind === "not finite" && out(runner, t);
}

/**
 * True while nothing of a race can be played: no runner is there, or each of them is still computing or refused.
 *
 * @param {{empty: boolean, runners: {state?: string}[]}} race
 */
export function idle(race) {
  return race.empty || race.runners.every(({ state }) => state !== undefined && state !== "ready");
}
