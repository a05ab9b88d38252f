/**
 * The matrix: a row for each optimizer, a column for each surface, and in each cell what becomes of the one on the other.
 *
 * Data: the blob of a header, see ui/race/all/header.py. It reports {kind: "matrix", shows, by} by the outbox: what is
 * shown of each cell, and by what the rows are sorted. A press on a cell opens its race. The arrow keys go from cell to
 * cell, heads among them; the table is one stop of the tab key.
 */

import { el, press, segmented } from "../draw/dom.js";
import { grouped } from "../draw/format.js";
import { redrawn } from "../draw/redrawn.js";
import { applyTheme, listenColours, readTheme } from "../draw/theme.js";
import { there } from "../draw/there.js";
import { tr } from "../draw/tr.js";
import { decode } from "../engine/blob.js";
import { mounts } from "../engine/mounts.js";
import { report } from "../engine/outbox.js";
import { FAMILY, told, totalOf } from "./matrixcells.js";
import { MatrixGrid } from "./matrixgrid.js";
import { keysOf } from "./matrixkeys.js";
import { groundOf } from "./matrixlook.js";
import { pathAt } from "./matrixpaths.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Component } from "../engine/panel.js" */
/** @import { Cell, MatrixHeader } from "./headers.js" */
/** @import { Shown, View } from "./matrixcells.js" */

const SHOWS = {
  default: tr("With defaults"),
  best: tr("Best rate"),
  rates: tr("Rates that work"),
  paths: tr("Paths"),
};

/**
 * What holds in a share of the cells, by what is shown in each.
 *
 * @type {Record<string, (share: number) => string>}
 */
const FOUND = {
  default: (share) =>
    tr("In {share}% of the cells with a known minimum, or of a network, the tolerance is reached", { share }),
  best: (share) =>
    tr("In {share}% of the cells with a known minimum, or of a network, the tolerance is reached with the best rate", {
      share,
    }),
  rates: (share) =>
    tr("In {share}% of the cells with a known minimum, or of a network, and a rate to set, some rate works", { share }),
};

/** Show the matrix in `component.parentElement`; returns the function that takes it down. */
export const mount = mounts((parent) => new Matrix(parent));

