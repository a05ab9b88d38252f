/** What a cell of the matrix says, and in which order its rows stand. */

import { grouped, short } from "../draw/format.js";
import { tr } from "../draw/tr.js";

/** @import { Cell, Column, FateWords, MatrixHeader, Rule } from "./headers.js" */

/**
 * What a cell says: see `told`.
 *
 * @typedef {object} Told
 * @property {string} glyph
 * @property {string} text
 * @property {string} words
 * @property {number | null} good
 * @property {number} order
 * @property {boolean} [bad]
 * @property {boolean} [later]
 *
 * @typedef {Cell & Told & {path: string}} Shown a cell with what it says, and its path where that is shown
 * @typedef {{text: string, size: number}} Total of a row
 * @typedef {{shows: string, by: string}} View what is shown of each cell, and by what rows are sorted
 */

export const FAMILY = "family";
export const NAME = "optimizer";
export const REACHED = "reached";
export const THERE = 0;
const NOT_YET = 1; // states of a cell; the third is none at all
const [RESTING, MOVING, LEFT, LOST] = [-4, -1, -2, -3]; // fates that are no place of a minimum
export const BAD = [LEFT, LOST];
/** @type {FateWords} */
export const GLYPHS = { [RESTING]: "○", [MOVING]: "→", [LEFT]: "↗", [LOST]: "✕" };
export const ELSEWHERE = { glyph: "◐", words: tr("at a minimum, not within the tolerance") };

/**
 * What a cell says: its `glyph`, its number as `text`, `words`, how good it is from 0 to 1 or null, whether that is `bad`
 * (to leave the frame is not, where no lowest value is `known`), the `order`, and `later` where it is still computed. On
 * a `typed` surface of which none is known the number is the loss at the end.
 *
 * @param {Cell} cell
 * @param {string} shows
 * @param {Pick<MatrixHeader, "steps" | "words">} header
 * @param {Pick<Column, "known" | "typed" | "words">} surface
 * @returns {Told}
 */
export function told(cell, shows, { steps, words: usual }, { known, typed = false, words: own = {} }) {
  const words = { ...usual, ...own };
  if (cell.state !== THERE) {
    const later = cell.state === NOT_YET;
    return {
      later,
      glyph: later ? "·" : "–",
      text: "",
      words: later ? tr("not yet") : tr("cannot run"),
      good: null,
      order: 9e9,
    };
  }
  if (shows === "rates") {
    if (!known) return { glyph: "–", text: "", words: tr("no minimum is known"), good: null, order: 8e9 };
    if (!cell.tried) return { glyph: "–", text: "", words: tr("no rate to set"), good: null, order: 7e9 };
    const good = cell.works / cell.tried;
    return {
      glyph: "",
      text: `${cell.works}`,
      words: tr("of {tried} rates work", { tried: cell.tried }),
      good,
      order: 1 - good,
    };
  }
  const [fate, reached] = shows === "best" ? [cell.bestfate, cell.bestreached] : [cell.fate, cell.reached];
  const lost = BAD.includes(fate);
  if (reached >= 0) {
    const good = 1 - Math.log1p(reached) / Math.log1p(steps + 1); // above 0 however late
    return { glyph: "●", text: grouped(reached), words: tr("gradients"), good, order: reached };
  }
  const rank = [RESTING, MOVING, LEFT, LOST].indexOf(fate);
  const { glyph, words: said } = fate >= 0 ? ELSEWHERE : { glyph: GLYPHS[fate], words: words[fate] };
  if (typed && !known && !lost) {
    const loss = shows === "best" ? cell.bestloss : cell.loss;
    return {
      glyph,
      text: short(loss),
      words: tr("loss, {fate}", { fate: said }),
      good: null,
      bad: false,
      order: loss,
    };
  }
  return { glyph, text: "", words: said, good: null, bad: lost && known, order: 1e6 + 1e3 * (rank + 1) };
}

/**
 * What a row comes to: in how many of its cells the tolerance is reached, or how many of all its rates work there; the `size`
 * is what rows are sorted by.
 *
 * @param {Shown[]} row
 * @param {string} shows
 * @returns {Total}
 */
export function totalOf(row, shows) {
  if (row.every(({ later }) => later)) return { text: "·", size: -1 };
  const size = row.filter(({ good }) => good).length;
  if (shows !== "rates") return { text: String(size), size };
  const [works, tried] = row
    .filter(({ good }) => good !== null)
    .reduce(([some, all], cell) => [some + cell.works, all + cell.tried], [0, 0]);
  return tried ? { text: tr("{works} of {tried}", { works, tried }), size: works / tried } : { text: "–", size: -1 };
}

/**
 * The places of the rows in an order: by family as they come, by name, or by what is best in a column.
 *
 * @param {string} by
 * @param {Rule[]} rules
 * @param {Column[]} surfaces
 * @param {(row: number, column: number) => Told} cellOf
 * @param {(row: number) => number} sizeOf
 */
export function rowsBy(by, rules, surfaces, cellOf, sizeOf) {
  const rows = rules.map((_, row) => row);
  if (by === FAMILY) return rows;
  if (by === NAME) return rows.sort((a, b) => rules[a].label.localeCompare(rules[b].label));
  if (by === REACHED) return rows.sort((a, b) => sizeOf(b) - sizeOf(a) || a - b);
  const column = surfaces.findIndex(({ name }) => name === by);
  return rows.sort((a, b) => cellOf(a, column).order - cellOf(b, column).order || a - b);
}
