/** The head of the page: title, link, QR code, things to take away, and the strip of presets. */

import { beside, el, iconButton, route } from "./dom.js";
import { popover } from "./popover.js";
import { createTakeaway } from "./takeaway.js";

const LOCAL = /^(localhost|127\.|\[?::1)/;
const COPIED = 2000; // milliseconds that the button says so
const PIECE = 40; // px

/** Title row and presets; beside the title, what the chosen preset shows and what is equal for all. Links and presets need a server: a page read from a file shows the title alone. */
export function createHead(parent, bus, words) {
  const title = el("h1", { class: "op-title" });
  const shows = el("span", { class: "op-shows" });
  const equal = el("span", {});
  const subtitle = el("p", { class: "op-subtitle" }, shows, equal);
  const actions = el("div", { class: "op-actions" });
  if (bus.live) actions.append(copyButton(bus), qrButton(bus, words));
  actions.append(createTakeaway(bus, words));
  const element = el("header", { class: "op-head" }, el("div", { class: "op-titles" }, title, subtitle, actions));
  const strip = bus.live ? createStrip(element, bus, words) : null;
  parent.append(element);
  return {
    element,
    setData(race) {
      title.textContent = race.title;
      shows.textContent = race.presets.find(({ active }) => active)?.shows ?? "";
      equal.textContent = race.subtitle;
      strip?.setData(race.presets);
    },
    setTheme() {},
    draw() {},
    resize() {},
  };
}

/** The strip of presets; the one in hand keeps the focus when another becomes active. */
function createStrip(parent, bus, words) {
  const strip = el("div", { class: "op-presets", role: "group", "aria-label": words.presets });
  // Browsers leave a button cut that shows a little. Under a pointer nothing may move.
  strip.addEventListener("focusin", ({ target }) => target.matches(":focus-visible") && reveal(strip, target));
  parent.append(strip);
  let pictures = {};
  let presets = [];
  const draw = () => {
    const focused = strip.contains(document.activeElement) ? document.activeElement.dataset.name : null;
    strip.replaceChildren(...presets.map((preset) => presetButton(preset, pictures[preset.name], bus)));
    strip.hidden = presets.length === 0;
    reveal(strip, strip.querySelector("[aria-pressed=true]"));
    if (focused) [...strip.children].find((button) => button.dataset.name === focused)?.focus();
  };
  import(beside(words.pictures)).then(
    (module) => {
      pictures = module.THUMBS;
      draw();
    },
    () => null, // no pictures: the names stand alone
  );
  return {
    setData(next) {
      if (JSON.stringify(presets) === JSON.stringify(next)) return;
      presets = next;
      draw();
    },
  };
}

/** Scroll a strip, and nothing else of the page, so far that a button in it is seen and a piece of its neighbour. */
function reveal(strip, button) {
  if (!button) return;
  const [inner, outer] = [button, strip].map((element) => element.getBoundingClientRect());
  if (inner.right > outer.right) strip.scrollLeft += inner.right - outer.right + PIECE;
  else if (inner.left < outer.left) strip.scrollLeft -= outer.left - inner.left + PIECE;
}

function presetButton(preset, picture, bus) {
  const send = () => {
    bus.send({ kind: "preset", name: preset.name });
    bus.await(preset.name);
  };
  const button = el("button", { type: "button", class: "op-preset", "aria-pressed": String(preset.active), title: preset.shows ?? "", onclick: send });
  button.dataset.name = preset.name;
  if (picture) button.append(el("span", { class: "op-thumb", "aria-hidden": "true", html: picture }));
  button.append(el("span", {}, preset.label));
  return button;
}

/** The full link, with the step where the race stands still on its way. */
export function fullLink(bus) {
  const { origin, pathname } = window.location;
  return `${origin}${pathname}?${bus.race().link}${bus.rest()}`;
}

function copyButton(bus) {
  const said = el("span", { class: "op-hidden", role: "status" });
  const button = iconButton("link", "Copy link", { text: "Copy link" });
  const text = button.querySelector(".op-button-text");
  let timer = 0;
  button.addEventListener("click", async () => {
    const done = await copy(fullLink(bus));
    text.textContent = done ? "Copied" : "Copy failed";
    said.textContent = done ? "Link copied" : "The browser refused to copy; the link is in the address bar";
    clearTimeout(timer);
    timer = setTimeout(() => {
      text.textContent = "Copy link";
      said.textContent = "";
    }, COPIED);
  });
  return el("span", { class: "op-action" }, button, said);
}

/** Put `text` on the clipboard; also on plain http, where browsers offer only the old command. */
export async function copy(text) {
  if (window.isSecureContext && navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // refused: the old command below may still be allowed
    }
  }
  const area = el("textarea", { class: "op-hidden", value: text, readOnly: true });
  const before = document.activeElement;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus?.();
  return done;
}

function qrButton(bus, words) {
  const panel = el("div", { class: "op-popover op-qr", role: "dialog", "aria-label": words.qr });
  panel.hidden = true;
  const button = iconButton("qr", "QR code", { text: "QR code", "aria-expanded": "false" });
  const wrapper = el("span", { class: "op-action" }, button, panel);
  popover(wrapper, button, panel, async () => {
    const { address, words } = await reachable();
    const link = fullLink(bus).replace(window.location.origin, address);
    const image = el("img", { alt: words.qr, width: 232, height: 232 });
    image.src = route(`qr.svg?text=${encodeURIComponent(link)}`);
    panel.replaceChildren(image, el("p", { class: "op-address" }, link), words ? el("p", {}, words) : "");
  });
  return wrapper;
}

/** An address of this server that other machines can reach, and a word where it is not the one in the address bar. */
async function reachable() {
  if (!LOCAL.test(window.location.hostname)) return { address: window.location.origin, words: "" };
  try {
    const { urls } = await (await fetch(route("address"))).json();
    if (urls.length) return { address: urls[0].replace(/\/$/, ""), words: "This address works in this room’s network." };
  } catch {
    // no answer: the honest sentence below
  }
  return { address: window.location.origin, words: "localhost is only this machine: others cannot open this address." };
}
