/**
 * The trials of searches: where each lies over two numbers, all of its numbers side by side, and what became of it.
 *
 * Data: the blob of a header, see ui/network/search/header.py. Nothing is reported: trials that are marked open as networks
 * on their own page, one or several side by side, and a part that is looked at closer is a search of its own.
 */

import { el, fit, icon } from "../draw/dom.js";
import { plain, short } from "../draw/format.js";
import { keptPicture } from "../draw/kept.js";
import { drawMarker } from "../draw/marks.js";
import { mix, readTheme, tint } from "../draw/theme.js";
import { mounts } from "../engine/mounts.js";
import { along, BAR, paintAxes, paintBar } from "./mapaxes.js";
import { swatch } from "./mapframe.js";
import { MapZoom } from "./mapzoom.js";
import { shadeOf, sidesOf, TrialLines } from "./triallines.js";
import { cross, letter, ring } from "./trialmarks.js";

const LETTERS = "abcdef"; // of the networks that are compared: so many can be marked
const NEAR = 22; // px from a trial to a pointer that means it
const SIZE = 5.5; // px: half of a trial
const KEYS = "Arrow keys go from trial to trial, Enter marks one, + looks closer, - steps back.";

/** Show the pictures in `component.parentElement`; returns the function that takes them down. */
export const mount = mounts((parent) => new Search(parent));

/**
 * The address at which marked trials are trained: a network, or several side by side, which then differ in what varies.
 *
 * @param {any} header
 * @param {{runner: any, place: number}[]} marked
 */
export function addressOf({ base, fields }, marked) {
  const query = new URLSearchParams(base);
  for (const [turn, { runner, place }] of marked.entries()) {
    const letter = LETTERS[turn];
    for (const [name, value] of runner.own) query.set(name ? `${letter}.${name}` : letter, value);
    for (const side of Object.keys(fields)) {
      const [name, ofRule] = fields[side];
      const value = String(runner.numbers[side][place]);
      query.set(ofRule || marked.length > 1 ? `${letter}.${name}` : name, value);
    }
  }
  return `./network?${query}`;
}

class Search extends MapZoom {
  constructor(parent) {
    super(parent, "search", { left: 46, foot: 40 });
    /** The trials that are marked, each by the letter of its runner and its place. @type {{slot: string, place: number}[]} */
    this.marked = [];
    this.at = null; // the trial under the pointer or the keys
  }

  under() {
    this.lines = new TrialLines();
    this.bar = el("div", { class: "op-search-marked" });
    const { canvas, element } = this.lines;
    for (const kind of ["pointermove", "pointerdown"]) canvas.addEventListener(kind, (event) => this.readLine(event));
    canvas.addEventListener("pointerleave", () => this.leave());
    canvas.addEventListener("click", () => this.at && this.mark(this.at));
    return [...super.under(), element, this.bar];
  }

  taken() {
    if (this.link !== this.header.link) [this.marked, this.at] = [[], null];
    this.link = this.header.link;
    if (!this.isThere(this.at)) this.at = null;
    this.lines.take(this.header);
    this.list();
  }

  isThere(trial) {
    return trial !== null && trial.place < (this.runnerOf(trial.slot)?.value.length ?? 0);
  }

  runnerOf(slot) {
    return this.header.runners.find((runner) => runner.slot === slot);
  }

  title(runner) {
    const { x, y } = this.header.axes;
    return `Trials of ${runner.label}, ${x.label.toLowerCase()} across, ${y.label.toLowerCase()} up: ${runner.told}. ${KEYS}`;
  }

  /** The trial nearest to a place of a picture; null where none is near. */
  placeAt({ runner, canvas }, across, up) {
    const [left, foot] = [this.room.left * this.scale, this.room.foot * this.scale];
    const [width, height] = [canvas.clientWidth - left, canvas.clientHeight - foot];
    const { x, y } = runner.shares;
    let [found, far] = [-1, NEAR];
    for (let place = 0; place < x.length; place += 1) {
      const away = Math.hypot((x[place] - across) * width, (y[place] - up) * height);
      if (away < far) [found, far] = [place, away];
    }
    return found < 0 ? null : { slot: runner.slot, place: found };
  }

