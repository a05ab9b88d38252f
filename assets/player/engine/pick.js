/** Another chosen runner, as far as the player knows of it before a server answers. */

/** @import { Given } from "./header.js" */

/**
 * The race with `slot` chosen; null where the server has to say what is inside that runner. A page that was read from a
 * file has all of it: what is inside every runner, and what the stage shows below the paths where that is another.
 *
 * @template {Given} G
 * @param {G} race
 * @param {string} slot
 * @param {boolean} live
 * @returns {G | null}
 */
export function withPick(race, slot, live) {
  if (live) return race.kind === "network" ? { ...race, pick: slot } : null; // its layers follow
  const inside = race.insides?.[slot];
  if (!inside) return null;
  const ground = race.kind === "race" ? race.grounds?.[slot] : null;
  const shown =
    ground && race.kind === "race"
      ? { subtitle: ground.subtitle, surface: { ...race.surface, ...ground.surface } }
      : {};
  return { ...race, ...shown, pick: slot, inside };
}
