/** The player: one clock, one root, the panels around it. Streamlit calls `mount` at each change of data or theme. */

import { Player } from "./player.js";
import { beside, el } from "./dom.js";

const PLAYERS = new WeakMap();
const SHEETS = ["player.css", "panels.css", "stage.css"];

/** Show `component.data` in `component.parentElement`; returns the function that takes everything down again. */
export function mount(component) {
  const parent = component.parentElement;
  let player = PLAYERS.get(parent);
  if (!player) {
    player = new Player(parent, component);
    PLAYERS.set(parent, player);
  }
  const mine = player;
  styled().then(() => {
    if (PLAYERS.get(parent) === mine) mine.update(component);
  });
  return () => {
    mine.destroy();
    PLAYERS.delete(parent);
  };
}

let sheets = null;

/** Resolves when the style sheets are there; a stand-alone page brings them in itself and says so. */
function styled() {
  if (!sheets) sheets = document.querySelector("[data-op-styles]") ? Promise.resolve() : Promise.all(SHEETS.map(load));
  return sheets;
}

function load(name) {
  return new Promise((resolve) => {
    const link = el("link", { rel: "stylesheet", href: beside(name), onload: resolve, onerror: resolve });
    document.head.append(link);
  });
}
