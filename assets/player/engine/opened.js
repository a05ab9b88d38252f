/** How a player begins, and what one that is mounted again goes on from. */

import { idle } from "../draw/ending.js";

/** @import { Clock } from "./clock.js" */
/** @import { Header } from "./header.js" */

/** @typedef {{once: boolean, step: number, playing: boolean, unit: string | null}} Opened */

/** @type {Record<string, Opened>} */
const opened = {}; // by kind of race

/** @param {string} kind */
export function openedOf(kind) {
  opened[kind] ??= { once: false, step: 0, playing: false, unit: null };
  return opened[kind];
}

/**
 * A player that begins; `asked` is how much of what time counts an address names, to which `comeTo` brings it.
 *
 * @typedef {object} Beginning
 * @property {Clock} clock
 * @property {MediaQueryList} quiet
 * @property {number | null} asked
 * @property {(asked: number | null) => void} comeTo
 */

/**
 * The first race: a link's step wins, else it plays by itself, once; quiet readers get the result at once.
 *
 * @param {Beginning} player
 * @param {Header} race
 * @param {Header | null} previous
 */
export function open(player, race, previous) {
  if (idle(race)) return;
  const { clock, asked } = player;
  const [quiet, before] = [player.quiet.matches, openedOf(race.kind)];
  const fresh = !before.once || Boolean(previous?.empty); // the first race of all, or the first after an empty stage
  before.once = true;
  player.comeTo(asked);
  if (asked !== null) return;
  if (!fresh && !previous) clock.seek(before.step);
  else if (fresh && quiet) clock.seek(race.steps);
  if (fresh ? !quiet : before.playing) clock.play();
}
