/**
 * What all pages of maps share: a picture for each runner, read by the pointer and by the keyboard, a key of colours, and
 * a press that opens the race of a cell. Nothing is reported to the server.
 */

import { el, fit, placeBeside } from "../draw/dom.js";
import { drawMarker, markSvg } from "../draw/marks.js";
import { applyTheme, listenColours, mix, readTheme, rgb, tint } from "../draw/theme.js";
import { decode } from "../engine/blob.js";

// The fates that are no place in the list of minima.
const MOVING = -1;
export const LEFT = -2;
export const LOST = -3;
const RESTING = -4;
const FAINTEST = 0.62; // of the way to the paper: the colour of a run that needs all the steps
const STEP = 1 / 64; // of a side that an arrow key moves
const MOVES = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };

/**
 * A page of maps. A kind of them says what is `under(root)` the pictures, is told of new data by `taken()`, and has
 * `title(runner)`, `placeAt(picture, across, up)` with its `cell` or null beside the map, `wordsAt(runner, place)`,
 * `addressOf(runner, place)`, `swatches()`, `shades(runner, theme)`, `ratio()` of height to width, and `over(ctx, picture,
 * size)` for what lies on a picture. Around it are `left` and `foot` px for axes, which `over` draws.
 */
export class MapFrame {
  constructor(parent, kind, { left = 0, foot = 22 } = {}) {
    /** What a kind of them has. @type {any} */
    this.own = this;
    this.room = { left, foot };
    this.root = el("div", { class: `player op-maps op-${kind}` });
    this.reading = el("p", { class: "op-reading", "aria-hidden": "true", hidden: true });
    this.pictures = new Map(); // by letter: they stay while finer ones come, and with them the focus
    this.grid = el("div", { class: "op-maps-pictures" });
    this.said = el("p", { class: "op-unseen", "aria-live": "polite" });
    this.legend = el("ul", { class: "op-maps-key", "aria-label": "Colours" });
    this.root.append(this.grid, ...this.under(), this.legend, this.said, this.reading);
    parent.append(this.root);
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.root);
    this.uncolour = listenColours(() => this.draw());
  }

  update({ data }) {
    if (data !== this.bytes) {
      this.bytes = data;
      this.header = decode(data);
      const there = this.header.runners.map((runner) => this.pictureOf(runner));
      this.pictures = new Map(there.map((picture) => [picture.runner.slot, picture]));
      const elements = there.map(({ element }) => element);
      if (
        elements.some((element, place) => element !== this.grid.children[place]) ||
        this.grid.children.length > elements.length
      )
        this.grid.replaceChildren(...elements);
      this.taken();
      this.keys = this.own.swatches();
      this.legend.replaceChildren(...this.keys.map(({ element }) => element));
      this.reading.hidden = true;
    }
    this.draw();
  }

  /** What lies between the pictures and the key. */
  under() {
    return [];
  }

  /** New data came. */
  taken() {}

  /** The picture of a runner: the one that is there already, of the same letter, or a new one. */
  pictureOf(runner) {
    const picture = this.pictures.get(runner.slot) ?? this.makePicture();
    picture.runner = runner;
    picture.name.textContent = runner.label;
    picture.canvas.setAttribute("aria-label", this.own.title(runner));
    return picture;
  }

  makePicture() {
    const [mark, name] = [el("span", {}), el("span", {})];
    const canvas = el("canvas", { role: "img", tabIndex: 0 });
    const element = el("figure", {}, el("figcaption", {}, mark, name), canvas);
    const picture = { element, canvas, mark, name, runner: null, place: null }; // place: the cell of the keys, two shares
    const show = (event) => this.read(event, picture, this.own.placeAt(picture, ...this.shares(canvas, event)));
    for (const kind of ["pointermove", "pointerdown"]) canvas.addEventListener(kind, show);
    for (const kind of ["pointerleave", "pointercancel"]) {
      canvas.addEventListener(kind, () => {
        this.reading.hidden = true;
      });
    }
    canvas.addEventListener("click", (event) => this.open(picture, ...this.shares(canvas, event)));
    canvas.addEventListener("keydown", (event) => this.step(picture, event));
    canvas.addEventListener("blur", () => {
      picture.place = null;
      this.draw();
    });
    return picture;
  }

  /** Where a pointer is in a picture, as shares of its width and, from below, of its height. */
  shares(canvas, { clientX, clientY }) {
    const box = canvas.getBoundingClientRect();
    const [left, foot] = [this.room.left * this.scale, this.room.foot * this.scale];
    return [(clientX - box.left - left) / (box.width - left), 1 - (clientY - box.top) / (box.height - foot)];
  }

  /** Race from a place of a picture. */
  open(picture, across, up) {
    const place = this.own.placeAt(picture, across, up);
    if (place) window.location.assign(this.own.addressOf(picture.runner, place));
  }

  /** Arrow keys move over a picture, and say what becomes of the run there; Enter races it. */
  step(picture, event) {
    const [across, up] = picture.place ?? [0.5, 0.5];
    if (event.key === "Enter") this.open(picture, across, up);
    const by = MOVES[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const far = event.shiftKey ? 8 : 1;
    picture.place = [across + far * by[0], up + far * by[1]].map((share) =>
      Math.min(1 - STEP / 2, Math.max(STEP / 2, share)),
    );
    this.said.textContent = this.own.wordsAt(picture.runner, this.own.placeAt(picture, ...picture.place));
    this.draw();
  }

  read(event, { runner }, place) {
    this.reading.hidden = !place;
    if (!place) return;
    this.reading.textContent = this.own.wordsAt(runner, place);
    placeBeside(this.reading, this.root, event);
  }

  draw() {
    if (!this.root.clientWidth || !this.header) return;
    const theme = readTheme(this.root);
    applyTheme(this.root, theme);
    this.scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    for (const picture of this.pictures.values()) {
      picture.mark.innerHTML = markSvg(picture.runner, theme);
      this.paint(picture, theme);
    }
    for (const { canvas, paint, width = 18 } of this.keys) paint(fit(canvas, width, 18), theme);
  }

  paint(picture, theme) {
    const { canvas, runner, place } = picture;
    const [left, foot] = [this.room.left * this.scale, this.room.foot * this.scale];
    const width = canvas.parentElement.clientWidth - left;
    const height = Math.round(width * this.own.ratio());
    canvas.style.height = `${height + foot}px`;
    const ctx = fit(canvas, width + left, height + foot);
    ctx.imageSmoothingEnabled = false;
    ctx.drawImage(sheet(this.own.shades(runner, theme), runner.side), left, 0, width, height);
    ctx.save();
    ctx.translate(left, 0);
    this.own.over(ctx, picture, { width, height, theme });
    if (place) {
      const look = { fill: theme.ink, stroke: theme.page, width: 2, hollow: true, paper: theme.page };
      drawMarker(ctx, "circle", place[0] * width, (1 - place[1]) * height, 6 * this.scale, look);
    }
    ctx.restore();
  }

  destroy() {
    this.sizes.disconnect();
    this.uncolour();
    this.root.remove();
  }
}

