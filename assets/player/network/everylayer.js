/** Inside every layer: how one optimizer's signals, gradients and weights look at the present step. */

import { el, icon } from "../draw/dom.js";
import { markSvg } from "../draw/marks.js";
import { rowBefore, stepWords } from "../draw/rows.js";
import { LayerRow } from "./layerrow.js";
import { HISTOGRAMS } from "./layerviews.js";
import { MatrixRow } from "./matrices.js";

/** The section below the curves. */
export function createEveryLayer(parent, bus) {
  return new EveryLayer(parent, bus);
}

class EveryLayer {
  constructor(parent, bus) {
    this.bus = bus;
    this.race = null;
    this.runner = null;
    this.key = "";
    this.seen = true;
    const scrolled = (left) => this.scroll(left);
    const counted = Object.values(HISTOGRAMS).map((views) => new LayerRow(views, bus, scrolled));
    this.rows = [...counted, new MatrixRow(bus, scrolled)];
    this.nothing = el("p", { class: "op-quiet" });
    this.element = el(
      "section",
      { class: "op-layers", "aria-label": "Inside every layer" },
      this.makeHead(),
      this.nothing,
    );
    this.element.append(...this.rows.map((row) => row.element));
    parent.append(this.element);
    this.watcher = new IntersectionObserver(([entry]) => {
      this.seen = entry.isIntersecting;
      if (this.seen) bus.redraw();
    });
    this.watcher.observe(this.element);
  }

  makeHead() {
    this.mark = el("span", { class: "op-pick-mark", "aria-hidden": "true" });
    this.menu = el("select", { class: "op-select", "aria-label": "Optimizer to look into" });
    this.menu.addEventListener("change", () => this.bus.pick(this.menu.value));
    this.when = el("span", { class: "op-quiet" });
    const pick = el(
      "span",
      { class: "op-pick" },
      this.mark,
      this.menu,
      el("span", { class: "op-chevron", html: icon("chevron") }),
    );
    return el("div", { class: "op-inside-head" }, el("h2", {}, "Inside every layer"), pick, this.when);
  }

  /** All rows show the same layers: one that is moved sideways takes the others along. */
  scroll(left) {
    for (const row of this.rows) row.scrollTo(left);
  }

  setData(race) {
    this.race = race;
    this.element.hidden = race.empty;
    const known = this.choices(race);
    this.menu.replaceChildren(...known.map((runner) => el("option", { value: runner.slot }, runner.label)));
    this.menu.value = race.pick ?? "";
    const { inside } = race;
    this.runner = race.runners.find(({ slot }) => slot === inside?.slot) ?? null;
    const there = Boolean(this.runner);
    this.nothing.hidden = there;
    const picked = race.runners.find(({ slot }) => slot === race.pick);
    this.nothing.textContent =
      picked?.state === "refused" ? picked.reason : "Its layers are shown as soon as it is trained.";
    this.when.hidden = !there;
    for (const row of this.rows) row.setData(there ? inside : null, this.runner, race);
    this.setTheme();
  }

  /** Runners that can be looked into: all of them where a server answers, else those that came with the file. */
  choices(race) {
    return this.bus.live
      ? race.runners
      : race.runners.filter(({ slot }) => race.insides?.[slot] || slot === race.inside?.slot);
  }

  setTheme() {
    const theme = this.bus.theme();
    const runner = this.race?.runners.find(({ slot }) => slot === this.race.pick);
    if (theme && runner) this.mark.innerHTML = markSvg(runner, theme, 40, 18);
    this.resize();
  }

  resize() {
    for (const row of this.rows) row.resize();
    this.key = "";
  }

  draw(t, moving) {
    if (!this.runner || !this.seen) return false;
    const { inside } = this.race;
    const row = rowBefore(inside.at, t);
    const pictures = inside.answers ? rowBefore(inside.answers.at, t) : 0;
    const key = `${row} ${rowBefore(inside.weights.at, t)} ${pictures} ${moving} ${this.rows.map((one) => one.version).join(" ")}`;
    if (key === this.key) return false;
    this.key = key;
    const theory = inside.theory ? "; dashed, theory of wide layers at step 0" : "";
    this.when.textContent = `at ${stepWords(inside.at[row])}; outline, step 0${theory}`;
    for (const one of this.rows) one.draw(row, moving, t);
    return false;
  }

  destroy() {
    this.watcher.disconnect();
  }
}
