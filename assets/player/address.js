/** The address bar: the whole race stands in it, and Back and Forward bring earlier races back. */

const THROTTLE = 400; // milliseconds between two writes of the step

/** Without a server (a page read from a file) the address stays as it is. */
export function createAddress(bus) {
  const home = window.location.pathname;
  let timer = 0;

  const write = (link, push) => {
    if (window.location.pathname !== home) return; // the page is being left
    const address = `${home}?${link}`;
    if (address === home + window.location.search) return;
    if (push) window.history.pushState(window.history.state, "", address);
    else window.history.replaceState(window.history.state, "", address);
  };
  const returned = () => {
    if (window.location.pathname !== home) return;
    const step = stepOf(window.location.search);
    if (step !== null) bus.arrive(step);
    if (plain(window.location.search) !== bus.race()?.link) bus.send({ kind: "popstate", search: window.location.search });
  };
  if (bus.live) window.addEventListener("popstate", returned);

  return {
    /** Put the race just received into the address, as a new entry of the history where it asks for one. */
    setData(race, first) {
      if (!bus.live) return;
      const same = plain(window.location.search) === race.link;
      write(race.link + bus.rest(), race.history === "push" && !first && !same);
    },
    /** Keep the step in the address, a moment after it has settled. */
    settle() {
      if (!bus.live || !bus.race()) return;
      clearTimeout(timer);
      timer = setTimeout(() => write(bus.race().link + bus.rest(), false), THROTTLE);
    },
    destroy() {
      clearTimeout(timer);
      window.removeEventListener("popstate", returned);
    },
  };
}

/** The step that a query names, or null. */
export function stepOf(search) {
  const text = new URLSearchParams(search).get("t");
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null;
}

/** A query without its question mark and without the step, which is only view. */
function plain(search) {
  return search
    .replace(/^\?/, "")
    .split("&")
    .filter((pair) => !pair.startsWith("t="))
    .join("&");
}
