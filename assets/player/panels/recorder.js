/** A recording under way: how far it is, and how to end it. */

import { el, save } from "../draw/dom.js";
import { tr } from "../draw/tr.js";
import { recorded } from "./recording.js";

/** @import { Bus } from "../engine/panel.js" */
/** @import { Kind } from "./recording.js" */

/**
 * What stands on the page while the animation is recorded; Escape or its button end that. `back()` gives the focus back.
 *
 * @param {Bus} bus
 * @param {() => void} back
 */
export function createRecorder(bus, back) {
  const bar = el("progress", { max: 1, value: 0, "aria-label": tr("Recorded") });
  const words = el("span", { role: "status" });
  const cancel = el("button", { type: "button", class: "op-button" }, tr("Cancel"));
  const element = el("div", { class: "op-popover op-recording", role: "group", "aria-label": tr("Recording") });
  element.append(words, bar, cancel);
  element.hidden = true;
  /** @type {AbortController | null} */
  let ending = null;
  cancel.addEventListener("click", () => {
    if (ending) ending.abort();
    else element.hidden = true;
  });
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    ending?.abort();
  };

  /**
   * @param {Kind} kind
   * @param {string} name
   */
  async function run(kind, name) {
    ending = new AbortController();
    bar.value = 0;
    words.textContent = tr("Recording the {kind}", { kind: kind.label });
    element.hidden = false;
    cancel.focus();
    document.addEventListener("keydown", pressed, true);
    try {
      const blob = await recorded(bus, kind, (share) => (bar.value = share), ending.signal);
      save(blob, `${name}.${kind.label.toLowerCase()}`);
      element.hidden = true;
    } catch (error) {
      const { name: why, message } = error instanceof Error ? error : new Error(String(error));
      element.hidden = why === "AbortError";
      words.textContent = tr("It could not be recorded: {message}", { message });
    } finally {
      document.removeEventListener("keydown", pressed, true);
      ending = null;
      back();
    }
  }
  return {
    element,
    run,
    get running() {
      return ending !== null;
    },
  };
}
