/**
 * A part of a page as one drawing: its words, lines of tables, pictures and canvases where they lie, whatever drew them.
 *
 * Words stay words and SVG stays SVG; canvases are drawn anew at the density that is asked for.
 */

import { context } from "./dom.js";
import { pictureAt } from "./redrawn.js";
import { group, tag } from "./svgcontext.js";

/** @import { Drawing } from "./svgcontext.js" */

// What has no words to be read on paper.
const SKIPPED =
  "svg, canvas, script, style, button:not(th > *), thead th > a, label, select, input, [hidden], " +
  ".op-unseen, .op-reading, .op-marked-none, .op-crowd-bar > .op-quiet";
// What a style sheet says of an SVG, which a file of it has to say itself.
const STYLED = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linejoin"],
  ...["opacity", "color", "font-family", "font-size", "font-weight", "text-anchor", "visibility", "display"],
];
const FITTED = "spacingAndGlyphs"; // as wide as on the page whichever font a reader of the file has
const NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * Elements as one drawing, with `density` pixels of canvases for a CSS pixel.
 *
 * @param {Element[]} elements
 * @param {number} density
 * @returns {Promise<Drawing>}
 */
export function drawn(elements, density) {
  return pictureAt(density, () => {
    const boxes = elements.map((element) => element.getBoundingClientRect());
    const [x, y] = [Math.min(...boxes.map(({ left }) => left)), Math.min(...boxes.map(({ top }) => top))];
    const width = Math.max(...boxes.map(({ right }) => right)) - x;
    const height = Math.max(...boxes.map(({ bottom }) => bottom)) - y;
    const parts = elements.flatMap((element) => [...rules(element), ...pictures(element), ...words(element)]);
    return { markup: group(parts.join("\n"), { x: -x, y: -y }), width, height };
  });
}

/** @param {Element} element */
function seen(element) {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true });
}

/**
 * The lines under the rows of tables.
 *
 * @param {Element} element
 */
function rules(element) {
  return [...element.querySelectorAll("th, td")].filter(seen).flatMap((cell) => {
    const [box, { borderBottomWidth, borderBottomColor }] = [cell.getBoundingClientRect(), getComputedStyle(cell)];
    if (borderBottomWidth === "0px") return [];
    const d = `M${box.left} ${box.bottom}H${box.right}`;
    return [tag("path", { d, stroke: borderBottomColor, "stroke-width": parseFloat(borderBottomWidth) })];
  });
}

/**
 * What is drawn already: canvases, SVG, and images of either.
 *
 * @param {Element} element
 */
function pictures(element) {
  const outer = [...element.querySelectorAll("canvas, svg, img")].filter((one) => !one.parentElement?.closest("svg"));
  return outer
    .filter((one) => seen(one) && !(one.closest("button") && one instanceof SVGSVGElement))
    .map((one) => {
      const { left, top, width, height } = one.getBoundingClientRect();
      if (one instanceof SVGSVGElement) return inline(one, { x: left, y: top, width, height });
      const href = one instanceof HTMLCanvasElement ? one.toDataURL() : one.getAttribute("src");
      return tag("image", { x: left, y: top, width, height, href, preserveAspectRatio: "none" });
    });
}

/**
 * An SVG with what style sheets say of it written into it.
 *
 * @param {SVGSVGElement} svg
 * @param {{x: number, y: number, width: number, height: number}} box
 */
function inline(svg, box) {
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  const [all, copies] = [svg, copy].map((one) => [one, ...one.querySelectorAll("*")]);
  for (const [place, one] of all.entries()) {
    const style = getComputedStyle(one);
    const written = STYLED.map((name) => `${name}: ${style.getPropertyValue(name)}`).join("; ");
    copies[place].setAttribute("style", written);
    copies[place].removeAttribute("class");
    if (one instanceof SVGTextContentElement && !one.childElementCount) {
      copies[place].setAttribute("textLength", String(one.getComputedTextLength()));
      copies[place].setAttribute("lengthAdjust", FITTED);
    }
  }
  if (!copy.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
  for (const [name, value] of Object.entries(box)) copy.setAttribute(name, String(value));
  copy.setAttribute("xmlns", NAMESPACE);
  return new XMLSerializer().serializeToString(copy);
}

/**
 * The words of an element, line by line.
 *
 * @param {Element} element
 */
function words(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent && !parent.closest(SKIPPED) && seen(parent)) found.push(...lines(node, parent));
  }
  return found;
}

/**
 * @param {Node} node a text
 * @param {Element} parent
 */
function lines(node, parent) {
  const { fontStyle, fontWeight, fontSize, fontFamily, color, writingMode } = getComputedStyle(parent);
  const upwards = writingMode !== "horizontal-tb"; // as heads of narrow columns are, from below
  const measure = context(document.createElement("canvas"));
  measure.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = measure.measureText("x");
  const range = document.createRange();
  /** @type {{text: string, x: number, y: number, length: number}[]} */
  const found = [];
  for (const match of (node.textContent ?? "").matchAll(/\S+/g)) {
    range.setStart(node, match.index);
    range.setEnd(node, match.index + match[0].length);
    const [box] = range.getClientRects();
    if (!box?.width) continue;
    if (upwards) {
      const x = box.left + (box.width - ascent - descent) / 2 + ascent;
      found.push({ text: match[0], x, y: box.bottom, length: box.height });
      continue;
    }
    const y = box.top + (box.height - ascent - descent) / 2 + ascent;
    const last = found[found.length - 1];
    if (last && Math.abs(last.y - y) < 1) [last.text, last.length] = [`${last.text} ${match[0]}`, box.right - last.x];
    else found.push({ text: match[0], x: box.left, y, length: box.width });
  }
  const look = { fill: color, "font-size": fontSize, "font-weight": fontWeight, "font-family": fontFamily };
  const fitted = { ...look, "font-style": fontStyle, lengthAdjust: FITTED };
  return found.map(({ text, x, y, length }) => {
    const transform = upwards ? `rotate(-90 ${x} ${y})` : null;
    return tag("text", { x, y, textLength: length, transform, ...fitted }, text);
  });
}
