/** Where a word beside a place of a picture has room. */

import { meets } from "../draw/boxes.js";

/** @import { Rectangle } from "../draw/boxes.js" */
/** @import { Cover } from "./paths.js" */

/**
 * Where a word may stand: what it keeps clear of, in a picture of `width` x `height` px, and which side comes first.
 *
 * @typedef {{cover: Cover, taken: Rectangle[], width: number, height: number, first: keyof Sides}} Room
 * @typedef {ReturnType<typeof sidesOf>} Sides
 */

/**
 * The side of (x, y) on which a word of size w x h covers least of the paths: its rectangle; null where none is on the
 * picture and clear of what is taken. `sides` in order of preference.
 *
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @param {number} h
 * @param {Room} room
 */
export function besides(x, y, w, h, { cover, taken, width, height, first }) {
  const { [first]: wished, ...others } = sidesOf(x, y, w, h);
  /** @type {Rectangle | null} */
  let best = null;
  let least = Infinity;
  [wished, ...Object.values(others)].forEach(([left, top], i) => {
    const rect = { x: left, y: top, w, h };
    const inside = left >= 4 && top >= 4 && left + w <= width - 4 && top + h <= height - 4;
    const sum = 2 * i + 3 * cover.count(left, top, w, h);
    if (sum >= least || !inside || taken.some((box) => meets(rect, box))) return;
    [least, best] = [sum, rect];
  });
  return best;
}

/**
 * The upper left corners of a word of size w x h on each side of (x, y), in order of preference.
 *
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @param {number} h
 */
function sidesOf(x, y, w, h) {
  const near = 15;
  return {
    right: [x + near, y - h / 2],
    below: [x + 11, y + 10],
    left: [x - near - w, y - h / 2],
    above: [x + 11, y - 10 - h],
    belowLeft: [x - 11 - w, y + 10],
    aboveLeft: [x - 11 - w, y - 10 - h],
    under: [x - w / 2, y + 14],
    over: [x - w / 2, y - 14 - h],
  };
}
