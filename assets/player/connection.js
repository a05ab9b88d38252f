/** Notices about the server: a lost connection, and a run that takes a while. */

import { el } from "./dom.js";

const PATIENCE = 300; // milliseconds before a running script is mentioned
const LOST_AFTER = 600; // milliseconds before a connection counts as lost: a reload passes through other states

/** Watch Streamlit's own signs on its root element; without one (a page read from a file) there is nothing to watch. */
export function createConnection(parent, bus) {
  const lost = el("p", { class: "op-lost", role: "status" });
  const bar = el("div", { class: "op-busy", role: "status" }, el("i", { class: "op-busy-bar" }), el("span", {}));
  bar.hidden = true;
  parent.append(lost, bar);
  const app = document.querySelector("[data-testid=stApp]");
  if (!app) return { destroy() {} };

  let busyTimer = 0;
  let lostTimer = 0;
  const watch = () => {
    const away = app.getAttribute("data-test-connection-state") !== "CONNECTED";
    const running = app.getAttribute("data-test-script-state") === "running" && !away;
    clearTimeout(lostTimer);
    if (!away) lost.textContent = "";
    else lostTimer = setTimeout(() => (lost.textContent = LOST), LOST_AFTER);
    if (!running) {
      clearTimeout(busyTimer);
      busyTimer = 0;
      bar.hidden = true;
    } else if (!busyTimer) {
      busyTimer = setTimeout(() => {
        bar.lastChild.textContent = bus.race()?.empty ? "Computing the race" : "Computing. The race before stays meanwhile.";
        bar.hidden = false;
      }, PATIENCE);
    }
  };
  const observer = new MutationObserver(watch);
  observer.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state", "data-test-script-state"] });
  watch();
  return {
    destroy() {
      observer.disconnect();
      clearTimeout(busyTimer);
      clearTimeout(lostTimer);
    },
  };
}

const LOST = "Connection lost. The race keeps playing; changes wait until it is back.";
