/** Whether a text has what somebody looks for. */

/** The letters of a text without accents and capitals. */
const bare = (/** @type {string} */ text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * A function that says whether a text has all words of `wanted` in it, in any order, whatever their accents.
 *
 * @param {string} wanted
 * @returns {(text: string) => boolean}
 */
export function matcher(wanted) {
  const words = bare(wanted).split(/\s+/).filter(Boolean);
  return (text) => {
    const known = bare(text);
    return words.every((word) => known.includes(word));
  };
}
