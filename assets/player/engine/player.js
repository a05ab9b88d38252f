/**
 * A player: it owns the race, the clock and the panels, and passes each step on to all of them.
 *
 * A race is the header of a blob, of a race on a surface or of a network's training: its `kind` says which panels show it.
 */

import { el } from "../draw/dom.js";
import { idle } from "../draw/ending.js";
import { moved, onTimeline } from "../draw/retimed.js";
import { applyTheme, listenColours, readTheme } from "../draw/theme.js";
import { STEPS } from "../draw/timeline.js";
import { createAddress } from "./address.js";
import { busOf } from "./bus.js";
import { Clock } from "./clock.js";
import { createConnection } from "./connection.js";
import { listen } from "./keyboard.js";
import { layOut, measure } from "./layout.js";
import { heard, reportThrough } from "./outbox.js";
import { listenPrinting } from "./paper.js";
import { withPick } from "./pick.js";
import { Offers } from "./shelf.js";
import { keptOf, readView, spellView, unitOf, unitTold } from "./viewlink.js";

/** @import { Bus, Component, Page, Panel } from "./panel.js" */

const opened = {}; // by kind: what a player that is mounted again goes on from

export class Player {
  /**
   * @param {Component} component
   * @param {Record<string, (root: HTMLElement, bus: Bus) => Page>} pages build the panels of each kind of race
   */
  constructor(parent, component, pages) {
    this.pages = pages;
    for (const kind of Object.keys(pages)) opened[kind] ??= { once: false, step: 0, playing: false, unit: null };
    this.send = component.setTriggerValue;
    this.race = this.kind = this.theme = this.page = null;
    this.given = null; // the race as it came, in steps
    /** @type {Panel[]} */
    this.panels = [];
    this.scale = 1; // pixels of the page for a pixel of the design
    this.rested = false; // paused by the user, so that the step belongs into the link
    this.root = el("div", { class: "player", id: "op-player", tabIndex: -1 });
    this.root.dataset.testid = "player";
    parent.append(this.root);
    this.quiet = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.clock = new Clock({
      show: (t, moving) => this.draw(t, moving),
      changed: () => this.playChanged(),
      reducedMotion: () => this.quiet.matches,
    });
    this.bus = busOf(this);
    this.skip = el("a", { class: "op-skip", href: "#op-player" }, "Skip to the player");
    this.skip.addEventListener("click", (event) => {
      event.preventDefault();
      this.root.focus();
    });
    document.body.prepend(this.skip);
    this.watch();
  }

  /** Build the panels that show races of this kind; those of another kind go. */
  build({ kind, embed }) {
    if (kind === this.kind) return;
    this.takeDown();
    const { root, bus, clock } = this;
    const wanted = bus.live && !opened[kind].once ? readView(window.location.search) : null; // by the link opened
    Object.assign(this, { kind, race: null, theme: null, laidOut: "", asked: wanted?.t ?? null, wanted });
    this.unit = wanted ? unitOf(wanted) : opened[kind].unit; // of time, as chosen; null for the usual one
    root.classList.toggle("op-embed", embed || (bus.live && readView(window.location.search).embed === "true"));
    clock.pause();
    clock.seek(0);
    root.dataset.kind = kind;
    const page = this.pages[kind](root, bus);
    this.page = page;
    this.panels = page.panels;
    this.connection = createConnection(page.box, bus, page.words);
    this.address = createAddress(bus);
    this.unlisten = listen(root, bus, page.transport.scrubber);
    this.sizes.observe(page.box); // in full screen the stage takes what the lines around it leave
    if (wanted?.full) this.setFull(true);
  }

  takeDown() {
    if (!this.kind) return;
    this.unlisten();
    this.connection.destroy();
    this.address.destroy();
    for (const panel of this.panels) panel.destroy?.();
    this.panels = [];
    this.root.replaceChildren();
  }

  watch() {
    this.offers = new Offers((race) => this.setRace(race));
    this.unprint = listenPrinting(this);
    this.sizes = new ResizeObserver(() => this.layout());
    this.sizes.observe(this.root);
    document.fonts?.ready.then(() => this.layout(true)); // what was measured before the font had come
    this.onFull = () => this.setFull(document.fullscreenElement === this.root);
    document.addEventListener("fullscreenchange", this.onFull);
    this.uncolour = listenColours(() => this.retheme());
  }

  /** New data or a new theme. Step, play state and zoom stay. */
  update(component) {
    this.send = component.setTriggerValue;
    if (this.send) reportThrough((events) => this.send("event", events));
    if (!this.offers.take(component.data)) this.retheme();
  }

  retheme() {
    const theme = readTheme(this.root);
    if (!this.kind || JSON.stringify(theme) === JSON.stringify(this.theme)) return;
    this.theme = theme;
    applyTheme(this.root, theme);
    for (const panel of this.panels) panel.setTheme(theme);
    this.clock.wake();
  }

