/**
 * Maps of which places can be marked, up to as many as a comparison has letters: a press marks one, another press on it,
 * or the button beside what is told of it, no longer, and one button opens the run of what is marked, or the runs side by side.
 */

import { el, icon } from "../draw/dom.js";
import { there } from "../draw/there.js";
import { inSentence, tr } from "../draw/tr.js";
import { MapZoom } from "./mapzoom.js";
import { letter } from "./trialmarks.js";
import { addressOf, LETTERS } from "./trials.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { MarksHeader, MarksRunner, Sides } from "./headers.js" */
/** @import { MapPicture } from "./mapkind.js" */
/** @import { Trial } from "./triallines.js" */

/**
 * Where marks lead: the page of their runs, and the words for no mark, for one and for several, and for those that are
 * offered where none is.
 *
 * @typedef {object} Leads
 * @property {string} page
 * @property {string} none
 * @property {string} one
 * @property {(count: number) => string} several
 * @property {(count: number) => string} [offer]
 */

/**
 * @template {MarksRunner} R runners
 * @template {MarksHeader<R>} H
 * @extends {MapZoom<R, H, Trial>}
 */
export class MapMarks extends MapZoom {
  /**
   * @param {HTMLElement} parent
   * @param {string} kind
   * @param {HTMLElement[]} under what lies between what is marked and the key
   * @param {Leads} leads
   */
  constructor(parent, kind, under, leads) {
    const bar = el("div", { class: "op-marked" });
    super(parent, kind, [bar, ...under]);
    this.bar = bar;
    this.leads = leads;
    /** @type {Trial[]} */
    this.marked = [];
    this.link = ""; // of the map that is marked
  }

  taken() {
    super.taken();
    if (this.link !== this.header.link) this.marked = [];
    this.link = this.header.link;
    this.list();
  }

  /** @param {Trial} trial */
  isThere({ slot }) {
    return this.header.runners.some((runner) => runner.slot === slot);
  }

  /** @param {string} slot */
  runnerOf(slot) {
    return there(
      this.header.runners.find((runner) => runner.slot === slot),
      `The runner ${slot}`,
    );
  }

  /**
   * The numbers with which a run was made, by side.
   *
   * @param {Trial} _trial
   * @returns {Sides<number | string>}
   */
  numbersOf(_trial) {
    throw new Error("A kind of maps has numbers");
  }

  /**
   * What can be opened while nothing is marked.
   *
   * @returns {Trial[]}
   */
  offered() {
    return [];
  }

  /**
   * A press marks what is there, but after the button that looks closer.
   *
   * @param {MapPicture<R>} picture
   * @param {number} across
   * @param {number} up
   */
  open(picture, across, up) {
    if (this.aiming) return super.open(picture, across, up);
    const trial = this.placeAt(picture, across, up);
    if (trial) this.mark(trial);
  }

  /** @param {Trial} trial */
  mark(trial) {
    const known = this.marked.findIndex((one) => one.slot === trial.slot && one.place === trial.place);
    if (known >= 0) {
      this.marked.splice(known, 1);
      this.said.textContent = tr("No longer marked: {trial}", { trial: this.told(trial) });
    } else if (this.marked.length < LETTERS.length) {
      this.marked.push(trial);
      this.said.textContent = `${this.letterOf(trial)}: ${this.told(trial)}`;
    } else this.said.textContent = tr("No more than {most} can be marked.", { most: LETTERS.length });
    this.list();
    this.draw();
    this.bar.scrollIntoView({ block: "nearest" }); // what is told of it, and the way to its run
  }

  /** @param {Trial} trial */
  letterOf(trial) {
    return LETTERS[this.marked.indexOf(trial)].toUpperCase();
  }

  /**
   * Whose run it is, with which numbers, and what became of it.
   *
   * @param {Trial} trial
   */
  told(trial) {
    const runner = this.runnerOf(trial.slot);
    return `${runner.label}, ${inSentence(this.wordsAt(runner, trial))}`;
  }

  /**
   * Where runs are opened: one, or several side by side.
   *
   * @param {Trial[]} trials
   */
  linkTo(trials) {
    const runs = trials.map((trial) => ({ ...this.runnerOf(trial.slot), numbers: this.numbersOf(trial) }));
    return addressOf(this.leads.page, this.header, runs);
  }

  /** What is marked, and what can be done with that. */
  list() {
    this.bar.hidden = !this.pictures.size;
    const { none, one, several, offer } = this.leads;
    this.marked = this.marked.filter((trial) => this.isThere(trial));
    const chips = this.marked.map((trial) => {
      const [mark, words] = [this.letterOf(trial), this.told(trial)];
      const away = el("button", {
        type: "button",
        class: "op-button",
        "aria-label": tr("Do not mark {letter}: {trial}", { letter: mark, trial: words }),
        html: "×",
        onclick: () => {
          this.mark(trial);
          this.pictures.get(trial.slot)?.canvas.focus(); // the button is gone
        },
      });
      return el("li", {}, el("b", {}, mark), words, away);
    });
    const { length } = this.marked;
    const told = length ? el("ol", {}, ...chips) : el("p", { class: "op-marked-none" }, none);
    const led = length ? this.marked : this.offered();
    if (!led.length) return this.bar.replaceChildren(told, ...(offer ? [roomFor(offer(this.pictures.size))] : []));
    const words = length ? (length > 1 ? several(length) : one) : offer?.(led.length);
    const look = { class: "op-marked-go", href: this.linkTo(led), html: icon("link") };
    this.bar.replaceChildren(told, el("a", look, words));
  }

  /**
   * The letters of what is marked of a runner, each where `spot` says.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {R} runner
   * @param {(place: number) => number[]} spot
   * @param {Theme} theme
   */
  letters(ctx, { slot }, spot, theme) {
    for (const one of this.marked)
      if (one.slot === slot) letter(ctx, spot(one.place), this.letterOf(one), theme, this.scale);
  }
}

/**
 * The room of the button that will be offered: what lies below it does not move then.
 *
 * @param {string} words
 */
function roomFor(words) {
  const look = { class: "op-marked-go", "aria-hidden": "true", style: "visibility: hidden", html: icon("link") };
  return el("span", look, words);
}
