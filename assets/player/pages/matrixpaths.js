/** The path of a cell of the matrix as a small picture. */

/** @import { MatrixHeader } from "./headers.js" */

const OUT = 255; // the byte of a point that is not in the frame; the others are from 0 to 254
const [WIDE, TALL] = [40, 30];
const PLUS = 2.5; // from the middle of a minimum's mark to its ends

/**
 * Markup of a cell's path; "" where none is known. Lines break where the path is outside the frame.
 *
 * @param {Pick<MatrixHeader, "paths" | "cells" | "surfaces">} header of the page, with paths
 * @param {number} row
 * @param {number} column
 */
export function pathAt({ paths, cells, surfaces }, row, column) {
  const each = paths ? paths.length / cells.state.length : 0;
  const first = (row * surfaces.length + column) * each;
  const points = pointsOf(paths ? paths.subarray(first, first + each) : []);
  const known = points.filter((point) => point !== null);
  if (!known.length) return "";
  let line = "";
  for (const [place, point] of points.entries())
    if (point) line += `${points[place - 1] ? "L" : "M"}${point.join(" ")}`;
  const [x, y] = known[known.length - 1];
  const marks = pointsOf(surfaces[column].minima).map((at) => (at ? plus(at) : ""));
  const end = points[points.length - 1] ? `<circle cx="${x}" cy="${y}" r="2.2"/>` : "";
  return `<svg viewBox="-2 -2 ${WIDE + 4} ${TALL + 4}"><path class="op-minima" d="${marks.join("")}"/><path d="${line}"/>${end}</svg>`;
}

/**
 * Pairs of bytes as points of the picture, from its upper left; null where one is not in it.
 *
 * @param {ArrayLike<number>} bytes
 */
function pointsOf(bytes) {
  return Array.from({ length: bytes.length / 2 }, (_, i) => {
    const [x, y] = [bytes[2 * i], bytes[2 * i + 1]];
    const shares = [x / (OUT - 1), 1 - y / (OUT - 1)];
    return x === OUT ? null : [round(shares[0] * WIDE), round(shares[1] * TALL)];
  });
}

const round = (/** @type {number} */ v) => Math.round(10 * v) / 10;
/** @param {number[]} at */
const plus = ([x, y]) => `M${x - PLUS} ${y}h${2 * PLUS}M${x} ${y - PLUS}v${2 * PLUS}`;