  setRace(given) {
    this.build(given);
    this.retheme();
    const previous = this.race;
    const race = onTimeline(given, this.unitFor(given));
    Object.assign(this, { given, race });
    heard(race.heard ?? 0);
    if (previous) this.clock.position = moved(previous, race, this.clock.position);
    this.clock.setSteps(race.empty ? 0 : race.steps, race.timeline);
    this.root.dataset.steps = race.steps;
    this.clock.held = idle(race);
    if (!previous || idle(previous)) this.open(race, previous);
    else if (!idle(race)) this.comeTo(this.asked);
    if (this.awaited) this.await(this.awaited);
    this.page.none.hidden = !race.empty;
    if (!previous) this.layout();
    for (const panel of this.panels) panel.setData(race, previous);
    if (!previous) for (const panel of this.panels) panel.resize();
    if (this.wanted && !idle(race)) this.show(this.wanted);
    this.address.setData(race, !previous);
    this.playChanged();
    this.draw(this.clock.t, this.clock.playing);
    this.clock.wake();
  }

  /** The first race: a link's step wins, else it plays by itself, once; quiet readers get the result at once. */
  open(race, previous) {
    if (idle(race)) return;
    const [quiet, before, asked] = [this.quiet.matches, opened[race.kind], this.asked];
    const fresh = !before.once || Boolean(previous?.empty); // the first race of all, or the first after an empty stage
    before.once = true;
    this.comeTo(asked);
    if (asked !== null) return;
    if (!fresh && !previous) this.clock.seek(before.step);
    else if (fresh && quiet) this.clock.seek(race.steps);
    if (fresh ? !quiet : before.playing) this.clock.play();
  }

  /** A preset was asked for: once its race is here it plays from the start, or shows its end to quiet readers. */
  await(preset) {
    const here = this.race.presets.some(({ name, active }) => active && name === preset) && !idle(this.race);
    this.awaited = here ? null : preset;
    if (!here) return;
    this.clock.pause();
    this.clock.seek(this.quiet.matches ? this.race.steps : 0);
    if (!this.quiet.matches) this.clock.play();
  }

  seek(step) {
    this.arrive(step);
    this.address.settle();
  }

  /** Stand still at what an address names, if it does: so much of what time counts. */
  comeTo(asked) {
    this.asked = null;
    if (asked !== null) this.arrive(this.race.timeline.time(asked));
  }

  arrive(step) {
    this.clock.pause();
    this.clock.seek(step);
    this.rested = true;
  }

  /** Show what an address says of the view: now, where its race is `here`, or as soon as that has come. */
  look(view, here) {
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

  async show(view) {
    await Promise.all(this.panels.map((panel) => panel.look?.(view)));
    if (this.wanted === view) this.wanted = null;
    this.bus.settle();
  }

  /** The part of the link that is only view; the step is there while the race stands still on its way. */
  rest() {
    const { clock, race } = this;
    const step = this.rested && !clock.playing && clock.t < clock.steps ? race.timeline.value(clock.t) : null;
    const t = this.asked ?? step; // asked: not trained yet
    const view = this.wanted ?? Object.assign({}, ...this.panels.map((panel) => panel.shows?.()));
    const full = this.root.classList.contains("op-full") ? "1" : null;
    const pick = race.pick === race.usual ? null : race.pick;
    return spellView({ ...view, ...keptOf(window.location.search), time: unitTold(race, t), t, pick, full });
  }

  pick(slot) {
    if (slot === this.race.pick) return;
    if (this.bus.live) this.bus.send({ kind: "pick", slot });
    const next = withPick(this.given, slot, this.bus.live);
    if (next) this.setRace(next);
  }

  /** What time counts: a race of which nothing else is told has steps alone. */
  unitFor({ time }) {
    return time ? (this.unit ?? time) : STEPS;
  }

  /** Count time in another unit, or in the usual one: it stays what the chosen runner has reached by now. */
  count(unit) {
    this.unit = unit;
    if (!this.race || this.unitFor(this.race) === this.race.timeline.unit) return;
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

  draw(t, moving) {
    if (!this.race || !this.theme) return false;
    this.root.dataset.step = String(Math.floor(t));
    Object.assign(opened[this.kind], { step: Math.floor(t), playing: moving, unit: this.unit });
    let easing = false;
    for (const panel of this.panels) easing = panel.draw(t, moving) === true || easing;
    return easing;
  }

  layout(again = false) {
    const found = measure(this.root);
    if (found.width === 0 || !this.kind) return;
    const box = this.page.stage.element.parentElement;
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
    const on = !this.root.classList.contains("op-full");
    if (on && this.root.requestFullscreen)
      this.root.requestFullscreen().catch(() => this.setFull(true)); // refused: the page itself is filled
    else if (document.fullscreenElement) document.exitFullscreen();
    else this.setFull(on);
  }

  setFull(on) {
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
    this.clock.destroy();
    this.takeDown();
    this.skip.remove();
    this.root.remove();
  }
}
