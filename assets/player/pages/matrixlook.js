/** How a cell of the matrix looks: its colour and words, and the address that it opens. */

import { el } from "../draw/dom.js";
import { mix } from "../draw/theme.js";
import { tr } from "../draw/tr.js";
import { THERE } from "./matrixcells.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Column, Rule } from "./headers.js" */
/** @import { Shown, View } from "./matrixcells.js" */

const GOOD = ["#00855F", "#26B277"]; // light and dark: within the tolerance, the stronger the sooner
const BAD = ["#CC4014", "#F1543A"]; // left the frame, or not finite

/** @typedef {Record<"glyph" | "text" | "words" | "ground" | "title" | "href" | "path", string>} Look of a cell */

/**
 * The colour of a cell, the stronger the better it is, and of one that is `bad`; "" of any other.
 *
 * @param {{good: number | null, bad?: boolean}} cell
 * @param {Theme} theme
 */
export function groundOf({ good, bad }, theme) {
  const [shade, share] = bad ? [BAD, 0.16] : [GOOD, good ? 0.08 + 0.42 * good : 0];
  return share ? mix(theme.page, shade[Number(theme.dark)], share) : "";
}

/**
 * What a cell shows: its glyph, number, words, colour, and, where there is a run, title and address.
 *
 * @param {Shown} cell
 * @param {Rule} rule
 * @param {Column} surface
 * @param {View} view
 * @param {Theme} theme
 * @returns {Look}
 */
export function lookOf(cell, rule, surface, view, theme) {
  const { glyph, text, words, state, bestrate, path } = cell;
  const ground = groundOf(cell, theme);
  if (state !== THERE) return { glyph, text, words, ground, title: "", href: "", path: "" };
  const best = !["default", "paths"].includes(view.shows) && rule.number ? Number(bestrate.toPrecision(6)) : null; // of 32 bits, as it was
  const said = [text, words].filter(Boolean).join(" ");
  const told = { name: rule.label, surface: surface.label, said };
  const title =
    best === null
      ? tr("{name} on {surface}: {said}", told)
      : tr("{name} on {surface}: {said}, best rate {best}", { ...told, best });
  const href = `${surface.page}?${surface.race}&a=${rule.name}${best === null ? "" : `&a.${rule.number}=${best}`}`;
  if (path) return { glyph, text: "", words: said, ground, title, href, path };
  return { glyph, text, words, ground, title, href, path };
}

/**
 * Let a cell have a look; its link stays, and so does the focus on it.
 *
 * @param {HTMLTableCellElement} td
 * @param {Look} look
 */
export function fillCell(td, { glyph, text, words, ground, title, href, path }) {
  td.style.background = ground;
  const shown = path ? { class: "op-matrix-path", html: path } : {};
  const parts = [
    el("span", { "aria-hidden": "true", ...shown }, path ? "" : glyph),
    text,
    el("span", { class: "op-unseen" }, ` ${words}`),
  ];
  const known = td.querySelector("a");
  if (!href) td.replaceChildren(...parts);
  else if (known) {
    Object.assign(known, { href, title });
    known.replaceChildren(...parts);
  } else td.replaceChildren(el("a", { href, title, tabIndex: -1 }, ...parts));
}
