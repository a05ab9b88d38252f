/** Rectangles on a picture: whether and how far they cover each other. */

/** @typedef {{x: number, y: number, w: number, h: number}} Rectangle px from the top left corner */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Area where axes lie, in the same px */

/**
 * True where two rectangles overlap.
 *
 * @param {Rectangle} a
 * @param {Rectangle} b
 */
export function meets(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/**
 * The area that two rectangles share; `air` is kept free left and right of the second one.
 *
 * @param {Rectangle} a
 * @param {Rectangle} b
 */
export function overlap(a, b, air = 0) {
  const w = Math.min(a.x + a.w, b.x + b.w + air) - Math.max(a.x, b.x - air);
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}
