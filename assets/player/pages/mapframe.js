/**
 * What all pages of maps share: a picture for each runner, read by the pointer and by the keyboard, a key of colours, and
 * a press that opens the race of a cell.
 */

import { context, describe, el, fit, placeBeside } from "../draw/dom.js";
import { drawMarker, markSvg } from "../draw/marks.js";
import { redrawn } from "../draw/redrawn.js";
import { applyTheme, listenColours, readTheme } from "../draw/theme.js";
import { there } from "../draw/there.js";
import { tr } from "../draw/tr.js";
import { decode } from "../engine/blob.js";
import { MapKind } from "./mapkind.js";
import { laidOut } from "./maplayout.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Component } from "../engine/panel.js" */
/** @import { MapHeader, MapRunner } from "./headers.js" */
/** @import { Swatch } from "./mapcolours.js" */
/** @import { MapPicture, Shares } from "./mapkind.js" */

const EMPTY = { side: 0, fate: [], told: tr("computing"), line: null, limit: "", fastest: null }; // a map that is to come
const STEP = 1 / 64; // of a side that an arrow key moves
/** @type {Record<string, [across: number, up: number]>} */
const MOVES = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };

/**
 * A page of maps of runners R, that come in a header H, with places P of them. A kind of them has what
 * MapKind names. Around it are `left` and `foot` px for axes, which `over` draws.
 *
 * @template {MapRunner} R
 * @template {MapHeader<R>} H
 * @template P
 * @extends {MapKind<R, P>}
 */
