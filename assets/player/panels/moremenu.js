/** A menu of quantities that few rules have, which says "More" while none of them is drawn. */

import { el, icon } from "../draw/dom.js";
import { tr } from "../draw/tr.js";

/**
 * @param {string[][]} options
 * @param {(name: string) => void} choose
 */
export function moreMenu(options, choose) {
  const list = options.map(([value, text]) => el("option", { value }, text));
  const head = el("option", { value: "", disabled: true, hidden: true }, tr("More"));
  const select = el("select", { class: "op-select", "aria-label": tr("More curves") }, head, ...list);
  select.addEventListener("change", () => choose(select.value));
  const chevron = el("span", { class: "op-chevron", html: icon("chevron") });
  return { select, element: el("span", { class: "op-speed op-more" }, select, chevron) };
}
