/** The table under the player: how each optimizer ended, best first; a click on a column's head sorts by it. */

import { el, focusedIn } from "../draw/dom.js";
import { grouped, words } from "../draw/format.js";
import { markSvg } from "../draw/marks.js";
import { applyTheme, hue, readTheme } from "../draw/theme.js";
import { tr } from "../draw/tr.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Component } from "../engine/panel.js" */
/** @import { Standing, Standings } from "./headers.js" */

const WIDTH = 120;
const HEIGHT = 26;
/** @typedef {{name: string, down: boolean}} Order by a column */

/** @type {WeakMap<HTMLElement, Order>} */
const ORDERS = new WeakMap(); // by place on the page: { name, down } of the column that sorts; absent: best first

/** @typedef {[name: string, text: string, kind: string, missing?: string, title?: string]} Column */

/**
 * Columns: field, head, kind, what is said where there is no number, what the head means.
 *
 * @param {Standings} data
 * @returns {Column[]}
 */
function columns({ known, tolerance }) {
  return [
    ["name", tr("Optimizer"), "text"],
    ["outcome", tr("Outcome"), "text"],
    [
      "curve",
      tr("Loss over steps"),
      "curve",
      "",
      tr("Logarithm of the loss above the lowest value known or seen, one scale for all"),
    ],
    ["final", tr("Final loss"), "number", tr("not finite")],
    ["best", tr("Best loss"), "number", tr("not finite")],
    [
      "distance",
      tr("Distance"),
      "number",
      known ? tr("not finite") : tr("not known"),
      tr("From where it ends to the nearest minimum"),
    ],
    [
      "reached",
      tr("Steps to {tolerance}", { tolerance }),
      "whole",
      tr("not reached"),
      tr("Until the loss stays within {tolerance} of the minimum", { tolerance }),
    ],
    ["gradients", tr("Gradients"), "whole", ""],
  ];
}

/**
 * Show `component.data`, JSON of the standings, in `component.parentElement`; called again at each change of data or
 * theme.
 *
 * @param {Component} component
 */
export function mount(component) {
  const parent = component.parentElement;
  /** @type {Standings} */
  const data = JSON.parse(new TextDecoder().decode(component.data));
  const draw = () => {
    const focused = focusedIn(parent, "name");
    const root = table(data, parent, draw);
    parent.replaceChildren(root);
    const again = focused ? root.querySelector(`[data-name="${focused}"]`) : null;
    if (again instanceof HTMLElement) again.focus();
  };
  draw();
  return () => parent.replaceChildren();
}

/**
 * @param {Standings} data
 * @param {HTMLElement} parent
 * @param {() => void} redraw
 */
function table(data, parent, redraw) {
  const theme = readTheme(parent);
  const order = ORDERS.get(parent);
  const heads = columns(data).map((column) =>
    head(column, order, (next) => {
      if (next) ORDERS.set(parent, next);
      else ORDERS.delete(parent);
      redraw();
    }),
  );
  const range = extent(data.rows);
  const rows = sorted(data.rows, order).map((row) =>
    el("tr", {}, ...columns(data).map((column) => cell(row, column, theme, range))),
  );
  const body = el(
    "table",
    {},
    el("caption", {}, tr("Standings, best first")),
    el("thead", {}, el("tr", {}, ...heads)),
    el("tbody", {}, ...rows),
  );
  const root = el("div", { class: "op-standings", role: "region", "aria-label": tr("Standings"), tabIndex: 0 }, body);
  root.dataset.testid = "standings";
  applyTheme(root, theme);
  return root;
}

/**
 * @param {Column} column
 * @param {{name: string, down: boolean} | undefined} order
 * @param {(order: {name: string, down: boolean} | null) => void} choose
 */
function head([name, text, kind, , title], order, choose) {
  const on = order?.name === name;
  const th = el("th", {
    scope: "col",
    class: `op-head-${kind}`,
    "aria-sort": on ? (order.down ? "descending" : "ascending") : null,
  });
  if (kind === "curve") th.append(el("span", { title: title ?? "" }, text));
  else {
    const next = on && order.down ? null : { name, down: on };
    const button = el("button", { type: "button", title: title ?? "", onclick: () => choose(next) }, text);
    button.dataset.name = name;
    th.append(button);
  }
  return th;
}

/**
 * The rows in the order of a column; rows without its number come last either way, for they are never best.
 *
 * @param {Standing[]} rows
 * @param {Order | undefined} order
 */
function sorted(rows, order) {
  if (!order) return rows;
  const sign = order.down ? -1 : 1;
  const name = /** @type {keyof Standing} */ (order.name);
  return [...rows].sort((one, other) => {
    const [a, b] = [one[name] ?? null, other[name] ?? null];
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * String(a).localeCompare(String(b));
  });
}

/**
 * @param {Standing} row of the table, a runner with its numbers
 * @param {Column} column
 * @param {Theme} theme
 * @param {{low: number, high: number}} range
 */
function cell(row, [name, , kind, missing], theme, range) {
  if (name === "name") {
    const mark = el("span", { class: "op-mark", "aria-hidden": "true", html: markSvg(row, theme) });
    return el("th", { scope: "row" }, mark, row.name);
  }
  if (kind === "curve") return el("td", { class: "op-spark", html: sparkline(row.curve, range, hue(row, theme)) });
  const value = row[/** @type {"outcome" | "final" | "best" | "distance" | "reached" | "gradients"} */ (name)];
  if (typeof value === "string") return el("td", {}, value);
  if (value === null) return el("td", { class: "op-number op-missing" }, missing);
  return el("td", { class: "op-number" }, kind === "whole" ? grouped(value) : words(value), ...over(row.ranges[name]));
}

/**
 * From where to where a number goes over several seeds, in brackets.
 *
 * @param {[low: number | null, high: number | null] | undefined} ends
 */
function over(ends) {
  if (!ends) return [];
  const [low, high] = ends.map((end) => (end === null ? "∞" : words(end)));
  return [` (${tr("{low} to {high}", { low, high })})`];
}

/** @param {Standing[]} rows */
function extent(rows) {
  const all = rows.flatMap((row) => row.curve).filter((height) => height !== null);
  const low = Math.min(...all);
  return { low, high: Math.max(...all, low + 1e-9) };
}

/**
 * @param {(number | null)[]} curve
 * @param {{low: number, high: number}} range
 * @param {string} colour
 */
function sparkline(curve, { low, high }, colour) {
  const path = curve.map((height, i) => {
    if (height === null) return "";
    const x = 1 + ((WIDTH - 2) * i) / Math.max(1, curve.length - 1);
    const y = 2 + ((HEIGHT - 4) * (high - height)) / (high - low);
    return `${(curve[i - 1] ?? null) === null ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return (
    `<svg width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">` +
    `<path d="${path.join("")}" fill="none" stroke="${colour}" stroke-width="1.6"/></svg>`
  );
}
