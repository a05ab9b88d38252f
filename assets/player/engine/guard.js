/**
 * Loads the page again where it went blank: if the connection drops while a page is loaded, Streamlit may miss some of its
 * messages, and where those that follow do not fit it takes down all that it has drawn, or says so in a dialog.
 *
 * This runs before the page is there, by a line of its own in the page's HTML: nothing else of the app has been loaded.
 */

const BROKEN = /Bad message format|Bad delta path index|Cached ForwardMsg MISS/;
const KEY = "loaded again"; // in the storage of this tab: when that was done
const MOST = 3; // times
const WITHIN = 60000; // milliseconds: a page that never comes is left as it is

const root = /** @type {HTMLElement} */ (document.getElementById("root")); // of Streamlit's page
let drawn = false;

const observer = new MutationObserver(look);
observer.observe(root, { childList: true });
observer.observe(document.body, { childList: true }); // where dialogs are put

function look() {
  const blank = drawn && !root.childElementCount;
  drawn ||= root.childElementCount > 0;
  const dialog = document.querySelector("[data-testid=stDialog]");
  if (!blank && !(dialog && BROKEN.test(dialog.textContent ?? ""))) return;
  observer.disconnect();
  if (allowed()) window.location.reload();
}

function allowed() {
  const now = Date.now();
  /** @type {number[]} */
  const before = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
  const times = before.filter((time) => now - time < WITHIN);
  if (times.length >= MOST) return false;
  sessionStorage.setItem(KEY, JSON.stringify([...times, now]));
  return true;
}
