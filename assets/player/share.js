/** The buttons that share what is on the page: its link on the clipboard, and as a QR code. */

import { el, iconButton, route } from "./dom.js";
import { popover } from "./popover.js";

const LOCAL = /^(localhost|127\.|\[?::1)/;
const COPIED = 2000; // milliseconds that the button says so

/** The full link, with the step where the race stands still on its way. */
function fullLink(bus) {
  const { origin, pathname } = window.location;
  return `${origin}${pathname}?${bus.race().link}${bus.rest()}`;
}

/** A button that copies the full link. */
export function copyButton(bus) {
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
async function copy(text) {
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

/** A button that shows the full link as a QR code, with an address that phones in the room can reach. */
export function qrButton(bus, words) {
  const panel = el("div", { class: "op-popover op-qr", role: "dialog", "aria-label": words.qr });
  panel.hidden = true;
  const button = iconButton("qr", "QR code", { text: "QR code", "aria-expanded": "false" });
  const wrapper = el("span", { class: "op-action" }, button, panel);
  popover(wrapper, button, panel, async () => {
    const { address, note } = await reachable();
    const link = fullLink(bus).replace(window.location.origin, address);
    const image = el("img", { alt: words.qr, width: 232, height: 232 });
    image.src = route(`qr.svg?text=${encodeURIComponent(link)}`);
    panel.replaceChildren(image, el("p", { class: "op-address" }, link), note ? el("p", {}, note) : "");
  });
  return wrapper;
}

/** An address of this server that other machines can reach, and a note where it is not the one in the address bar. */
async function reachable() {
  if (!LOCAL.test(window.location.hostname)) return { address: window.location.origin, note: "" };
  try {
    const { urls } = await (await fetch(route("address"))).json();
    if (urls.length) return { address: urls[0].replace(/\/$/, ""), note: "This address works in this room’s network." };
  } catch {
    // no answer: the honest sentence below
  }
  return { address: window.location.origin, note: "localhost is only this machine: others cannot open this address." };
}
