/** The update line by line: rule, words, numbers put in, values for x and y, and both over all steps. */

import { el, fit } from "../draw/dom.js";
import { long, plain } from "../draw/format.js";
import { tr } from "../draw/tr.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Part, Update, UpdateLine } from "../engine/header.js" */

const SPARK = [100, 36]; // px
const LETTER = 12; // px at the right of a sparkline for the names of its lines
const BOUND = 0.02; // share of the values cut off at either end, so that one spike does not flatten the rest

/**
 * `template` with its {} replaced by `values`; a negative one after an operator stands in parentheses.
 *
 * @param {string} template
 * @param {string[]} values
 */
function substituted(template, values) {
  let at = 0;
  let text = "";
  for (const piece of template.split(/(\{\})/)) {
    if (piece !== "{}") {
      text += piece;
      continue;
    }
    const value = values[at];
    at += 1;
    text += value.startsWith("−") && /[-+−·×/√^*=]\s*$/.test(text) ? `(${value})` : value;
  }
  return text;
}

/**
 * A part of a line at step i: a constant of the rule as it was set, a quantity with three digits.
 *
 * @param {Part} value
 * @param {number} i
 */
function part(value, i) {
  if (typeof value === "number") return plain(value);
  return value ? long(value[i]) : tr("not finite");
}

/** The table of one runner's update. */
export class UpdateTable {
  constructor() {
    this.body = el("tbody");
    const heads = [tr("Rule, line by line"), tr("with numbers, for x"), "x", "y", tr("over all steps")];
    const classes = ["op-rule", "op-numbers", "op-value", "op-value", "op-spark"];
    const cells = heads.map((text, i) => el("th", { scope: "col", class: classes[i] }, text));
    this.element = el("table", { class: "op-lines" }, el("thead", {}, el("tr", {}, ...cells)), this.body);
    /** @type {ReturnType<typeof makeRow>[]} */
    this.rows = [];
  }

  /** @param {Update} inside */
  setData(inside) {
    this.rows = inside.lines.map((line) => makeRow(line));
    this.body.replaceChildren(...this.rows.map((row) => row.element));
  }

  /**
   * @param {Theme} theme
   * @param {number} scale
   */
  setTheme(theme, scale) {
    for (const { spark, line } of this.rows) if (line.x.length) drawSpark(spark, line, theme, scale);
  }

  /**
   * Show update `i`; `share` is where it lies on the sparklines, 0 to 1.
   *
   * @param {number} i
   * @param {number} share
   */
  draw(i, share) {
    for (const { line, numbers, x, y, cursor } of this.rows) {
      if (!line.x.length) continue;
      numbers.textContent = substituted(
        line.numbers,
        line.parts.map((value) => part(value, i)),
      );
      x.textContent = long(line.x[i]);
      y.textContent = long(line.y[i]);
      cursor.style.transform = `translateX(calc(${share * (SPARK[0] - LETTER - 4) + 1} * var(--op-px)))`;
    }
  }
}

/** @param {UpdateLine} line */
function makeRow(line) {
  const spark = el("canvas", { role: "img", "aria-label": tr("{line}, x and y over all steps", { line: line.words }) });
  const cursor = el("i", { class: "op-spark-cursor" });
  const numbers = el("td", { class: "op-numbers" });
  const [x, y] = [el("td", { class: "op-value" }), el("td", { class: "op-value" })];
  const rule = el(
    "th",
    { scope: "row", class: "op-rule" },
    el("span", { html: line.mathml }),
    el("small", {}, line.words),
    ...(line.missing ? [el("small", {}, line.missing)] : []),
  );
  const last = el("td", { class: "op-spark" });
  if (line.x.length) last.append(el("span", { class: "op-spark-box" }, spark, cursor));
  return { line, numbers, x, y, spark, cursor, element: el("tr", {}, rule, numbers, x, y, last) };
}

/**
 * A bend of the axis that shows large and small values of a line alike: a logarithm, or one on both sides of zero.
 *
 * @param {...Float32Array} arrays
 */
