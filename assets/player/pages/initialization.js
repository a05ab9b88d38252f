/**
 * The pictures of the initialization page: a histogram of every layer, and charts over the layers, beside theory.
 *
 * Data: the blob of a header, see ui/initialization/header.py. Nothing is reported.
 */

import { el, fit, placeBeside } from "../draw/dom.js";
import { long, plain } from "../draw/format.js";
import { markSvg } from "../draw/marks.js";
import { redrawn } from "../draw/redrawn.js";
import { linearScale, logScale } from "../draw/scale.js";
import { applyTheme, hue, listenColours, readTheme } from "../draw/theme.js";
import { tr } from "../draw/tr.js";
import { decode } from "../engine/blob.js";
import { mounts } from "../engine/mounts.js";
import { drawHistogram } from "../network/bars.js";
import { drawMeasured } from "../network/overlayers.js";
import { columns, range } from "../network/untrained.js";
import { inWords, pictureOf, readBin, under } from "./layerhistogram.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Identity } from "../engine/header.js" */
/** @import { Component } from "../engine/panel.js" */
/** @import { FigureLine, InitializationHeader, LayerFigure, LayerHistograms } from "./headers.js" */

const BARS = 60; // px of a histogram
const FOOT = 30; // px of its axis
const TALL = 250; // px of a figure over the layers
const WIDTHS = [
  [912, 10],
  [464, 5],
  [0, 3],
]; // px of the page, and the histograms that then stand in a row

/** Show the pictures in `component.parentElement`; returns the function that takes them down. */
export const mount = mounts((parent) => new Pictures(parent));

/** @typedef {(canvas: HTMLCanvasElement, read: (x: number, y: number) => string) => void} Listen */

class Pictures {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = el("div", { class: "player op-deep" });
    /** @type {Uint8Array | null} */
    this.bytes = null;
    /** @type {ReturnType<typeof row>[]} */
    this.rows = [];
    /** @type {ReturnType<typeof figure>[]} */
    this.charts = [];
    /** @type {HTMLElement[]} */
    this.marks = [];
    this.reading = el("p", { class: "op-reading", "aria-hidden": "true", hidden: true });
    parent.append(this.root);
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.root);
    this.print = (/** @type {Event} */ { type }) => {
      this.root.classList.toggle("op-paper", type === "beforeprint");
      this.draw();
    };
    for (const kind of ["beforeprint", "afterprint"]) window.addEventListener(kind, this.print);
    this.uncolour = listenColours(() => this.draw());
    this.unlisten = redrawn(() => this.draw());
    document.fonts?.ready.then(() => this.draw());
  }

  /** @param {Component} component */
  update({ data }) {
    if (data !== this.bytes) {
      this.bytes = data;
      /** @type {InitializationHeader} */
      const { histograms, charts, title, words = [] } = decode(data);
      this.rows = histograms.map((each) => row(each, (canvas, read) => this.listen(canvas, read)));
      this.charts = charts.map((each) => figure(each, (canvas, read) => this.listen(canvas, read)));
      const legend = this.rows.flatMap(({ who }, at) => (who && at < this.rows.length / 2 ? [who()] : []));
      const over = el("div", { class: "op-deep-charts" }, ...this.charts.map(({ element }) => element));
      const about = [
        ...(title ? [el("h1", { class: "op-title" }, title)] : []),
        ...words.map((text) => el("p", {}, text)),
      ];
      this.root.replaceChildren(
        ...about,
        ...this.rows.flatMap(({ head, name, element }) => [head, name, element]),
        legend.length ? el("p", { class: "op-deep-legend" }, ...legend) : "",
        over,
        this.reading,
      );
      /** @type {NodeListOf<HTMLElement>} */
      const marks = this.root.querySelectorAll("[data-who]");
      this.marks = [...marks];
      this.reading.hidden = true;
    }
    this.draw();
  }

  /** Draw all of it in the theme and the width of the page. */
  draw() {
    const { clientWidth } = this.root;
    if (!clientWidth || !this.bytes) return;
    const theme = readTheme(this.root);
    applyTheme(this.root, theme);
    const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const [, most] = WIDTHS.find(([width]) => clientWidth / scale >= width) ?? WIDTHS[WIDTHS.length - 1];
    for (const mark of this.marks) mark.innerHTML = markSvg(JSON.parse(mark.dataset.who ?? ""), theme);
    for (const one of this.rows) one.draw(most, theme, scale);
    for (const one of this.charts) one.draw(theme, scale);
  }

  /**
   * Show beside the pointer what `read(x, y)` says of a place of `canvas`.
   *
   * @param {HTMLCanvasElement} canvas
   * @param {(x: number, y: number) => string} read
   */
  listen(canvas, read) {
    const show = (/** @type {PointerEvent} */ event) => {
      const box = canvas.getBoundingClientRect();
      this.reading.textContent = read(event.clientX - box.left, event.clientY - box.top);
      this.reading.hidden = false;
      placeBeside(this.reading, this.root, event);
    };
    for (const kind of /** @type {const} */ (["pointermove", "pointerdown"])) canvas.addEventListener(kind, show);
    for (const kind of ["pointerleave", "pointercancel"]) {
      canvas.addEventListener(kind, () => {
        this.reading.hidden = true;
      });
    }
  }

  destroy() {
    this.sizes.disconnect();
    for (const kind of ["beforeprint", "afterprint"]) window.removeEventListener(kind, this.print);
    this.uncolour();
    this.unlisten();
    this.root.remove();
  }
}

