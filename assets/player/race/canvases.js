/** The canvases of the stage, one above the other, and pictures of all of them in one. */

import { fit } from "../draw/dom.js";
import { group, SvgContext, tag } from "../draw/svgcontext.js";

/** @typedef {Record<"ground" | "later" | "ghost" | "casing" | "line" | "top", CanvasRenderingContext2D>} Contexts */

/** @type {(keyof Contexts)[]} */
const NAMES = ["ground", "later", "ghost", "casing", "line", "top"];
/** @type {Partial<Record<keyof Contexts, number>>} */
const OPACITY = { later: 0.3, casing: 0.85 }; // as in stage.css
const FADE = 1500; // milliseconds in which a replaced path fades
const FAINT = 0.4;

export class Canvases {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    /** @type {Record<string, HTMLCanvasElement>} */
    this.canvas = {};
    this.ctx = /** @type {Contexts} */ ({});
    for (const name of NAMES) {
      const canvas = document.createElement("canvas");
      canvas.className = `op-layer op-${name}`;
      canvas.setAttribute("aria-hidden", "true");
      parent.append(canvas);
      this.canvas[name] = canvas;
    }
  }

  /**
   * Give all canvases a size in CSS pixels; they are blank after it.
   *
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    for (const name of NAMES) this.ctx[name] = fit(this.canvas[name], width, height);
  }

  /**
   * Show what `paint(ctx)` draws for a moment, fading out.
   *
   * @param {number} width
   * @param {number} height
   * @param {(ctx: CanvasRenderingContext2D) => void} paint
   * @param {boolean} still
   */
  ghost(width, height, paint, still) {
    const { ghost } = this.ctx;
    const { style } = this.canvas.ghost;
    ghost.clearRect(0, 0, width, height);
    paint(ghost);
    style.transition = "none";
    style.visibility = "visible";
    style.opacity = String(FAINT);
    void this.canvas.ghost.offsetWidth; // the browser must see the opacity before it changes again
    style.transition = `opacity ${FADE}ms ${still ? "step-end" : "ease-in"}`;
    style.opacity = "0";
    this.canvas.ghost.ontransitionend = () => this.hideGhost(); // what cannot be seen should not be composed either
  }

  /** Take a ghost away at once: its place is no longer right. */
  hideGhost() {
    this.canvas.ghost.style.transition = "none";
    this.canvas.ghost.style.visibility = "hidden";
  }
}

/**
 * A blank context, `ratio` pixels per CSS pixel.
 *
 * @param {number} width
 * @param {number} height
 * @param {number} ratio
 */
function blank(width, height, ratio) {
  const ctx = fit(document.createElement("canvas"), width, height);
  ctx.canvas.width = Math.round(width * ratio);
  ctx.canvas.height = Math.round(height * ratio);
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  return ctx;
}

/**
 * Blank contexts of a drawing, whose ground alone is of pixels, and the function that makes markup of them.
 *
 * @param {number} width
 * @param {number} height
 * @param {number} ratio
 */
export function drawnSheets(width, height, ratio) {
  const ground = blank(width, height, ratio);
  const drawn = NAMES.map((name) => ({ name, svg: new SvgContext(ground) }));
  const ctx = /** @type {Contexts} */ (Object.fromEntries(drawn.map(({ name, svg }) => [name, svg.canvas2d])));
  const markup = () => {
    const image = new SvgContext(ground);
    image.drawImage(ground.canvas, 0, 0, width, height);
    const layers = drawn.map(({ name, svg }) => group(svg.markup, { opacity: OPACITY[name] ?? 1 }));
    return tag("svg", { width, height }, [image.markup, ...layers].join("\n")); // what leaves the stage is not seen
  };
  return { ctx: { ...ctx, ground }, markup };
}

/**
 * Blank contexts for the canvases of a picture, `ratio` pixels per CSS pixel, and the function that merges them.
 *
 * @param {number} width
 * @param {number} height
 * @param {number} ratio
 */
export function sheets(width, height, ratio) {
  const ctx = /** @type {Contexts} */ ({});
  for (const name of NAMES) ctx[name] = blank(width, height, ratio);
  const merge = (/** @type {string} */ background) => {
    const out = ctx.ghost;
    out.setTransform(1, 0, 0, 1, 0, 0);
    out.fillStyle = background;
    out.fillRect(0, 0, out.canvas.width, out.canvas.height);
    for (const name of NAMES) {
      if (name === "ghost") continue;
      out.globalAlpha = OPACITY[name] ?? 1;
      out.drawImage(ctx[name].canvas, 0, 0);
    }
    return out.canvas;
  };
  return { ctx, merge };
}