function bend(...arrays) {
  const sizes = arrays
    .flatMap((array) => Array.from(array, Math.abs))
    .filter((v) => v > 0 && v < Infinity)
    .sort((a, b) => a - b);
  if (!sizes.length) return (/** @type {number} */ v) => v;
  const middle = sizes[Math.floor(sizes.length / 2)];
  const positive = arrays.every((array) => array.every((v) => !(v <= 0)));
  return positive && sizes[sizes.length - 1] > 20 * sizes[0]
    ? Math.log
    : (/** @type {number} */ v) => Math.asinh(v / middle);
}

/**
 * Smallest and largest of the values that count, without the outermost.
 *
 * @param {Float32Array[]} arrays
 * @param {(v: number) => number} bent
 */
function range(arrays, bent) {
  const all = arrays.flatMap((array) => Array.from(array, bent).filter(Number.isFinite)).sort((a, b) => a - b);
  if (!all.length) return [0, 1];
  const cut = Math.floor(all.length * BOUND);
  const [low, high] = [all[cut], all[all.length - 1 - cut]];
  return high > low ? [low, high] : [low - 1, high + 1];
}

/**
 * x in ink, y in grey, each named at its end, with a faint line at zero.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {UpdateLine} line
 * @param {Theme} theme
 * @param {number} scale
 */
function drawSpark(canvas, line, theme, scale) {
  const [width, height] = SPARK;
  const ctx = fit(canvas, width * scale, height * scale);
  ctx.scale(scale, scale);
  const bent = bend(line.x, line.y);
  const [low, high] = range([line.x, line.y], bent);
  const right = width - LETTER - 4;
  const py = (/** @type {number} */ v) =>
    height - 5 - Math.min(1.08, Math.max(-0.08, (bent(v) - low) / (high - low))) * (height - 10);
  const px = (/** @type {number} */ i) => 1 + (i / Math.max(1, line.x.length - 1)) * right;
  if (bent !== Math.log && low < 0 && high > 0) {
    ctx.strokeStyle = theme.hairline;
    ctx.beginPath();
    ctx.moveTo(0, Math.round(py(0)) + 0.5);
    ctx.lineTo(right, Math.round(py(0)) + 0.5);
    ctx.stroke();
  }
  ctx.lineWidth = 1.6;
  ctx.lineJoin = "round";
  sparkLine(ctx, line.y, px, py, right, theme.marks);
  sparkLine(ctx, line.x, px, py, right, theme.ink);
  const ends = [line.x, line.y].map((array) => py(array[array.length - 1]));
  const [x, y] = ends.map((end) => (Number.isFinite(end) ? end : height / 2));
  const [first, second] = apart(x, y, height);
  ctx.font = `400 13px ${theme.font}`;
  ctx.textBaseline = "middle";
  ctx.fillStyle = theme.ink;
  ctx.fillText("x", right + 5, first);
  ctx.fillStyle = theme.quiet;
  ctx.fillText("y", right + 5, second);
}

/**
 * Two heights moved apart until two letters fit, inside the picture.
 *
 * @param {number} a
 * @param {number} b
 * @param {number} height
 */
function apart(a, b, height) {
  const gap = Math.max(0, LETTER - Math.abs(a - b)) / 2;
  const sign = a > b ? 1 : -1;
  const pair = [a + gap * sign, b - gap * sign];
  const over = Math.max(0, Math.max(...pair) - height + 6) - Math.max(0, 5 - Math.min(...pair));
  return pair.map((y) => y - over);
}

/**
 * A line over all steps, thinned to the extremes of each pixel column where there are many.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Float32Array} array
 * @param {(i: number) => number} px
 * @param {(v: number) => number} py
 * @param {number} right
 * @param {string} colour
 */
function sparkLine(ctx, array, px, py, right, colour) {
  ctx.strokeStyle = colour;
  ctx.beginPath();
  const each = Math.max(1, Math.floor(array.length / (2 * right)));
  for (let i = 0; i < array.length; i += each) {
    let [low, high] = [Infinity, -Infinity];
    for (let k = i; k < Math.min(i + each, array.length); k += 1) {
      if (array[k] < low) low = array[k];
      if (array[k] > high) high = array[k];
    }
    if (low > high) continue;
    ctx.lineTo(px(i), py(low));
    if (high > low) ctx.lineTo(px(i), py(high));
  }
  ctx.stroke();
}
