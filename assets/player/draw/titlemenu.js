import { el, icon } from "./dom.js";

/**
 * A menu that looks like a title: {element, fill(options, value), show(value)}.
 *
 * @param {string} label
 * @param {(value: string) => void} choose
 */
export function titleMenu(label, choose) {
  const select = el("select", { "aria-label": label });
  select.addEventListener("change", () => choose(select.value));
  const text = el("span", { "aria-hidden": "true" });
  const element = el(
    "label",
    { class: "op-title-menu" },
    text,
    el("i", { "aria-hidden": "true", html: icon("chevron") }),
    select,
  );
  const show = (/** @type {string | null | undefined} */ value) => {
    select.value = value ?? "";
    text.textContent = select.selectedOptions[0]?.textContent ?? "";
  };
  return {
    element,
    show,
    /**
     * @param {string[][]} options name and words of each
     * @param {string | null} [value]
     */
    fill(options, value) {
      select.replaceChildren(...options.map(([name, words]) => el("option", { value: name }, words)));
      element.classList.toggle("op-single", options.length < 2);
      show(value);
    },
  };
}
