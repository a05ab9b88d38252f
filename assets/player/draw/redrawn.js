/** What can be drawn anew for a picture of it: in light colours, with more pixels than the screen has. */

const PATIENCE = 10000; // milliseconds that a picture waits for what is drawn anew: it may never be

let density = 0; // pixels for a CSS pixel while a picture is taken; 0 is that of the screen
/** @type {Set<() => unknown>} */
const known = new Set();
/** @type {Promise<void>} */
let before = Promise.resolve(); // until all is drawn again as it was before the last picture

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
 * What `make` makes while all is drawn in light colours, and canvases have so many pixels for a CSS pixel. One picture is
 * taken after the other.
 *
 * @template T
 * @param {number} many
 * @param {() => T} make
 */
export async function pictureAt(many, make) {
  const turn = before;
  let end = () => {};
  before = new Promise((resolve) => {
    end = resolve;
  });
  await turn;
  density = many;
  try {
    await redraw();
    return make();
  } finally {
    density = 0;
    redraw().finally(end);
  }
}

async function redraw() {
  const drawn = Promise.all([...known].map((draw) => draw()));
  let timer;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, PATIENCE);
  });
  await Promise.race([drawn, patience]);
  clearTimeout(timer);
}
