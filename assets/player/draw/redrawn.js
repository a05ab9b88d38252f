/** What can be drawn anew for a picture of it: in light colours, with more pixels than the screen has. */

let density = 0; // pixels for a CSS pixel while a picture is taken; 0 is that of the screen
/** @type {Set<() => unknown>} */
const known = new Set();

/** How many pixels a canvas has for a CSS pixel. */
export const pixels = () => density || window.devicePixelRatio || 1;

/** True while a picture is taken, in light colours; all is to be seen on it, wherever the page is scrolled to. */
export const pictured = () => density > 0;

/**
 * Let `draw` be called before and after a picture is taken, which waits for what it answers; the answer ends that.
 *
 * @param {() => unknown} draw
 * @returns {() => void}
 */
export function redrawn(draw) {
  known.add(draw);
  return () => known.delete(draw);
}

/**
 * What `make` makes while all is drawn in light colours, and canvases have so many pixels for a CSS pixel.
 *
 * @template T
 * @param {number} many
 * @param {() => T} make
 */
export async function pictureAt(many, make) {
  density = many;
  try {
    await Promise.all([...known].map((draw) => draw()));
    return make();
  } finally {
    density = 0;
    for (const draw of known) draw();
  }
}
