/** What is said of layers that are not there: those of runners that are trained are on their way, behind their curves. */

import { tr } from "../draw/tr.js";

/** @import { NetworkHeader } from "../engine/network.js" */

/**
 * The words in the place of the chosen runner's layers, or of those of all runners `together`, and whether they come.
 *
 * @param {Pick<NetworkHeader, "runners" | "pick" | "pending" | "withheld">} race
 * @param {boolean} together
 * @returns {{words: string, coming: boolean}}
 */
export function awaited({ runners, pick, pending, withheld }, together) {
  if (withheld) return { words: withheld, coming: false };
  if (together) {
    const ready = runners.some(({ state }) => state === "ready");
    const words = ready
      ? tr("The layers of all runners are being fetched.")
      : tr("The layers of all runners are shown as soon as the first is trained.");
    return { words, coming: ready || Boolean(pending) };
  }
  const picked = runners.find(({ slot }) => slot === pick);
  if (picked?.state === "refused") return { words: picked.reason, coming: false };
  const ready = picked?.state === "ready";
  const words = ready ? tr("Its layers are being fetched.") : tr("Its layers are shown as soon as it is trained.");
  return { words, coming: ready || Boolean(pending) };
}
