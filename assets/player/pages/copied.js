/** A text to take along, and the button that copies it. Data: {label, text}. */

import { el } from "../draw/dom.js";
import { applyTheme, readTheme } from "../draw/theme.js";
import { tr } from "../draw/tr.js";
import { mounts } from "../engine/mounts.js";
import { copier } from "../panels/share.js";

/** @import { Component } from "../engine/panel.js" */

/** Show the text; returns the function that takes it away. */
export const mount = mounts((parent) => new Copied(parent));

class Copied {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = el("div", { class: "player op-copy" });
    this.text = "";
    parent.append(this.root);
  }

  /** @param {Component<{label: string, text: string}>} component */
  update({ data: { label, text } }) {
    applyTheme(this.root, readTheme(this.root));
    if (text === this.text) return;
    this.text = text;
    const told = { done: tr("Copied"), refused: tr("The browser refused to copy; mark the text and copy it by hand") };
    const { button, said, take } = copier(tr("Copy"), told, tr("Copy: {what}", { what: label }));
    button.addEventListener("click", () => take(text));
    const field = { class: "link", role: "textbox", "aria-readonly": "true", "aria-label": label, tabIndex: 0 };
    const action = el("div", { class: "op-action" }, button, said);
    this.root.replaceChildren(el("p", { class: "op-quiet" }, label), el("div", field, text), action);
  }

  destroy() {
    this.root.remove();
  }
}
