/** The tags of lines: names written where lines begin, on the line itself. */

import { shortened } from "../draw/text.js";
import { tr } from "../draw/tr.js";
import { keptApart } from "./gutter.js";
import { overCurves } from "./plot.js";

/** @import { Plot } from "./plot.js" */

const APART = 15; // px at least, from one line of words to the next
const ABOVE = 5; // px from a line to its words
const TEXT = 12.5; // px

/**
 * The words on the lines of limits, each where its line begins; lines at one height share theirs.
 *
 * @param {Pick<Plot, "quantity" | "frame">} plot
 * @returns {{words: string, y: number}[]} from the top down
 */
export function tagsOf({ quantity, frame }) {
  /** @type {Map<number, string[]>} */
  const found = new Map(); // names, by px from the top
  for (const { at, tag } of quantity.list) {
    const unit = quantity.scale.unit(at(0));
    if (!tag || !(unit >= 0 && unit <= 1)) continue;
    const y = Math.round(frame.bottom - unit * (frame.bottom - frame.top));
    found.set(y, [...(found.get(y) ?? []), tag]);
  }
  const rows = [...found].sort(([one], [other]) => one - other);
  return rows.map(([y, names]) => ({ words: tr("limit of {name}", { name: names.join(", ") }), y }));
}

/**
 * Write them, none over another.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Plot} plot
 */
export function drawTags(ctx, plot) {
  const { frame, theme, scale } = plot;
  const tags = tagsOf(plot);
  const wanted = tags.map(({ y }) => y - ABOVE * scale);
  const places = keptApart(wanted, APART * scale, frame.top + 8 * scale, frame.bottom);
  ctx.font = `400 ${TEXT * scale}px ${theme.font}`;
  for (const [place, { words }] of tags.entries()) {
    const cut = shortened(ctx, words, frame.right - frame.left - 10 * scale);
    overCurves(ctx, cut, frame.left + 5 * scale, places[place], theme.quiet, theme);
  }
}
