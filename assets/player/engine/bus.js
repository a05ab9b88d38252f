/** What panels may ask of a player, and nothing else of it. */

import { there } from "../draw/there.js";
import { report, waiting } from "./outbox.js";
import { ask } from "./preset.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Header } from "./header.js" */
/** @import { Bus, Page } from "./panel.js" */
/** @import { Beginning } from "./preset.js" */

/**
 * What the bus asks of its player, who answers most of it himself.
 *
 * @typedef {object} Own
 * @property {unknown} send reports, where a server answers
 * @property {Clock} clock
 * @property {MediaQueryList} quiet
 * @property {Header | null} race
 * @property {Theme | null} theme
 * @property {Page | null} page
 * @property {{settle: () => void} | null} address
 * @property {() => void} toggleFull
 * @property {(t: number, moving: boolean) => boolean} draw
 *
 * @typedef {Own & Beginning & Pick<Bus, "scale" | "seek" | "look" | "pick" | "count" | "rest">} Asked
 */

/**
 * @param {Asked} player
 * @returns {Bus}
 */
export function busOf(player) {
  return {
    live: Boolean(player.send),
    clock: player.clock,
    get reducedMotion() {
      return player.quiet.matches;
    },
    get scale() {
      return player.scale;
    },
    send: (event) => player.send && report(event),
    waiting,
    seek: (step) => player.seek(step),
    look: (view, here) => player.look(view, here),
    settle: () => player.race && player.address?.settle(),
    pick: (slot) => player.pick(slot),
    count: (unit) => player.count(unit),
    race: () => /** @type {Header} */ (player.race), // null is for those who look whether there is one
    step: () => Math.floor(player.clock.t),
    stand: (step) => {
      player.clock.seek(step);
      player.draw(player.clock.t, false);
    },
    next: (by) => there(player.race, "The race").timeline.next(Math.floor(player.clock.t), by),
    rest: () => player.rest(),
    await: (preset) => ask(player, preset),
    redraw: () => player.clock.wake(),
    stage: () => there(player.page, "The page").stage,
    drawings: (ratio) => there(player.page, "The page").panels.flatMap((panel) => panel.drawings?.(ratio) ?? []),
    theme: () => /** @type {Theme} */ (player.theme),
    full: () => player.toggleFull(),
    turn: (by) => player.page?.head.turn(by) ?? false,
  };
}
