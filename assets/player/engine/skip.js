/** The first link of a page, which leads the keyboard past all that stands before a player. */

import { el } from "../draw/dom.js";
import { tr } from "../draw/tr.js";

/** @param {HTMLElement} root of the player */
export function skipTo(root) {
  const skip = el("a", { class: "op-skip", href: `#${root.id}` }, tr("Skip to the player"));
  skip.addEventListener("click", (event) => {
    event.preventDefault();
    root.focus();
  });
  document.body.prepend(skip);
  return skip;
}
