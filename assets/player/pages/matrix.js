/**
 * The matrix: a row for each optimizer, a column for each surface, and in each cell what becomes of the one on the other.
 *
 * Data: the blob of a header, see ui/race/all/header.py. It reports {kind: "matrix", shows, by} by the outbox: what is
 * shown of each cell, and by what the rows are sorted. A press on a cell opens its race. The arrow keys go from cell to
 * cell, heads among them; the table is one stop of the tab key.
 */

import { el, press, segmented } from "../draw/dom.js";
import { markSvg } from "../draw/marks.js";
import { applyTheme, mix, readTheme } from "../draw/theme.js";
import { decode } from "../engine/blob.js";
import { mounts } from "../engine/mounts.js";
import { report } from "../engine/outbox.js";
import { AT_END, ELSEWHERE, FAMILY, GLYPHS, NAME, REACHED, rowsBy, THERE, told } from "./matrixcells.js";

const SHOWS = { default: "With defaults", best: "Best rate", rates: "Rates that work" };
const GOOD = ["#00855F", "#26B277"]; // light and dark: within the tolerance, the deeper the sooner
const BAD = ["#CC4014", "#F1543A"]; // left the frame, or not finite
const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** Show the matrix in `component.parentElement`; returns the function that takes it down. */
export const mount = mounts((parent) => new Matrix(parent));

class Matrix {
  constructor(parent) {
    this.root = el("div", { class: "player op-matrix" });
    this.chosen = segmented("Shown in each cell", Object.entries(SHOWS), (shows) => this.choose({ shows }));
    this.progress = el("progress", { max: 1, "aria-label": "Cells that are there" });
    this.done = el("span", { class: "op-matrix-done" });
    const state = el("span", { class: "op-matrix-state" }, this.progress, this.done);
    this.key = el("ul", { class: "op-matrix-key", "aria-label": "What the signs mean" });
    this.summary = el("p", { class: "op-matrix-summary", "aria-live": "polite" });
    this.table = el("table", { role: "grid", "aria-label": "Optimizers on surfaces" });
    this.box = el("div", { class: "op-matrix-box" }, this.table);
    const bar = el("div", { class: "op-matrix-bar" }, this.chosen, state);
    this.root.append(bar, this.summary, this.box, this.key);
    parent.append(this.root);
    this.view = { shows: "default", by: FAMILY };
    this.wanted = null; // what was chosen here, until the server says the same
    this.at = [0, 0]; // of the stop of the tab key: row, column; the heads are row 0, the names column 0
    this.table.addEventListener("keydown", (event) => this.step(event));
    this.table.addEventListener("focusin", ({ target }) => this.rove(target));
    this.light = window.matchMedia("(prefers-color-scheme: dark)");
    this.recolour = () => this.draw();
    this.light.addEventListener("change", this.recolour);
  }

  update({ data }) {
    if (data !== this.view.bytes) {
      this.view.bytes = data;
      this.header = decode(data);
      this.take(this.header);
    }
    this.draw();
  }

  /** What is shown, and by what it is sorted, as the server says; what was chosen here holds until it says the same. */
  take({ shows, by }) {
    if (this.wanted && (this.wanted.shows !== shows || this.wanted.by !== by)) return;
    this.wanted = null;
    this.view = { shows, by };
  }

  choose(change) {
    this.view = { ...this.view, ...change };
    this.wanted = this.view;
    report({ kind: "matrix", ...this.view });
    this.draw();
  }

  cellOf(row, column) {
    const { cells, surfaces } = this.header;
    const place = row * surfaces.length + column;
    const cell = Object.fromEntries(Object.entries(cells).map(([name, values]) => [name, values[place]]));
    return { ...cell, ...told(cell, this.view.shows, this.header, surfaces[column].known) };
  }

