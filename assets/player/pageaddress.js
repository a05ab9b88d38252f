/**
 * The address of a page without a player: its configuration stands there too, and Back and Forward bring earlier ones.
 *
 * Data: {link, history}, as in a race. It reports {kind: "popstate", search} as the trigger "event".
 */

import { createAddress } from "./address.js";

const PAGES = new WeakMap();

/** Keep the address of the page; returns the function that stops it. */
export function mount(component) {
  const parent = component.parentElement;
  const first = !PAGES.has(parent);
  const page = PAGES.get(parent) ?? { component };
  page.component = component;
  page.address ??= createAddress({
    live: true,
    race: () => page.component.data,
    rest: () => "",
    arrive: () => {},
    send: (event) => page.component.setTriggerValue("event", event),
  });
  PAGES.set(parent, page);
  page.address.setData(component.data, first);
  return () => {
    page.address.destroy();
    PAGES.delete(parent);
  };
}
