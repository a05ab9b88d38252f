/**
 * Drawing one's own points: a press on the stage adds an example of the class that is chosen here.
 *
 * A point is shown at once. Of presses in haste only the last report may reach the server, so each report brings all
 * points that it has not heard of yet, numbered; the race says up to which number it has (`race.drawn`). Who starts with
 * an empty stage draws points of two classes before the first report, which then says from which number on they count.
 */

import { classLook } from "../draw/classes.js";
import { el } from "../draw/dom.js";
import { markerSvg } from "../draw/marks.js";
import { tr } from "../draw/tr.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { NetworkHeader } from "../engine/network.js" */
/** @import { Bus, Panel } from "../engine/panel.js" */

const OWN = "own"; // the name of the data that a visitor brings along
const MOST = 10; // classes
const LONGEST = 40; // letters of a name
const HINT = tr("Press here to place points. Training starts with the second class.");
const DIGITS = 3; // of a coordinate, behind those of the frame's longer side

let lastNumber = 0; // of a point; rises from page to page of one session, too

/**
 * The choice of a class over the stage, for a player with a server.
 *
 * @param {HTMLElement} parent
 * @param {Pick<Bus, "live" | "theme" | "send">} bus
 * @param {HTMLElement} stage which takes the presses
 * @returns {Panel<NetworkHeader>}
 */
export function createOwnPoints(parent, bus, stage) {
  const element = el("div", {
    class: "op-own",
    role: "group",
    "aria-label": tr("Points that a press on the stage adds"),
  });
  element.hidden = true;
  parent.append(element);
  /** @type {NetworkHeader | null} */
  let race = null;
  let chosen = ""; // class
  /** @type {{number: number, x: number, y: number, name: string}[]} */
  let waiting = []; // not in the race yet
  let since = 0; // the number from which on points count, where those before are to go; else 0

  const show = () => {
    for (const one of stage.querySelectorAll(".op-own-new, .op-own-hint")) one.remove();
    const theme = bus.theme();
    if (!race || element.hidden) return;
    if (since && !waiting.length) stage.append(el("p", { class: "op-own-hint op-quiet" }, HINT));
    const [x0, x1, y0, y1] = race.data.frame;
    const known = race.data.classes;
    for (const { x, y, name } of waiting) {
      const k = known.includes(name) ? known.indexOf(name) : known.length;
      const mark = el("i", { class: "op-own-new", "aria-hidden": "true", html: swatch(classLook(k, theme), theme) });
      Object.assign(mark.style, { left: `${((x - x0) / (x1 - x0)) * 100}%`, top: `${((y1 - y) / (y1 - y0)) * 100}%` });
      stage.append(mark);
    }
  };

  const build = () => {
    const theme = bus.theme();
    const drawing = Boolean(race && theme && bus.live && race.data.drawable);
    element.hidden = !drawing;
    stage.classList.toggle("op-drawing", drawing);
    stage.classList.toggle("op-emptied", drawing && since > 0);
    show();
    if (!race || !drawing) return;
    const known = since ? race.data.classes.slice(0, 2) : race.data.classes; // two first, so that each keeps its mark
    const next = !since && known.length < MOST ? [another(known)] : [];
    if (![...known, ...next].includes(chosen)) chosen = known[0];
    const choose = (/** @type {string} */ name) => {
      chosen = name;
      build();
      [...element.querySelectorAll("button")].find(({ dataset }) => dataset.name === name)?.focus();
    };
    const buttons = [...known, ...next].map((name, k) => classButton(name, k, known, name === chosen, theme, choose));
    element.replaceChildren(el("span", { class: "op-quiet" }, tr("Add")), ...buttons, emptier());
  };
  const emptier = () => {
    const press = () => {
      since = since ? 0 : nextNumber();
      waiting = [];
      build();
      /** @type {HTMLElement} */ (element.querySelector(".op-own-empty")).focus();
    };
    return el(
      "button",
      { type: "button", class: "op-own-class op-own-empty", onclick: press },
      since ? tr("Bring back") : tr("Start empty"),
    );
  };

  stage.addEventListener("click", (event) => {
    if (!race || element.hidden) return;
    const box = stage.getBoundingClientRect();
    const [x0, x1, y0, y1] = race.data.frame;
    const digits = Math.max(0, DIGITS - Math.floor(Math.log10(Math.max(x1 - x0, y1 - y0))));
    const x = x0 + ((event.clientX - box.left) / box.width) * (x1 - x0);
    const y = y1 - ((event.clientY - box.top) / box.height) * (y1 - y0);
    waiting.push({ number: nextNumber(), x: Number(x.toFixed(digits)), y: Number(y.toFixed(digits)), name: chosen });
    show();
    if (since && new Set(waiting.map(({ name }) => name)).size < 2) return;
    bus.send({ kind: "points", since, points: waiting.map((point) => [point.number, point.x, point.y, point.name]) });
  });
  return {
    element,
    setData(data) {
      race = data;
      const [own, drawn] = [data.data.name === OWN, data.drawn ?? 0];
      if (!own || drawn > since) since = 0;
      waiting = own ? waiting.filter(({ number }) => number > drawn) : [];
      build();
    },
    setTheme: build,
    resize() {},
    draw() {},
  };
}

function nextNumber() {
  lastNumber = Math.max(lastNumber + 1, Date.now());
  return lastNumber;
}

/**
 * @param {string} name
 * @param {number} k
 * @param {string[]} known
 * @param {boolean} pressed
 * @param {Theme} theme
 * @param {(name: string) => void} choose
 */
function classButton(name, k, known, pressed, theme, choose) {
  const look = classLook(k, theme);
  const mark = el("i", { "aria-hidden": "true", html: swatch(look, theme) });
  const words = k < known.length ? name : `+ ${name}`;
  const button = el(
    "button",
    {
      type: "button",
      class: "op-own-class",
      "aria-pressed": String(pressed),
      title: name,
      onclick: () => choose(name),
    },
    mark,
    el("b", {}, words),
  );
  button.dataset.name = name;
  return button;
}

/**
 * @param {{mark: string, shape: string}} look
 * @param {Theme} theme
 */
function swatch({ mark, shape }, theme) {
  const drawn = markerSvg(shape, 8, 8, 5, { fill: mark, paper: theme.page, hollow: false });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">${drawn}</svg>`;
}

/**
 * A name for one class more, that none has and that sorts behind the known ones: the next number, letter or "name 2".
 *
 * @param {string[]} known
 */
export function another(known) {
  const last = known[known.length - 1];
  if (/^-?\d+(\.\d+)?$/.test(last)) return String(Math.floor(Number(last)) + 1);
  if (/^[A-Ya-y]$/.test(last)) return String.fromCharCode(last.charCodeAt(0) + 1);
  const base = last.replace(/ \d+$/, "").slice(0, LONGEST - 3);
  for (let count = 2; ; count += 1) {
    if (!known.includes(`${base} ${count}`)) return `${base} ${count}`;
  }
}
