/**
 * Maps of which a part can be looked at closer: a box that is drawn with the mouse, the key +, or a press after the button
 * that looks closer, opens the map of that part, the button beside it or the key - the one before, else a wider one. The
 * axes of the header have the bounds of their numbers, `low` and `high`, whether these are `whole`, and how many there are
 * of them, `count`.
 */

import { el, iconButton } from "../draw/dom.js";
import { digitsApart } from "../draw/format.js";
import { tint } from "../draw/theme.js";
import { inSentence, tr } from "../draw/tr.js";
import { report } from "../engine/outbox.js";
import { FOOT_ROOM, numberAt, roomOf, toldApart } from "./mapaxes.js";
import { keepStep, stepsTo, takeBack } from "./mapback.js";
import { MapFrame } from "./mapframe.js";

/** @import { MapRunner, ZoomHeader } from "./headers.js" */
/** @import { MapPicture, Shares, Size } from "./mapkind.js" */

const DRAWN = 8; // px that a pointer moves before it draws a box
const NEAR = 0.125; // of the sides: from the middle to the edge of what a press looks closer at

/**
 * @template {MapRunner} R runners
 * @template {ZoomHeader<R>} H
 * @template P places
 * @extends {MapFrame<R, H, P>}
 */
export class MapZoom extends MapFrame {
  /**
   * @param {HTMLElement} parent
   * @param {string} kind
   * @param {HTMLElement[]} under what lies between the buttons and the key
   */
  constructor(parent, kind, under) {
    const look = { text: tr("Look closer"), title: tr("Then press a map where to"), "aria-pressed": "false" };
    const nearer = iconButton("plus", tr("Look closer"), look);
    const back = iconButton("full", tr("Step back"), { text: tr("Step back") });
    const buttons = el("div", { class: "op-maps-buttons op-action" }, nearer, back);
    super(parent, kind, [buttons, ...under], { foot: FOOT_ROOM });
    nearer.addEventListener("click", () => this.aim(!this.aiming));
    back.addEventListener("click", () => this.back());
    this.buttons = buttons;
    this.nearer = nearer;
    this.wider = back;
    this.buttons = buttons;
    this.aiming = false; // the next press on a map looks closer there
    /** @type {{picture: MapPicture<R>, from: Shares, to: Shares | null, at: number[]} | null} */
    this.box = null; // that is drawn: two corners, and where the pointer went down
  }

  /**
   * What the title of a runner's map puts in: who it is, what varies, and what is found there.
   *
   * @param {R} runner
   */
  named(runner) {
    const { x, y } = this.axesOf(runner);
    return { name: runner.label, across: inSentence(x.label), up: inSentence(y.label), told: runner.told };
  }

  taken() {
    this.room.left = roomOf(this.header.axes.y);
    this.buttons.hidden = !this.pictures.size;
    this.wider.title = stepsTo(this.header.link)
      ? tr("To the part that you came from")
      : tr("To a part twice as wide and as high, as far as its numbers go");
  }

  /** @param {R} runner */
  upward(runner) {
    return this.axesOf(runner).y.label;
  }

  /**
   * The axes of a runner's map: called as its own numbers are, where others vary than those of most.
   *
   * @param {R} runner
   * @returns {H["axes"]}
   */
  axesOf({ labels }) {
    const { axes } = this.header;
    if (!labels) return axes;
    const own = Object.entries(labels).map(([side, label]) => [
      side,
      { ...axes[/** @type {"x" | "y"} */ (side)], label },
    ]);
    return { ...axes, ...Object.fromEntries(own) };
  }

  /**
   * Whether the next press on a map looks closer there.
   *
   * @param {boolean} aiming
   */
  aim(aiming) {
    this.aiming = aiming;
    this.nearer.setAttribute("aria-pressed", String(aiming));
  }

  /**
   * @param {MapPicture<R>} picture
   * @param {number} across
   * @param {number} up
   */
  open(picture, across, up) {
    if (!this.aiming) return super.open(picture, across, up);
    this.closer([across - NEAR, up - NEAR], [across + NEAR, up + NEAR]);
  }

