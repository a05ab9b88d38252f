/** How pictures of maps lie in a window: all of them side by side or in even rows, none taller than what it shows. */

// All in pixels of the design.
const NARROWEST = 190; // of a picture beside others
export const GAP = 20; // between two pictures, as in maps.css
export const BESIDE = 274; // of the column beside pictures, its gap included, as in maps.css
const OVER = 300; // of a page over its pictures
const UNDER = 140; // of the buttons and of the key under them
const HEAD = 60; // of the name of a picture, and a rest
const LEAST = 220; // that a picture may take in any window
const WIDE = 240; // of a map that has its key beside it

/** @typedef {(width: number, height: number) => [width: number, height: number]} Fits the size of a map in such a room */

/**
 * In how many columns pictures lie: each row has as many as the others, or three lie in two.
 *
 * @param {number} count
 * @param {number} width of all of them
 */
export function columnsOf(count, width) {
  const most = Math.max(1, Math.floor((width + GAP) / (NARROWEST + GAP)));
  if (count <= most) return Math.max(1, count);
  return count === 4 ? Math.min(2, most) : most;
}

/**
 * The columns, the size of a map, and whether what is said of the maps stands beside them: where a single row of them is
 * larger so, or leaves no room below in a low window.
 *
 * @param {number} count of pictures
 * @param {{width: number, height: number}} room width of the page, height of the window
 * @param {{left: number, foot: number}} axes around a map
 * @param {Fits} fits
 */
export function laidOut(count, { width, height }, { left, foot }, fits) {
  const columns = columnsOf(count, width);
  const rows = Math.ceil(count / columns);
  const sized = (/** @type {number} */ across, /** @type {number} */ taken) =>
    fits((across - (columns - 1) * GAP) / columns - left, Math.max(LEAST, height - taken) - foot);
  const under = sized(width, rows > 1 ? 2 * HEAD : OVER + UNDER);
  const aside = sized(width - BESIDE, OVER + GAP);
  const low = height < OVER + UNDER + LEAST; // the key would be out of sight under them
  const larger = low || aside[0] * aside[1] > under[0] * under[1];
  const beside = rows === 1 && aside[0] >= WIDE && larger;
  return { columns, size: beside ? aside : under, beside };
}
