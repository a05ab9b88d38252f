/** A context that draws as a canvas does, into the markup of an SVG file: what the pictures of the player ask of one. */

const DIGITS = 2;
const BASELINE = { middle: 0.35, top: 0.78, hanging: 0.78, bottom: -0.22 }; // of the size of a text, below its line
const ANCHORS = { center: "middle", right: "end", end: "end" };
const STATE = /** @type {const} */ ([
  ...["fillStyle", "strokeStyle", "lineWidth", "lineJoin", "lineCap", "font", "textAlign", "textBaseline"],
  "globalAlpha",
  "lineDashOffset",
]);

let clips = 0; // in all files of this page: two that stand in one must not share names

/** @typedef {{markup: string, width: number, height: number, title?: string}} Drawing a part of a page, with its size in px */

export class SvgContext {
  /** @param {CanvasRenderingContext2D} measure a canvas that knows how wide texts are */
  constructor(measure) {
    this.measure = measure;
    this.fillStyle = this.strokeStyle = "#000";
    this.lineWidth = this.globalAlpha = 1;
    this.lineJoin = "miter";
    this.lineCap = "butt";
    this.font = "10px sans-serif";
    this.textAlign = "start";
    this.textBaseline = "alphabetic";
    /** @type {number[]} */
    this.dash = [];
    this.lineDashOffset = 0;
    this.path = "";
    this.clipped = "";
    /** @type {Record<string, any>[]} */
    this.saved = [];
    /** @type {string[]} */
    this.parts = [];
  }

  /** All that was drawn, as markup of its own elements. */
  get markup() {
    return this.parts.join("\n");
  }

