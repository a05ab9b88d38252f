/** Inside the update: what one optimizer computes at the present step, line by line, with a picture and in words. */

import { el, icon, press, segmented } from "../draw/dom.js";
import { fixed, grouped, long, short } from "../draw/format.js";
import { markSvg } from "../draw/marks.js";
import { tr, trn } from "../draw/tr.js";
import { onPaper } from "../engine/paper.js";
import { Closeup } from "./closeup.js";
import { sourceBlock } from "./source.js";
import { UpdateTable } from "./table.js";

/** @import { RaceHeader, RaceRunner, Update } from "../engine/header.js" */
/** @import { Bus } from "../engine/panel.js" */
/** @import { LinkView } from "../engine/viewlink.js" */

const PACE = 100; // milliseconds between two renewals while the race plays
const CAPTION = tr("The step is drawn to scale. The other arrows show direction only.");
const CAPTION_OF_ONE = tr("The step is drawn to scale. The other arrow shows direction only.");

/**
 * The section below the curves.
 *
 * @param {HTMLElement} parent
 * @param {Bus} bus
 */
export function createInside(parent, bus) {
  return new Inside(parent, bus);
}

class Inside {
  mark = el("span", { class: "op-pick-mark", "aria-hidden": "true" });
  menu = el("select", { class: "op-select", "aria-label": tr("Optimizer to look into") });
  when = el("span", { class: "op-quiet" });
  tabs = segmented(
    tr("Show"),
    [
      ["numbers", tr("Numbers")],
      ["source", tr("Source")],
    ],
    (tab) => this.show(tab),
  );
  picture = el("canvas", { role: "img", "aria-label": tr("The path around the present step, with arrows") });
  square = el("div", { class: "op-close" }, this.picture);
  caption = el("p", { class: "op-quiet op-caption" }, CAPTION);

  /**
   * @param {HTMLElement} parent
   * @param {Bus} bus
   */
  constructor(parent, bus) {
    this.bus = bus;
    this.tab = "numbers";
    /** @type {RaceHeader | null} */
    this.race = null;
    /** @type {RaceRunner | null} */
    this.runner = null;
    this.closeup = new Closeup(this.picture, bus);
    this.drawn = 0;
    this.seen = true;
    this.table = new UpdateTable();
    this.facts = el("div", { class: "op-facts" });
    this.source = el("div", { class: "op-source-body" });
    this.nothing = el("p", { class: "op-quiet" }, tr("Choose an optimizer to see its update."));
    const head = this.makeHead();
    const region = { class: "op-lines-box", role: "region", "aria-label": tr("The update, line by line") };
    this.lines = el("div", region, this.table.element);
    const figure = el("figure", { class: "op-close-figure" }, this.square, this.caption);
    this.numbers = el("div", { class: "op-inside-body" }, figure, this.lines, this.facts);
    this.element = el(
      "section",
      { class: "op-inside", "aria-label": tr("Inside the update") },
      head,
      this.numbers,
      this.source,
      this.nothing,
    );
    parent.append(this.element);
    // Keys scroll what has the focus, and how wide the lines are is known once they have their numbers.
    this.widths = new ResizeObserver(() => {
      this.lines.tabIndex = this.lines.scrollWidth > this.lines.clientWidth ? 0 : -1;
    });
    for (const element of [this.lines, this.table.element]) this.widths.observe(element);
    this.watcher = new IntersectionObserver(([entry]) => {
      this.seen = entry.isIntersecting;
      if (this.seen) bus.redraw();
    });
    this.watcher.observe(this.element);
    this.show("numbers");
  }

  makeHead() {
    this.menu.addEventListener("change", () => this.bus.pick(this.menu.value));
    const chevron = el("span", { class: "op-chevron", html: icon("chevron") });
    const pick = el("span", { class: "op-pick" }, this.mark, this.menu, chevron);
    return el("div", { class: "op-inside-head" }, el("h2", {}, tr("Inside the update")), pick, this.when, this.tabs);
  }

  /** What a link says of it. */
  shows() {
    return { inside: this.tab === "source" ? "source" : null };
  }

  /** @param {LinkView} view */
  look({ inside }) {
    this.show(inside ?? "numbers");
  }

  /** @param {string} tab */
  show(tab) {
    if (tab !== this.tab) this.bus.settle();
    this.tab = tab;
    press(this.tabs, tab);
    const there = Boolean(this.race?.inside);
    this.numbers.hidden = !there || tab !== "numbers";
    this.source.hidden = !there || tab !== "source";
    this.nothing.hidden = there;
    this.when.hidden = !there;
    if (!this.numbers.hidden) {
      this.resize();
      this.bus.redraw();
    }
  }