/** Cells, [r, g, b] each, row by row from below, as a small canvas. */
function sheet(cells, side) {
  const image = new ImageData(side, side);
  cells.forEach(([r, g, b], cell) => {
    const [row, column] = [side - 1 - Math.floor(cell / side), cell % side];
    image.data.set([r, g, b, 255], 4 * (row * side + column));
  });
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [side, side];
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

/**
 * The colour of every cell at gradient t by the minimum that it reaches, the deeper the sooner: [r, g, b] each. `since`
 * says when that was.
 */
export function basinColours({ fate, since, side }, minima, gradients, t, theme) {
  const hues = minima.map((one) => (theme.dark ? one.dark : one.light));
  const shades = hues.map((hue) =>
    Array.from({ length: 65 }, (_, i) => rgb(mix(hue, theme.page, (FAINTEST * i) / 64))),
  );
  const whole = Math.log1p(gradients);
  return Array.from(fate, (kind, cell) => {
    if (kind >= 0 && since[cell] <= t) return shades[kind][Math.round((64 * Math.log1p(since[cell])) / (whole || 1))];
    return stateColour(t < gradients ? MOVING : Math.min(kind, MOVING), cell, side, theme);
  });
}

/** The colour of a cell whose run reaches nothing: still moving, at rest elsewhere, or gone. */
export function stateColour(kind, cell, side, theme) {
  const [column, row] = [cell % side, Math.floor(cell / side)];
  const grey = (share) => rgb(mix(theme.page, theme.ink, share));
  if (kind === MOVING) return (column + row) % 4 ? rgb(theme.page) : grey(0.3);
  return kind === RESTING ? ((column + 3 * row) % 4 ? grey(0.22) : grey(0.55)) : rgb(theme.ink);
}

/** A line of the key: a swatch that `paint(ctx, theme)` fills, and words. */
export function swatch(paint, words, width = 18) {
  const canvas = el("canvas", { "aria-hidden": "true", style: `width: ${width}px` });
  return { element: el("li", {}, canvas, words), canvas, paint, width };
}

/** The lines of the key for what becomes of runs: each minimum by its hue, and the rest. */
export function outcomeSwatches(minima, words, name) {
  return [
    ...minima.map((one, place) => {
      const number = minima.length > 1 ? `${place + 1} ` : "";
      return swatch((ctx, theme) => fill(ctx, theme.dark ? one.dark : one.light), `${number}${name(one.at)}`);
    }),
    swatch(hatched(0.4, 0, 1), words[MOVING]),
    swatch(hatched(0.65, 0.22, -1), words[RESTING]),
    swatch((ctx, theme) => fill(ctx, theme.ink), `${words[LEFT]}, or ${words[LOST]}`),
  ];
}

export function fill(ctx, colour) {
  ctx.fillStyle = colour;
  ctx.fillRect(0, 0, 18, 18);
}

/** Lines over a ground, both shares of the ink, that rise (1) or fall (-1) to the right. */
export function hatched(line, ground, way) {
  return (ctx, theme) => {
    fill(ctx, mix(theme.page, theme.ink, ground));
    ctx.strokeStyle = tint(theme.ink, line);
    for (let x = -18; x < 18; x += 5) {
      ctx.beginPath();
      ctx.moveTo(x, 9 + 9 * way);
      ctx.lineTo(x + 18, 9 - 9 * way);
      ctx.stroke();
    }
  };
}
