/** A preset that was asked for: what the player does as soon as its race is here. */

import { idle } from "../draw/ending.js";
import { there } from "../draw/there.js";

/** @import { Clock } from "./clock.js" */
/** @import { Header } from "./header.js" */
/** @import { Panel } from "./panel.js" */

/**
 * A player as it begins a preset; `awaited` is the one that was asked for and is not here.
 *
 * @typedef {{race: Header | null, panels: Panel[], clock: Clock, quiet: MediaQueryList, awaited: string | null}} Beginning
 */

/**
 * A preset was asked for; where it is the race that is shown it begins at once.
 *
 * @param {Beginning} player
 * @param {string} preset
 */
export function ask(player, preset) {
  if (begin(player, preset)) lend(player);
}

/**
 * Play the race of a preset from the start, or show its end to quiet readers; false while it is not here.
 *
 * @param {Beginning} player
 * @param {string} preset
 */
export function begin(player, preset) {
  const race = there(player.race, "The race");
  const here = race.presets.some(({ name, active }) => active && name === preset) && !idle(race);
  player.awaited = here ? null : preset;
  if (!here) return false;
  const quiet = player.quiet.matches;
  player.clock.pause();
  player.clock.seek(quiet ? race.steps : 0);
  if (!quiet) player.clock.play();
  return true;
}

/**
 * Show the curves that the chosen preset is about.
 *
 * @param {Beginning} player
 */
export function lend({ race, panels }) {
  const chosen = race?.presets.find(({ active }) => active);
  for (const panel of panels) panel.lend?.(chosen?.curves ?? []);
}