  /** For functions that draw on canvases: they use no more of it than there is. */
  get canvas2d() {
    return /** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (this));
  }

  save() {
    const own = Object.fromEntries(STATE.map((name) => [name, Reflect.get(this, name)]));
    this.saved.push({ ...own, dash: this.dash, clipped: this.clipped });
  }

  restore() {
    Object.assign(this, this.saved.pop());
  }

  /** @param {number[]} lengths */
  setLineDash(lengths) {
    this.dash = [...lengths];
  }

  getLineDash() {
    return this.dash;
  }

  beginPath() {
    this.path = "";
  }

  moveTo(/** @type {number} */ x, /** @type {number} */ y) {
    this.path += `M${digits(x)} ${digits(y)}`;
  }

  lineTo(/** @type {number} */ x, /** @type {number} */ y) {
    this.path += `${this.path ? "L" : "M"}${digits(x)} ${digits(y)}`;
  }

  closePath() {
    this.path += "Z";
  }

  rect(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ width, /** @type {number} */ height) {
    this.path += box(x, y, width, height);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   * @param {number} radius
   */
  roundRect(x, y, width, height, radius) {
    const r = digits(Math.min(radius, width / 2, height / 2));
    const [w, h] = [digits(width - 2 * r), digits(height - 2 * r)];
    const corner = (/** @type {number} */ dx, /** @type {number} */ dy) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
    const [top, right] = [`h${w}${corner(r, r)}`, `v${h}${corner(-r, r)}`];
    const [bottom, left] = [`h${-w}${corner(-r, -r)}`, `v${-h}${corner(r, -r)}`];
    this.path += `M${digits(x + r)} ${digits(y)}${top}${right}${bottom}${left}Z`;
  }

  /** Whole circles alone: that is what markers are. */
  arc(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ r) {
    const half = `a${digits(r)} ${digits(r)} 0 1 0`;
    this.path += `M${digits(x + r)} ${digits(y)}${half} ${digits(-2 * r)} 0${half} ${digits(2 * r)} 0Z`;
  }

  stroke() {
    this.put("path", { d: this.path, fill: "none", ...this.pen });
  }

  fill() {
    this.put("path", { d: this.path, ...paint("fill", this.fillStyle) });
  }

  fillRect(
    /** @type {number} */ x,
    /** @type {number} */ y,
    /** @type {number} */ width,
    /** @type {number} */ height,
  ) {
    this.put("path", { d: box(x, y, width, height), ...paint("fill", this.fillStyle) });
  }

  strokeRect(
    /** @type {number} */ x,
    /** @type {number} */ y,
    /** @type {number} */ width,
    /** @type {number} */ height,
  ) {
    this.put("path", { d: box(x, y, width, height), fill: "none", ...this.pen });
  }

  /** Nothing lies there yet. */
  clearRect() {}

  clip() {
    clips += 1;
    const id = `clip-${clips}`;
    this.parts.push(tag("clipPath", { id, "clip-path": this.clipped || null }, `<path d="${this.path}"/>`));
    this.clipped = `url(#${id})`;
  }

  /** A canvas as an image. @param {HTMLCanvasElement} picture */
  drawImage(picture, x = 0, y = 0, width = picture.width, height = picture.height) {
    this.put("image", { href: picture.toDataURL("image/png"), x, y, width, height, preserveAspectRatio: "none" });
  }

  measureText(/** @type {string} */ text) {
    this.measure.font = this.font;
    return this.measure.measureText(text);
  }

  fillText(/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y, room = Infinity) {
    this.write(text, x, y, room, paint("fill", this.fillStyle));
  }

  strokeText(/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y, room = Infinity) {
    this.write(text, x, y, room, { fill: "none", ...this.pen });
  }

  /** How lines are drawn. */
  get pen() {
    return {
      ...paint("stroke", this.strokeStyle),
      "stroke-width": digits(this.lineWidth),
      "stroke-linejoin": this.lineJoin,
      "stroke-linecap": this.lineCap,
      "stroke-dasharray": this.dash.length ? this.dash.map(digits).join(" ") : null,
      "stroke-dashoffset": this.dash.length && this.lineDashOffset ? digits(this.lineDashOffset) : null,
    };
  }

  /**
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {number} room px that it is squeezed into
   * @param {Record<string, unknown>} look
   */
  write(text, x, y, room, look) {
    const [, weight, size, family] = this.font.match(/^(?:(\S+) )?([\d.]+)px (.+)$/) ?? ["", "400", "10", "sans-serif"];
    const below = (Reflect.get(BASELINE, this.textBaseline) ?? 0) * Number(size);
    const own = {
      x: digits(x),
      y: digits(y + below),
      "font-family": family,
      "font-size": size,
      "font-weight": weight,
      "text-anchor": Reflect.get(ANCHORS, this.textAlign) ?? null,
      textLength: digits(Math.min(room, this.measureText(text).width)), // whatever font there is where it is read
      lengthAdjust: "spacingAndGlyphs",
    };
    this.put("text", { ...own, ...look }, escaped(text));
  }

  /**
   * @param {string} name
   * @param {Record<string, unknown>} attributes
   * @param {string} content
   */
  put(name, attributes, content = "") {
    const all = {
      ...attributes,
      "clip-path": this.clipped || null,
      opacity: this.globalAlpha < 1 ? this.globalAlpha : null,
    };
    this.parts.push(tag(name, all, content));
  }
}

/**
 * Markup in a group that is moved, and seen through.
 *
 * @param {string} markup
 * @param {{x?: number, y?: number, opacity?: number}} place
 */
export function group(markup, { x = 0, y = 0, opacity = 1 }) {
  const moved = x || y ? `translate(${digits(x)} ${digits(y)})` : null;
  return tag("g", { transform: moved, opacity: opacity < 1 ? opacity : null }, `\n${markup}\n`);
}

/**
 * An SVG file of so many px on a ground of one colour.
 *
 * @param {string} markup
 * @param {number} width
 * @param {number} height
 * @param {string} ground
 * @param {string} title
 */
export function svgFile(markup, width, height, ground, title) {
  const [w, h] = [digits(width), digits(height)];
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">`;
  const paper = tag("rect", { width: w, height: h, fill: ground });
  return [head, tag("title", {}, escaped(title)), paper, markup, "</svg>", ""].join("\n");
}

/**
 * @param {string} name
 * @param {Record<string, unknown>} attributes those that are null are left out
 * @param {string} content
 */
export function tag(name, attributes, content = "") {
  const pairs = Object.entries(attributes).filter(([, value]) => value !== null);
  const written = pairs.map(([key, value]) => ` ${key}="${escaped(String(value))}"`).join("");
  return content ? `<${name}${written}>${content}</${name}>` : `<${name}${written}/>`;
}

/**
 * A colour of a canvas as attributes: some programs read no opacity in a colour.
 *
 * @param {"fill" | "stroke"} what
 * @param {string} colour
 */
function paint(what, colour) {
  const [, rgb, alpha] = colour.match(/^rgba\((.+), ([\d.e-]+)\)$/) ?? [];
  return rgb ? { [what]: `rgb(${rgb})`, [`${what}-opacity`]: alpha } : { [what]: colour };
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** @param {number} value */
function digits(value) {
  return Number(value.toFixed(DIGITS));
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
function box(x, y, width, height) {
  return `M${digits(x)} ${digits(y)}h${digits(width)}v${digits(height)}h${digits(-width)}Z`;
}