  /**
   * @param {RaceHeader} race
   * @param {RaceHeader | null | undefined} previous
   */
  setData(race, previous) {
    this.race = race;
    this.element.hidden = race.empty;
    const inside = race.inside;
    this.menu.replaceChildren(
      ...this.choices(race).map((runner) => el("option", { value: runner.slot }, runner.label)),
    );
    this.menu.value = race.pick ?? "";
    this.runner = race.runners.find((runner) => runner.slot === (inside?.slot ?? race.pick)) ?? null;
    if (inside) {
      const same = previous?.inside?.slot === inside.slot && previous.surface.name === race.surface.name;
      if (!same) this.closeup.reset();
      this.closeup.drawn = "";
      this.table.setData(inside);
      const rule = el("div", { class: "op-whole-rule", html: inside.rule, tabIndex: 0 });
      this.source.replaceChildren(rule, sourceBlock(inside.source));
    }
    this.paint();
    this.show(this.tab);
  }

  /**
   * Runners that can be looked into: all of them where a server answers, else those that came with the file.
   *
   * @param {RaceHeader} race
   */
  choices(race) {
    return this.bus.live ? race.runners : race.runners.filter((runner) => race.insides?.[runner.slot]);
  }

  setTheme() {
    this.closeup.drawn = "";
    this.paint();
  }

  paint() {
    const theme = this.bus.theme();
    if (!theme || !this.runner) return;
    this.mark.innerHTML = markSvg(this.runner, theme, 40, 18);
    if (this.race?.inside) this.table.setTheme(theme, this.bus.scale);
    this.drawn = 0;
  }

  resize() {
    const { clientWidth, clientHeight } = this.square;
    if (clientWidth > 0) this.closeup.resize(clientWidth, clientHeight);
    this.paint();
    this.drawn = 0;
  }

  /**
   * Show the update of step t; the last row has none of its own and shows the one that led there.
   *
   * @param {number} t
   * @param {boolean} moving
   */
  draw(t, moving) {
    const { race, runner } = this;
    const inside = race?.inside;
    if (!inside || !runner || !(this.seen || onPaper(this.element)) || this.tab !== "numbers" || this.numbers.hidden)
      return false;
    const now = performance.now();
    if (moving && now - this.drawn < PACE) return false;
    this.drawn = now;
    const updates = inside.cosine.length;
    if (!updates) return false;
    const i = Math.min(Math.floor(t / runner.stride), updates - 1);
    const from = i * runner.stride;
    const range = { from: grouped(from), to: grouped(from + runner.stride) };
    this.when.textContent = tr("step {from} to {to}", range);
    this.table.draw(i, updates > 1 ? i / (updates - 1) : 0);
    this.caption.textContent = inside.arrows.memory ? CAPTION : CAPTION_OF_ONE;
    this.closeup.draw(race, runner, inside, i);
    this.facts.replaceChildren(...facts(inside, runner, i).map(([big, words]) => el("p", {}, el("b", {}, big), words)));
    return false;
  }

  destroy() {
    this.widths.disconnect();
    this.watcher.disconnect();
  }
}

/**
 * What is worth knowing about update i, as [number, words] pairs.
 *
 * @param {Update} inside
 * @param {RaceRunner} runner
 * @param {number} i
 */
function facts(inside, runner, i) {
  const list = [];
  const cosine = inside.cosine[i];
  if (Number.isFinite(cosine)) {
    const angle = (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
    const words = tr("between the step and straight downhill. Cosine {cosine}.", { cosine: fixed(cosine, 2) });
    list.push([`${Math.round(angle)}°`, words]);
  }
  list.push([short(runner.steplen[i]), `${tr("step length.")} ${inside.note ?? ""}`.trim()]);
  const [x, y] = inside.rate ? [inside.rate.x[i], inside.rate.y[i]] : [NaN, NaN];
  if ([x, y].every((rate) => Number.isFinite(rate) && rate > 0)) list.push(compared(x, y));
  const used = (i + 1) * inside.gradients;
  const counted =
    inside.gradients === 1
      ? trn("gradient used, one each step.", "gradients used, one each step.", used)
      : tr("gradients used, {count} each step.", { count: inside.gradients });
  const beside = inside.uncounted ? ` ${tr("Not counted: {what}.", { what: inside.uncounted })}` : "";
  list.push([grouped(used), `${counted}${beside}`]);
  return list;
}

/**
 * Step over minus gradient in both coordinates, the larger against the smaller.
 *
 * @param {number} x
 * @param {number} y
 */
function compared(x, y) {
  const ratio = Math.max(x, y) / Math.min(x, y);
  if (ratio < 1.005) return [short(x), tr("step per gradient, in x and in y alike.")];
  const [more, less] = x > y ? ["x", "y"] : ["y", "x"];
  const [large, small] = x > y ? [x, y] : [y, x];
  return [
    tr("{ratio} times", { ratio: ratio < 10 ? fixed(ratio, 1) : long(ratio) }),
    tr("more step per gradient in {more} than in {less}: {large} against {small}.", {
      more,
      less,
      large: short(large),
      small: short(small),
    }),
  ];
}
