/** What the signs and colours in the cells of the matrix mean. */

import { tr } from "../draw/tr.js";
import { BAD, ELSEWHERE, GLYPHS } from "./matrixcells.js";

/** @import { FateWords } from "./headers.js" */

const DEEP = 0.6; // how good a cell is that shows the colour

/**
 * The signs of a view, those of them with a colour as in a cell that is so `good`, or `bad`.
 *
 * @param {string} shows
 * @param {FateWords} words of fates
 * @returns {{glyph: string, words: string, good: number | null, bad?: boolean}[]}
 */
export function keysOf(shows, words) {
  const sign = (/** @type {string} */ glyph, /** @type {string} */ said) => ({ glyph, words: said, good: null });
  const rates = shows === "rates";
  const none = sign(
    "–",
    rates ? tr("cannot run, no rate to set, or no minimum known") : tr("cannot run, or no minimum known"),
  );
  const last = [none, sign("·", tr("not yet"))];
  if (rates)
    return [
      { glyph: "5", words: tr("how many of the rates tried work; the stronger the colour, the more"), good: DEEP },
      ...last,
    ];
  const fates = Object.entries(GLYPHS).map(([fate, glyph]) => ({
    ...{ glyph, words: words[Number(fate)], good: null, bad: BAD.includes(Number(fate)) },
  }));
  const found = [
    {
      glyph: "● 120",
      words: tr("gradients to the tolerance, or to the accuracy; the stronger the colour, the sooner"),
      good: DEEP,
    },
    sign(ELSEWHERE.glyph, ELSEWHERE.words),
    ...fates,
    ...last,
  ];
  return shows === "paths"
    ? [
        sign("╱", tr("the path in the frame, its end a dot, + a minimum; of networks the loss over the steps")),
        ...found,
      ]
    : found;
}
