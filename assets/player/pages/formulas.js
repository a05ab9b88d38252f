/** Formulas wider than their place scroll sideways: there they take the focus, so that arrow keys scroll them, too. */

const FORMULA = ".katex-display"; // Streamlit's

/** Listen on the whole page. */
export function formulas() {
  const widths = new ResizeObserver((entries) => {
    for (const { target } of entries)
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
  });
  new MutationObserver((records) => {
    for (const { addedNodes } of records)
      for (const node of addedNodes)
        if (node instanceof Element) for (const one of node.querySelectorAll(FORMULA)) widths.observe(one);
  }).observe(document.body, { childList: true, subtree: true });
}
