/**
 * The pictures of basins: which minimum is reached from every start of a frame, and how soon.
 *
 * Data: the blob of a header, see ui/race/basins/header.py. Nothing is reported; a press opens the race from that start.
 */

import { el, fit, placeBeside } from "../draw/dom.js";
import { plain } from "../draw/format.js";
import { drawMarker, markSvg } from "../draw/marks.js";
import { haloText } from "../draw/text.js";
import { applyTheme, mix, readTheme, rgb, tint } from "../draw/theme.js";
import { decode } from "../engine/blob.js";
import { mounts } from "../engine/mounts.js";

const FAINTEST = 0.62; // of the way to the paper: the colour of a start that needs all the steps
const [MOVING, LEFT, LOST, RESTING] = [-1, -2, -3, -4]; // the fates that are no place in the list of minima
const FOOT = 22; // px of the axis
const STEP = 1 / 64; // of a side that an arrow key moves a start
const MOVES = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
const KEYS = "Arrow keys move a start over it, Enter races from there.";

/** Show the pictures in `component.parentElement`; returns the function that takes them down. */
export const mount = mounts((parent) => new Basins(parent));

/** The colour of every cell at gradient t: [r, g, b] each. */
export function colours({ fate, steps, side }, minima, gradients, t, theme) {
  const hues = minima.map((one) => (theme.dark ? one.dark : one.light));
  const shades = hues.map((hue) =>
    Array.from({ length: 65 }, (_, i) => rgb(mix(hue, theme.page, (FAINTEST * i) / 64))),
  );
  const [moving, line, gone] = [rgb(theme.page), rgb(mix(theme.page, theme.ink, 0.3)), rgb(theme.ink)];
  const [resting, stripe] = [0.22, 0.55].map((share) => rgb(mix(theme.page, theme.ink, share)));
  const whole = Math.log1p(gradients);
  return Array.from(fate, (kind, cell) => {
    if (kind >= 0 && steps[cell] <= t) return shades[kind][Math.round((64 * Math.log1p(steps[cell])) / (whole || 1))];
    const [column, row] = [cell % side, Math.floor(cell / side)];
    if (kind >= MOVING || t < gradients) return (column + row) % 4 ? moving : line;
    return kind > RESTING ? gone : (column + 3 * row) % 4 ? resting : stripe;
  });
}

