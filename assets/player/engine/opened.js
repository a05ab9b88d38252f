/** What a player that is mounted again goes on from. */

/** @typedef {{once: boolean, step: number, playing: boolean, unit: string | null}} Opened */

/** @type {Record<string, Opened>} */
const opened = {}; // by kind of race

/** @param {string} kind */
export function openedOf(kind) {
  opened[kind] ??= { once: false, step: 0, playing: false, unit: null };
  return opened[kind];
}
