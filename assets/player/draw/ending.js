/** How a runner's end and its steps without a finite value stand on the timeline, which counts gradients. */

/** Row of a runner's arrays at step t: a step may cost several gradients. */
export function rowOf(runner, t) {
  return Math.min(Math.floor(Math.floor(t) / runner.stride), runner.loss.length - 1);
}

/** The step of a runner's outcome, which like the timeline counts gradients; null where it has no step. */
export function moment({ outcome }) {
  return outcome.step;
}

/** True where the runner has left the frame, or is not finite for good, by step t. */
export function out(runner, t) {
  const { kind } = runner.outcome;
  return (kind === "left" || kind === "not finite") && (moment(runner) === null || t >= moment(runner));
}

/** The kind of the runner's end where that has come by step t: "converged", "still", "diverging"; "" before. */
export function ended({ outcome }, t) {
  return outcome.step !== null && t >= outcome.step ? outcome.kind : "";
}

/** True where the runner is not finite from step t or before on; one that comes back was never lost. */
export function lost(runner, t) {
  return runner.outcome.kind === "not finite" && out(runner, t);
}

/** True while nothing of a race can be played: no runner is there, or each of them is still computing or refused. */
export function idle(race) {
  return race.empty || race.runners.every(({ state }) => state !== undefined && state !== "ready");
}
