/** Edits of the points of a schedule by hand, [step, factor], ascending by step. */

/** @typedef {[step: number, factor: number][]} Points */

/** @type {[step: number, factor: number]} */
export const PLAIN = [0, 1]; // what stays where no point is left: the rate as it is

/**
 * With a point more, or the one of that step at another factor; as they were where there are `most`.
 *
 * @param {Points} points
 * @param {[step: number, factor: number]} point
 * @param {number} most
 * @returns {Points}
 */
export function added(points, point, most) {
  const others = points.filter(([step]) => step !== point[0]);
  if (others.length >= most) return points;
  return [...others, point].sort(([one], [other]) => one - other);
}

/**
 * With the point at place `i` elsewhere: between its neighbours, and before the step `end`.
 *
 * @param {Points} points
 * @param {number} i
 * @param {number[]} point
 * @param {number} end
 * @returns {Points}
 */
export function moved(points, i, [step, factor], end) {
  const [least, most] = [(points[i - 1]?.[0] ?? -1) + 1, Math.min(points[i + 1]?.[0] ?? end, end) - 1];
  return points.map((one, place) => (place === i ? [Math.min(most, Math.max(least, step)), factor] : one));
}

/**
 * Without the point at place `i`.
 *
 * @param {Points} points
 * @param {number} i
 * @returns {Points}
 */
export function removed(points, i) {
  const left = points.filter((_, place) => place !== i);
  return left.length ? left : [PLAIN];
}

/**
 * @param {Points} one
 * @param {Points} other
 */
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
