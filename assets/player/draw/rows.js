/** Rows that were recorded at some steps only: which of them holds at step t; and which runner is meant. */

/** The last place in `at` (ascending) whose step is not after t; 0 before the first. */
export function rowBefore(at, t) {
  let [low, high] = [0, at.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (at[middle] <= t) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The step of the row that holds at step t: what is drawn of it is of that step, be it earlier than t. */
export function stepBefore(at, t) {
  return at[rowBefore(at, t)];
}

/** Runners of a network that have numbers: the others are still computing, or cannot train it. */
export function readyOnes(race) {
  return race.runners.filter(({ state }) => state === "ready");
}

/** The runner that is chosen, ready or not. */
export function picked(race) {
  return race.runners.find(({ slot }) => slot === race.pick) ?? null;
}

/** A runner's name where a number follows: that of a copy may end in a number itself. */
export function beforeNumber({ label, short }) {
  return short ? `${label}:` : label;
}

/** What counts as the score of a runner at step t: on validation examples where there are any. */
export function scoreAt(runner, t) {
  return (runner.validScore ?? runner.trainScore)[rowBefore(runner.at, t)];
}
