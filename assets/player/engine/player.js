/**
 * A player: it owns the race, the clock and the panels, and passes each step on to all of them.
 *
 * A race is the header of a blob, of a race on a surface or of a network's training: its `kind` says which panels show it.
 */

import { el } from "../draw/dom.js";
import { idle } from "../draw/ending.js";
import { redrawn } from "../draw/redrawn.js";
import { moved, onTimeline } from "../draw/retimed.js";
import { applyTheme, listenColours, readTheme } from "../draw/theme.js";
import { there } from "../draw/there.js";
import { STEPS } from "../draw/timeline.js";
import { createAddress } from "./address.js";
import { busOf } from "./bus.js";
import { Clock } from "./clock.js";
import { createConnection } from "./connection.js";
import { turnFull } from "./fullscreen.js";
import { listen } from "./keyboard.js";
import { layOut, measure } from "./layout.js";
import { open, openedOf } from "./opened.js";
import { heard, reportThrough } from "./outbox.js";
import { listenPrinting } from "./paper.js";
import { withPick } from "./pick.js";
import { begin, lend } from "./preset.js";
import { restOf } from "./rest.js";
import { Offers } from "./shelf.js";
import { skipTo } from "./skip.js";
import { readView, unitOf } from "./viewlink.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Given, Header } from "./header.js" */
/** @import { Component, Page, PageMaker, Panel } from "./panel.js" */
/** @import { LinkView } from "./viewlink.js" */

export class Player {
  /**
   * @param {HTMLElement} parent
   * @param {Component} component
   * @param {Record<string, PageMaker>} pages build the panels of each kind of race
   */
  constructor(parent, component, pages) {
    this.pages = pages;
    this.send = component.setTriggerValue;
    this.stands = component.stands;
    this.kind = "";
    this.race = /** @type {Header | null} */ (null);
    /** @type {Given | null} */
    this.given = null; // the race as it came, in steps
    this.theme = /** @type {Theme | null} */ (null);
    this.page = /** @type {Page | null} */ (null);
    /** @type {ReturnType<typeof createAddress> | null} */
    this.address = null;
    /** @type {(() => void)[]} */
    this.endings = []; // what is undone when the page goes
    this.asked = /** @type {number | null} */ (null); // how much of what time counts an address names, until that is shown
    /** @type {LinkView | null} */
    this.wanted = null; // how it is to be seen, until it is
    this.unit = /** @type {string | null} */ (null); // of time, as chosen; null for the usual one
    this.awaited = /** @type {string | null} */ (null); // the preset that was asked for
    this.laidOut = ""; // for what it is laid out
    this.wasPlaying = /** @type {boolean | null} */ (null);
    /** @type {Panel[]} */
    this.panels = [];
    this.scale = 1; // pixels of the page for a pixel of the design
    this.rested = false; // paused by the user, so that the step belongs into the link
    this.root = el("div", { class: "player", id: "op-player", tabIndex: -1 });
    this.root.dataset.testid = "player";
    parent.append(this.root);
    this.quiet = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.clock = new Clock({
      show: (t, moving) => {
        if (!moving && this.race) this.stands?.(this.race.timeline.value(t));
        return this.draw(t, moving);
      },
      changed: () => this.playChanged(),
      reducedMotion: () => this.quiet.matches,
    });
    this.bus = busOf(this);
    this.skip = skipTo(this.root);
    this.offers = new Offers((race) => this.setRace(race));
    this.unprint = listenPrinting(this);
    this.sizes = new ResizeObserver(() => this.layout());
    this.sizes.observe(this.root);
    document.fonts?.ready.then(() => this.layout(true)); // what was measured before the font had come
    this.onFull = () => this.setFull(document.fullscreenElement === this.root);
    document.addEventListener("fullscreenchange", this.onFull);
    this.uncolour = listenColours(() => this.retheme());
    // A picture that is taken waits for no frame.
    this.unlisten = redrawn(() => this.retheme().then(() => this.draw(this.clock.t, false)));
  }

  /** Build the panels that show races of this kind; those of another kind go. */
  build(/** @type {Given} */ { kind, embed = false }) {
    if (kind === this.kind) return;
    this.takeDown();
    const { root, bus, clock } = this;
    const wanted = bus.live && !openedOf(kind).once ? readView(window.location.search) : null; // by the link opened
    Object.assign(this, { kind, race: null, theme: null, laidOut: "", asked: wanted?.t ?? null, wanted });
    this.unit = wanted ? unitOf(wanted) : openedOf(kind).unit;
    root.classList.toggle("op-embed", embed || (bus.live && readView(window.location.search).embed === "true"));
    clock.pause();
    clock.seek(0);
    root.dataset.kind = kind;
    const page = this.pages[kind](root, bus);
    this.page = page;
    this.panels = page.panels;
    const [connection, address] = [createConnection(page.box, bus, page.words), createAddress(bus)];
    this.address = address;
    this.endings = [listen(root, bus, page.transport.scrubber), connection.destroy, address.destroy];
    this.sizes.observe(page.box); // in full screen the stage takes what the lines around it leave
    this.sizes.observe(page.stage.element); // which may come to share its box with another
    if (wanted?.full) this.setFull(true);
  }

  takeDown() {
    if (!this.kind) return;
    for (const end of this.endings) end();
    for (const panel of this.panels) panel.destroy?.();
    this.panels = [];
    this.root.replaceChildren();
  }

  /** New data, a new theme or a step to stand at. Without one, step, play state and zoom stay. */
  update(/** @type {Component} */ component) {
    const send = component.setTriggerValue;
    this.send = send;
    if (send) reportThrough((events) => send("event", events));
    if (!this.offers.take(component.data)) this.retheme();
    const { at = null } = component;
    if (this.race && at !== null && at !== this.race.timeline.value(this.clock.t)) this.comeTo(at);
  }

