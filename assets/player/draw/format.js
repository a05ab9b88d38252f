/** Numbers as a class reads them: few digits, a true minus sign, powers of ten below 0.001. See locales/formats.py. */

import { LANGUAGE } from "./messages.js";
import { tr } from "./tr.js";

/** @import { Frame } from "./view.js" */

const SHORT_PAIR = 20; // letters of two names up to which both are written
/** @type {Record<string, string>} */
const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/**
 * An integer as Unicode superscript: -4 gives "⁻⁴".
 *
 * @param {number} exponent
 */
export function raised(exponent) {
  return Array.from(String(exponent), (sign) => RAISED[sign]).join("");
}

/**
 * Replace the hyphens of a number by true minus signs; zero has none.
 *
 * @param {string | number} text
 */
export function minus(text) {
  return String(text)
    .replace(/^-(?=[0.,]*$)/, "")
    .replace(/-/g, "−");
}

/**
 * `v` with `digits` significant digits; scientific below 0.001 and from 100,000 up.
 *
 * @param {number} v
 * @param {number} count
 */
export function digits(v, count) {
  if (!Number.isFinite(v)) return tr("not finite");
  if (v === 0) return "0";
  const [mantissa, power] = v.toExponential(count - 1).split("e");
  const exponent = Number(power);
  if (exponent < -3 || exponent > 4) return `${minus(mantissa)}×10${raised(exponent)}`;
  const text = Number(`${mantissa}e${power}`).toFixed(Math.max(0, count - 1 - exponent));
  return minus(exponent > 3 ? thousands(text.replace(/(\d)(\d{3})$/, "$1,$2")) : text);
}

/**
 * A number with commas between its thousands, as `language` writes it: a narrow space, and from five digits on, where a
 * comma reads as a point.
 *
 * @param {string} text
 */
export function thousands(text, language = LANGUAGE) {
  if (language === "en") return text;
  const [whole] = text.split(".");
  return text.replaceAll(",", whole.replace(/\D/g, "").length > 4 ? "\u202f" : "");
}

/**
 * A number with the sign of per cent, as `language` writes it: behind a narrow space outside of English.
 *
 * @param {string} text
 */
export function percentage(text, language = LANGUAGE) {
  return `${text}${language === "en" ? "" : "\u202f"}%`;
}

/**
 * `v` with commas between thousands and at most `most` digits after its point, for counts: 1,200.
 *
 * @param {number} v
 */
export function grouped(v, most = 3) {
  return minus(thousands(v.toLocaleString("en-US", { maximumFractionDigits: most })));
}

/**
 * `v` with so many digits after its point, for numbers that are compared there: −0.50, 1.98.
 *
 * @param {number} v
 * @param {number} places
 */
export function fixed(v, places) {
  return minus(v.toFixed(places));
}

/**
 * Two significant digits, for numbers in motion: 0.21, 0.0057, 5.9×10⁻⁴.
 *
 * @param {number} v
 */
export function short(v) {
  return digits(v, 2);
}

/**
 * Three significant digits, for tables: 0.0502, −9.06.
 *
 * @param {number} v
 */
export function long(v) {
  return digits(v, 3);
}

/**
 * Like `short`, with words where there is no number: "not reached", "not finite".
 *
 * @param {number | null | undefined} v
 */
export function words(v) {
  return v === null || v === undefined ? tr("not reached") : short(v);
}

/**
 * A round number without trailing zeros, for axis ticks and coordinates: 1.5, −0.5, 3, 10⁻⁶.
 *
 * @param {number} v
 */
export function plain(v, count = 4) {
  if (!Number.isFinite(v)) return tr("not finite");
  const value = Number(v.toPrecision(count));
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e-3 && size < 1e5) return size >= 1e4 ? grouped(value, count) : minus(value);
  const [mantissa, power] = value.toExponential().split("e");
  const head = mantissa === "1" ? "" : mantissa === "-1" ? "−" : `${minus(mantissa)}×`;
  return `${head}10${raised(Number(power))}`;
}

/**
 * Digits that a number needs to be told from another one `gap` away, at least four: 2.9998 beside 3 and 3.0002.
 *
 * @param {number[]} values
 * @param {number} gap
 */
export function digitsApart(values, gap) {
  const near = (/** @type {number} */ v, /** @type {number} */ count) =>
    Math.abs(Number(v.toPrecision(count)) - v) <= 1e-3 * gap;
  let count = 4;
  while (count < 15 && !values.every((v) => near(v, count))) count += 1;
  return count;
}

/**
 * Texts of the numbers of an axis, `gap` apart: as many digits as tell each where it stands.
 *
 * @param {number[]} values
 * @param {number} gap
 */
export function plains(values, gap) {
  const count = digitsApart(values, gap);
  return values.map((v) => plain(Math.abs(v) < 1e-9 * gap ? 0 : v, count));
}

/**
 * A share as a percentage: 0.984 gives "98%", 0.0043 "0.4%", 0.0001 "<0.1%". Only all reads "100%", only nothing "0%".
 *
 * @param {number} v
 */
export function percent(v) {
  if (!Number.isFinite(v)) return tr("not finite");
  const many = Math.abs(100 * v);
  const near = (many > 0 && many < 1) || (many > 99 && many < 100);
  const text = many.toFixed(near ? 1 : 0);
  if (near && text === "0.0") return percentage(v < 0 ? ">−0.1" : "<0.1");
  return percentage(minus(`${v < 0 ? "-" : ""}${near && text === "100.0" ? "99.9" : text}`));
}

/**
 * A power of ten, written out from 0.01 to that of `largest`: 2 gives "100", -1 gives "0.1", 6 gives "10⁶".
 *
 * @param {number} exponent
 * @param {number} [largest]
 */
export function decade(exponent, largest = 3) {
  return exponent >= -2 && exponent <= largest ? String(Number(`1e${exponent}`)) : `10${raised(exponent)}`;
}

/**
 * Several names in few words: "SGD", "SGD and Adam", "SGD and 3 more".
 *
 * @param {string[]} names
 */
export function together(names) {
  const [first, second] = names;
  if (names.length === 2 && first.length + second.length < SHORT_PAIR)
    return tr("{first} and {second}", { first, second });
  return names.length < 2 ? first : tr("{first} and {count} more", { first, count: names.length - 1 });
}

/**
 * A coordinate with as many digits as tell where between `low` and `high` it lies: 2.9996 from 2.9994 to 3.0006.
 *
 * @param {number} v
 * @param {number} low
 * @param {number} high
 */
export function coordinate(v, low, high) {
  return plain(v, digitsApart([v], high - low));
}

/**
 * A point of `frame`: "(1, 1.5)".
 *
 * @param {[x: number, y: number]} point
 * @param {Frame} frame
 */
export function point([x, y], [x0, x1, y0, y1]) {
  return `(${coordinate(x, x0, x1)}, ${coordinate(y, y0, y1)})`;
}
