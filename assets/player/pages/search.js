/**
 * The trials of searches: where each lies over two numbers, all of its numbers side by side, and what became of it.
 *
 * Data: the blob of a header, see ui/network/search/header.py. It reports {kind: "part", link} by the outbox: the part that
 * is looked at closer, which is a search of its own. Trials that are marked open as networks on their own page, one or
 * several side by side.
 */

import { el, fit } from "../draw/dom.js";
import { short } from "../draw/format.js";
import { keptPicture } from "../draw/kept.js";
import { mix, readTheme } from "../draw/theme.js";
import { inSentence, tr } from "../draw/tr.js";
import { mounts } from "../engine/mounts.js";
import { along, paintAxes } from "./mapaxes.js";
import { columnsOf } from "./maplayout.js";
import { MapMarks } from "./mapmarks.js";
import { limitSwatches, strokeOver } from "./theorymarks.js";
import { isLost, sideOf, sidesOf, TALL, TrialLines } from "./triallines.js";
import { halfOf, paintAwaited, paintTrials, ring, trialSwatches } from "./trialmarks.js";
import { heightOf, nextOf } from "./trials.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { SearchHeader, SearchRunner, Sides } from "./headers.js" */
/** @import { MapPicture, Shares, Size } from "./mapkind.js" */
/** @import { Trial } from "./triallines.js" */

const NEAR = 22; // px from a trial to a pointer that means it
const BESIDE = 860; // px from which on a picture has the lines beside it
const KEYS = tr("Arrow keys go from trial to trial, Enter marks one, + looks closer, - steps back.");

/** Show the pictures in `component.parentElement`; returns the function that takes them down. */
export const mount = mounts((parent) => new Search(parent));