  /** Draw in the theme of the page; what is drawn later than at once, as the stage in space is, is awaited. */
  async retheme() {
    const theme = readTheme(this.root);
    if (!this.kind || JSON.stringify(theme) === JSON.stringify(this.theme)) return;
    this.theme = theme;
    applyTheme(this.root, theme);
    const drawn = this.panels.map((panel) => panel.setTheme(theme));
    this.clock.wake();
    await Promise.all(drawn);
  }

  setRace(/** @type {Given} */ given) {
    this.build(given);
    this.retheme();
    const previous = this.race;
    const race = onTimeline(given, this.unitFor(given));
    Object.assign(this, { given, race });
    heard(race.heard ?? 0);
    if (previous) this.clock.position = moved(previous, race, this.clock.position);
    this.clock.setSteps(race.empty ? 0 : race.steps, race.timeline);
    this.root.dataset.steps = String(race.steps);
    this.clock.held = idle(race);
    if (!previous || idle(previous)) open(this, race, previous);
    else if (!idle(race)) this.comeTo(this.asked);
    const begun = this.awaited !== null && begin(this, this.awaited);
    if (this.page) this.page.none.hidden = !race.empty;
    if (!previous) this.layout();
    for (const panel of this.panels) panel.setData(race, previous);
    if (begun) lend(this);
    if (!previous) for (const panel of this.panels) panel.resize();
    if (this.wanted && !idle(race)) this.show(this.wanted);
    this.address?.setData(race, !previous);
    this.playChanged();
    this.draw(this.clock.t, this.clock.playing);
    this.clock.wake();
  }

  seek(/** @type {number} */ step) {
    this.arrive(step);
    this.address?.settle();
  }

  /** Stand still at what an address names, if it does: so much of what time counts. */
  comeTo(/** @type {number | null} */ asked) {
    this.asked = null;
    if (asked !== null) this.arrive(there(this.race, "The race").timeline.time(asked));
  }

  arrive(/** @type {number} */ step) {
    this.clock.pause();
    this.clock.seek(step);
    this.rested = true;
  }

  /** Show what an address says of the view: now, where its race is `here`, or as soon as that has come. */
  look(/** @type {LinkView} */ view, /** @type {boolean} */ here) {
    const [asked, unit] = [view.t ?? null, unitOf(view)];
    if (asked !== null) this.clock.pause();
    if (!here) {
      Object.assign(this, { wanted: view, asked, unit });
      return;
    }
    this.count(unit);
    this.comeTo(asked);
    this.show(view);
  }

  /** @param {LinkView} view */
  async show(view) {
    await Promise.all(this.panels.map((panel) => panel.look?.(view)));
    if (this.wanted === view) this.wanted = null;
    this.bus.settle();
  }

  /** The part of the link that is only view; the step is there while the race stands still on its way. */
  rest() {
    return restOf(this, there(this.race, "The race"));
  }

  pick(/** @type {string} */ slot) {
    if (slot === this.race?.pick || !this.given) return;
    if (this.bus.live) this.bus.send({ kind: "pick", slot });
    const next = withPick(this.given, slot, this.bus.live);
    if (next) this.setRace(next);
  }

  /** What time counts: a race of which nothing else is told has steps alone. */
  unitFor(/** @type {{time?: string}} */ { time }) {
    return time ? (this.unit ?? time) : STEPS;
  }

  /** Count time in another unit, or in the usual one: it stays what the chosen runner has reached by now. */
  count(/** @type {string | null} */ unit) {
    this.unit = unit;
    if (!this.race || !this.given || this.unitFor(this.race) === this.race.timeline.unit) return;
    this.asked = null; // it was of the other unit
    this.setRace(this.given);
    this.bus.settle();
  }

  playChanged() {
    const { playing } = this.clock;
    this.root.dataset.playing = String(playing);
    if (playing) this.rested = false;
    else if (this.wasPlaying) this.rested = this.clock.position < this.clock.steps;
    if (this.wasPlaying !== playing && this.race) this.address?.settle();
    this.wasPlaying = playing;
    this.page?.transport.showModes();
  }

  draw(/** @type {number} */ t, /** @type {boolean} */ moving) {
    if (!this.race || !this.theme) return false;
    this.root.dataset.step = String(Math.floor(t));
    Object.assign(openedOf(this.kind), { step: Math.floor(t), playing: moving, unit: this.unit });
    let easing = false;
    for (const panel of this.panels) easing = panel.draw(t, moving) === true || easing;
    return easing;
  }

  layout(again = false) {
    const found = measure(this.root);
    const box = this.page?.stage.element.parentElement;
    if (found.width === 0 || !this.kind || !box) return;
    this.scale = found.scale;
    layOut(this.root, box, found);
    const key = JSON.stringify([found, box.clientWidth, box.clientHeight]);
    if (key === this.laidOut && !again) return;
    this.laidOut = key;
    if (!this.race) return;
    for (const panel of this.panels) panel.resize();
    this.clock.wake();
  }

  toggleFull() {
    turnFull(this.root, (on) => this.setFull(on));
  }

  setFull(/** @type {boolean} */ on) {
    this.root.classList.toggle("op-full", on);
    this.page?.transport.showFull(on);
    this.bus.settle();
    this.layout();
  }

  destroy() {
    this.offers.stop();
    this.unprint();
    this.sizes.disconnect();
    document.removeEventListener("fullscreenchange", this.onFull);
    this.uncolour();
    this.unlisten();
    this.clock.destroy();
    this.takeDown();
    this.skip.remove();
    this.root.remove();
  }
}
