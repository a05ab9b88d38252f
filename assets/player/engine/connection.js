/** Notices about the server: a lost connection, instead of Streamlit's own dialog, and a run that takes a while. */

import { el, pressFirst } from "../draw/dom.js";
import { appElement, watchServer } from "./server.js";

/** @import { Bus, PageWords } from "./panel.js" */

const PATIENCE = 300; // milliseconds before a running script is mentioned
const LOST_AFTER = 600; // milliseconds before a connection counts as lost: a reload passes through other states

/**
 * Watch the server; a page read from a file has none. `lostWords` is what a lost connection means here, `busyWords(race)`
 * why something is computed: "" says nothing.
 *
 * @param {HTMLElement} parent
 * @param {Bus} bus
 * @param {Pick<PageWords, "lostWords" | "busyWords">} words
 */
export function createConnection(parent, bus, { lostWords, busyWords }) {
  const lost = el("p", { class: "op-lost", role: "status" });
  const reason = el("span");
  const bar = el("div", { class: "op-busy", role: "status" }, el("i", { class: "op-busy-bar" }), reason);
  bar.hidden = true;
  parent.append(lost, bar);
  const app = appElement();
  if (!app) return { destroy() {} };

  const showLost = lostNotice((said) => {
    lost.textContent = said ? lostWords : "";
  });
  const showBusy = later(PATIENCE, (on) => {
    reason.textContent = on ? busyWords(bus.race()) : "";
    bar.hidden = !reason.textContent;
  });
  const stop = watchServer(app, ({ away, running }) => {
    showLost(away);
    showBusy(!away && running);
  });
  return {
    destroy() {
      stop();
      showLost(false);
      showBusy(false);
    },
  };
}

/**
 * A switch for the notice that the connection is lost, which `say(on)` shows; Streamlit's own dialog stays away.
 *
 * @param {(on: boolean) => void} say
 */
export function lostNotice(say) {
  const dialogs = new MutationObserver(closeDialog);
  return later(LOST_AFTER, (on) => {
    say(on);
    if (!on) return dialogs.disconnect();
    dialogs.observe(document.body, { childList: true });
    closeDialog();
  });
}

/**
 * A switch that calls `show(true)` only when it has been on for `wait` milliseconds, and `show(false)` at once.
 *
 * @param {number} wait
 * @param {(on: boolean) => void} show
 * @returns {(on: boolean) => void}
 */
function later(wait, show) {
  let timer = 0;
  return (on) => {
    if (on && !timer) timer = setTimeout(() => show(true), wait);
    if (on || !timer) return;
    clearTimeout(timer);
    timer = 0;
    show(false);
  };
}

/** Streamlit's dialog asks visitors to restart the server, and locks all of the page while the race could be watched. */
function closeDialog() {
  pressFirst("[data-testid=stDialog] [aria-label=Close]");
}
