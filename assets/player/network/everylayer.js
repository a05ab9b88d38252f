/** Inside every layer: how signals, gradients and weights look at the present step, of one runner or of all. */

import { el, icon, press, segmented } from "../draw/dom.js";
import { markSvg } from "../draw/marks.js";
import { picked, rowBefore } from "../draw/rows.js";
import { tr } from "../draw/tr.js";
import { onPaper } from "../engine/paper.js";
import { AllRunners } from "./allrunners.js";
import { awaited } from "./awaited.js";
import { LayerRow } from "./layerrow.js";
import { HISTOGRAMS } from "./layerviews.js";
import { MatrixRow } from "./matrices.js";

/** @import { Inside, NetworkHeader } from "../engine/network.js" */
/** @import { Bus } from "../engine/panel.js" */

const WHOSE = [
  ["one", tr("One runner")],
  ["all", tr("All runners")],
];

/**
 * The section below the curves.
 *
 * @param {HTMLElement} parent
 * @param {Bus} bus
 */
export function createEveryLayer(parent, bus) {
  return new EveryLayer(parent, bus);
}

class EveryLayer {
  mark = el("span", { class: "op-pick-mark", "aria-hidden": "true" });
  menu = el("select", { class: "op-select", "aria-label": tr("Optimizer to look into") });
  whose = segmented(tr("Whose layers are shown"), WHOSE, (value) => this.turn(value === "all"));
  when = el("span", { class: "op-quiet" });
  nothing = el("p", { class: "op-quiet" });

  /**
   * @param {HTMLElement} parent
   * @param {Bus} bus
   */
  constructor(parent, bus) {
    this.bus = bus;
    /** @type {NetworkHeader | null} */
    this.race = null;
    /** @type {Inside | null} */
    this.inside = null; // the layers that are shown, where they are those of one runner
    this.together = false; // all runners, in the place of the chosen one
    this.key = "";
    this.seen = true;
    const scrolled = (/** @type {number} */ left) => this.scroll(left);
    this.counted = Object.values(HISTOGRAMS).map((views) => new LayerRow(views, bus, scrolled));
    this.rows = [...this.counted, new MatrixRow(bus, scrolled)];
    this.all = new AllRunners(bus);
    const chevron = () => el("span", { class: "op-chevron", html: icon("chevron") });
    this.menu.addEventListener("change", () => bus.pick(this.menu.value));
    this.pick = el("span", { class: "op-pick" }, this.mark, this.menu, chevron());
    this.what = el("span", { class: "op-pick op-what" }, this.all.menu, chevron());
    const title = el("h2", {}, tr("Inside every layer"));
    const head = el("div", { class: "op-inside-head" }, title, this.whose, this.pick, this.what, this.when);
    this.element = el("section", { class: "op-layers", "aria-label": tr("Inside every layer") }, head, this.nothing);
    this.element.append(...this.rows.map((row) => row.element), this.all.element);
    parent.append(this.element);
    this.watcher = new IntersectionObserver(([entry]) => {
      this.seen = entry.isIntersecting;
      if (this.seen) bus.redraw();
    });
    this.watcher.observe(this.element);
  }

  /**
   * Look into all runners, or into the chosen one. Their layers come from the server, where there is one.
   *
   * @param {boolean} together
   */
  turn(together) {
    if (together === this.together) return;
    if (this.bus.live) this.bus.send({ kind: "layers", all: together });
    this.together = together;
    if (this.race) this.show(this.race);
    this.bus.settle();
    this.bus.redraw();
  }

  /** What a link says of this part of the page. */
  shows() {
    return { layers: this.together ? "all" : null };
  }

  /**
   * All rows show the same layers: one that is moved sideways takes the others along.
   *
   * @param {number} left
   */
  scroll(left) {
    for (const row of this.rows) row.scrollTo(left);
  }

  /** @param {NetworkHeader} race */
  setData(race) {
    this.race = race;
    this.element.hidden = race.empty;
    if (this.bus.live && !this.bus.waiting()) this.together = Boolean(race.compared) && race.runners.length > 1;
    const known = this.choices(race);
    this.menu.replaceChildren(...known.map((runner) => el("option", { value: runner.slot }, runner.label)));
    this.menu.value = race.pick ?? "";
    this.show(race);
  }

