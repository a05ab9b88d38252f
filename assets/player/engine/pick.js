/** Another chosen runner, as far as the player knows of it before a server answers. */

/**
 * The race with `slot` chosen; null where the server has to say what is inside that runner. A page that was read from a
 * file has all of it: what is inside every runner, and what the stage shows below the paths where that is another.
 *
 * @param {any} race
 * @param {string} slot
 * @param {boolean} live
 */
export function withPick(race, slot, live) {
  if (live) return race.kind === "network" ? { ...race, pick: slot } : null; // its layers follow
  const inside = race.insides?.[slot];
  if (!inside) return null;
  const ground = race.grounds?.[slot];
  const shown = ground ? { subtitle: ground.subtitle, surface: { ...race.surface, ...ground.surface } } : {};
  return { ...race, ...shown, pick: slot, inside };
}
