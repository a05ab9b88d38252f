/** Rows that were recorded at some steps only: which of them holds at step t; and which runner is meant. */

/**
 * The last place in `at` (ascending) whose step is not after t; 0 before the first.
 *
 * @param {ArrayLike<number>} at
 * @param {number} t
 */
export function rowBefore(at, t) {
  let [low, high] = [0, at.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (at[middle] <= t) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The step of the row that holds at step t: what is drawn of it is of that step, be it earlier than t.
 *
 * @param {ArrayLike<number>} at
 * @param {number} t
 */
export function stepBefore(at, t) {
  return at[rowBefore(at, t)];
}

/**
 * Runners of a network that have numbers: the others are still computing, or cannot train it.
 *
 * @template {{state?: string}} R
 * @param {{runners: R[]}} race
 */
export function readyOnes(race) {
  return race.runners.filter((runner) => isReady(runner));
}

/**
 * @template {{state?: string}} R
 * @param {R} runner
 * @returns {runner is Extract<R, {state: "ready"}>}
 */
export function isReady(runner) {
  return runner.state === "ready";
}

/**
 * The runner that is chosen, ready or not.
 *
 * @template {{runners: {slot: string}[], pick: string | null}} H
 * @param {H} race
 * @returns {H["runners"][number] | null}
 */
export function picked(race) {
  return race.runners.find(({ slot }) => slot === race.pick) ?? null;
}

/**
 * A runner's name where a number follows: that of a copy may end in a number itself.
 *
 * @param {{label: string, short?: string}} runner
 */
export function beforeNumber({ label, short }) {
  return short ? `${label}:` : label;
}

/**
 * What counts as the score of a runner at step t: on validation examples where there are any.
 *
 * @param {{at: ArrayLike<number>, trainScore: ArrayLike<number>, validScore?: ArrayLike<number> | null}} runner
 * @param {number} t
 */
export function scoreAt(runner, t) {
  return (runner.validScore ?? runner.trainScore)[rowBefore(runner.at, t)];
}