  wordsAt(runner, { place }) {
    const { axes } = this.header;
    const numbers = sidesOf(this.header).map(
      (side) => `${axes[side].label.toLowerCase()} ${along(axes[side], runner.numbers[side][place])}`,
    );
    const value = runner.value[place];
    const end = value === null ? "not finite" : `${this.header.criterion.label.toLowerCase()} ${short(value)}`;
    return `Trial ${place + 1}: ${numbers.join(", ")}, ${end}`;
  }

  /** A press marks the trial that is near, but after the button that looks closer. */
  open(picture, across, up) {
    if (this.aiming) return super.open(picture, across, up);
    const trial = this.placeAt(picture, across, up);
    if (trial) this.mark(trial);
  }

  mark({ slot, place }) {
    const known = this.marked.findIndex((one) => one.slot === slot && one.place === place);
    if (known >= 0) this.marked.splice(known, 1);
    else if (this.marked.length < LETTERS.length) this.marked.push({ slot, place });
    else this.said.textContent = `No more than ${LETTERS.length} can be marked.`;
    this.list();
    this.draw();
  }

  /** The trials that are marked, and what can be done with them. */
  list() {
    this.marked = this.marked.filter((trial) => this.isThere(trial));
    const chips = this.marked.map((trial, turn) => {
      const words = `${this.runnerOf(trial.slot).label}, ${this.wordsAt(this.runnerOf(trial.slot), trial).toLowerCase()}`;
      const away = el("button", {
        type: "button",
        class: "op-button",
        "aria-label": `Do not mark ${LETTERS[turn].toUpperCase()}: ${words}`,
        html: "×",
        onclick: () => this.mark(trial),
      });
      return el("li", {}, el("b", {}, LETTERS[turn].toUpperCase()), words, away);
    });
    const trials = this.marked.map(({ slot, place }) => ({ runner: this.runnerOf(slot), place }));
    const text = trials.length > 1 ? `Train these ${trials.length} side by side` : "Train this one";
    const go = el("a", { class: "op-search-go", href: addressOf(this.header, trials), html: icon("link") }, text);
    const none = el("p", { class: "op-search-none" }, "No trial is marked yet. Press one, or several, to train them.");
    this.bar.replaceChildren(...(trials.length ? [el("ol", {}, ...chips), go] : [none]));
  }

  read(event, picture, place) {
    super.read(event, picture, place);
    this.point(place);
  }

  leave() {
    this.reading.hidden = true;
    this.point(null);
  }

  /** Let a trial stand out. */
  point(trial) {
    if (trial?.slot === this.at?.slot && trial?.place === this.at?.place) return;
    this.at = trial;
    this.draw();
  }

  placeOf({ runner: { slot, shares } }) {
    return this.at?.slot === slot ? [shares.x[this.at.place], shares.y[this.at.place]] : null;
  }

  /** Arrow keys go to the next trial in their direction. */
  step(picture, event) {
    if (event.key === "+" || event.key === "-") return this.zoom(picture, event);
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (event.key === "Enter" && this.at?.slot === picture.runner.slot) this.mark(this.at);
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const { slot, shares, best } = picture.runner;
    const here = this.at?.slot === slot ? this.at.place : -1;
    const place = here < 0 ? Math.max(0, best) : nextOf(shares, here, way);
    if (!shares.x.length) return;
    this.at = { slot, place };
    this.said.textContent = this.wordsAt(picture.runner, this.at);
    this.draw();
  }

  swatches() {
    const { criterion, runners } = this.header;
    if (!runners.length) return [];
    const [first, last] = criterion.loss ? (criterion.range ?? []) : [...(criterion.range ?? [])].reverse();
    const ends = criterion.range
      ? `${this.header.criterion.label.toLowerCase()} ${plain(first)} to ${plain(last)}`
      : "no trial ends finite";
    const lost = (ctx, theme) => cross(ctx, 9, 9, theme, 1);
    const best = (ctx, theme) => ring(ctx, [9, 9], 6, theme);
    const bar = (ctx, theme) => {
      if (theme.dark) ctx.transform(-1, 0, 0, 1, BAR, 0);
      paintBar(ctx);
    };
    return [swatch(bar, ends, BAR), swatch(best, "best"), swatch(lost, "not finite")];
  }