  draw() {
    if (!this.header) return;
    const { header } = this;
    this.theme = readTheme(this.root);
    applyTheme(this.root, this.theme);
    press(this.chosen, this.view.shows);
    this.all = header.rules.map((_, row) => header.surfaces.map((_, column) => this.cellOf(row, column)));
    this.reached = this.all.map((row) => row.filter(({ good }) => good).length);
    this.progress.value = header.done / header.total;
    this.progress.hidden = header.done === header.total;
    const [done, total] = [header.done, header.total].map((count) => count.toLocaleString("en-US"));
    this.done.textContent = done === total ? `${total} cells` : `${done} of ${total} cells`;
    this.say();
    this.keys();
    const focused = this.table.contains(document.activeElement);
    const { scrollLeft, scrollTop } = this.box;
    this.build();
    this.box.scrollTo(scrollLeft, scrollTop);
    this.rove(this.stopAt(...this.at) ?? this.stopAt(0, 0));
    if (focused) this.stop?.focus({ preventScroll: true });
  }

  /** What there is to see, in a sentence. */
  say() {
    const { rules, surfaces } = this.header;
    const cells = this.all.flatMap((row) => row.filter((cell, column) => !cell.state && surfaces[column].known));
    const most = Math.max(...this.reached);
    const text =
      this.view.shows === "rates"
        ? "a rate works"
        : `the tolerance is reached${this.view.shows === "best" ? " with the best rate" : ""}`;
    const share = cells.length ? Math.round((100 * cells.filter(({ good }) => good).length) / cells.length) : 0;
    const who = rules.filter((_, row) => this.reached[row] === most).map(({ label }) => label);
    const names = who.length > 3 ? `${who.length} optimizers` : who.join(" and ");
    const tell = `In ${share}% of the cells with a known minimum ${text}; on most surfaces by ${names}, ${most}.`;
    this.summary.textContent = cells.length ? tell : "The first cells are being computed.";
  }

  keys() {
    const { words } = this.header;
    const signs = Object.entries(GLYPHS).map(([fate, glyph]) => [glyph, words[fate]]);
    const told =
      this.view.shows === "rates"
        ? [["5", `how many of ${this.header.rates} rates work; the deeper the colour, the more`]]
        : [
            ["● 120", "gradients to the tolerance; the deeper the colour, the sooner"],
            [ELSEWHERE.glyph, ELSEWHERE.words],
          ];
    if (this.view.shows !== "rates") told.push(...signs, [AT_END, "within the tolerance, then lost"]);
    const rows = [...told, ["–", "cannot run, or no minimum known"], ["·", "not yet"]];
    this.key.replaceChildren(
      ...rows.map(([glyph, text]) => el("li", {}, el("b", { "aria-hidden": "true" }, glyph), text)),
    );
  }

  build() {
    const { rules, surfaces } = this.header;
    const order = rowsBy(
      this.view.by,
      rules,
      surfaces,
      (row, column) => this.all[row][column],
      (row) => this.reached[row],
    );
    const body = el("tbody", {});
    for (const [place, row] of order.entries()) {
      const { family } = rules[row];
      if (this.view.by === FAMILY && rules[order[place - 1]]?.family !== family) {
        const head = el("th", { scope: "rowgroup", class: "op-matrix-family", colSpan: surfaces.length + 2 });
        head.append(el("span", {}, family));
        body.append(el("tr", {}, head));
      }
      body.append(this.row(row));
    }
    this.table.replaceChildren(el("thead", {}, this.heads()), body);
  }

  heads() {
    const counted = this.view.shows === "rates" ? "With a rate that works" : "Reached";
    const own = [this.head(NAME, "Optimizer", "Sort by name"), this.head(REACHED, counted, "Sort by surfaces reached")];
    const { surfaces } = this.header;
    const columns = surfaces.map(({ name, label, family }, place) => {
      const th = this.head(name, label, `${family}. Sort by what is best on ${label}`);
      th.append(
        el("a", { href: `?on=${name}`, title: `All optimizers on ${label}`, "aria-label": `All on ${label}` }, "▦"),
      );
      if (place && surfaces[place - 1].family !== family) th.classList.add("op-matrix-first");
      return th;
    });
    return el("tr", {}, ...own, ...columns);
  }

  head(by, label, title) {
    const on = this.view.by === by;
    const sort = () => this.choose({ by: on ? FAMILY : by });
    const button = el("button", { type: "button", title, onclick: sort }, el("span", {}, label));
    const order = on ? (by === REACHED ? "descending" : "ascending") : null;
    const th = el("th", { scope: "col", "aria-sort": order }, button);
    if (by === NAME) th.classList.add("op-matrix-name");
    return th;
  }

