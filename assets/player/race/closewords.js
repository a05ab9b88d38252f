/** Where words stand at arrows: beyond their tips, or where they cover least. Boxes are [x, y, width, height] px. */

/**
 * Small boxes along an arrow, which words should keep off.
 *
 * @param {number[]} from @param {number[]} by
 */
export function shaft(from, by) {
  const count = Math.ceil(Math.hypot(by[0], by[1]) / 10);
  return Array.from({ length: count }, (_, i) => [
    from[0] + (by[0] * (i + 1)) / count - 5,
    from[1] + (by[1] * (i + 1)) / count - 5,
    10,
    10,
  ]);
}

/**
 * A box for words at the tip of an arrow: beyond it, or where it covers least.
 *
 * @param {number} wide @param {number} tall @param {number[]} from @param {number[]} by @param {number[][]} taken
 * @param {number} width @param {number} height
 */
export function place(wide, tall, from, by, taken, width, height) {
  const length = Math.max(1, Math.hypot(by[0], by[1]));
  const tip = [from[0] + by[0], from[1] + by[1]];
  /** @type {number[]} */
  let best = [];
  let least = Infinity;
  for (let i = 0; i < 12; i += 1) {
    const angle = Math.atan2(by[1], by[0]) + ((i % 2 ? 1 : -1) * Math.ceil(i / 2) * Math.PI) / 6;
    const away = 12 + (length < 16 ? 8 : 0);
    const box = [
      tip[0] + Math.cos(angle) * (away + wide / 2) - wide / 2,
      tip[1] + Math.sin(angle) * (away + tall / 2) - tall / 2,
      wide,
      tall,
    ];
    const outside = Math.max(0, 4 - box[0], box[0] + wide - width + 4, 4 - box[1], box[1] + tall - height + 4);
    const cost = i + 9 * outside + taken.reduce((sum, other) => sum + overlap(box, other), 0);
    if (cost < least) [best, least] = [box, cost];
  }
  return best;
}

/** @param {number[]} a @param {number[]} b */
function overlap(a, b) {
  const wide = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const tall = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  return wide > 0 && tall > 0 ? wide * tall : 0;
}