  paint(picture, theme) {
    const { canvas, runner } = picture;
    const [left, foot] = [this.room.left * this.scale, this.room.foot * this.scale];
    const width = canvas.parentElement.clientWidth - left;
    const height = Math.round(width * 0.82);
    canvas.style.height = `${height + foot}px`;
    const ctx = fit(canvas, width + left, height + foot);
    ctx.translate(left, 0);
    ctx.fillStyle = mix(theme.page, theme.ink, 0.05);
    ctx.fillRect(0, 0, width, height);
    picture.trials ??= keptPicture();
    picture.trials(ctx, width, height, [this.header, runner, theme.page], (under) => {
      this.trials(under, runner, width, height, theme);
    });
    this.marks(ctx, runner, width, height, theme);
    this.drawBox(ctx, picture, { width, height, theme });
    paintAxes(ctx, this.header.axes, width, height, theme, this.scale);
  }

  trials(ctx, runner, width, height, theme) {
    const { shares, value, cells } = runner;
    const half = this.half(runner);
    const spot = (place) => [shares.x[place] * width, (1 - shares.y[place]) * height];
    for (let place = 0; place < value.length; place += 1) {
      const [x, y] = spot(place);
      if (value[place] === null) {
        cross(ctx, x, y, theme, this.scale);
        continue;
      }
      ctx.fillStyle = `rgb(${shadeOf(this.header.criterion, value[place], theme).join(", ")})`;
      ctx.strokeStyle = tint(theme.ink, 0.55);
      ctx.lineWidth = 1;
      ctx.beginPath();
      if (cells) ctx.rect(x - width / cells / 2, y - height / cells / 2, width / cells, height / cells);
      else ctx.arc(x, y, half, 0, 2 * Math.PI);
      ctx.fill();
      if (!cells) ctx.stroke();
    }
  }

  /** Half of a trial, px. */
  half({ value }) {
    return SIZE * this.scale * (value.length > 300 ? 0.7 : 1);
  }

  /** What stands out of the trials: the best, those that are marked, and the one that is read. */
  marks(ctx, runner, width, height, theme) {
    const { shares, best, slot } = runner;
    const half = this.half(runner);
    const spot = (place) => [shares.x[place] * width, (1 - shares.y[place]) * height];
    if (best >= 0) ring(ctx, spot(best), half + 3, theme);
    for (const [turn, one] of this.marked.entries())
      if (one.slot === slot) letter(ctx, spot(one.place), LETTERS[turn].toUpperCase(), theme, this.scale);
    if (this.at?.slot === slot) {
      const look = { fill: theme.ink, stroke: theme.page, width: 2, hollow: true, paper: theme.page };
      const [x, y] = spot(this.at.place);
      drawMarker(ctx, "circle", x, y, half + 4, look);
    }
  }

  draw() {
    super.draw();
    if (!this.root.clientWidth || !this.header) return;
    this.lines.draw([...this.marked, ...(this.at ? [this.at] : [])], readTheme(this.root), this.scale);
  }

  readLine(event) {
    const found = this.lines.at(event);
    if (!found) return this.leave();
    super.read(event, { runner: this.runnerOf(found.slot) }, found);
    this.point(found);
  }
}

/** The place of the trial that is nearest in a direction; the same one where there is none. */
export function nextOf({ x, y }, here, [right, up]) {
  let [found, least] = [here, Infinity];
  for (let place = 0; place < x.length; place += 1) {
    const [dx, dy] = [x[place] - x[here], y[place] - y[here]];
    const [ahead, aside] = [dx * right + dy * up, Math.abs(dx * up) + Math.abs(dy * right)];
    if (place !== here && ahead > 1e-6 && ahead + 2 * aside < least) [found, least] = [place, ahead + 2 * aside];
  }
  return found;
}
