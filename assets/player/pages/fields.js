/**
 * Number fields are fields of text, since a browser's own number field drops a decimal comma. Here they get back what
 * that takes away: arrow keys, up and down, and on a phone the digits for whole numbers.
 *
 * An arrow adds a tenth of the number's leading decade, so that no rate falls to zero; with Shift ten times as much.
 */

import { setValue } from "../draw/dom.js";
import { tr } from "../draw/tr.js";
import { lostNotice } from "../engine/connection.js";
import { appElement, connected, watchServer } from "../engine/server.js";
import { buttonsWait } from "./buttons.js";
import { listenFinder } from "./finder.js";
import { formulas } from "./formulas.js";
import { languages } from "./languages.js";
import { frame } from "./pageframe.js";
import { popups } from "./popups.js";
import { presses } from "./presses.js";
import { swipes } from "./swipes.js";

/** @import { Component } from "../engine/panel.js" */

const ANY = tr("number"); // what an empty field asks for, as in ui/widgets/controls.py
const WHOLE = tr("whole number");
const LOST = tr("Connection lost. Changes wait until it is back."); // where no player says so
const PLAYER = ".player:not(.op-share)";
const PLACE =
  "position: fixed; left: 16px; bottom: 16px; z-index: 1000001; margin: 0; padding: 8px 14px; border: 1px solid; border-radius: 8px;";
const DIGITS = 12; // of a sum, so that 0.1 + 0.2 is 0.3

let listening = false;
/** @type {(name: string, value: unknown) => void} */
let report = () => {};
/** @type {ReturnType<typeof presses>} */
let offer;

/**
 * Listen for all fields of the page, once, and draw the buttons of which `data` tells. `setTriggerValue` asks for a run of the script: after a connection that was
 * lost the server may be a new one, which knows none of the fields, and would pass over the first edit.
 *
 * Streamlit goes on naming the address that it was opened with, from which a new server would read an old
 * configuration. As soon as the connection is lost it is told what stands in the address, in the way in which it hears
 * of Back: so every run that it asks for later names that.
 *
 * @param {Required<Pick<Component, "setTriggerValue" | "data">>} component
 */
export function mount({ setTriggerValue, data }) {
  report = setTriggerValue;
  offer ??= presses((name) => report("press", name));
  offer(JSON.parse(new TextDecoder().decode(data)));
  if (listening) return;
  listening = true;
  frame();
  swipes();
  languages();
  popups();
  formulas();
  const app = appElement();
  if (!(app instanceof HTMLElement)) return;
  const showLost = lostNotice(pageNotice(app));
  const holdButtons = buttonsWait();
  let lost = false;
  watchServer(app, ({ away, running }) => {
    const closed = !connected(app);
    if (closed && !lost) window.dispatchEvent(new PopStateEvent("popstate", { state: window.history.state }));
    if (lost && !closed) report("back", true);
    lost = closed;
    holdButtons({ away, closed, running });
    showLost(away && !document.querySelector(PLAYER));
  });
  document.addEventListener("keydown", moved);
  listenFinder();
  document.addEventListener(
    "pointerdown",
    ({ target }) => {
      if (target instanceof HTMLInputElement && target.placeholder === WHOLE) target.inputMode = "numeric";
    },
    true,
  );
}

/**
 * The function that shows or hides the notice of a page that has no player to show it.
 *
 * @param {HTMLElement} app
 */
function pageNotice(app) {
  const notice = document.body.appendChild(document.createElement("p"));
  notice.setAttribute("role", "status");
  return (/** @type {boolean} */ on) => {
    const { backgroundColor, color } = getComputedStyle(app);
    notice.style.cssText = on ? `${PLACE} background: ${backgroundColor}; color: ${color};` : "margin: 0;";
    notice.textContent = on ? LOST : "";
  };
}

/** @param {KeyboardEvent} event */
function moved(event) {
  const { key, target, shiftKey } = event;
  const up = key === "ArrowUp";
  if ((!up && key !== "ArrowDown") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!(target instanceof HTMLInputElement)) return;
  if (target.placeholder !== ANY && target.placeholder !== WHOLE) return;
  const next = stepped(target.value, (up ? 1 : -1) * (shiftKey ? 10 : 1), target.placeholder === WHOLE);
  if (next === null) return;
  event.preventDefault();
  write(target, next);
}

/**
 * The text of the number `by` steps on; null where the text is no plain number.
 *
 * @param {string} text
 * @param {number} by
 * @param {boolean} whole
 */
function stepped(text, by, whole) {
  const bare = text.trim().replace(",", ".").replace("−", "-");
  const value = Number(bare);
  if (!bare || !Number.isFinite(value)) return null;
  const tenth = value === 0 ? 0.1 : 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return String(Number((value + by * (whole ? Math.max(1, Math.round(tenth)) : tenth)).toPrecision(DIGITS)));
}

/**
 * As if the text had been typed, with Enter behind it.
 *
 * @param {HTMLInputElement} field
 * @param {string} text
 */
function write(field, text) {
  setValue(field, text);
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
}
