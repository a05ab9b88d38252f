/** A second picture beside that of a stage: the same race at the same moment, its sharpness below the paths. */

import { context, el } from "../draw/dom.js";
import { group } from "../draw/svgcontext.js";
import { tr } from "../draw/tr.js";
import { listenTo } from "./hand.js";
import { Picture } from "./picture.js";
import { pixelOn, pointAt } from "./pointer.js";
import { createReading } from "./reading.js";

/** @import { Drawing } from "../draw/svgcontext.js" */
/** @import { Theme } from "../draw/theme.js" */
/** @import { RaceHeader } from "../engine/header.js" */
/** @import { Moment } from "./overlay.js" */
/** @import { Stage } from "./stage.js" */

const nothing = () => {}; // lies in space here

export class Twin {
  /** @param {Stage} stage whose view it shares, and which does what is done to it */
  constructor(stage) {
    this.stage = stage;
    const named = { role: "group", "aria-label": tr("Stage by sharpness"), "aria-describedby": stage.text.id };
    this.element = el("div", { class: "op-stage op-twin", ...named });
    this.element.dataset.mode = "2d";
    this.picture = new Picture(this.element, stage.picture.overlay.tinted);
    this.reading = createReading(this.element, {
      view: () => (this.picture.rows ? this.picture.flat : null),
      relief: () => this.picture.backdrop.relief,
      taken: () => this.picture.taken(),
      moved: (pixel) => stage.reading.point(pixel),
    });
    const at = (/** @type {number} */ x, /** @type {number} */ y) =>
      pointAt(this.picture.flat, ...pixelOn(this.element, x, y));
    this.handle = stage.start.handleOn(at, false); // keys have that of the stage
    this.element.append(this.handle.element);
    stage.element.after(this.element);
    this.unlisten = listenTo(stage, this.element, this.picture);
    this.picture.theme = stage.picture.theme;
    this.picture.setRace(stage.race);
    this.picture.backdrop.pick(stage.picture.flat.frame, stage.navigator.atHome);
    this.resize();
    this.arrange();
  }

  /** @param {RaceHeader} race @param {boolean} same whether it is on the same ground as the last one */
  setData(race, same) {
    const old = this.picture.paths;
    this.picture.setRace(race);
    if (same) this.picture.showGhosts(old, this.stage.bus.reducedMotion);
  }

  /** @param {Theme} theme */
  setTheme(theme) {
    this.picture.theme = theme;
  }

  resize() {
    const { width, height } = this.stage.picture.flat;
    this.picture.flat.set(this.stage.picture.flat.frame, width, height);
    this.picture.resize(this.stage.bus.scale ?? 1);
  }

  /** Draw anew all that follows from view, theme or data, in the frame of the stage. */
  arrange() {
    const { picture, stage } = this;
    const { frame, width, height } = stage.picture.flat;
    const { atHome, moving } = stage.navigator;
    picture.flat.set(frame, width, height);
    if (!moving) picture.backdrop.pick(frame, atHome);
    this.element.classList.toggle("op-moved", !atHome);
    picture.arrange(stage.start.point, moving);
  }

  /** @param {Moment} moment @param {boolean} moving */
  draw(moment, moving) {
    const { flat } = this.picture;
    const easing = this.picture.draw(moment, moving);
    this.handle.move(flat.spot(...moment.start), moment.start, flat.frame);
    this.reading.draw();
    return easing;
  }

  /** Where it lies, from the corner of the stage. */
  get place() {
    const { offsetLeft: x, offsetTop: y } = this.element;
    return { x: x - this.stage.element.offsetLeft, y: y - this.stage.element.offsetTop };
  }

  /**
   * A picture of the stage with this one beside it, `ratio` pixels per CSS pixel.
   *
   * @param {HTMLCanvasElement} first
   * @param {number} ratio
   * @param {Moment} moment
   */
  beside(first, ratio, moment) {
    const [own, { x, y }] = [this.picture.snapshot(ratio, moment, nothing), this.place];
    const both = document.createElement("canvas");
    both.width = own.width + Math.round(x * ratio);
    both.height = own.height + Math.round(y * ratio);
    const ctx = context(both);
    ctx.fillStyle = this.picture.theme.page;
    ctx.fillRect(0, 0, both.width, both.height);
    ctx.drawImage(first, 0, 0);
    ctx.drawImage(own, both.width - own.width, both.height - own.height);
    return both;
  }

  /**
   * The same as a drawing.
   *
   * @param {Drawing} first
   * @param {number} ratio
   * @param {Moment} moment
   * @returns {Drawing}
   */
  drawnBeside(first, ratio, moment) {
    const [own, at] = [this.picture.drawing(ratio, moment, nothing), this.place];
    const markup = [first.markup, group(own.markup, at)].join("\n");
    return { markup, width: at.x + own.width, height: at.y + own.height };
  }

  destroy() {
    this.unlisten();
    this.element.remove();
  }
}