/**
 * @param {string} text
 * @param {string} note
 */
function heading(text, note) {
  return text
    ? el("p", { class: "op-deep-head" }, el("b", {}, text), " ", el("span", { class: "op-quiet" }, note))
    : "";
}

/**
 * A network that is compared with others, by its mark and its name. The mark is drawn in the page's theme.
 *
 * @param {Identity} who
 */
function named(who) {
  return el("span", { class: "op-deep-name" }, el("span", { "data-who": JSON.stringify(who) }), ` ${who.label}`);
}

/**
 * The histograms of the layers that are shown: {head, name, who, element, draw(most, theme, scale)}.
 *
 * @param {LayerHistograms} data
 * @param {Listen} listen
 */
function row(data, listen) {
  const pictures = data.layers.map((_, at) => pictureOf(data, at));
  const canvases = pictures.map((picture, at) => {
    const canvas = el("canvas", {
      role: "img",
      "aria-label": tr("{name}, layer {number}: {words}", {
        name: data.name,
        number: data.layers[at],
        words: inWords(picture),
      }),
    });
    listen(canvas, (x) => readBin(picture, data, x / canvas.clientWidth));
    return canvas;
  });
  const cells = pictures.map((picture, at) =>
    el(
      "figure",
      {},
      el("figcaption", {}, tr("Layer {number}", { number: data.layers[at] })),
      canvases[at],
      el("div", {}, under(picture)),
    ),
  );
  const element = el("div", { class: "op-deep-layers" }, ...cells);
  const draw = (/** @type {number} */ most, /** @type {Theme} */ theme, /** @type {number} */ scale) => {
    element.style.setProperty("--columns", String(columns(cells.length, most)));
    const width = cells[0].clientWidth;
    for (const [at, canvas] of canvases.entries()) {
      const ctx = fit(canvas, width, (BARS + FOOT) * scale);
      const box = { x: 0, width, top: 1, bottom: BARS * scale };
      const colour = data.who ? hue(data.who, theme) : theme.ink;
      drawHistogram(ctx, pictures[at], box, { colour, theme, scale, width });
    }
  };
  const { who: own } = data;
  const who = own && (() => named(own));
  return { head: heading(data.text, data.note), name: who ? who() : "", who, element, draw };
}

/**
 * A figure over the layers: {element, draw(theme, scale)}.
 *
 * @param {LayerFigure} figure
 * @param {Listen} listen
 */
function figure({ text, note, lines, reach }, listen) {
  const values = lines.flatMap(({ measured, theory }) => [...measured, ...theory]);
  const log = reach === null;
  const [low, high] = range(values, reach);
  const axis = log ? logScale(low, high) : linearScale(low, high, plain);
  const ends = lines.map(({ name, measured }) => {
    const [first, last] = [long(measured[0]), long(measured[measured.length - 1])];
    return `${name} ${tr("{first} in the first layer and {last} in the last", { first, last })}`.trim();
  });
  const told = { figure: text, lines: ends.join("; ") };
  const words = tr("{figure} by layer, measured beside theory: {lines}.", told);
  const canvas = el("canvas", { role: "img", "aria-label": words });
  const box = el("div", {}, canvas);
  /** @type {number[]} */
  let places = [];
  listen(canvas, (x) => {
    const at = places.reduce((best, place, i) => (Math.abs(place - x) < Math.abs(places[best] - x) ? i : best), 0);
    const unnamed = tr("measured");
    const each = lines.map(({ name, measured, theory }) =>
      tr("{name} {value}, theory {theory}", {
        name: name || unnamed,
        value: long(measured[at]),
        theory: long(theory[at]),
      }),
    );
    return [tr("layer {number}", { number: at + 1 }), ...each].join("\n");
  });
  const draw = (/** @type {Theme} */ theme, /** @type {number} */ scale) => {
    const ctx = fit(canvas, box.clientWidth, TALL * scale);
    const own = (/** @type {FigureLine} */ one, /** @type {number} */ i) =>
      one.who ? hue(one.who, theme) : i ? theme.quiet : theme.ink;
    const coloured = lines.map((one, i) => ({ ...one, colour: own(one, i) }));
    places = drawMeasured(ctx, box.clientWidth, TALL * scale, { lines: coloured, axis, log, theme, scale });
  };
  return { element: el("section", {}, heading(text, note), box), draw };
}
