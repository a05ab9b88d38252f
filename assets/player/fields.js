/**
 * Number fields are fields of text, since a browser's own number field drops a decimal comma. Here they get back what
 * that takes away: arrow keys, up and down, and on a phone the digits for whole numbers.
 *
 * An arrow adds a tenth of the number's leading decade, so that no rate falls to zero; with Shift ten times as much.
 */

import { frame } from "./pageframe.js";

const ANY = "number"; // what an empty field asks for, as in ui/controls.py
const WHOLE = "whole number";
const STATE = "data-test-connection-state"; // Streamlit's own sign
const CONNECTED = "CONNECTED";
const DIGITS = 12; // of a sum, so that 0.1 + 0.2 is 0.3

let listening = false;
let report = () => {};

/**
 * Listen for all fields of the page, once. `setTriggerValue` asks for a run of the script: after a connection that was
 * lost the server may be a new one, which knows none of the fields, and would pass over the first edit.
 */
export function listen({ setTriggerValue }) {
  report = setTriggerValue;
  if (listening) return;
  listening = true;
  frame();
  const app = document.querySelector("[data-testid=stApp]");
  let lost = false;
  new MutationObserver(() => {
    const away = app.getAttribute(STATE) !== CONNECTED;
    if (lost && !away) report("back", true);
    lost = away;
  }).observe(app, { attributes: true, attributeFilter: [STATE] });
  document.addEventListener("keydown", moved);
  document.addEventListener("pointerdown", ({ target }) => {
    if (target.placeholder === WHOLE) target.inputMode = "numeric";
  }, true);
}

function moved(event) {
  const { key, target, shiftKey } = event;
  const up = key === "ArrowUp";
  if ((!up && key !== "ArrowDown") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.placeholder !== ANY && target.placeholder !== WHOLE) return;
  const next = stepped(target.value, (up ? 1 : -1) * (shiftKey ? 10 : 1), target.placeholder === WHOLE);
  if (next === null) return;
  event.preventDefault();
  write(target, next);
}

/** The text of the number `by` steps on; null where the text is no plain number. */
export function stepped(text, by, whole) {
  const bare = text.trim().replace(",", ".").replace("−", "-");
  const value = Number(bare);
  if (!bare || !Number.isFinite(value)) return null;
  const tenth = value === 0 ? 0.1 : 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return String(Number((value + by * (whole ? Math.max(1, Math.round(tenth)) : tenth)).toPrecision(DIGITS)));
}

/** As if the text had been typed, with Enter behind it. */
function write(field, text) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
}
