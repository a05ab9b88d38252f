/** The part of the link that is only view. */

import { keptOf, spellView, unitTold } from "./viewlink.js";

/** @import { Clock } from "./clock.js" */
/** @import { Header } from "./header.js" */
/** @import { Panel } from "./panel.js" */
/** @import { LinkView } from "./viewlink.js" */

/**
 * A player whose view is told: `rested`, paused by the user; `asked` and `wanted`, what an address names, until it is shown.
 *
 * @typedef {object} Viewed
 * @property {Clock} clock
 * @property {boolean} rested
 * @property {number | null} asked
 * @property {LinkView | null} wanted
 * @property {Panel[]} panels
 * @property {HTMLElement} root
 */

/**
 * The end of a link; the step is there while the race stands still on its way.
 *
 * @param {Viewed} player
 * @param {Header} race
 */
export function restOf(player, race) {
  const { clock } = player;
  const step = player.rested && !clock.playing && clock.t < clock.steps ? race.timeline.value(clock.t) : null;
  const t = player.asked ?? step; // asked: not trained yet
  const view = player.wanted ?? Object.assign({}, ...player.panels.map((panel) => panel.shows?.()));
  const full = player.root.classList.contains("op-full") ? "1" : null;
  const pick = race.pick === race.usual ? null : race.pick;
  return spellView({ ...view, ...keptOf(window.location.search), time: unitTold(race, t), t, pick, full });
}
