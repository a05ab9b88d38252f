/** The address bar: the whole race stands in it, and Back and Forward bring earlier races back. */

import { plain, readView, spellView } from "./viewlink.js";

/** @import { Bus } from "./panel.js" */

const THROTTLE = 400; // milliseconds between two writes of the view
const ANSWER = 6000; // milliseconds in which the race of an address brought back is expected

/**
 * Without a server (a page read from a file) the address stays as it is.
 *
 * @param {Pick<Bus, "live" | "rest" | "look" | "send" | "waiting"> & {race: () => {link: string}}} bus
 */
export function createAddress(bus) {
  const home = window.location.pathname;
  let timer = 0;
  let asked = 0; // the timer that runs while the race of an address brought back is awaited

  const write = (/** @type {string} */ link, /** @type {boolean} */ push) => {
    if (window.location.pathname !== home) return; // the page is being left
    const { lang } = readView(window.location.search);
    const address = `${home}?${link}${spellView({ lang })}`;
    if (address === home + window.location.search) return;
    if (push) window.history.pushState(window.history.state, "", address);
    else window.history.replaceState(window.history.state, "", address);
  };
  const shown = () => plain(window.location.search) === bus.race()?.link;
  const answered = () => {
    clearTimeout(asked);
    asked = 0;
  };
  const returned = (/** @type {Event} */ { isTrusted }) => {
    if (!isTrusted || window.location.pathname !== home) return; // not by Back: see fields.js
    bus.look(readView(window.location.search), shown());
    if (shown() && !asked) return;
    answered();
    bus.send({ kind: "popstate", search: window.location.search });
    asked = setTimeout(() => {
      asked = 0;
      write(bus.race().link + bus.rest(), false);
    }, ANSWER);
  };
  if (bus.live) window.addEventListener("popstate", returned);

  return {
    /**
     * Put the race just received into the address, as a new entry of the history where it asks for one.
     *
     * @param {{link: string, history: "replace" | "push"}} race
     * @param {boolean} first
     */
    setData(race, first) {
      if (!bus.live) return;
      // The answer to an earlier Back must not overwrite the entry reached since; that to the last one may spell it anew.
      if (asked && !shown() && bus.waiting()) return;
      answered();
      write(race.link + bus.rest(), race.history === "push" && !first && !shown());
    },
    /** Keep the view in the address, a moment after it has settled. */
    settle() {
      if (!bus.live || !bus.race()) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (shown()) write(bus.race().link + bus.rest(), false); // else Back or Forward is under way
      }, THROTTLE);
    },
    destroy() {
      clearTimeout(timer);
      answered();
      window.removeEventListener("popstate", returned);
    },
  };
}
