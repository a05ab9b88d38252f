/** Notices about the server: a lost connection, instead of Streamlit's own dialog, and a run that takes a while. */

import { el } from "./dom.js";

const PATIENCE = 300; // milliseconds before a running script is mentioned
const LOST_AFTER = 600; // milliseconds before a connection counts as lost: a reload passes through other states

/**
 * Watch Streamlit's own signs on its root element; without one (a page read from a file) there is nothing to watch.
 * `lostWords` is what a lost connection means here, `busyWords(race)` why something is computed: "" says nothing.
 */
export function createConnection(parent, bus, { lostWords, busyWords }) {
  const lost = el("p", { class: "op-lost", role: "status" });
  const reason = el("span");
  const bar = el("div", { class: "op-busy", role: "status" }, el("i", { class: "op-busy-bar" }), reason);
  bar.hidden = true;
  parent.append(lost, bar);
  const app = document.querySelector("[data-testid=stApp]");
  if (!app) return { destroy() {} };

  const showLost = later(LOST_AFTER, (on) => {
    lost.textContent = on ? lostWords : "";
    if (!on) return dialogs.disconnect();
    dialogs.observe(document.body, { childList: true });
    closeDialog();
  });
  const dialogs = new MutationObserver(closeDialog);
  const showBusy = later(PATIENCE, (on) => {
    reason.textContent = on ? busyWords(bus.race()) : "";
    bar.hidden = !reason.textContent;
  });
  const watch = () => {
    const away = app.getAttribute("data-test-connection-state") !== "CONNECTED";
    showLost(away);
    showBusy(!away && app.getAttribute("data-test-script-state") === "running");
  };
  const observer = new MutationObserver(watch);
  observer.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state", "data-test-script-state"] });
  watch();
  return {
    destroy() {
      observer.disconnect();
      showLost(false);
      showBusy(false);
    },
  };
}

/** A switch that calls `show(true)` only when it has been on for `wait` milliseconds, and `show(false)` at once. */
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
  document.querySelector("[data-testid=stDialog] [aria-label=Close]")?.click();
}