/** @extends {MapMarks<SearchRunner, SearchHeader>} */
class Search extends MapMarks {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    const lines = new TrialLines();
    super(parent, "search", [lines.element], {
      page: "./network",
      none: tr("No trial is marked yet. Press one, or several, to train them."),
      one: tr("Train this one"),
      several: (count) => tr("Train these {count} side by side", { count }),
      offer: (count) => (count > 1 ? tr("Train the best of each side by side") : tr("Train the best one")),
    });
    this.lines = lines;
    this.main = el("div", { class: "op-search-main" }, this.grid, this.bar, this.legend, this.buttons);
    this.root.prepend(this.main);
    /** @type {Map<string, ReturnType<typeof keptPicture>>} */
    this.kept = new Map(); // the trials of each runner, by its letter
    /** @type {Trial | null} */
    this.at = null; // the trial under the pointer or the keys
    const { canvas } = lines;
    for (const kind of /** @type {const} */ (["pointermove", "pointerdown"]))
      canvas.addEventListener(kind, (event) => this.readLine(event));
    canvas.addEventListener("pointerleave", () => this.leave());
    canvas.addEventListener("click", () => this.at && this.mark(this.at));
  }

  taken() {
    if (this.link !== this.header.link || (this.at && !this.isThere(this.at))) this.at = null;
    super.taken();
    this.lines.take(this.header);
    // More numbers than a picture has sides are seen in the lines alone.
    this.main[sidesOf(this.header).length > 2 ? "before" : "after"](this.lines.element);
  }

  /** The best of each runner. */
  offered() {
    return this.header.runners.filter(({ best }) => best >= 0).map(({ slot, best: place }) => ({ slot, place }));
  }

  /** @param {Trial} trial */
  isThere(trial) {
    return this.header.runners.some(({ slot, value }) => slot === trial.slot && trial.place < value.length);
  }

  /** @param {Trial} trial */
  numbersOf({ slot, place }) {
    const { numbers, texts } = this.runnerOf(slot);
    const own = sidesOf(this.header).map((side) => [side, (texts[side] ?? sideOf(numbers, side))[place]]);
    return /** @type {Sides<number | string>} */ (Object.fromEntries(own));
  }

  /** @param {SearchRunner} runner */
  pictureOf(runner) {
    const picture = super.pictureOf(runner);
    const words = picture.element.querySelector("p") ?? picture.element.appendChild(el("p", {}));
    words.textContent = runner.working;
    return picture;
  }

  /** @param {SearchRunner} runner */
  title(runner) {
    const title = tr("Trials of {name}, {across} across, {up} up: {told}.", this.named(runner));
    return `${title} ${KEYS}`;
  }

  /**
   * The trial nearest to a place of a picture; null where none is near.
   *
   * @param {MapPicture<SearchRunner>} picture
   * @param {number} across
   * @param {number} up
   */
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

  /**
   * @param {SearchRunner} runner
   * @param {Trial} trial
   */
  wordsAt(runner, { place }) {
    const { criterion, words } = this.header;
    const axes = this.axesOf(runner);
    const numbers = sidesOf(this.header).map(
      (side) =>
        `${inSentence(sideOf(axes, side).label)} ${along(sideOf(axes, side), sideOf(runner.numbers, side)[place])}`,
    );
    const [value, fate] = [runner.value[place], runner.fate[place]];
    const lost = isLost(criterion, { value, fate });
    const told = value === null ? tr("not reached") : short(value);
    const parts = lost ? [tr("not finite")] : [`${inSentence(criterion.label)} ${told}`];
    if (!lost && (criterion.outcome || criterion.kind === "reached")) parts.push(words[fate]);
    const end = parts.join(", ");
    return tr("Trial {number}: {numbers}, {end}", { number: place + 1, numbers: numbers.join(", "), end });
  }

  /**
   * @param {MouseEvent} event
   * @param {{runner: SearchRunner}} picture
   * @param {Trial | null} place
   */
  read(event, picture, place) {
    super.read(event, picture, place);
    this.point(place);
  }

  leave() {
    this.reading.hidden = true;
    this.point(null);
  }

  /**
   * Let a trial stand out.
   *
   * @param {Trial | null} trial
   */
  point(trial) {
    if (trial?.slot === this.at?.slot && trial?.place === this.at?.place) return;
    this.at = trial;
    this.draw();
  }

  /**
   * @param {MapPicture<SearchRunner>} picture
   * @returns {Shares | null}
   */
  placeOf({ runner: { slot, shares } }) {
    return this.at?.slot === slot ? [shares.x[this.at.place], shares.y[this.at.place]] : null;
  }

  /**
   * Arrow keys go to the next trial in their direction.
   *
   * @param {MapPicture<SearchRunner>} picture
   * @param {KeyboardEvent} event
   */
  step(picture, event) {
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
    const { runners } = this.header;
    return runners.length ? [...trialSwatches(this.header), ...limitSwatches(runners)] : [];
  }

  /**
   * @param {MapPicture<SearchRunner>} picture
   * @param {Theme} theme
   */
  paint(picture, theme) {
    const { canvas, runner } = picture;
    const [left, foot] = [this.room.left * this.scale, this.room.foot * this.scale];
    const width = picture.element.clientWidth - left;
    const height = heightOf(width, window.innerHeight);
    canvas.style.height = `${height + foot}px`;
    const ctx = fit(canvas, width + left, height + foot);
    ctx.translate(left, 0);
    ctx.fillStyle = mix(theme.page, theme.ink, 0.05);
    ctx.fillRect(0, 0, width, height);
    const kept = this.kept.get(runner.slot) ?? keptPicture();
    this.kept.set(runner.slot, kept);
    kept(ctx, width, height, [this.header, runner, theme.page], (under) => {
      paintTrials(under, this.header.criterion, runner, { width, height, theme }, this.scale);
    });
    if (this.header.coming && !runner.value.length) paintAwaited(ctx, { width, height, theme }, this.scale);
    if (runner.line) strokeOver(ctx, runner.line, { width, height, theme });
    this.marks(ctx, runner, { width, height, theme });
    this.drawBox(ctx, picture, { width, height, theme });
    paintAxes(ctx, this.axesOf(runner), width, height, theme, this.scale);
  }

  /**
   * What stands out of the trials: the best, those that are marked, and the one that is read.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {SearchRunner} runner
   * @param {Size} size
   */
  marks(ctx, runner, { width, height, theme }) {
    const { shares, best, slot } = runner;
    const half = halfOf(runner, this.scale);
    const spot = (/** @type {number} */ place) => [shares.x[place] * width, (1 - shares.y[place]) * height];
    if (best >= 0) ring(ctx, spot(best), half + 3, theme);
    if (this.at?.slot === slot) ring(ctx, spot(this.at.place), half + 6, theme);
    this.letters(ctx, runner, spot, theme);
  }

  arrange() {
    const columns = columnsOf(this.pictures.size, this.grid.clientWidth / this.scale);
    this.grid.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
  }

  draw() {
    if (!this.root.clientWidth || !this.given) return;
    const beside = this.header.runners.length === 1 && this.root.clientWidth >= BESIDE;
    this.root.classList.toggle("op-paired", beside);
    super.draw();
    this.lines.tall = beside ? heightOf(this.root.clientWidth / 2, window.innerHeight) : TALL * this.scale;
    this.lines.draw([...this.marked, ...(this.at ? [this.at] : [])], readTheme(this.root), this.scale);
  }

  /** @param {PointerEvent} event */
  readLine(event) {
    const found = this.lines.at(event);
    if (!found) return this.leave();
    super.read(event, { runner: this.runnerOf(found.slot) }, found);
    this.point(found);
  }
}
