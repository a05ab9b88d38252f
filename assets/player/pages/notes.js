/**
 * All notes: an entry opens by a press, and the address names the one that was opened last; a field searches all.
 *
 * Data: {card, groups}: the key of the entry to open, "" for none, and groups {title, entries {key, head, text}}, whose
 * heads and texts are markup of the server's own. An entry without a key, as a reference, has no head.
 */

import { el } from "../draw/dom.js";
import { matcher } from "../draw/matcher.js";
import { applyTheme, readTheme } from "../draw/theme.js";
import { tr } from "../draw/tr.js";

/** @import { Component } from "../engine/panel.js" */
/** @import { NoteGroup, Notes } from "./headers.js" */

/** @typedef {ReturnType<typeof section>} Section */

/** @type {WeakMap<HTMLElement, HTMLElement>} */
const BUILT = new WeakMap();

/**
 * Show `component.data`; returns the function that takes it down again.
 *
 * @param {Component<Notes>} component
 */
export function mount(component) {
  const parent = component.parentElement;
  const root = BUILT.get(parent) ?? build(component.data, parent);
  applyTheme(root, readTheme(parent));
  return () => {
    root.remove();
    BUILT.delete(parent);
  };
}

/**
 * @param {Notes} notes
 * @param {HTMLElement} parent
 */
function build({ card, groups }, parent) {
  const field = el("input", {
    type: "search",
    placeholder: tr("Search the notes"),
    "aria-label": tr("Search the notes"),
  });
  const count = el("p", { class: "op-quiet", role: "status" });
  const sections = groups.map(section);
  const root = el(
    "div",
    { class: "player op-notes" },
    el("div", { class: "op-notes-search" }, field, count),
    ...sections.map(({ element }) => element),
  );
  field.addEventListener("input", () => filter(sections, field.value, count));
  filter(sections, "", count);
  parent.append(root);
  BUILT.set(parent, root);
  open(root, card, count);
  root.addEventListener("toggle", opened, true);
  return root;
}

/**
 * A group with its entries, and what is searched in each: {element, entries}, of entries {element, text}.
 *
 * @param {NoteGroup} group
 */
function section({ title, entries }) {
  const made = entries.map((entry) => {
    const element = entry.key
      ? el(
          "details",
          { "data-key": entry.key },
          el("summary", { html: entry.head }),
          el("div", { class: "op-note", html: entry.text }),
        )
      : el("p", { html: entry.text });
    return { element, text: `${title} ${element.textContent}` };
  });
  const list = el("div", { class: "op-notes-list" }, ...made.map(({ element }) => element));
  return { element: el("section", {}, el("h2", {}, title), list), entries: made };
}

/**
 * Show what has all words of `wanted` in it, and how many these are.
 *
 * @param {Section[]} sections
 * @param {string} wanted
 * @param {HTMLElement} count
 */
function filter(sections, wanted, count) {
  const matches = matcher(wanted);
  let [found, all] = [0, 0];
  for (const { element, entries } of sections) {
    let here = 0;
    for (const entry of entries) {
      const fits = matches(entry.text);
      entry.element.hidden = !fits;
      here += Number(fits);
    }
    element.hidden = !here;
    found += here;
    all += entries.length;
  }
  count.textContent = wanted.trim() ? tr("{found} of {all} notes", { found, all }) : tr("{all} notes", { all });
}

/**
 * Open the entry that the address names, and say so where there is none of that name.
 *
 * @param {HTMLElement} root
 * @param {string} card
 * @param {HTMLElement} count
 */
function open(root, card, count) {
  if (!card) return;
  const entry = root.querySelector(`[data-key="${CSS.escape(card)}"]`);
  if (!(entry instanceof HTMLDetailsElement)) {
    count.textContent = `${tr("There is no note “{card}”.", { card })} ${count.textContent}`;
    return;
  }
  entry.open = true;
  const summary = entry.querySelector("summary");
  setTimeout(() => {
    entry.scrollIntoView({ block: "start" });
    summary?.focus({ preventScroll: true });
  });
}

/**
 * The address names the entry that was opened last; as long as the page is this one.
 *
 * @param {Event} event
 */
function opened({ target }) {
  if (!(target instanceof HTMLDetailsElement) || !target.open) return;
  const address = `${window.location.pathname}?card=${encodeURIComponent(target.dataset.key ?? "")}`;
  window.history.replaceState(window.history.state, "", address);
}
