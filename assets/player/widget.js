/**
 * The player as a widget of a notebook (https://anywidget.dev/en/afm), in a frame of its own: no key pressed there is one
 * of the notebook's, nor are its styles, and of two players each has its own clock.
 *
 * Its traits are in ui/player/widget.py; the page in the frame hands over `show` as soon as it is there (see export.py).
 */

/** @import { Component } from "./engine/panel.js" */

/**
 * What a notebook keeps of a widget, in Python as here.
 *
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 * @property {() => void} save_changes
 * @property {(names: string, heard: () => void) => void} on
 * @property {(names: string, heard: () => void) => void} off
 */

const NAME = "Optimizer Playground"; // the same in every language

/** @typedef {(data: Uint8Array, more: Pick<Component, "at" | "stands">) => void} Show */

/** @typedef {HTMLIFrameElement & {opened: (show: Show) => void}} Frame */

/** @param {{model: Model, el: HTMLElement}} place */
function render({ model, el }) {
  const frame = /** @type {Frame} */ (document.createElement("iframe"));
  /** @type {Show | null} */
  let show = null;
  let data = new Uint8Array();
  const stands = (/** @type {number} */ t) => {
    if (model.get("t") === t) return;
    model.set("t", t);
    model.save_changes();
  };
  const goTo = () => show?.(data, { stands, at: model.get("t") });
  const load = () => {
    show = null; // until the new page is there
    frame.srcdoc = model.get("page");
  };
  const read = () => {
    const { buffer, byteOffset, byteLength } = model.get("data");
    data = new Uint8Array(buffer, byteOffset, byteLength);
    if (frame.srcdoc !== model.get("page")) load();
    else show?.(data, { stands });
  };
  const stretch = () => {
    frame.style.height = `${model.get("height")}px`;
  };
  frame.opened = (shown) => {
    show = shown;
    goTo();
  };
  Object.assign(frame, { title: NAME, allowFullscreen: true });
  Object.assign(frame.style, { width: "100%", border: "0", display: "block" });
  /** @type {[string, () => void][]} */
  const heard = [
    ["change:data", read],
    ["change:t", goTo],
    ["change:height", stretch],
  ];
  for (const [name, act] of heard) model.on(name, act);
  stretch();
  read();
  el.append(frame);
  return () => {
    for (const [name, act] of heard) model.off(name, act);
    frame.remove();
  };
}

export default { render };
