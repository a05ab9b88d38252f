/** What the stage of a race has to know of races, reports and links. */

import { plain } from "../draw/format.js";
import { tr } from "../draw/tr.js";

/** @import { Frame } from "../draw/view.js" */
/** @import { RaceHeader, RaceSurface } from "../engine/header.js" */
/** @import { Bus } from "../engine/panel.js" */

const IN_PLACE = tr("In place of the loss, shades show the largest eigenvalue of the Hessian.");
const BESIDE = tr("Beside it, shades of a second picture show the largest eigenvalue of the Hessian.");

/**
 * What the stage of a race on a surface shows in the plane.
 *
 * @param {RaceSurface} surface
 * @returns {"loss" | "sharpness" | "both"}
 */
export function groundOf({ sharp, beside }) {
  if (!sharp) return "loss";
  return beside ? "both" : "sharpness";
}

/**
 * What a stage shows, in words: in space it is the loss in any case.
 *
 * @param {RaceHeader} race
 * @param {boolean} spatial
 */
export function groundWords({ surface, runners }, spatial) {
  if (!surface.sharp || spatial) return surface.description;
  const limits = runners.flatMap(({ label, sharpness }) => {
    const limit = sharpness?.limit ?? null;
    if (limit === null) return [];
    if (!(limit instanceof Float32Array)) return [tr("{name} {limit}", { name: label, limit: plain(limit, 3) })];
    return [tr("{name} {limit} at the start", { name: label, limit: plain(limit[0], 3) })];
  });
  const lines = limits.length
    ? [
        tr("Beyond its limit, dashed where it is in sight, a rule no longer settles: {limits}.", {
          limits: limits.join(", "),
        }),
      ]
    : [];
  return [surface.description, surface.beside ? BESIDE : IN_PLACE, ...lines].join(" ");
}

/**
 * True of two surfaces that are one and the same, in the same frame.
 *
 * @param {RaceSurface} a
 * @param {RaceSurface} b
 */
export function sameGround(a, b) {
  return a.name === b.name && String(a.frame) === String(b.frame);
}

/**
 * Call `act` after `wait` milliseconds, but not while reports are on their way; returns what calls it off.
 *
 * @param {Bus} bus
 * @param {number} wait
 * @param {() => void} act
 */
export function whenHeard(bus, wait, act) {
  let timer = 0;
  const again = () => {
    if (bus.waiting()) timer = setTimeout(again, wait);
    else act();
  };
  timer = setTimeout(again, wait);
  return () => clearTimeout(timer);
}

/**
 * True of four numbers, those of a link for instance, that are a part of the plane.
 *
 * @param {number[] | null | undefined} numbers
 * @returns {numbers is Frame}
 */
export function isFrame(numbers) {
  const [x0, x1, y0, y1] = numbers ?? [];
  return x1 > x0 && y1 > y0;
}
