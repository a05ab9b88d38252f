/** The buttons that share what is on the page: its link on the clipboard, and as a QR code. */

import { el, iconButton, press, route, segmented } from "../draw/dom.js";
import { popover } from "../draw/popover.js";
import { tr } from "../draw/tr.js";

/** @import { PageWords } from "../engine/panel.js" */

/**
 * What is shared: its link, with what is only view, and the page it is of.
 *
 * @typedef {{race: () => {link: string, page?: string}, rest: () => string}} Shared
 */

const LOCAL = /^(localhost|127\.|\[?::1)/;
const COPIED = 2000; // milliseconds that the button says so
const ROOM = tr("This address works in this room’s network.");
const HERE = tr("localhost is only this machine: others cannot open this address.");

/**
 * The full link at an address of this server, with what is only view; `link` is its configuration.
 *
 * @param {Shared} bus
 * @param {string} origin
 */
function fullLink(bus, origin, link = bus.race().link) {
  return `${origin}${window.location.pathname}?${link}${bus.rest()}`;
}

/**
 * The addresses of this server, the one to share first: {origin, room}. Where the address bar has one that is only this
 * machine's, that of the room comes first, and the other stays as a choice.
 */
async function askOrigins() {
  const here = window.location.origin;
  if (!LOCAL.test(window.location.hostname)) return [{ origin: here, note: "" }];
  try {
    const { urls } = await (await fetch(route("address"))).json();
    if (urls.length)
      return [
        { origin: urls[0].replace(/\/$/, ""), note: ROOM },
        { origin: here, note: HERE },
      ];
  } catch {
    // no answer: the honest sentence below
  }
  return [{ origin: here, note: HERE }];
}

/**
 * A button that copies the full link, and offers the one of this machine where that is another.
 *
 * @param {Shared} bus
 */
export function copyButton(bus) {
  const origins = askOrigins(); // asked before the press: a browser lets a page copy only right after one
  const told = { done: tr("Link copied"), refused: tr("The browser refused to copy; the link is in the address bar") };
  const { button, said, take } = copier(tr("Copy link"), told);
  const panel = el("div", { class: "op-popover op-copied", role: "group", "aria-label": tr("Copied link") });
  panel.hidden = true;
  const put = (/** @type {string} */ origin) => take(fullLink(bus, origin));
  const wrapper = el("span", { class: "op-action" }, button, said, panel);
  const close = popover(
    wrapper,
    button,
    panel,
    async () => {
      const [first, second] = await origins;
      if (!(await put(first.origin)) || !second) return false;
      const other = el("button", { type: "button", class: "op-button" }, tr("Copy for this machine only"));
      other.addEventListener("click", async () => {
        await put(second.origin);
        close(true);
      });
      panel.replaceChildren(
        el("p", {}, `${tr("Copied with {address}.", { address: new URL(first.origin).host })} ${first.note}`),
        other,
        el("p", { class: "op-quiet" }, second.note),
      );
      return true;
    },
    true,
  );
  return wrapper;
}

/**
 * A button that says whether `take(text)` has put a text on the clipboard, and `said`, which tells it to screen readers,
 * for which the button may have a longer `name` than its label.
 *
 * @param {string} label
 * @param {{done: string, refused: string}} told
 * @param {string} [name]
 */
export function copier(label, { done, refused }, name = label) {
  const said = el("span", { class: "op-hidden", role: "status" });
  const button = iconButton("link", name, { title: null }); // the text says it
  const text = el("span", { class: "op-button-text" }, label);
  button.append(text);
  let timer = 0;
  const call = (/** @type {string} */ words, whole = words) => {
    text.textContent = words;
    button.setAttribute("aria-label", whole);
  };
  const take = async (/** @type {string} */ link) => {
    const copied = await copy(link, button);
    call(copied ? tr("Copied") : tr("Copy failed"));
    said.textContent = copied ? done : refused;
    clearTimeout(timer);
    timer = setTimeout(() => {
      call(label, name);
      said.textContent = "";
    }, COPIED);
    return copied;
  };
  return { button, said, take };
}

/**
 * Put `text` on the clipboard at a press of `button`; also on plain http, where browsers offer only the old command.
 *
 * @param {string} text
 * @param {HTMLElement} button
 */
async function copy(text, button) {
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
  button.after(area); // not elsewhere: a dialog keeps the focus
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}

/**
 * A button that shows the short form of the link as a QR code, with an address that phones in the room can reach.
 *
 * @param {Shared} bus
 * @param {Pick<PageWords, "qr">} words
 */
export function qrButton(bus, words) {
  const panel = el("div", { class: "op-popover op-qr", role: "dialog", "aria-label": words.qr });
  panel.hidden = true;
  const button = iconButton("qr", tr("QR code"), { text: tr("QR code"), "aria-expanded": "false" });
  const wrapper = el("span", { class: "op-action" }, button, panel);
  popover(wrapper, button, panel, async () => {
    const [link, origins] = await Promise.all([shortLink(bus), askOrigins()]);
    const body = el("div");
    let asked = 0; // the code that is wanted now: an earlier one may come later
    const show = async (/** @type {number} */ place) => {
      asked += 1;
      const number = asked;
      const parts = await code(fullLink(bus, origins[place].origin, link), words.qr);
      if (number === asked) body.replaceChildren(...parts, el("p", {}, origins[place].note));
    };
    const choices = [
      ["0", tr("For this room")],
      ["1", tr("For this machine")],
    ];
    const choice = segmented(tr("Address"), choices, (place) => {
      press(choice, place);
      show(Number(place));
    });
    press(choice, "0");
    await show(0);
    panel.replaceChildren(...(origins.length > 1 ? [choice] : []), body);
  });
  return wrapper;
}

/**
 * The configuration without what has its default; as it is, where the server does not answer.
 *
 * @param {Shared} bus
 */
async function shortLink(bus) {
  const { link, page } = bus.race();
  try {
    const answer = await fetch(route(`short?page=${page}&link=${encodeURIComponent(link)}`));
    return answer.ok ? await answer.text() : link;
  } catch {
    return link;
  }
}

/**
 * The QR code of an address with what belongs to it; or the sentence that says why there is none.
 *
 * @param {string} address
 * @param {string} name
 */
async function code(address, name) {
  const source = route(`qr.svg?text=${encodeURIComponent(address)}`);
  const words = el("p", { class: "op-address" }, address);
  let sentence = tr("The server does not answer.");
  try {
    const answer = await fetch(source);
    sentence = answer.ok ? "" : await answer.text();
  } catch {
    // as the sentence says
  }
  if (sentence) return [el("p", {}, sentence), words];
  const image = el("img", { alt: name, width: 232, height: 232, src: source });
  const large = el(
    "button",
    {
      type: "button",
      class: "op-button",
      "aria-haspopup": "dialog",
      onclick: () => enlarge(source, address, name),
    },
    tr("As large as the window"),
  );
  return [image, large, words];
}

/**
 * Show the code as large as the window, for a projector; Escape or a press closes it.
 *
 * @param {string} source
 * @param {string} address
 * @param {string} name
 */
function enlarge(source, address, name) {
  const image = el("img", { alt: name, src: source });
  const dialog = el(
    "dialog",
    { class: "op-qr-large", role: "dialog", "aria-label": tr("{name}, large", { name }) },
    image,
    el("p", {}, address),
  );
  const host = document.fullscreenElement ?? document.body;
  host.append(dialog);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}
