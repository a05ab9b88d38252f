/** The stage of a network: what the chosen optimizer's network says at the present step, with the examples over it. */

import { el, fit } from "../draw/dom.js";
import { lost } from "../draw/ending.js";
import { percent, short } from "../draw/format.js";
import { picked, scoreAt, stepBefore } from "../draw/rows.js";
import { SvgContext } from "../draw/svgcontext.js";
import { painterOf } from "./painters.js";
import { PieceGround, piecesOf } from "./pieces.js";

let count = 0;

/** The stage as a panel; `bus` as in engine/panel.js. */
export function createRegions(parent, bus) {
  return new Regions(parent, bus);
}

class Regions {
  constructor(parent, bus) {
    this.bus = bus;
    this.race = null;
    this.painter = null;
    this.size = null;
    this.key = "";
    count += 1;
    this.ground = el("canvas", { class: "op-layer" });
    this.over = el("canvas", { class: "op-layer op-top" });
    this.words = el("p", { class: "op-stage-words" });
    this.when = el("p", { class: "op-stage-when" });
    this.text = el("p", { class: "op-unseen", id: `op-regions-text-${count}` });
    const look = {
      class: "op-stage op-regions",
      role: "img",
      "aria-label": "Stage",
      "aria-describedby": this.text.id,
      tabIndex: 0,
    };
    this.element = el("div", look, this.ground, this.over, this.words, this.when, this.text);
    parent.append(this.element);
  }

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
    /** @type {[number, number]} */
    this.size = [width, height];
    this.renew();
  }

  /** Data, theme or size are others: what stands still is drawn anew. */
  renew() {
    const theme = this.bus.theme();
    if (!this.race || !theme || !this.size) return;
    const [runner, pieces] = [picked(this.race), piecesOf(this.race, picked(this.race))];
    const painter = painterOf(this.race, theme, runner);
    this.painter = pieces ? new PieceGround(pieces, painter) : painter;
    this.ctx = fit(this.ground, ...this.size);
    const over = fit(this.over, ...this.size);
    this.painter.marks(over, ...this.size, this.bus.scale);
    this.key = "";
  }

  describe(text) {
    if (this.text.textContent !== text) this.text.textContent = text;
  }

  draw(t, moving) {
    if (!this.painter) return false;
    const runner = picked(this.race);
    const ready = runner?.state === "ready";
    const key = `${runner?.slot} ${t} ${moving}`;
    if (key === this.key) return false;
    this.key = key;
    this.say(ready ? lostWords(runner, t, this.race) : waiting(runner, this.race));
    const [width, height] = this.size;
    this.ctx.clearRect(0, 0, width, height);
    this.date(ready ? stepBefore(this.painter.at ?? runner.frames, t) : null, t, moving);
    if (!ready) return false;
    this.painter.ground(this.ctx, width, height, runner, t, moving, this.bus.scale);
    if (!moving) this.element.setAttribute("aria-label", spoken(this.race, runner, t, this.painter));
    return false;
  }

  /** Name the step of the picture where it is not that of the page. */
  date(step, t, moving) {
    const text =
      step === null || step === Math.floor(t) || (moving && this.painter.mixes)
        ? ""
        : `picture of ${this.race.timeline.words(step)}`;
    if (this.when.textContent !== text) this.when.textContent = text;
    this.when.hidden = !text;
    this.ground.dataset.step = step ?? "";
  }

  say(text) {
    if (this.words.textContent !== text) this.words.textContent = text;
    this.words.hidden = !text;
  }

  /** A picture of the stage, `ratio` pixels per CSS pixel, as a canvas. */
  snapshot(ratio) {
    const ctx = this.pixels(ratio);
    this.painter.marks(ctx, ...this.size, this.bus.scale);
    return ctx.canvas;
  }

  drawings(ratio) {
    if (!this.painter) return [];
    const [width, height] = this.size;
    const ground = this.pixels(ratio);
    const svg = new SvgContext(ground);
    svg.drawImage(ground.canvas, 0, 0, width, height);
    this.painter.marks(svg.canvas2d, width, height, this.bus.scale);
    return [{ markup: svg.markup, width, height }];
  }

  /** A canvas of `ratio` pixels per CSS pixel with all but the marks. */
  pixels(ratio) {
    const [width, height] = this.size;
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    const ctx = canvas.getContext("2d");
    ctx.scale(ratio, ratio);
    ctx.fillStyle = this.bus.theme().page;
    ctx.fillRect(0, 0, width, height);
    const runner = picked(this.race);
    if (runner?.state === "ready")
      this.painter.ground(ctx, width, height, runner, this.bus.step(), false, this.bus.scale);
    return ctx;
  }

  destroy() {
    this.element.remove();
  }
}

/** What stands on the stage while there is nothing to draw for the chosen runner. */
function waiting(runner, race) {
  if (!runner) return "";
  return runner.state === "refused" ? runner.reason : race.pending || `${runner.label} is computing`;
}

/** What stands there from the step on from which a runner's numbers are not finite. */
function lostWords(runner, t, { timeline }) {
  return lost(runner, t) ? `${runner.label} is not finite from ${timeline.words(runner.outcome.step)}` : "";
}

function spoken(race, runner, t, painter) {
  const score = scoreAt(runner, t);
  const said = race.data.numeric ? `explains ${short(score)} of the variance` : `is right for ${percent(score)}`;
  return `${runner.label} at ${race.timeline.words(stepBefore(runner.at, t))} ${said} of the ${race.data.part} examples. ${painter.said?.(runner, t) ?? ""}`.trim();
}
