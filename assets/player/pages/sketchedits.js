/** Edits of a curve that is drawn by hand: one value for each column of the paper. */

/** @typedef {{range: number[], steps: number[], start: number, values?: number[] | null}} Sheet what a paper is of */

/**
 * The line with which a paper begins that has not been drawn on: what was taken of it before, else null. Undefined where
 * it is the same paper as that of `before`, whose line stays.
 *
 * @param {Sheet} sheet
 * @param {Sheet | null} before
 */
export function begun(sheet, before) {
  const of = (/** @type {Sheet} */ { range, steps, start }) => JSON.stringify([range, steps, start]);
  return before && of(sheet) === of(before) ? undefined : (sheet.values ?? null);
}

/**
 * With a stroke from one place to another, [column, value], which may lie between columns: all columns on its way get
 * the value of the line there, straight on a logarithmic scale.
 *
 * @param {number[]} values
 * @param {[column: number, value: number]} from
 * @param {[column: number, value: number]} to
 * @returns {number[]}
 */
export function stroked(values, from, to) {
  const [[first, low], [last, high]] = from[0] <= to[0] ? [from, to] : [to, from];
  const nearest = Math.round(to[0]);
  return values.map((value, column) => {
    if (column === nearest && nearest > 0) return to[1];
    if (column === 0 || column < first || column > last) return value;
    const share = (column - first) / (last - first);
    return low * (high / low) ** share;
  });
}

/**
 * With the value of one column `factor` times as large, within a range. Where all columns after it have the value that it
 * had, none of them has been drawn yet: they go along.
 *
 * @param {number[]} values
 * @param {number} column
 * @param {number} factor
 * @param {number[]} range
 * @returns {number[]}
 */
export function raised(values, column, factor, [low, high]) {
  const value = Math.min(high, Math.max(low, values[column] * factor));
  const next = values.findIndex((one, i) => i > column && one !== values[column]);
  const end = next < 0 ? values.length : column + 1;
  return values.map((one, i) => (i >= column && i < end ? value : one));
}
