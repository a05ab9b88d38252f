/** What stands on the stage while no optimizer is chosen. */

import { el, icon } from "../draw/dom.js";
import { tr } from "../draw/tr.js";

/** @import { Bus, PageWords } from "../engine/panel.js" */

/**
 * The words, and where a server answers the buttons that add runners.
 *
 * @param {HTMLElement} box
 * @param {Pick<PageWords, "nothing" | "restore">} words
 * @param {Pick<Bus, "live" | "send">} bus
 */
export function emptyState(box, words, bus) {
  const add = () => bus.send({ kind: "add", name: "adam" });
  const restore = () => bus.send({ kind: "restore" });
  const first = el("button", { type: "button", class: "op-button", html: icon("plus"), onclick: add });
  first.append(el("span", { class: "op-button-text" }, tr("Add Adam")));
  const second = el("button", { type: "button", class: "op-button", onclick: restore }, words.restore);
  const buttons = bus.live ? el("div", { class: "op-empty-buttons" }, first, second) : null;
  const none = el("div", { class: "op-empty" }, el("p", {}, words.nothing), buttons);
  none.hidden = true;
  box.append(none);
  return none;
}
