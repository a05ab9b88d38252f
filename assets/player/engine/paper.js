/** Printing: before it a player draws itself for a sheet of paper, in light colours, and after it for the screen again. */

/** @import { Page } from "./panel.js" */

/**
 * What has to be printed.
 *
 * @typedef {object} Printed
 * @property {HTMLElement} root
 * @property {unknown} race null while there is none yet
 * @property {Page | null} page
 * @property {{t: number}} clock
 * @property {() => void} retheme
 * @property {() => void} layout
 * @property {(t: number, moving: boolean) => boolean} draw
 */

const DOTS = 2; // a pixel, of the stage

/**
 * True of what is printed now, and so drawn all of it, wherever the page is scrolled to.
 *
 * @param {Element} element
 */
export function onPaper(element) {
  return element.closest(".op-paper") !== null;
}

/**
 * Listen for the printing of the page; returns the function that stops it.
 *
 * @param {Printed} player
 */
export function listenPrinting(player) {
  /** @type {HTMLCanvasElement | null} */
  let sheet = null;
  const turn = (/** @type {Event} */ { type }) => {
    const on = type === "beforeprint";
    player.root.classList.toggle("op-paper", on);
    player.retheme();
    player.layout();
    player.draw(player.clock.t, false); // printing does not wait for the next frame
    sheet?.remove();
    const stage = player.page?.stage;
    sheet = on && player.race && stage ? stage.snapshot(DOTS) : null; // of layered canvases the uppermost alone is printed
    if (sheet) stage?.element.append(sheet);
  };
  for (const kind of ["beforeprint", "afterprint"]) window.addEventListener(kind, turn);
  return () => {
    for (const kind of ["beforeprint", "afterprint"]) window.removeEventListener(kind, turn);
  };
}
