/**
 * The messages of the page's language. This is English, which stands in the code and needs none; those of the others are
 * made from their catalogues: see `messages` in ui/player/assets.py.
 */

export const LANGUAGE = "en";
/** @type {Record<string, string>} */
export const MESSAGES = {};
/** @type {Record<string, string[]>} */
export const SEVERAL = {};
/** Which form a language has for n things. */
export const form = (/** @type {number} */ n) => Number(n !== 1);
