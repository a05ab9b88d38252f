/** Buttons on the stage: 2-D and 3-D, arrows, view, and what is offered when a runner left. */

import { el, press, segmented } from "../draw/dom.js";
import { tr } from "../draw/tr.js";

const DRAWN = {
  arrows: '<path d="M6 18L18 6M9 6h9v9"/>',
  reset: '<path d="M12 3v6M12 15v6M3 12h6M15 12h6"/><circle cx="12" cy="12" r="0.6"/>',
  closer: '<path d="M12 5v14M5 12h14"/>',
  farther: '<path d="M5 12h14"/>',
};

/**
 * @param {keyof typeof DRAWN} name
 * @param {string} label
 * @param {() => void} act
 */
function button(name, label, act) {
  const markup =
    '<svg class="op-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" ' +
    `stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${DRAWN[name]}</svg>`;
  return el("button", {
    type: "button",
    class: "op-stage-button",
    "aria-label": label,
    title: label,
    html: markup,
    onclick: act,
  });
}

/**
 * What the buttons do.
 *
 * @typedef {object} Acts
 * @property {(mode: "2d" | "3d") => void} mode
 * @property {() => void} arrows
 * @property {() => void} reset
 * @property {(factor: number) => void} zoom
 * @property {() => void} all
 */

/**
 * @param {HTMLElement} parent
 * @param {Acts} act
 */
export function createControls(parent, act) {
  const modes = segmented(
    tr("View"),
    [
      ["2d", tr("2-D")],
      ["3d", tr("3-D")],
    ],
    (value) => act.mode(value === "3d" ? "3d" : "2d"),
  );
  const arrows = button("arrows", tr("Show arrows at the chosen runner"), act.arrows);
  const reset = button("reset", tr("Reset view"), act.reset);
  const closer = button("closer", tr("Zoom in"), () => act.zoom(1 / 1.5));
  const farther = button("farther", tr("Zoom out"), () => act.zoom(1.5));
  const all = el("button", { type: "button", class: "op-stage-all", onclick: act.all }, tr("Show all of it"));
  const notice = el("p", { class: "op-notice", role: "status" });
  for (const extra of [closer, farther]) extra.classList.add("op-touch");
  modes.classList.add("op-stage-modes");
  arrows.setAttribute("aria-pressed", "false");
  all.hidden = notice.hidden = true;
  parent.append(modes, el("div", { class: "op-stage-buttons" }, closer, farther, arrows, reset), all, notice);
  let timer = 0;
  return {
    setMode: (/** @type {string} */ mode) => press(modes, mode),
    /** @param {boolean} on */
    offerSpace(on) {
      modes.hidden = !on;
    },
    setArrows: (/** @type {boolean} */ on) => arrows.setAttribute("aria-pressed", String(on)),
    /**
     * Offer to zoom out, or back; null offers nothing.
     *
     * @param {string | null} text
     */
    offer(text) {
      all.hidden = !text;
      if (text && all.textContent !== text) all.textContent = text;
    },
    /**
     * Say a sentence on the stage for a while.
     *
     * @param {string} text
     */
    say(text) {
      notice.textContent = text;
      notice.hidden = false;
      clearTimeout(timer);
      timer = setTimeout(() => {
        notice.hidden = true;
      }, 8000);
    },
    destroy: () => clearTimeout(timer),
  };
}
