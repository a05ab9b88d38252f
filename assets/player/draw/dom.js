/** Elements, icons and addresses: the small change of the player's own DOM. */

import { pixels } from "./redrawn.js";

const AWAY = 14; // px between a pointer and what is read there
const ICONS = {
  restart: '<path d="M5 5v14M19 6.5v11L9 12z" fill="none"/>',
  back: '<path d="M14.5 6l-6 6 6 6" fill="none"/>',
  forward: '<path d="M9.5 6l6 6-6 6" fill="none"/>',
  play: '<path d="M8 5.2v13.6L19 12z" fill="currentColor" stroke="none"/>',
  pause: '<path d="M7 5h3.6v14H7zM13.4 5H17v14h-3.6z" fill="currentColor" stroke="none"/>',
  loop: '<path d="M4 11V9.5A3.5 3.5 0 0 1 7.5 6H19m-3-3 3 3-3 3M20 13v1.5a3.5 3.5 0 0 1-3.5 3.5H5m3 3-3-3 3-3" fill="none"/>',
  full: '<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" fill="none"/>',
  link: '<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1" fill="none"/>',
  qr: '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 14h2v2h-2zM14 18h2v2h-2zM18 18h2v2h-2z" fill="none"/>',
  save: '<path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14" fill="none"/>',
  plus: '<path d="M12 5v14M5 12h14" fill="none"/>',
  chevron: '<path d="M6.5 9.5l5.5 5.5 5.5-5.5" fill="none"/>',
};

/**
 * Markup of an icon, hidden from screen readers: the button that carries it has the name, the style sheet its size.
 *
 * @param {keyof typeof ICONS} name
 */
export function icon(name) {
  return (
    `<svg class="op-icon" viewBox="0 0 24 24" stroke="currentColor" stroke-width="1.9" ` +
    `stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${ICONS[name]}</svg>`
  );
}

/**
 * A new element: `el("button", { class: "op-button", onclick: play }, "Play")`. Names with a dash, `class`, `role` and
 * `for` are attributes, `html` is markup of our own, all others are properties. Children are nodes, strings or null.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [props]
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined) continue;
    if (name === "html") element.innerHTML = value;
    else if (name.includes("-") || name === "class" || name === "role" || name === "for")
      element.setAttribute(name, value);
    else Reflect.set(element, name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/**
 * A button that shows an icon, and beside it a word where `text` is given; other `props` are as in `el`.
 *
 * @param {keyof typeof ICONS} name
 * @param {string} label
 * @param {Record<string, any> & {text?: string | null}} [props]
 */
export function iconButton(name, label, { text = null, ...props } = {}) {
  const button = el("button", {
    type: "button",
    class: "op-button",
    "aria-label": label,
    title: text ? null : label,
    ...props,
  });
  button.innerHTML = icon(name);
  if (text) button.append(el("span", { class: "op-button-text" }, text));
  return button;
}

/**
 * A row of two or more buttons of which one is on; `choose(value)` is called with the value of the one pressed.
 *
 * @param {string} label
 * @param {string[][]} options value and text of each
 * @param {(value: string) => void} choose
 */
export function segmented(label, options, choose) {
  const group = el("div", { class: "op-segmented", role: "group", "aria-label": label });
  for (const [value, text] of options) {
    const button = el("button", { type: "button", "aria-pressed": "false", onclick: () => choose(value) }, text);
    button.dataset.value = value;
    group.append(button);
  }
  return group;
}

/**
 * Show which button of a segmented row is on.
 *
 * @param {HTMLElement} group
 * @param {string} value
 */
export function press(group, value) {
  for (const button of group.children)
    button.setAttribute("aria-pressed", String(button.getAttribute("data-value") === value));
}

/**
 * The letter, name or value that the element in focus carries for us (`data-...`) where it lies in `parent`; else null.
 *
 * @param {Element} parent
 * @param {string} name
 */
export function focusedIn(parent, name) {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && parent.contains(activeElement) ? activeElement.dataset[name] : null;
}

/**
 * The element that an event happened in, or an ancestor of it, that a selector finds; else null.
 *
 * @param {Event} event
 * @param {string} selector
 */
export function targetIn({ target }, selector) {
  return target instanceof Element ? target.closest(selector) : null;
}

/**
 * Press the element that a selector finds, if there is one.
 *
 * @param {string} selector
 */
export function pressFirst(selector) {
  const found = document.querySelector(selector);
  if (found instanceof HTMLElement) found.click();
}

/**
 * Say in words what a picture shows. Until then it is none to those who hear the page, rather than one without a name.
 *
 * @param {Element} picture
 * @param {string} words
 */
export function describe(picture, words) {
  if (picture.getAttribute("aria-label") === words) return;
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", words);
}

/**
 * What is drawn on a canvas with; a browser that has none cannot show the player.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export function context(canvas, settings) {
  const ctx = canvas.getContext("2d", settings);
  if (!ctx) throw new Error("No canvas can be drawn on");
  return ctx;
}

/**
 * A canvas of `width` x `height` CSS pixels, its context scaled to the pixels of the screen.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function fit(canvas, width, height) {
  const ratio = pixels();
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const ctx = context(canvas);
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  return ctx;
}

/**
 * The address of one of the server's routes under /lib/, from where the script of all modules was loaded.
 *
 * @param {string} path
 */
export function route(path) {
  return new URL(`../../${path}`, import.meta.url).href;
}

/**
 * The address of a file of the player: its modules are one script, which lies beside the folders.
 *
 * @param {string} name
 */
export function beside(name) {
  return new URL(`./${name}`, import.meta.url).href;
}

/**
 * Put `note`, which lies in `page`, beside the pointer: at its right where there is room, above it.
 *
 * @param {HTMLElement} note
 * @param {HTMLElement} page
 * @param {{clientX: number, clientY: number}} pointer
 */
export function placeBeside(note, page, { clientX, clientY }) {
  const box = page.getBoundingClientRect();
  const [x, y] = [clientX - box.left, clientY - box.top];
  const { offsetWidth: width, offsetHeight: height } = note;
  const left = x + AWAY + width > box.width ? Math.max(0, x - AWAY - width) : x + AWAY;
  note.style.transform = `translate(${left}px, ${Math.max(0, y - AWAY - height)}px)`;
}

/**
 * Save a Blob, or what lies at an address, as a file called `name`.
 *
 * @param {Blob | string} source
 * @param {string} name
 */
export function save(source, name) {
  const address = typeof source === "string" ? source : URL.createObjectURL(source);
  const anchor = el("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  if (typeof source !== "string") setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/**
 * Give a field a text as if it had been typed, so that React sees it.
 *
 * @param {HTMLInputElement} field
 * @param {string} text
 */
export function setValue(field, text) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
