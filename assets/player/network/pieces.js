/** The linear pieces of a network of rectifiers on the stage, in shades of what it says there, and how many are seen. */

import { classLook } from "../draw/classes.js";
import { context, el, press, segmented } from "../draw/dom.js";
import { grouped } from "../draw/format.js";
import { picked, rowBefore } from "../draw/rows.js";
import { mix, rgb } from "../draw/theme.js";
import { tr, trn } from "../draw/tr.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { NetworkHeader, NetworkRunner, Pieces, ReadyRunner } from "../engine/network.js" */
/** @import { Bus, Panel } from "../engine/panel.js" */
/** @import { Painter } from "./painters.js" */

const GROUNDS = [
  ["decision", tr("Decision")],
  ["pieces", tr("Linear pieces")],
];
const RECTIFIER = /relu$/; // the names of the activations that are linear on both sides of zero
const APART = 0.618034; // of the range of shades, from one shade to the next
const [PALE, DEEP] = [0.85, 0.45]; // how far shades go towards the page, and towards the colour of the examples

/**
 * The pieces of a runner; null where there are none to show.
 *
 * @param {NetworkHeader} race
 * @param {NetworkRunner | null} runner
 */
export function piecesOf(race, runner) {
  return race.pieces && race.pieces.slot === runner?.slot ? race.pieces : null;
}

/** The painter of pieces; `planes` is that of the same data, whose examples it shows. */
export class PieceGround {
  /**
   * @param {Pieces} pieces
   * @param {Painter} planes
   */
  constructor(pieces, planes) {
    this.pieces = pieces;
    this.planes = planes;
    this.theme = planes.theme;
    this.at = pieces.at;
    this.mixes = false;
    this.colours = coloursOf(pieces.shades, planes.theme);
    this.canvas = document.createElement("canvas");
    Object.assign(this.canvas, { width: pieces.columns, height: pieces.rows });
    this.image = new ImageData(pieces.columns, pieces.rows);
    this.words = new Uint32Array(this.image.data.buffer);
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} width
   * @param {number} height
   * @param {ReadyRunner} runner
   * @param {number} t
   */
  ground(ctx, width, height, runner, t) {
    const { columns, rows, at, picture } = this.pieces;
    const first = rowBefore(at, t) * this.words.length;
    for (let i = 0; i < this.words.length; i += 1) this.words[i] = this.colours[picture[first + i]];
    context(this.canvas).putImageData(this.image, 0, 0);
    const [x, y] = [width / (columns - 1), height / (rows - 1)]; // the outermost places lie on the edges
    ctx.imageSmoothingEnabled = false;
    ctx.drawImage(this.canvas, -x / 2, -y / 2, width + x, height + y);
    ctx.imageSmoothingEnabled = true;
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} width
   * @param {number} height
   * @param {number} [scale]
   */
  marks(ctx, width, height, scale) {
    this.planes.marks(ctx, width, height, scale);
  }

  /**
   * The number of pieces at a step in words.
   *
   * @param {ReadyRunner} runner
   * @param {number} t
   */
  said(runner, t) {
    return `${counted(this.pieces, t)}.`;
  }
}

/**
 * How many pieces are seen at a step, beside how many there can be, or are to be expected.
 *
 * @param {Pieces} pieces
 * @param {number} t
 */
function counted({ at, seen, most, units }, t) {
  const now = seen[rowBefore(at, t)];
  const told = { few: grouped(now), bound: grouped(most ?? Math.round(units ** 2 / 2)) };
  return most === null
    ? trn("{few} linear piece seen; N²/2 = {bound}", "{few} linear pieces seen; N²/2 = {bound}", now, told)
    : trn("{few} linear piece seen, at most {bound}", "{few} linear pieces seen, at most {bound}", now, told);
}

/**
 * The colours of all bytes: of each class its region's, paler and deeper.
 *
 * @param {number} shades
 * @param {Theme} theme
 */
function coloursOf(shades, theme) {
  const words = new Uint32Array(256);
  words[0] = word(theme.wash);
  for (let byte = 1; byte < 256; byte += 1) {
    const { mark, region } = classLook(Math.floor((byte - 1) / shades), theme);
    const share = (((byte - 1) % shades) * APART) % 1;
    const [end, far] = share < 0.5 ? [theme.page, PALE * (1 - 2 * share)] : [mark, DEEP * (2 * share - 1)];
    words[byte] = word(mix(region, end, far));
  }
  return words;
}

/** @param {string} colour */
function word(colour) {
  const [r, g, b] = rgb(colour);
  return new Uint32Array(Uint8Array.of(r, g, b, 255).buffer)[0];
}

/**
 * What the stage shows of a network that is linear in pieces: its decision, or these; for a player with a server.
 *
 * @param {HTMLElement} box
 * @param {Bus} bus
 * @returns {Panel<NetworkHeader>}
 */
export function createPieceChoice(box, bus) {
  const choice = segmented(tr("What the stage shows"), GROUNDS, (value) => turn(value === "pieces"));
  const count = el("p", { class: "op-stage-when op-pieces-seen" });
  const element = el("div", { class: "op-pieces" }, choice);
  element.hidden = count.hidden = true;
  box.append(element, count);
  /** @type {NetworkHeader | null} */
  let race = null;
  let on = false;

  const turn = (/** @type {boolean} */ pieces) => {
    if (pieces === on) return;
    on = pieces;
    bus.send({ kind: "ground", shows: pieces ? "pieces" : "usual" });
    press(choice, on ? "pieces" : "decision");
    bus.settle();
    bus.redraw();
  };
  return {
    element,
    setData(next) {
      race = next;
      if (!bus.waiting()) on = Boolean(next.ground);
      element.hidden = !bus.live || next.data.kind !== "plane" || !(on || bent(next));
      press(choice, on ? "pieces" : "decision");
    },
    setTheme() {},
    resize() {},
    shows: () => ({ ground: on ? "pieces" : null }),
    draw(t) {
      if (!race) return;
      const pieces = piecesOf(race, picked(race));
      const none = Boolean(on && race.ground && !pieces && picked(race)?.state === "ready");
      count.hidden = !pieces && !none;
      const text = pieces ? counted(pieces, t) : none ? tr("Not linear in pieces") : "";
      if (count.textContent !== text) count.textContent = text;
    },
  };
}

/**
 * True where the chosen runner's network is linear in pieces, as far as its layers are known.
 *
 * @param {NetworkHeader} race
 */
function bent(race) {
  const own = race.inside ?? race.compared?.find(({ slot }) => slot === race.pick);
  return Boolean(own && own.sizes.length > 2 && RECTIFIER.test(own.activation.name));
}