class Matrix {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = el("div", { class: "player op-matrix" });
    this.chosen = segmented(tr("Shown in each cell"), Object.entries(SHOWS), (shows) => this.choose({ shows }));
    this.progress = el("progress", { max: 1, "aria-label": tr("Cells that are there") });
    this.done = el("span", { class: "op-matrix-done" });
    const state = el("span", { class: "op-matrix-state" }, this.progress, this.done);
    this.key = el("ul", { class: "op-matrix-key", "aria-label": tr("What the signs mean") });
    this.summary = el("p", { class: "op-matrix-summary" });
    this.said = el("p", { class: "op-unseen", "aria-live": "polite" });
    this.grid = new MatrixGrid((by) => this.choose({ by }));
    const box = el("div", { class: "op-matrix-box" }, this.grid.element);
    const bar = el("div", { class: "op-matrix-bar" }, this.chosen, state);
    this.root.append(bar, this.summary, this.key, box, this.said);
    parent.append(this.root);
    /** @type {MatrixHeader | null} */
    this.given = null;
    /** @type {Uint8Array | null} */
    this.bytes = null;
    /** @type {View} */
    this.view = { shows: "default", by: FAMILY };
    /** @type {Shown[][]} */
    this.all = []; // cells, row by row
    /** @type {number[]} */
    this.reached = []; // how many cells of each row are good
    this.part = "";
    /** @type {View | null} */
    this.wanted = null; // what was chosen here, until the server says the same
    this.uncolour = listenColours(() => this.draw());
    this.unlisten = redrawn(() => this.draw());
  }

  /** @param {Component} component */
  update({ data }) {
    if (data !== this.bytes) {
      this.bytes = data;
      this.given = decode(data);
      this.take(this.header);
    }
    this.draw();
  }

  get header() {
    return there(this.given, "The header of the matrix");
  }

  /**
   * What is shown, and by what it is sorted, as the server says; what was chosen here holds until it says the same.
   *
   * @param {View} view
   */
  take({ shows, by }) {
    if (this.wanted && (this.wanted.shows !== shows || this.wanted.by !== by)) return;
    this.wanted = null;
    this.view = { shows, by };
  }

  /** @param {Partial<View>} change */
  choose(change) {
    this.view = { ...this.view, ...change };
    this.wanted = this.view;
    report({ kind: "matrix", ...this.view });
    this.draw();
  }

  /**
   * @param {number} row
   * @param {number} column
   * @returns {Shown}
   */
  cellOf(row, column) {
    const { cells, surfaces } = this.header;
    const place = row * surfaces.length + column;
    const own = Object.entries(cells).map(([name, values]) => [name, values[place]]);
    const cell = /** @type {Cell} */ (Object.fromEntries(own));
    const path = this.view.shows === "paths" ? pathAt(this.header, row, column) : "";
    return { ...cell, path, ...told(cell, this.view.shows, this.header, surfaces[column]) };
  }

  draw() {
    if (!this.given) return;
    const { header } = this;
    const theme = readTheme(this.root);
    applyTheme(this.root, theme);
    press(this.chosen, this.view.shows);
    for (const button of this.chosen.querySelectorAll("button")) button.disabled = header.locked.includes("shows");
    this.all = header.rules.map((_, row) => header.surfaces.map((_, column) => this.cellOf(row, column)));
    this.reached = this.all.map((row) => row.filter(({ good }) => good).length);
    this.progress.value = header.done / header.total;
    this.progress.hidden = header.done === header.total;
    const [done, total] = [header.done, header.total].map((count) => grouped(count));
    this.done.textContent =
      done === total ? tr("{total} cells", { total }) : tr("{done} of {total} cells", { done, total });
    this.say();
    this.keys(theme);
    const totals = this.all.map((row) => totalOf(row, this.view.shows));
    this.grid.draw({ header, view: this.view, cells: this.all, totals, theme });
  }

  /** What there is to see, in a sentence. */
  say() {
    const { rules, surfaces } = this.header;
    const rates = this.view.shows === "rates";
    const counts = (/** @type {Shown} */ cell, /** @type {number} */ column) =>
      !cell.state && surfaces[column].known && (!rates || cell.tried);
    const cells = this.all.flatMap((row) => row.filter(counts));
    const most = Math.max(...this.reached);
    const share = cells.length ? Math.round((100 * cells.filter(({ good }) => good).length) / cells.length) : 0;
    const who = rules.filter((_, row) => this.reached[row] === most).map(({ label }) => label);
    const names = who.length > 3 ? tr("{count} optimizers", { count: who.length }) : who.join(` ${tr("and")} `);
    const all = this.header.done === this.header.total;
    const found = FOUND[this.view.shows] ?? FOUND.default;
    const whole = all
      ? tr("{found}; on most of them by {names}, {most}.", { found: found(share), names, most })
      : tr("{found}, of those that are here.", { found: found(share) });
    this.summary.textContent = cells.length ? whole : tr("The first cells are being computed.");
    // Spoken for each view, and while it fills in once for a tenth of it.
    const part = `${this.view.shows} ${this.view.by} ${Math.floor((10 * this.header.done) / this.header.total)}`;
    if (part !== this.part) this.said.textContent = `${this.done.textContent}. ${this.summary.textContent}`;
    this.part = part;
  }

  /** @param {Theme} theme */
  keys(theme) {
    const rows = keysOf(this.view.shows, this.header.words).map(({ glyph, words, ...cell }) => {
      const sign = el("b", { "aria-hidden": "true" }, glyph);
      sign.style.background = groundOf(cell, theme);
      return el("li", {}, sign, words);
    });
    this.key.replaceChildren(...rows);
  }

  destroy() {
    this.uncolour();
    this.unlisten();
    this.root.remove();
  }
}