class Basins {
  constructor(parent) {
    this.root = el("div", { class: "player op-basins" });
    this.reading = el("p", { class: "op-reading", "aria-hidden": "true", hidden: true });
    this.pictures = new Map(); // by letter: they stay while finer ones come, and with them the focus
    this.grid = el("div", { class: "op-basins-pictures" });
    this.said = el("p", { class: "op-unseen", "aria-live": "polite" });
    this.t = null; // the gradient that is shown; null for the last one
    this.time = this.makeTime();
    this.legend = el("ul", { class: "op-basins-key", "aria-label": "Colours" });
    this.root.append(this.grid, this.time.element, this.legend, this.said, this.reading);
    parent.append(this.root);
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.root);
    this.light = window.matchMedia("(prefers-color-scheme: dark)");
    this.recolour = () => this.draw();
    this.light.addEventListener("change", this.recolour);
  }

  update({ data }) {
    if (data !== this.bytes) {
      this.bytes = data;
      this.header = decode(data);
      const { runners, gradients } = this.header;
      if (this.t !== null && this.t >= gradients) this.t = null;
      const there = runners.map((runner) => this.pictureOf(runner));
      this.pictures = new Map(there.map((picture) => [picture.runner.slot, picture]));
      const elements = there.map(({ element }) => element);
      if (
        elements.some((element, place) => element !== this.grid.children[place]) ||
        this.grid.children.length > elements.length
      )
        this.grid.replaceChildren(...elements);
      this.time.show(gradients);
      this.key();
      this.reading.hidden = true;
    }
    this.draw();
  }

  /** The picture of a runner: the one that is there already, of the same letter, or a new one. */
  pictureOf(runner) {
    const picture = this.pictures.get(runner.slot) ?? this.makePicture();
    picture.runner = runner;
    picture.name.textContent = runner.label;
    picture.canvas.setAttribute("aria-label", `Basins of ${runner.label}: ${runner.told}. ${KEYS}`);
    return picture;
  }

  makePicture() {
    const [mark, name] = [el("span", {}), el("span", {})];
    const canvas = el("canvas", { role: "img", tabIndex: 0 });
    const element = el("figure", {}, el("figcaption", {}, mark, name), canvas);
    const picture = { element, canvas, mark, name, runner: null, place: null }; // place: the start of the keys, two shares
    const show = (event) => this.read(event, picture, this.startAt(picture, ...this.shares(canvas, event)));
    for (const kind of ["pointermove", "pointerdown"]) canvas.addEventListener(kind, show);
    for (const kind of ["pointerleave", "pointercancel"]) {
      canvas.addEventListener(kind, () => {
        this.reading.hidden = true;
      });
    }
    canvas.addEventListener("click", (event) => this.race(picture, ...this.shares(canvas, event)));
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
    return [(clientX - box.left) / box.width, 1 - (clientY - box.top) / (box.height - FOOT * this.scale)];
  }

  /** Race from a place of a picture. */
  race({ runner }, across, up) {
    const start = this.startAt({ runner }, across, up);
    if (start) window.location.assign(`./?${this.header.race}&x=${start.x}&y=${start.y}&pick=${runner.slot}`);
  }

  /** Arrow keys move a start over a picture, and say what becomes of it; Enter races from there. */
  step(picture, event) {
    const [across, up] = picture.place ?? [0.5, 0.5];
    if (event.key === "Enter") this.race(picture, across, up);
    const by = MOVES[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const far = event.shiftKey ? 8 : 1;
    picture.place = [across + far * by[0], up + far * by[1]].map((share) =>
      Math.min(1 - STEP / 2, Math.max(STEP / 2, share)),
    );
    this.said.textContent = this.fateOf(picture.runner, this.startAt(picture, ...picture.place));
    this.draw();
  }

  /** The start at a place of a picture, to four digits of the frame, and its cell; null beside the picture. */
  startAt({ runner: { side } }, across, up) {
    const [x0, x1, y0, y1] = this.header.frame;
    if (across < 0 || across >= 1 || up < 0 || up >= 1) return null;
    const digits = 4 - Math.floor(Math.log10(Math.max(x1 - x0, y1 - y0)));
    const [x, y] = [x0 + across * (x1 - x0), y0 + up * (y1 - y0)].map((v) => Number(v.toFixed(Math.max(0, digits))));
    return { x, y, cell: Math.floor(up * side) * side + Math.floor(across * side) };
  }

  /** What becomes of a start, in words. */
  fateOf({ fate, steps }, { x, y, cell }) {
    const { minima, gradients, words } = this.header;
    const kind = fate[cell];
    const found = kind >= 0 ? `reaches ${pair(minima[kind].at)}` : words[kind];
    return `${pair([x, y])} ${found} after ${(kind >= 0 ? steps[cell] : gradients).toLocaleString("en-US")} gradients`;
  }

  read(event, { runner }, start) {
    this.reading.hidden = !start;
    if (!start) return;
    this.reading.textContent = this.fateOf(runner, start);
    placeBeside(this.reading, this.root, event);
  }

  /** A slider over the gradients, the map as it stands after so many of them: {element, show(gradients)}. */
  makeTime() {
    const said = el("output", {});
    const slider = el("input", { type: "range", min: "0", "aria-label": "Gradients" });
    const element = el("label", { class: "op-basins-time" }, slider, said);
    const words = () => {
      said.textContent = `after ${Number(slider.value).toLocaleString("en-US")} gradients`;
    };
    slider.addEventListener("input", () => {
      this.t = slider.value === slider.max ? null : Number(slider.value);
      words();
      this.draw();
    });
    const show = (gradients) => {
      element.hidden = this.pictures.size === 0;
      slider.max = String(gradients);
      slider.value = String(this.t ?? gradients);
      words();
    };
    return { element, show };
  }

  /** What the colours mean. */
  key() {
    const { minima, words } = this.header;
    const swatch = (paint, words) => {
      const canvas = el("canvas", { "aria-hidden": "true" });
      return { element: el("li", {}, canvas, words), canvas, paint };
    };
    this.swatches = [
      ...minima.map((one, place) => {
        const number = minima.length > 1 ? `${place + 1} ` : "";
        return swatch((ctx, theme) => fill(ctx, theme.dark ? one.dark : one.light), `${number}${pair(one.at)}`);
      }),
      swatch(hatched(0.4, 0, 1), words[MOVING]),
      swatch(hatched(0.65, 0.22, -1), words[RESTING]),
      swatch((ctx, theme) => fill(ctx, theme.ink), `${words[LEFT]}, or ${words[LOST]}`),
    ];
    this.legend.replaceChildren(...this.swatches.map(({ element }) => element));
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
    for (const { canvas, paint } of this.swatches) paint(fit(canvas, 18, 18), theme);
  }

  paint({ canvas, runner, place }, theme) {
    const { frame, minima, gradients } = this.header;
    const [x0, x1, y0, y1] = frame;
    const width = canvas.parentElement.clientWidth;
    const height = Math.round(width * Math.min(1.4, Math.max(0.5, (y1 - y0) / (x1 - x0))));
    canvas.style.height = `${height + FOOT * this.scale}px`;
    const ctx = fit(canvas, width, height + FOOT * this.scale);
    const { side } = runner;
    const image = new ImageData(side, side);
    colours(runner, minima, gradients, this.t ?? gradients, theme).forEach(([r, g, b], cell) => {
      const [row, column] = [side - 1 - Math.floor(cell / side), cell % side];
      image.data.set([r, g, b, 255], 4 * (row * side + column));
    });
    const sheet = document.createElement("canvas");
    [sheet.width, sheet.height] = [side, side];
    sheet.getContext("2d").putImageData(image, 0, 0);
    ctx.imageSmoothingEnabled = false;
    ctx.drawImage(sheet, 0, 0, width, height);
    ctx.font = `600 ${13 * this.scale}px ${theme.font}`;
    for (const [number, { at }] of minima.entries()) {
      const [x, y] = [((at[0] - x0) / (x1 - x0)) * width, ((y1 - at[1]) / (y1 - y0)) * height];
      drawMarker(ctx, "cross", x, y, 5 * this.scale, { fill: theme.ink, stroke: theme.page, width: 2 });
      ctx.textAlign = "left";
      ctx.textBaseline = "middle";
      if (minima.length > 1)
        haloText(ctx, String(number + 1), x + 8 * this.scale, y - 8 * this.scale, theme.ink, tint(theme.page, 0.9));
    }
    if (place) {
      const look = { fill: theme.ink, stroke: theme.page, width: 2, hollow: true, paper: theme.page };
      drawMarker(ctx, "circle", place[0] * width, (1 - place[1]) * height, 6 * this.scale, look);
    }
    ctx.font = `400 ${12.5 * this.scale}px ${theme.font}`;
    ctx.fillStyle = theme.quiet;
    ctx.textBaseline = "alphabetic";
    for (const [text, x, align] of [
      [plain(x0, 3), 0, "left"],
      [`y ${plain(y0, 3)} to ${plain(y1, 3)}`, width / 2, "center"],
      [plain(x1, 3), width, "right"],
    ]) {
      ctx.textAlign = /** @type {CanvasTextAlign} */ (align);
      ctx.fillText(String(text), Number(x), height + 16 * this.scale);
    }
  }

  destroy() {
    this.sizes.disconnect();
    this.light.removeEventListener("change", this.recolour);
    this.root.remove();
  }
}

/** A point in words. */
function pair(at) {
  return `(${at.map((v) => plain(v, 3)).join(", ")})`;
}

function fill(ctx, colour) {
  ctx.fillStyle = colour;
  ctx.fillRect(0, 0, 18, 18);
}

/** Lines over a ground, both shares of the ink, that rise (1) or fall (-1) to the right. */
function hatched(line, ground, way) {
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