export class MapFrame extends MapKind {
  /**
   * @param {HTMLElement} parent
   * @param {string} kind
   * @param {HTMLElement[]} under what lies between the pictures and the key
   */
  constructor(parent, kind, under, { left = 0, foot = 22 } = {}) {
    super();
    /** @type {H | null} */
    this.given = null;
    /** @type {Uint8Array | null} */
    this.bytes = null;
    /** @type {Swatch[]} */
    this.keys = [];
    this.scale = 1;
    this.size = { width: 0, height: 0 }; // of a map
    this.room = { left, foot };
    this.root = el("div", { class: `player op-maps op-${kind}` });
    this.reading = el("p", { class: "op-reading", "aria-hidden": "true", hidden: true });
    /** @type {Map<string, MapPicture<R>>} */
    this.pictures = new Map(); // by letter: they stay while finer ones come, and with them the focus
    this.grid = el("div", { class: "op-maps-pictures" });
    this.said = el("p", { class: "op-unseen", "aria-live": "polite" });
    this.legend = el("ul", { class: "op-maps-key", "aria-label": tr("Colours") });
    this.root.append(this.grid, ...under, this.legend, this.said, this.reading);
    parent.append(this.root);
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.root);
    this.uncolour = listenColours(() => this.draw());
    this.unlisten = redrawn(() => this.draw());
  }

  /** @param {Component} component */
  update({ data }) {
    if (data !== this.bytes) {
      this.bytes = data;
      this.given = decode(data);
      const shown = this.runners().map((runner) => this.pictureOf(runner));
      this.pictures = new Map(shown.map((picture) => [picture.runner.slot, picture]));
      const elements = shown.map(({ element }) => element);
      if (
        elements.some((element, place) => element !== this.grid.children[place]) ||
        this.grid.children.length > elements.length
      )
        this.grid.replaceChildren(...elements);
      this.taken();
      this.keys = this.swatches();
      this.legend.replaceChildren(...this.keys.map(({ element }) => element));
      this.reading.hidden = true;
    }
    this.draw();
  }

  /** Who has a picture: a runner whose new map is not there yet keeps it, empty, and with it the focus. */
  runners() {
    const { runners, maps } = this.header;
    if (!maps) return runners;
    return maps.flatMap((owner) => {
      const drawn = runners.find(({ slot }) => slot === owner.slot);
      if (drawn || !this.pictures.has(owner.slot)) return drawn ?? [];
      return /** @type {R} */ (/** @type {MapRunner} */ ({ ...EMPTY, ...owner }));
    });
  }

  /** What is shown. */
  get header() {
    return there(this.given, "The header of a page of maps");
  }

  /**
   * The picture of a runner: the one that is there already, of the same letter, or a new one.
   *
   * @param {R} runner
   */
  pictureOf(runner) {
    const picture = this.pictures.get(runner.slot) ?? this.makePicture(runner);
    picture.runner = runner;
    picture.name.textContent = runner.label;
    picture.up.textContent = this.upward(runner);
    describe(picture.canvas, this.title(runner));
    return picture;
  }

  /**
   * @param {R} runner
   * @returns {MapPicture<R>}
   */
  makePicture(runner) {
    const [mark, name] = [el("span", {}), el("span", {})];
    const canvas = el("canvas", { tabIndex: 0 });
    const up = el("div", { class: "op-maps-up", "aria-hidden": "true" });
    const element = el("figure", {}, el("figcaption", {}, mark, name), up, canvas);
    /** @type {MapPicture<R>} */
    const picture = { element, canvas, mark, name, up, runner, place: null };
    const show = (/** @type {PointerEvent} */ event) =>
      this.read(event, picture, this.placeAt(picture, ...this.shares(canvas, event)));
    for (const kind of /** @type {const} */ (["pointermove", "pointerdown"])) canvas.addEventListener(kind, show);
    for (const kind of ["pointerleave", "pointercancel"]) {
      canvas.addEventListener(kind, () => {
        this.reading.hidden = true;
      });
    }
    canvas.addEventListener("click", (event) => this.open(picture, ...this.pressed(picture, event)));
    canvas.addEventListener("keydown", (event) => this.step(picture, event));
    canvas.addEventListener("blur", () => {
      picture.place = null;
      this.draw();
    });
    return picture;
  }

  /**
   * Where a pointer is in a picture, as shares of its width and, from below, of its height.
   *
   * @param {HTMLCanvasElement} canvas
   * @param {{clientX: number, clientY: number}} pointer
   * @returns {Shares}
   */
  shares(canvas, { clientX, clientY }) {
    const box = canvas.getBoundingClientRect();
    const [left, foot] = [this.room.left * this.scale, this.room.foot * this.scale];
    return [(clientX - box.left - left) / (box.width - left), 1 - (clientY - box.top) / (box.height - foot)];
  }

  /**
   * Where a press on a picture counts.
   *
   * @param {MapPicture<R>} picture
   * @param {MouseEvent} event
   * @returns {Shares}
   */
  pressed({ canvas }, event) {
    return this.shares(canvas, event);
  }

  /**
   * Race from a place of a picture.
   *
   * @param {MapPicture<R>} picture
   * @param {number} across
   * @param {number} up
   */
  open(picture, across, up) {
    const place = this.placeAt(picture, across, up);
    if (place) window.location.assign(this.addressOf(picture.runner, place));
  }

  /**
   * Arrow keys move over a picture, and say what becomes of the run there; Enter races it.
   *
   * @param {MapPicture<R>} picture
   * @param {KeyboardEvent} event
   */
  step(picture, event) {
    const [across, up] = picture.place ?? [0.5, 0.5];
    if (event.key === "Enter") this.open(picture, across, up);
    const by = MOVES[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const far = event.shiftKey ? 8 : 1;
    const within = (/** @type {number} */ share) => Math.min(1 - STEP / 2, Math.max(STEP / 2, share));
    picture.place = [within(across + far * by[0]), within(up + far * by[1])];
    const place = this.placeAt(picture, ...picture.place);
    if (place) this.said.textContent = this.wordsAt(picture.runner, place);
    this.draw();
  }

  /**
   * @param {MouseEvent} event
   * @param {{runner: R}} picture
   * @param {P | null} place
   */
  read(event, { runner }, place) {
    this.reading.hidden = !place;
    if (!place) return;
    this.reading.textContent = this.wordsAt(runner, place);
    placeBeside(this.reading, this.root, event);
  }

  draw() {
    if (!this.root.clientWidth || !this.given) return;
    const theme = readTheme(this.root);
    applyTheme(this.root, theme);
    this.scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    this.arrange();
    for (const picture of this.pictures.values()) {
      picture.mark.innerHTML = markSvg(picture.runner, theme);
      this.paint(picture, theme);
    }
    for (const { canvas, paint, width = 18 } of this.keys) paint(fit(canvas, width, 18), theme);
  }

  /** Let the pictures that are there lie as all that will come. */
  arrange() {
    const { root, scale } = this;
    const shown = root.getBoundingClientRect().width / root.clientWidth; // larger on a projector
    const room = { width: root.clientWidth / scale, height: window.innerHeight / shown / scale };
    const count = this.header.maps?.length ?? this.pictures.size;
    const { columns, size, beside } = laidOut(count, room, this.room, (width, height) => this.fits(width, height));
    const [width, height] = size.map((side) => Math.round(side * scale));
    this.size = { width, height };
    this.grid.style.gridTemplateColumns = `repeat(${columns}, ${width + this.room.left * scale}px)`;
    root.classList.toggle("op-aside", beside);
  }

  /**
   * @param {MapPicture<R>} picture
   * @param {Theme} theme
   */
  paint(picture, theme) {
    const { canvas, runner, place } = picture;
    const [left, foot] = [this.room.left * this.scale, this.room.foot * this.scale];
    const { width, height } = this.size;
    canvas.style.height = `${height + foot}px`;
    const ctx = fit(canvas, width + left, height + foot);
    ctx.imageSmoothingEnabled = false;
    const { cells, side } = this.shades(runner, theme);
    if (side) ctx.drawImage(sheet(cells, side), left, 0, width, height);
    ctx.save();
    ctx.translate(left, 0);
    this.over(ctx, picture, { width, height, theme });
    if (place) {
      const look = { fill: theme.ink, stroke: theme.page, width: 2, hollow: true, paper: theme.page };
      drawMarker(ctx, "circle", place[0] * width, (1 - place[1]) * height, 6 * this.scale, look);
    }
    ctx.restore();
  }

  destroy() {
    this.sizes.disconnect();
    this.uncolour();
    this.unlisten();
    this.root.remove();
  }
}

/**
 * Cells, [r, g, b] each, row by row from below, as a small canvas.
 *
 * @param {number[][]} cells
 * @param {number} side
 */
function sheet(cells, side) {
  const image = new ImageData(side, side);
  const { data } = image;
  data.fill(255);
  for (let cell = 0; cell < cells.length; cell += 1) {
    const at = 4 * ((side - 1 - Math.floor(cell / side)) * side + (cell % side));
    for (let part = 0; part < 3; part += 1) data[at + part] = cells[cell][part];
  }
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [side, side];
  context(canvas).putImageData(image, 0, 0);
  return canvas;
}
