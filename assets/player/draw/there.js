/** What has to be there by now. */

/**
 * A thing that was made before it is asked for; where that is not so, the fault is named.
 *
 * @template T
 * @param {T | null | undefined} thing
 * @param {string} what
 * @returns {T}
 */
export function there(thing, what) {
  if (thing === null || thing === undefined) throw new Error(`${what} is not there yet`);
  return thing;
}