  /**
   * Show what there is of the layers that are looked at.
   *
   * @param {NetworkHeader} race
   */
  show(race) {
    const { together } = this;
    press(this.whose, together ? "all" : "one");
    this.whose.hidden = race.runners.length < 2 || !(this.bus.live || race.compared);
    this.pick.hidden = together;
    const runner = race.runners.find(({ slot }) => slot === race.inside?.slot) ?? null;
    this.inside = together || !runner ? null : race.inside;
    const compared = together && race.compared?.length ? race.compared : null;
    const there = Boolean(this.inside || compared);
    const { height } = getComputedStyle(this.element); // kept while layers are awaited: what is below stays where it is
    this.what.hidden = !compared;
    this.nothing.hidden = there;
    const { words, coming } = awaited(race, together);
    this.nothing.textContent = there ? "" : words;
    this.element.style.minHeight = !there && coming && height !== "auto" ? height : "";
    this.when.hidden = !there;
    for (const row of this.rows) row.setData(this.inside, runner, race);
    this.all.element.hidden = !compared;
    if (compared) this.all.setData(compared, race);
    this.setTheme();
  }

  /**
   * Runners that can be looked into: all of them where a server answers, else those that came with the file.
   *
   * @param {NetworkHeader} race
   */
  choices(race) {
    return this.bus.live
      ? race.runners
      : race.runners.filter(({ slot }) => race.insides?.[slot] || slot === race.inside?.slot);
  }

  setTheme() {
    const theme = this.bus.theme();
    const runner = this.race && picked(this.race);
    if (theme && runner) this.mark.innerHTML = markSvg(runner, theme, 40, 18);
    if (this.race && !this.all.element.hidden) this.all.setTheme();
    this.resize();
  }

  resize() {
    for (const row of this.rows) row.resize();
    if (!this.all.element.hidden) this.all.resize();
    this.key = "";
  }

  /**
   * @param {number} t
   * @param {boolean} moving
   */
  draw(t, moving) {
    const { race, inside } = this;
    if (!race || !(this.seen || onPaper(this.element)) || this.when.hidden) return false;
    if (inside) this.drawOne(race, inside, t, moving);
    else this.drawAll(race, t, moving);
    return false;
  }

  /**
   * @param {NetworkHeader} race
   * @param {Inside} inside
   * @param {number} t
   * @param {boolean} moving
   */
  drawOne(race, inside, t, moving) {
    const row = rowBefore(inside.at, t);
    const pictures = inside.answers ? rowBefore(inside.answers.at, t) : 0;
    const key = `${row} ${rowBefore(inside.weights.at, t)} ${pictures} ${moving} ${this.rows.map((one) => one.version).join(" ")}`;
    if (key === this.key) return;
    this.key = key;
    const theory = this.counted.some((one) => one.theory);
    this.date(race, [inside.at[row], inside.at[row]], "", theory);
    for (const one of this.rows) one.draw(row, moving, t);
  }

  /**
   * @param {NetworkHeader} race
   * @param {number} t
   * @param {boolean} moving
   */
  drawAll(race, t, moving) {
    const key = `${this.all.rowsAt(t)} ${moving} ${this.all.version} ${this.all.figures.version}`;
    if (key === this.key) return;
    this.key = key;
    this.date(race, this.all.stepsAt(t), tr("one axis for all"), this.all.theory);
    this.all.draw(t, moving);
  }

  /**
   * Name the time of what is drawn, from the first to the last, and what its outlines are.
   *
   * @param {NetworkHeader} race
   * @param {[first: number, last: number]} times
   * @param {string} more
   * @param {boolean} theory
   */
  date({ timeline }, [first, last], more, theory) {
    const [now, start] = [first, 0].map((at) => timeline.words(at));
    const times =
      first === last
        ? tr("at {time}", { time: now })
        : tr("at {time} to {last}", { time: now, last: timeline.write(last) });
    const outlines = [
      tr("outline, {time}", { time: start }),
      theory ? tr("dashed, theory of wide layers at {time}", { time: start }) : "",
    ];
    this.when.textContent = [more ? `${times}, ${more}` : times, ...outlines].filter(Boolean).join("; ");
  }

  destroy() {
    this.watcher.disconnect();
  }
}
