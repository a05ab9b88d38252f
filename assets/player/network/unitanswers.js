/** What units answer, computed here, and the words of one that has no picture. */

import { short } from "../draw/format.js";
import { tr } from "../draw/tr.js";

/** @import { NetworkData } from "../engine/network.js" */
/** @import { Seen, Told, UnitPicture } from "./unitview.js" */

const MOST = 44; // nodes along a picture
const LEAST = 16;
const WORK = 4e6; // multiplications that one picture may take while the race plays
const RESTING = 4e7; // and while it stands still
const POINTS = 90; // along a curve
const STRONGEST = 3; // inputs that are named where there is no picture

/**
 * The answers of a unit over the plane.
 *
 * @param {Seen} seen
 * @param {number} layer
 * @param {number} unit
 * @param {boolean} moving
 * @returns {UnitPicture}
 */
export function asked({ data, units }, layer, unit, moving) {
  const work = (moving ? WORK : RESTING) / Math.max(1, units.cost(layer));
  const columns = Math.round(Math.min(MOST, Math.max(LEAST, Math.sqrt(work * 1.3))));
  const rows = Math.round(columns / 1.3);
  return { values: units.answer(places(data, columns, rows), columns * rows, layer, unit), columns, rows };
}

/**
 * The answers of a unit along the curve.
 *
 * @param {Seen} seen
 * @param {number} layer
 * @param {number} unit
 */
export function along({ data, units }, layer, unit) {
  const [x0, x1] = data.frame;
  const [origin, slope] = data.affine;
  const inputs = Float32Array.from(
    { length: POINTS },
    (_, i) => origin + (x0 + (i / (POINTS - 1)) * (x1 - x0)) * slope,
  );
  return units.answer(inputs, POINTS, layer, unit);
}

/**
 * The inputs that weigh most.
 *
 * @param {Seen} seen
 * @param {number} layer
 * @param {number} unit
 * @returns {Told}
 */
export function largest({ data, inside, units }, layer, unit) {
  const { inputs, shown, w, scale } = inside.weights.layers[layer];
  const { most } = inside.weights;
  const size = shown[0] * shown[1];
  const number = (/** @type {number} */ j) => ((w[units.frame * size + j * shown[1] + unit] - 1) / (most - 1)) * 2 - 1;
  const order = Array.from({ length: shown[0] }, (_, j) => j).sort((a, b) => Math.abs(number(b)) - Math.abs(number(a)));
  const name = (/** @type {number} */ j) =>
    layer === 0 && data.features.length === inputs ? data.features[j] : tr("unit {number}", { number: j + 1 });
  const named = order.slice(0, STRONGEST).map((j) => `${name(j)} ${short(number(j) * scale[units.frame])}`);
  return { bare: true, text: tr("Its largest weights: {weights}.", { weights: named.join(", ") }) };
}

/**
 * The inputs of the network at the nodes of the plane's picture, pre-processed: (columns * rows, inputs).
 *
 * @param {NetworkData} data
 * @param {number} columns
 * @param {number} rows
 */
function places({ frame, affine }, columns, rows) {
  const [x0, x1, y0, y1] = frame;
  const inputs = affine.length / 3;
  const out = new Float32Array(inputs * columns * rows);
  for (let r = 0, at = 0; r < rows; r += 1) {
    const y = y1 + (r / (rows - 1)) * (y0 - y1);
    for (let c = 0; c < columns; c += 1, at += inputs) {
      const x = x0 + (c / (columns - 1)) * (x1 - x0);
      for (let i = 0; i < inputs; i += 1) out[at + i] = affine[i] + x * affine[inputs + i] + y * affine[2 * inputs + i];
    }
  }
  return out;
}
