/** Canvases that can be drawn anew with more pixels than the screen has, for a picture of them. */

let density = 0; // pixels for a CSS pixel while a picture is taken; 0 is that of the screen
/** @type {Set<() => void>} */
const known = new Set();

/** How many pixels a canvas has for a CSS pixel. */
export const pixels = () => density || window.devicePixelRatio || 1;

/** True while a picture is taken, on which all is to be seen, wherever the page is scrolled to. */
export const pictured = () => density > 0;

/**
 * Let `draw` be called whenever canvases are drawn at another density; the answer ends that.
 *
 * @param {() => void} draw
 * @returns {() => void}
 */
export function redrawn(draw) {
  known.add(draw);
  return () => known.delete(draw);
}

/**
 * What `make` makes while all canvases have so many pixels for a CSS pixel.
 *
 * @template T
 * @param {number} many
 * @param {() => T} make
 * @returns {T}
 */
export function atDensity(many, make) {
  density = many;
  try {
    for (const draw of known) draw();
    return make();
  } finally {
    density = 0;
    for (const draw of known) draw();
  }
}
