/** What a link says of how the stage of a race is seen, read from it and made of it, and what the stage shows in words. */

import { widened } from "../draw/view.js";

const IN_PLACE = "In place of the loss, shades show the largest eigenvalue of the Hessian.";

/** How the stage is seen now, as viewlink.js names it: only what differs from how a race opens. */
export function viewOf({ view, space, arrows, atHome, flat }) {
  return {
    view: view.spatial ? "3d" : null,
    camera: view.spatial ? space.camera() : null,
    zoom: view.spatial || atHome ? null : flat.frame.slice(),
    arrows: arrows ? "on" : null,
  };
}

/** What a stage shows, in words: in space it is the loss in any case. */
export function groundWords({ surface }, spatial) {
  return surface.sharp && !spatial ? `${surface.description} ${IN_PLACE}` : surface.description;
}

/** True of two surfaces that are one and the same, in the same frame. */
export function sameGround(a, b) {
  return a.name === b.name && String(a.frame) === String(b.frame);
}

/** Call `act` after `wait` milliseconds, but not while reports are on their way; returns what calls it off. */
export function whenHeard(bus, wait, act) {
  let timer = 0;
  const again = () => {
    if (bus.waiting()) timer = setTimeout(again, wait);
    else act();
  };
  timer = setTimeout(again, wait);
  return () => clearTimeout(timer);
}

/** Show the stage as a link says; what it does not name is as a race opens. */
export async function look(stage, { view, camera, zoom, arrows }) {
  stage.setArrows(arrows === "on");
  stage.space.aim(camera);
  await stage.setMode(view ?? "2d");
  const { navigator, flat } = stage;
  const [x0, x1, y0, y1] = zoom ?? [];
  if (x1 > x0 && y1 > y0) navigator.go(widened(zoom, flat.width, flat.height));
  else if (!stage.atHome) navigator.go(navigator.home());
}
