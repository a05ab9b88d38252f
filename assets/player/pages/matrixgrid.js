/** The table of the matrix: heads that sort, cells that open a race, and the arrow keys that go from one to the next. */

import { el } from "../draw/dom.js";
import { markSvg } from "../draw/marks.js";
import { there } from "../draw/there.js";
import { tr } from "../draw/tr.js";
import { FAMILY, NAME, REACHED, rowsBy } from "./matrixcells.js";
import { fillCell, lookOf } from "./matrixlook.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { MatrixHeader, Rule } from "./headers.js" */
/** @import { Shown, Total, View } from "./matrixcells.js" */
/** @import { Look } from "./matrixlook.js" */

/** @type {Record<string, [down: number, right: number]>} */
const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const OWN = 2; // columns before those of the surfaces
const STOPS = "a, button:enabled"; // what the keys go to

/**
 * What the table shows: the header of the page, its view, the cells row by row, what each row comes to, the theme.
 *
 * @typedef {{header: MatrixHeader, view: View, cells: Shown[][], totals: Total[], theme: Theme}} State
 */

/**
 * The row of a rule with its cells, and what they show.
 *
 * @typedef {object} Line
 * @property {HTMLElement} element
 * @property {HTMLElement} mark
 * @property {HTMLElement} count
 * @property {HTMLTableCellElement[]} cells
 * @property {string[]} shown
 * @property {boolean | null} dark
 */

/**
 * A table that stays while its cells change, so that no press and no focus is lost; `choose(by)` is called with the order
 * that a head asks for.
 */
export class MatrixGrid {
  /** @param {(by: string) => void} choose */
  constructor(choose) {
    this.choose = choose;
    this.element = el("table", { role: "grid", "aria-label": tr("Optimizers on surfaces") });
    this.head = el("thead", {});
    this.body = el("tbody", {});
    this.element.append(this.head, this.body);
    /** @type {State | null} */
    this.given = null;
    /** @type {Map<string, Line>} */
    this.lines = new Map(); // by rule: its row, its cells, and what they show
    this.drawn = { columns: "", heads: "", order: "" };
    /** @type {HTMLElement | null} */
    this.stop = null; // where the tab key comes to
    this.element.addEventListener("keydown", (event) => this.step(event));
    this.element.addEventListener("focusin", ({ target }) => this.rove(target));
  }

  get state() {
    return there(this.given, "What the matrix shows");
  }

  /** @param {State} state */
  draw(state) {
    this.given = state;
    const { header, view } = state;
    const at = document.activeElement;
    const focused = this.element.contains(at) && at instanceof HTMLElement ? at : null;
    const [row, column] = this.stop ? this.placeOf(this.stop) : [0, 0];
    const columns = header.surfaces.map(({ race, on }) => `${race} ${on}`).join();
    if (columns !== this.drawn.columns) {
      this.lines.clear(); // a formula was typed: there is another column, which links keep
      this.drawn = { columns, heads: "", order: "" };
    }
    if (`${view.by} ${view.shows}` !== this.drawn.heads) this.head.replaceChildren(this.heads());
    this.drawn.heads = `${view.by} ${view.shows}`;
    for (const rule of header.rules.keys()) this.fill(rule);
    this.arrange();
    this.rove(this.stop?.isConnected ? this.stop : (this.stopAt(row, column) ?? this.element.querySelector(STOPS)));
    if (focused && document.activeElement !== focused) this.stop?.focus({ preventScroll: true });
  }

  heads() {
    const { header, view } = this.state;
    const [counted, sort] =
      view.shows === "rates"
        ? [tr("Rates that work, of all"), tr("Sort by the share of rates that work")]
        : [tr("Reached"), tr("Sort by how many")];
    const own = [this.sorter(NAME, tr("Optimizer"), tr("Sort by name")), this.sorter(REACHED, counted, sort)];
    own[0].classList.add("op-matrix-name");
    const columns = header.surfaces.map(({ name, label, family, on }, place) => {
      const th = this.sorter(
        name,
        label,
        tr("{family}. Sort by what is best on {surface}", { family, surface: label }),
      );
      const all = {
        href: `?${on}`,
        title: tr("All optimizers on {surface}", { surface: label }),
        "aria-label": tr("All on {surface}", { surface: label }),
      };
      if (on) th.append(el("a", { ...all, tabIndex: -1 }, "▦"));
      return this.bordered(th, place);
    });
    return el("tr", {}, ...own, ...columns);
  }

  /**
   * @param {string} by
   * @param {string} label
   * @param {string} title
   */
  sorter(by, label, title) {
    const on = this.state.view.by === by;
    const sort = () => this.choose(on ? FAMILY : by);
    const order = on ? (by === REACHED ? "descending" : "ascending") : null;
    const locked = this.state.header.locked.includes("by");
    const asked = { type: "button", title, tabIndex: -1, disabled: locked, onclick: sort };
    const button = el("button", asked, el("span", {}, label));
    return el("th", { scope: "col", "aria-sort": order }, button);
  }

  /**
   * A cell of a column, with a border where another family of surfaces begins.
   *
   * @param {HTMLTableCellElement} cell
   * @param {number} column
   */
  bordered(cell, column) {
    const { surfaces } = this.state.header;
    if (column && surfaces[column - 1].family !== surfaces[column].family) cell.classList.add("op-matrix-first");
    return cell;
  }

