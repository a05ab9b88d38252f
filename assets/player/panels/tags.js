/** The limits that a picture names, by their heights: their words stand on these lines. */

import { tr } from "../draw/tr.js";

/** @import { Plot } from "./plot.js" */

/**
 * The words on the lines of limits; lines at one height share theirs.
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
