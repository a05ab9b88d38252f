/** The button that takes the figures of a page away that has no address of its own to share. */

import { el } from "../draw/dom.js";
import { applyTheme, listenColours, readTheme } from "../draw/theme.js";
import { PHONE } from "../engine/layout.js";
import { mounts } from "../engine/mounts.js";
import { figureMenu } from "../panels/figures.js";

/** Show the button in `component.parentElement`; returns the function that takes it down. */
export const mount = mounts((parent) => new Figures(parent));

class Figures {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = el("div", { class: "player op-share" }, el("div", { class: "op-actions" }, figureMenu()));
    if (window.innerWidth <= PHONE) this.root.dataset.layout = "phone";
    parent.append(this.root);
    this.uncolour = listenColours(() => this.update());
  }

  update() {
    applyTheme(this.root, readTheme(this.root));
  }

  destroy() {
    this.uncolour();
    this.root.remove();
  }
}
