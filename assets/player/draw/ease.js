/** Motion that starts and ends slowly. */

/**
 * Cubic easing of the unit interval, slow at both ends; 1 from there on.
 *
 * @param {number} share
 */
export function eased(share) {
  if (share >= 1) return 1;
  return share < 0.5 ? 4 * share ** 3 : 1 - (2 - 2 * share) ** 3 / 2;
}
