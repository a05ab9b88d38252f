/** The update line by line: rule, words, numbers put in, values for x and y, and both over all steps. */

import { el, fit } from "./dom.js";
import { long, plain } from "./format.js";

const SPARK = [100, 36]; // px
const LETTER = 12; // px at the right of a sparkline for the names of its lines
const BOUND = 0.02; // share of the values cut off at either end, so that one spike does not flatten the rest

/** `template` with its {} replaced by `values`; a negative one after an operator stands in parentheses. */
export function substituted(template, values) {
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

/** A part of a line at step i: a constant of the rule as it was set, a quantity with three digits. */
function part(value, i) {
  if (typeof value === "number") return plain(value);
  return value ? long(value[i]) : "not finite";
}

/** The table of one runner's update. */
export class UpdateTable {
  constructor() {
    this.body = el("tbody");
    const heads = ["Rule, line by line", "with numbers, for x", "x", "y", "over all steps"];
    const classes = ["op-rule", "op-numbers", "op-value", "op-value", "op-spark"];
    const cells = heads.map((text, i) => el("th", { scope: "col", class: classes[i] }, text));
    this.element = el("table", { class: "op-lines" }, el("thead", {}, el("tr", {}, ...cells)), this.body);
    this.rows = [];
  }

  setData(inside) {
    this.rows = inside.lines.map((line) => makeRow(line));
    this.body.replaceChildren(...this.rows.map((row) => row.element));
  }

  setTheme(theme) {
    for (const row of this.rows) drawSpark(row.spark, row.line, theme);
  }

  /** Show update `i`; `share` is where it lies on the sparklines, 0 to 1. */
  draw(i, share) {
    for (const { line, numbers, x, y, cursor } of this.rows) {
      numbers.textContent = substituted(line.numbers, line.parts.map((value) => part(value, i)));
      x.textContent = long(line.x[i]);
      y.textContent = long(line.y[i]);
      cursor.style.transform = `translateX(${share * (SPARK[0] - LETTER - 4) + 1}px)`;
    }
  }
}

function makeRow(line) {
  const spark = el("canvas", { role: "img", "aria-label": `${line.words}, x and y over all steps` });
  const cursor = el("i", { class: "op-spark-cursor" });
  const numbers = el("td", { class: "op-numbers" });
  const [x, y] = [el("td", { class: "op-value" }), el("td", { class: "op-value" })];
  const rule = el("th", { scope: "row", class: "op-rule" }, el("span", { html: line.mathml }), el("small", {}, line.words));
  const last = el("td", { class: "op-spark" }, el("span", { class: "op-spark-box" }, spark, cursor));
  return { line, numbers, x, y, spark, cursor, element: el("tr", {}, rule, numbers, x, y, last) };
}

/** Smallest and largest of the values that count, without the outermost. */
function range(...arrays) {
  const all = arrays.flatMap((array) => Array.from(array).filter(Number.isFinite)).sort((a, b) => a - b);
  if (!all.length) return [0, 1];
  const cut = Math.floor(all.length * BOUND);
  const [low, high] = [all[cut], all[all.length - 1 - cut]];
  return high > low ? [low, high] : [low - 1, high + 1];
}

/** x in ink, y in grey, each named at its end, with a faint line at zero. */
function drawSpark(canvas, line, theme) {
  const [width, height] = SPARK;
  const ctx = fit(canvas, width, height);
  const [low, high] = range(line.x, line.y);
  const right = width - LETTER - 4;
  const py = (v) => height - 5 - Math.min(1.05, Math.max(-0.05, (v - low) / (high - low))) * (height - 10);
  const px = (i) => 1 + (i / Math.max(1, line.x.length - 1)) * right;
  if (low < 0 && high > 0) {
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
  let [first, second] = ends.map((y) => (Number.isFinite(y) ? y : height / 2));
  if (Math.abs(first - second) < 12) {
    const [middle, sign] = [(first + second) / 2, first > second ? 1 : -1];
    [first, second] = [middle + 6 * sign, middle - 6 * sign];
  }
  ctx.font = `400 13px ${theme.font}`;
  ctx.textBaseline = "middle";
  ctx.fillStyle = theme.ink;
  ctx.fillText("x", right + 5, Math.min(Math.max(first, 5), height - 6));
  ctx.fillStyle = theme.quiet;
  ctx.fillText("y", right + 5, Math.min(Math.max(second, 5), height - 6));
}

/** A line over all steps, thinned to the extremes of each pixel column where there are many. */
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
