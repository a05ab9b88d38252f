/**
 * The address of a page without a player, and the buttons that share it: its configuration stands in the address, and
 * Back and Forward bring earlier ones.
 *
 * Data: {link, history, qr, page, heard}, as in a race, and file: what the HTML file of the page shows, "" where there is
 * none. It reports {kind: "popstate", search} as the trigger "event", by the outbox.
 */

import { el } from "../draw/dom.js";
import { applyTheme, readTheme } from "../draw/theme.js";
import { createAddress } from "../engine/address.js";
import { PHONE } from "../engine/layout.js";
import { heard, report, reportThrough, waiting } from "../engine/outbox.js";
import { keptOf, readView, spellView } from "../engine/viewlink.js";
import { figureMenu } from "../panels/figures.js";
import { copyButton, qrButton } from "../panels/share.js";
import { frame, project, projected, whenProjected } from "./pageframe.js";
import { goTo, stand, standing, whenMoved } from "./pagetime.js";

/** @import { Component } from "../engine/panel.js" */
/** @import { Address } from "./headers.js" */

/** @type {WeakMap<HTMLElement, Shown>} */
const PAGES = new WeakMap();
/** @typedef {Component<Address> & {setTriggerValue: (name: string, value: unknown) => void}} Reported */
/** @typedef {ReturnType<typeof build>} Shown */

/**
 * Keep the address of the page and show the buttons; returns the function that stops it.
 *
 * @param {Reported} component
 */
export function mount(component) {
  const parent = component.parentElement;
  const known = PAGES.get(parent);
  const page = known ?? build(component, parent);
  page.shown.component = component;
  PAGES.set(parent, page);
  applyTheme(page.root, readTheme(parent));
  reportThrough((events) => component.setTriggerValue("event", events));
  heard(component.data.heard);
  page.address.setData(component.data, !known);
  return () => {
    page.address.destroy();
    page.root.remove();
    whenProjected(() => {});
    whenMoved(() => {});
    PAGES.delete(parent);
  };
}

/**
 * @param {Reported} component
 * @param {HTMLElement} parent
 */
function build(component, parent) {
  const shown = { component };
  const bus = {
    live: true,
    race: () => shown.component.data,
    rest: () => spellView({ ...keptOf(window.location.search), t: standing(), full: projected() ? "1" : undefined }),
    look: (/** @type {{t?: number}} */ { t }, /** @type {boolean} */ same) => goTo(t, same),
    send: report,
    waiting,
  };
  const address = createAddress(bus);
  const buttons = [copyButton(bus), qrButton(bus, { qr: component.data.qr }), figureMenu(() => fileOf(bus))];
  const root = el("div", { class: "player op-share" }, el("div", { class: "op-actions" }, ...buttons));
  root.dataset.layout = window.innerWidth <= PHONE ? "phone" : "middle";
  parent.append(root);
  frame(); // the keys that end it count from its beginning
  const { full, t } = readView(window.location.search);
  if (full) project(true);
  stand(t);
  whenProjected(() => address.settle());
  whenMoved(() => address.settle());
  return { shown, address, root };
}

/**
 * The page as one HTML file; null where it has none.
 *
 * @param {{race: () => Address, rest: () => string}} bus
 */
function fileOf(bus) {
  const { file, page, link } = bus.race();
  return file ? { file, address: `export/${page}?${link}${bus.rest()}`, name: `${page}.html` } : null;
}
