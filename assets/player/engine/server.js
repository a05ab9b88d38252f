/** Whether the server is there: by Streamlit's own signs on its root element, and by what the server itself answers. */

const STATE = "data-test-connection-state";
const RUN = "data-test-script-state";
const PATIENCE = 4000; // milliseconds in which a server that is there has answered
const PULSE = 5000; // milliseconds between two questions while the page is looked at

/** Streamlit's root element, null in a page read from a file. */
export const appElement = () => document.querySelector("[data-testid=stApp]");
export const connected = (app = appElement()) => app?.getAttribute(STATE) === "CONNECTED";
export const running = (app = appElement()) => app?.getAttribute(RUN) === "running";

/** @typedef {(server: {away: boolean, running: boolean}) => void} Tell */

/** @type {Set<Tell>} */
const listeners = new Set();
/** @type {ReturnType<typeof begin> | null} */
let watch = null; // the one that asks for all of them

/**
 * Call `tell({ away, running })` whenever that may have changed; returns the function that stops it. However many
 * listen, the server is asked once.
 *
 * Streamlit knows only of a connection that was closed. One that is cut without a word it takes for a good one for 20
 * seconds and more, so the server is asked, too: regularly, and at once when the device says that its network is gone.
 *
 * @param {Element} app
 * @param {Tell} tell
 */
export function watchServer(app, tell) {
  listeners.add(tell);
  watch ??= begin(app);
  watch.say();
  return () => {
    listeners.delete(tell);
    if (listeners.size) return;
    watch?.stop();
    watch = null;
  };
}

/** @param {Element} app */
function begin(app) {
  let silent = false;
  let asking = false;
  const say = () => {
    if (!connected(app)) silent = false; // known without asking
    for (const tell of listeners) tell({ away: silent || !connected(app), running: running(app) });
  };
  const ask = async () => {
    if (asking || document.hidden || !connected(app)) return;
    asking = true;
    silent = !(await answers());
    asking = false;
    say();
  };
  const observer = new MutationObserver(say);
  observer.observe(app, { attributes: true, attributeFilter: [STATE, RUN] });
  const pulse = setInterval(ask, PULSE);
  for (const change of ["offline", "online"]) window.addEventListener(change, ask);
  const stop = () => {
    observer.disconnect();
    clearInterval(pulse);
    for (const change of ["offline", "online"]) window.removeEventListener(change, ask);
  };
  return { say, stop };
}

async function answers() {
  try {
    const health = new URL("../../../_stcore/health", import.meta.url); // beside /lib/player/<hash>/
    return (await fetch(health, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) })).ok;
  } catch {
    return false;
  }
}