  row(row) {
    const { rules, surfaces } = this.header;
    const rule = rules[row];
    const mark = el("span", { class: "op-matrix-mark", "aria-hidden": "true", html: markSvg(rule, this.theme) });
    const name = el("a", { href: `?of=${rule.name}`, title: `${rule.label} on all surfaces` }, mark, rule.label);
    const cells = this.all[row].map((cell, column) => {
      const td = this.cell(cell, rule, surfaces[column]);
      if (column && surfaces[column - 1].family !== surfaces[column].family) td.classList.add("op-matrix-first");
      return td;
    });
    const count = el("td", { class: "op-matrix-count" }, String(this.reached[row]));
    return el("tr", {}, el("th", { scope: "row", class: "op-matrix-name" }, name), count, ...cells);
  }

  cell(cell, rule, surface) {
    const { glyph, text, words, good, bad, state } = cell;
    const td = el("td", {});
    const [shade, share] = bad ? [BAD, 0.16] : [GOOD, good === null ? 0 : 0.08 + 0.42 * good];
    if (share && good !== 0) td.style.background = mix(this.theme.page, shade[Number(this.theme.dark)], share);
    const parts = [el("span", { "aria-hidden": "true" }, glyph), text, el("span", { class: "op-unseen" }, ` ${words}`)];
    if (state !== THERE) {
      td.append(...parts);
      return td;
    }
    const best = this.view.shows === "default" || !rule.number ? "" : `&a.${rule.number}=${plainRate(cell.bestrate)}`;
    const rate = best ? `, at rate ${plainRate(cell.bestrate)}` : "";
    const title = `${rule.label} on ${surface.label}: ${[text, words].filter(Boolean).join(" ")}${rate}`;
    td.append(el("a", { href: `./?${surface.race}&a=${rule.name}${best}`, title, tabIndex: -1 }, ...parts));
    return td;
  }

  /** What can have the focus, row by row: heads, names, cells. */
  rows() {
    return [...this.table.querySelectorAll("tr")].filter((row) => !row.querySelector(".op-matrix-family"));
  }

  /** @returns {HTMLElement | null} */
  stopAt(row, column) {
    return this.rows()[row]?.children[column]?.querySelector("a, button") ?? null;
  }

  /** The one element that the tab key comes to is what had the focus last. */
  rove(target) {
    const stop = target instanceof Element ? target.closest("a, button") : null;
    if (!(stop instanceof HTMLElement) || !this.table.contains(stop)) return;
    if (this.stop !== stop)
      for (const one of this.table.querySelectorAll("a, button")) one.setAttribute("tabindex", "-1");
    stop.setAttribute("tabindex", "0");
    this.stop = stop;
    const cell = stop.closest("th, td");
    this.at = [
      this.rows().indexOf(/** @type {any} */ (cell.parentElement)),
      [...cell.parentElement.children].indexOf(cell),
    ];
  }

  step(event) {
    const [down, right] = MOVES[event.key] ?? [0, 0];
    const ends = { Home: 0, End: this.header.surfaces.length + 1 };
    if (!(event.key in MOVES) && !(event.key in ends)) return;
    event.preventDefault();
    event.stopPropagation();
    let [row, column] = this.at;
    const last = [this.rows().length - 1, ends.End];
    for (let tries = 0; tries <= last[0] + last[1]; tries += 1) {
      row = Math.min(last[0], Math.max(0, row + down));
      column = event.key in ends ? ends[event.key] : Math.min(last[1], Math.max(0, column + right));
      const stop = this.stopAt(row, column);
      if (stop) return stop.focus();
      if (event.key in ends) ends[event.key] += event.key === "Home" ? 1 : -1;
    }
  }

  destroy() {
    this.light.removeEventListener("change", this.recolour);
    this.root.remove();
  }
}

/** A rate that came as a float of 32 bits, as it was. */
function plainRate(rate) {
  return Number(rate.toPrecision(6));
}
