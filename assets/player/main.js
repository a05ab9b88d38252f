/**
 * The player: one clock, one root, the panels around it. Streamlit calls `mount` at each change of data or theme.
 *
 * What the player reports, as the trigger "event", by the outbox:
 *   {kind: "start", x, y}              the start was moved
 *   {kind: "points", points}           examples [number, x, y, class] were drawn, where the data are the visitor's own
 *   {kind: "preset", name}             a ready-made race was chosen
 *   {kind: "pick", slot}               a runner was chosen
 *   {kind: "layers", all}              the layers of all runners are looked at, or those of the chosen one
 *   {kind: "sharpness", on}            curves of sharpness are looked at, or no more
 *   {kind: "ground", shows}            what the stage shows: "usual", "pieces" of a network, "sharpness" of a surface or "both"
 *   {kind: "view", frame}              the stage rests at [x0, x1, y0, y1]; null for the frame of the race
 *   {kind: "number", slot, name, at, times}    a number of a runner is `times` as large from so many gradients on
 *   {kind: "add", name}                one more optimizer, from the empty stage
 *   {kind: "restore"}                  the six that every new race has
 *   {kind: "missing"}                  a shelf is gone from the server, which makes it with the next run
 *   {kind: "popstate", search}         Back or Forward led to this query
 *   {kind: "part", link}               another part of a map is looked at, which this link has
 * Words: a `header` is what the server sends, decoded (typed in engine/panel.d.ts); a `panel` draws a part of it at a
 * step; the `bus` is what panels may ask of the player and of each other; the `stage` is the large picture of the page; a
 * `runner` is one optimizer under the letter of its `slot`; a `row` is what was recorded of one step; the `clock` says
 * which step is shown, and may stand between two.
 *
 * Without `setTriggerValue` (a page read from a file) nothing is reported, and what needs an answer is not offered.
 */

import { mounts } from "./engine/mounts.js";
import { Player } from "./engine/player.js";
import { networkPage } from "./pages/network.js";
import { racePage } from "./pages/race.js";

/** @import { Component } from "./engine/panel.js" */

const PAGES = { race: racePage, network: networkPage };

/** Show `component.data` in `component.parentElement`; returns the function that takes everything down again. */
export const mount = mounts((parent, /** @type {Component} */ component) => new Player(parent, component, PAGES));
