/** The figures of a page without a player, to be taken away: each as PNG and as SVG. */

import { el, iconButton, route, save } from "../draw/dom.js";
import { INCH, PRINTED, rastered, withDots } from "../draw/png.js";
import { popover } from "../draw/popover.js";
import { drawn } from "../draw/sheet.js";
import { group, svgFile, tag } from "../draw/svgcontext.js";
import { onWhite, readTheme } from "../draw/theme.js";
import { tr } from "../draw/tr.js";

// What holds figures: maps, histograms, stages, charts, and the tables of laws with their pictures.
const HOLDERS = ".op-maps, .op-deep, .op-crowd, .op-matrix-box table, .op-points, [data-testid=stPlotlyChart], .laws";
const HEADS = "h1, h2, h3";
const [EDGE, TITLE, BELOW] = [24, 28, 14]; // px around a drawing, of its title, and between parts that lie apart
const LETTERS = 46; // of a file's name

/** @typedef {{title: string, elements: Element[]}} Figure what is shown under a head of the page */

/** The figures that are on the page, by the head over them. */
export function figuresOf(root = document.querySelector("main, [data-testid=stMain]") ?? document.body) {
  /** @type {Figure[]} */
  const found = [];
  let head = "";
  for (const element of root.querySelectorAll(`${HEADS}, ${HOLDERS}`)) {
    if (element.matches(HEADS)) head = element.textContent?.trim() ?? "";
    else if (element.getClientRects().length && !element.parentElement?.closest(HOLDERS)) {
      const last = found[found.length - 1];
      if (last?.title === head) last.elements.push(element);
      else found.push({ title: head, elements: [element] });
    }
  }
  return found;
}

/**
 * A button that opens a menu of what can be taken away of the page: its figures, and one HTML file where it has one, for
 * which `file()` says what it shows, its address and its name.
 *
 * @param {() => {file: string, address: string, name: string} | null} file
 */
export function figureMenu(file = () => null) {
  const menu = el("div", { class: "op-popover op-menu", role: "group", "aria-label": tr("Take away") });
  menu.hidden = true;
  const button = iconButton("save", tr("Take away"), { text: tr("Take away"), "aria-expanded": "false" });
  const element = el("span", { class: "op-action" }, button, menu);
  const close = popover(element, button, menu, () => fill());
  const item = (/** @type {string} */ text, /** @type {string} */ about, /** @type {() => unknown} */ act) => {
    const take = () => {
      close(true);
      act();
    };
    return el("button", { type: "button", onclick: take }, el("b", {}, text), el("span", {}, about));
  };
  const fill = () => {
    const figures = figuresOf();
    const choice = el("select", { "aria-label": tr("Figure") });
    choice.append(...figures.map(({ title }) => el("option", {}, title)));
    const chosen = () => figures[Math.max(0, choice.selectedIndex)];
    const html = file();
    menu.replaceChildren(
      ...(figures.length > 1 ? [choice] : []),
      ...(figures.length
        ? [
            item(tr("For print"), tr("as PNG, {count} dots an inch", { count: PRINTED }), () => png(chosen(), element)),
            item(tr("Drawing"), tr("as SVG"), async () => save(await svg(chosen(), element), `${named(chosen())}.svg`)),
          ]
        : []),
      ...(html
        ? [item(tr("One HTML file"), tr("{file}, without a server", html), () => save(route(html.address), html.name))]
        : []),
    );
    return menu.childElementCount > 0;
  };
  return element;
}

/** @param {Figure} figure */
const named = ({ title }) => title.replace(/[^\p{L}\p{N}_-]+/gu, "-").slice(0, LETTERS) || "figure";

/**
 * A figure as an SVG file under its title, in light colours: parts that lie apart on the page lie one below the other.
 *
 * @param {Figure} figure
 * @param {Element} page whatever is on the page, of whose theme it is
 */
export async function svg({ title, elements }, page) {
  const theme = readTheme(page);
  const parts = [];
  for (const element of elements) parts.push(await drawn([element], PRINTED / INCH));
  let y = EDGE + TITLE;
  const placed = parts.map(({ markup, height }) => {
    const part = group(markup, { x: EDGE, y });
    y += height + BELOW;
    return part;
  });
  const look = {
    x: EDGE,
    y: EDGE + 16,
    fill: theme.ink,
    "font-family": theme.font,
    "font-size": 18,
    "font-weight": 600,
  };
  const width = Math.max(...parts.map((part) => part.width)) + 2 * EDGE;
  const file = svgFile([tag("text", look, title), ...placed].join("\n"), width, y + EDGE - BELOW, theme.page, title);
  return new Blob([theme.dark ? onWhite(file) : file], { type: "image/svg+xml" });
}

/**
 * @param {Figure} figure
 * @param {Element} page
 */
async function png(figure, page) {
  const file = await rastered(await svg(figure, page), PRINTED / INCH);
  save(await withDots(file, PRINTED), `${named(figure)}.png`);
}
