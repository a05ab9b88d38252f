/** What a picture of curves has in words. */

import { plain, short } from "../draw/format.js";
import { beforeNumber } from "../draw/rows.js";
import { tr } from "../draw/tr.js";

/** @import { Quantity } from "./series.js" */

/**
 * What a level is called, with its number.
 *
 * @param {Quantity} quantity
 */
export function levelWords({ level, levelName, format = plain }) {
  return `${levelName} ${format(level ?? NaN)}`;
}

/**
 * The words of a picture, and of its lines that have no name in the gutter, at step t: "Dashed: limit. Limit of SGD 20".
 * Empty where there are none.
 *
 * @param {Quantity} quantity
 * @param {number} t
 */
export function spokenBeside(quantity, t) {
  const { list, legend, level, format = short } = quantity;
  const lines = list
    .filter(({ said }) => said)
    .map(({ said, runner, at, row }) =>
      tr("{what} of {runner} {value}", {
        what: said ?? "",
        runner: beforeNumber(runner),
        value: format(at(row(t))),
      }),
    );
  const words = [...lines, level ? levelWords(quantity) : "", legend ?? ""].filter(Boolean);
  return words.map((part) => ` ${part[0].toUpperCase()}${part.slice(1)}.`).join("");
}
