/** The stage of a network: what the chosen optimizer's network says at the present step, with the examples over it. */

import { context, el, fit } from "../draw/dom.js";
import { lost } from "../draw/ending.js";
import { percent, short } from "../draw/format.js";
import { picked, scoreAt, stepBefore } from "../draw/rows.js";
import { SvgContext } from "../draw/svgcontext.js";
import { tr } from "../draw/tr.js";
import { examplesOf, painterOf } from "./painters.js";
import { PieceGround, piecesOf } from "./pieces.js";

/** @import { NetworkHeader, NetworkRunner, ReadyRunner } from "../engine/network.js" */
/** @import { Bus } from "../engine/panel.js" */
/** @import { Painter } from "./painters.js" */

/** @typedef {{race: NetworkHeader, runner: NetworkRunner | null, painter: Painter}} Picture of the chosen runner, if there is one */

let count = 0;

/**
 * The stage as a panel; `bus` as in engine/panel.d.ts.
 *
 * @param {HTMLElement} parent
 * @param {Bus} bus
 */
export function createRegions(parent, bus) {
  return new Regions(parent, bus);
}

class Regions {
  /**
   * @param {HTMLElement} parent
   * @param {Bus} bus
   */
  constructor(parent, bus) {
    this.bus = bus;
    /** @type {NetworkHeader | null} */
    this.race = null;
    /** @type {Picture | null} */
    this.picture = null;
    this.width = this.height = 0; // px, once it is laid out
    this.key = "";
    count += 1;
    this.ground = el("canvas", { class: "op-layer" });
    this.over = el("canvas", { class: "op-layer op-top" });
    this.ctx = context(this.ground);
    this.words = el("p", { class: "op-stage-words" });
    this.when = el("p", { class: "op-stage-when" });
    this.text = el("p", { class: "op-unseen", id: `op-regions-text-${count}` });
    const look = {
      class: "op-stage op-regions",
      role: "img",
      "aria-label": tr("Stage"),
      "aria-describedby": this.text.id,
      tabIndex: 0,
    };
    this.element = el("div", look, this.ground, this.over, this.words, this.when, this.text);
    parent.append(this.element);
  }

  /** @param {NetworkHeader} race */
  setData(race) {
    this.race = race;
    this.renew();
  }

  setTheme() {
    this.renew();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (!width || !height) return;
    [this.width, this.height] = [width, height];
    this.renew();
  }

  /** Data, theme or size are others: what stands still is drawn anew. */
  renew() {
    const { race, width, height } = this;
    const theme = this.bus.theme();
    if (!race || !theme || !width) return;
    const runner = picked(race);
    const [painter, pieces] = [painterOf(race, theme, runner), piecesOf(race, runner)];
    const shown = pieces ? new PieceGround(pieces, painter) : painter;
    this.picture = { race, runner, painter: shown };
    fit(this.ground, width, height);
    shown.marks(fit(this.over, width, height), width, height, this.bus.scale);
    this.key = "";
  }

  /** @param {string} text */
  describe(text) {
    if (this.text.textContent !== text) this.text.textContent = text;
  }

  /**
   * @param {number} t
   * @param {boolean} moving
   */
  draw(t, moving) {
    if (!this.picture) return false;
    const { race, runner, painter } = this.picture;
    const key = `${runner?.slot} ${t} ${moving}`;
    if (key === this.key) return false;
    this.key = key;
    const { width, height } = this;
    this.ctx.clearRect(0, 0, width, height);
    if (runner?.state !== "ready") {
      this.say(waiting(runner, race));
      this.date("", null);
      return false;
    }
    this.say(lostWords(runner, t, race));
    const step = stepBefore(painter.at ?? runner.frames, t);
    const now = step === Math.floor(t) || (moving && painter.mixes);
    this.date(now ? "" : tr("picture of {time}", { time: race.timeline.words(step) }), step);
    painter.ground(this.ctx, width, height, runner, t, moving, this.bus.scale);
    if (!moving) this.element.setAttribute("aria-label", spoken(race, runner, t, painter));
    return false;
  }

  /**
   * Name the step of the picture where it is not that of the page.
   *
   * @param {string} text
   * @param {number | null} step
   */
  date(text, step) {
    if (this.when.textContent !== text) this.when.textContent = text;
    this.when.hidden = !text;
    this.ground.dataset.step = step === null ? "" : String(step);
  }

  /** @param {string} text */
  say(text) {
    if (this.words.textContent !== text) this.words.textContent = text;
    this.words.hidden = !text;
  }

  /**
   * A picture of the stage, `ratio` pixels per CSS pixel, as a canvas.
   *
   * @param {number} ratio
   */
  snapshot(ratio) {
    const ctx = this.pixels(ratio);
    this.picture?.painter.marks(ctx, this.width, this.height, this.bus.scale);
    return ctx.canvas;
  }

  /** @param {number} ratio */
  drawings(ratio) {
    if (!this.picture) return [];
    const { width, height } = this;
    const ground = this.pixels(ratio);
    const svg = new SvgContext(ground);
    svg.drawImage(ground.canvas, 0, 0, width, height);
    this.picture.painter.marks(svg.canvas2d, width, height, this.bus.scale);
    return [{ markup: svg.markup, width, height }];
  }

  /**
   * A canvas of `ratio` pixels per CSS pixel with all but the marks.
   *
   * @param {number} ratio
   */
  pixels(ratio) {
    const { width, height } = this;
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    const ctx = context(canvas);
    ctx.scale(ratio, ratio);
    ctx.fillStyle = this.bus.theme().page;
    ctx.fillRect(0, 0, width, height);
    const { runner, painter } = this.picture ?? {};
    if (painter && runner?.state === "ready")
      painter.ground(ctx, width, height, runner, this.bus.step(), false, this.bus.scale);
    return ctx;
  }

  destroy() {
    this.element.remove();
  }
}

/**
 * What stands on the stage while there is nothing to draw for the chosen runner.
 *
 * @param {NetworkRunner | null} runner
 * @param {NetworkHeader} race
 */
function waiting(runner, race) {
  if (!runner) return "";
  return runner.state === "refused" ? runner.reason : race.pending || tr("{name} is computing", { name: runner.label });
}

/**
 * What stands there from the step on from which a runner's numbers are not finite.
 *
 * @param {ReadyRunner} runner
 * @param {number} t
 * @param {NetworkHeader} race
 */
function lostWords(runner, t, { timeline }) {
  if (!lost(runner, t)) return "";
  return tr("{name} is not finite from {time}", { name: runner.label, time: timeline.words(runner.outcome.step ?? 0) });
}

/**
 * @param {NetworkHeader} race
 * @param {ReadyRunner} runner
 * @param {number} t
 * @param {Painter} painter
 */
function spoken(race, runner, t, painter) {
  const score = scoreAt(runner, t);
  const told = {
    name: runner.label,
    time: race.timeline.words(stepBefore(runner.at, t)),
    examples: examplesOf(race.data),
  };
  const said = race.data.numeric
    ? tr("{name} at {time} explains {share} of the variance of the {examples}.", { ...told, share: short(score) })
    : tr("{name} at {time} is right for {share} of the {examples}.", { ...told, share: percent(score) });
  return `${said} ${painter.said?.(runner, t) ?? ""}`.trim();
}