  /** @param {R} runner */
  makePicture(runner) {
    const picture = super.makePicture(runner);
    const { canvas } = picture;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "touch" && event.button === 0) this.begin(picture, event);
    });
    canvas.addEventListener("pointermove", (event) => this.pull(event));
    canvas.addEventListener("pointerup", (event) => this.end(event));
    canvas.addEventListener("pointercancel", () => this.drop());
    canvas.addEventListener("keydown", (event) => this.zoom(picture, event));
    return picture;
  }

  /**
   * @param {MapPicture<R>} picture
   * @param {PointerEvent} event
   */
  begin(picture, event) {
    this.box = { picture, from: this.shares(picture.canvas, event), to: null, at: [event.clientX, event.clientY] };
  }

  /** @param {PointerEvent} event */
  pull({ buttons, clientX, clientY }) {
    if (!this.box) return;
    if (!buttons) return this.drop();
    const { picture, at } = this.box;
    if (!this.box.to && Math.hypot(clientX - at[0], clientY - at[1]) < DRAWN) return;
    this.box.to = this.shares(picture.canvas, { clientX, clientY });
    this.draw();
  }

  /** @param {PointerEvent} event */
  end(event) {
    const { from, to } = this.box ?? {};
    if (!from || !to) return this.drop();
    // The click that follows is none on a cell.
    event.target?.addEventListener("click", (click) => click.stopImmediatePropagation(), { capture: true, once: true });
    this.drop();
    this.closer(from, to);
  }

  drop() {
    const drawn = this.box?.to;
    this.box = null;
    if (drawn) this.draw();
  }

  /**
   * Open the map between two corners of this one.
   *
   * @param {...number[]} corners
   */
  closer(...corners) {
    const fields = this.between(...corners.map((corner) => corner.map((share) => Math.min(1, Math.max(0, share)))));
    this.aim(false);
    if (!fields) return;
    keepStep(this.header.link, String(fields));
    report({ kind: "part", link: String(fields) });
  }

  /** Open the map that this one is a part of; where one did not come from it, that of twice the width and height. */
  back() {
    const fields = takeBack(this.header.link) ?? this.between([-0.5, -0.5], [1.5, 1.5]);
    if (fields) report({ kind: "part", link: String(fields) });
  }

  /**
   * The fields of the link of the map between two corners, in 64-bit floats where 32-bit ones would not tell its cells
   * apart; null where there is none.
   *
   * @param {...number[]} corners
   */
  between(...corners) {
    const fields = new URLSearchParams(this.header.link);
    for (const [place, side] of /** @type {const} */ (["x", "y"]).entries()) {
      const axis = this.header.axes[side];
      const shares = corners.map((corner) => corner[place]).sort((a, b) => a - b);
      const ends = shares.map((share) => Math.min(axis.high, Math.max(axis.low, numberAt(axis, share))));
      if (!(ends[1] > ends[0])) return null;
      const [low, high] = ends.map((v) =>
        axis.whole ? Math.round(v) : Number(v.toPrecision(digitsApart(ends, ends[1] - ends[0]) + 2)),
      );
      if (!(high > low)) return null;
      fields.set(`${side}from`, String(low));
      fields.set(`${side}to`, String(high));
      const nearer = { ...axis, from: low, to: high };
      if (!axis.whole && !toldApart(nearer, axis.count)) fields.set("precision", "float64");
    }
    return fields;
  }

  /**
   * The key + looks closer at where the keys are, else at the middle, the key - steps back.
   *
   * @param {MapPicture<R>} picture
   * @param {KeyboardEvent} event
   */
  zoom(picture, event) {
    if (event.key !== "+" && event.key !== "-") return;
    event.preventDefault();
    if (event.key === "-") return this.back();
    const [across, up] = this.placeOf(picture) ?? [0.5, 0.5];
    this.closer([across - 0.25, up - 0.25], [across + 0.25, up + 0.25]);
  }

  /**
   * Where the keys are on a picture; null where they are nowhere.
   *
   * @param {MapPicture<R>} picture
   */
  placeOf(picture) {
    return picture.place;
  }

  /**
   * The box that is drawn, if it is on this picture.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {MapPicture<R>} picture
   * @param {Size} size
   */
  drawBox(ctx, picture, { width, height, theme }) {
    if (!this.box?.to || this.box.picture !== picture) return;
    const [[x0, y0], [x1, y1]] = [this.box.from, this.box.to].map(([x, y]) => [x * width, (1 - y) * height]);
    ctx.strokeStyle = theme.ink;
    ctx.fillStyle = tint(theme.page, 0.35);
    ctx.fillRect(x0, y0, x1 - x0, y1 - y0);
    ctx.strokeRect(x0, y0, x1 - x0, y1 - y0);
  }
}
