/** What a student drew of the loss before it was shown: a dotted line beside that of its runner. */

import { tr } from "../draw/tr.js";

/** @import { Header } from "../engine/header.js" */
/** @import { Quantities } from "./series.js" */

const DOTS = [2, 5]; // px
const WIDE = 2.6; // px

/**
 * The quantities of a race, with what was drawn of its loss where something was, on an axis that has room for it.
 *
 * @param {Header} race
 * @param {Quantities} known
 * @returns {Quantities}
 */
export function withPredicted(race, known) {
  const { predicted } = race;
  const runner = predicted && race.runners.find(({ slot }) => slot === predicted.slot);
  if (!runner || !known.loss?.axis) return known;
  const { steps, values } = predicted;
  const offset = known.loss.list.find((line) => line.runner === runner)?.offset ?? 0;
  const drawn = {
    runner,
    thin: true,
    whole: true,
    dash: DOTS,
    width: WIDE,
    rows: steps.length,
    at: (/** @type {number} */ row) => values[row] - offset,
    step: (/** @type {number} */ row) => steps[row],
    row: (/** @type {number} */ t) =>
      Math.max(
        0,
        steps.findLastIndex((step) => step <= t),
      ),
  };
  const note = [known.loss.note, tr("dots: what you drew")].filter(Boolean).join("; ");
  const list = [...known.loss.list, drawn];
  return { ...known, loss: { ...known.loss, list, scale: known.loss.axis(list), note } };
}