  /**
   * The row of a rule as it is now.
   *
   * @param {number} row
   */
  fill(row) {
    const { header, view, cells, totals, theme } = this.state;
    const rule = header.rules[row];
    const line = this.lines.get(rule.name) ?? this.makeLine(rule);
    if (line.dark !== theme.dark) line.mark.innerHTML = markSvg(rule, theme);
    line.dark = theme.dark;
    line.count.textContent = totals[row].text;
    for (const [column, cell] of cells[row].entries())
      this.tell(line, column, lookOf(cell, rule, header.surfaces[column], view, theme));
  }

  /** @param {Rule} rule */
  makeLine(rule) {
    const mark = el("span", { class: "op-matrix-mark", "aria-hidden": "true" });
    const called = { href: `?${rule.of}`, title: tr("{name} on all surfaces", { name: rule.label }), tabIndex: -1 };
    const name = rule.of ? el("a", called, mark, rule.label) : el("span", {}, mark, rule.label);
    const head = el("th", { scope: "row", class: "op-matrix-name" }, name);
    const count = el("td", { class: "op-matrix-total" });
    const cells = this.state.header.surfaces.map((_, column) => this.bordered(el("td", {}), column));
    const line = { element: el("tr", {}, head, count, ...cells), mark, count, cells, shown: [], dark: null };
    this.lines.set(rule.name, line);
    return line;
  }

  /**
   * Let a cell show something, unless it does.
   *
   * @param {Line} line
   * @param {number} column
   * @param {Look} look
   */
  tell(line, column, look) {
    const now = Object.values(look).join("\n");
    if (line.shown[column] === now) return;
    line.shown[column] = now;
    fillCell(line.cells[column], look);
  }

  /** Put the rows in their order, under the heads of their families where that is it. */
  arrange() {
    const { header, view, cells, totals } = this.state;
    const { rules, surfaces } = header;
    const cellOf = (/** @type {number} */ row, /** @type {number} */ column) => cells[row][column];
    const order = rowsBy(view.by, rules, surfaces, cellOf, (row) => totals[row].size);
    const drawn = `${view.by === FAMILY} ${order}`;
    if (drawn === this.drawn.order) return;
    this.drawn.order = drawn;
    const parts = [];
    for (const [place, row] of order.entries()) {
      const { family, name } = rules[row];
      if (view.by === FAMILY && rules[order[place - 1]]?.family !== family) {
        const head = { scope: "rowgroup", class: "op-matrix-family", colSpan: surfaces.length + OWN };
        parts.push(el("tr", {}, el("th", head, el("span", {}, family))));
      }
      parts.push(there(this.lines.get(name), "The row of a rule").element);
    }
    this.body.replaceChildren(...parts);
  }

  /** The rows that the keys go through: the heads, then one for each rule. */
  rows() {
    return [...this.element.querySelectorAll("tr")].filter((row) => !row.querySelector(".op-matrix-family"));
  }

  /**
   * @param {number} row
   * @param {number} column
   * @returns {HTMLElement | null}
   */
  stopAt(row, column) {
    return this.rows()[row]?.children[column]?.querySelector(STOPS) ?? null;
  }

  /** @param {Element} stop */
  placeOf(stop) {
    const cell = stop.closest("th, td");
    const row = cell?.closest("tr");
    return [row ? Math.max(0, this.rows().indexOf(row)) : 0, row && cell ? [...row.children].indexOf(cell) : 0];
  }

  /**
   * The one element that the tab key comes to is what had the focus last.
   *
   * @param {EventTarget | null} target
   */
  rove(target) {
    const stop = target instanceof Element ? target.closest(STOPS) : null;
    if (!(stop instanceof HTMLElement) || !this.element.contains(stop) || stop === this.stop) return;
    this.stop?.setAttribute("tabindex", "-1");
    stop.setAttribute("tabindex", "0");
    this.stop = stop;
  }

  /**
   * Go where a key points to; with a modifier it belongs to the browser.
   *
   * @param {KeyboardEvent} event
   */
  step(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const [down, right] = MOVES[event.key] ?? [0, 0];
    const rows = this.rows();
    const last = [rows.length - 1, this.state.header.surfaces.length + OWN - 1];
    if (!this.stop) return;
    const { stop: from } = this;
    let [row, column] = this.placeOf(from);
    let along = right;
    if (event.key === "Home") [column, along] = [-1, 1];
    else if (event.key === "End") [column, along] = [last[1] + 1, -1];
    if (!down && !along) return;
    event.preventDefault();
    event.stopPropagation();
    const open = rows[row].children[column]?.querySelectorAll(STOPS) ?? [];
    if (down && open.length > 1) {
      const next = [...open].indexOf(from) + down; // a head has two: its order, and its runs
      if (open[next] instanceof HTMLElement) return open[next].focus();
    }
    for (;;) {
      [row, column] = [row + down, column + along];
      if (row < 0 || column < 0 || row > last[0] || column > last[1]) return;
      const stop = this.stopAt(row, column);
      if (stop) return stop.focus();
    }
  }
}
