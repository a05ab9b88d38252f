"""What a page loses where it is enlarged: by the browser to four times its size, or its text alone to twice."""

from __future__ import annotations

# WCAG 2.2: 1.4.10 asks for 320 by 256 pixels, a window of 1280 by 1024 at 400 %; 1.4.4 for text of twice the size.
ENLARGED = {"width": 320, "height": 256}
WINDOW = {"width": 1280, "height": 1024}
TWICE = "document.documentElement.style.fontSize = '200%'"
ONCE = "document.documentElement.style.fontSize = ''"
# Where the document or its main part scrolls to two sides, and each text or control that is cut off, or lies beside the
# window where nothing scrolls to it. A glyph may stand over the edge of its line by some of its size.
LOST = """() => {
  const found = new Set();
  const tell = (what, one) => found.add(`${what}: ${one.tagName.toLowerCase()} ${one.textContent.trim().slice(0, 40)}`);
  const [scrolls, cuts] = [/auto|scroll/, /hidden|clip/];
  const known = new Map();
  const lookAt = (one) => {
    const { clipPath, display, overflowX, overflowY, fontSize } = getComputedStyle(one);
    const edge = one.getBoundingClientRect(), boxed = display !== "inline";
    return {
      edge,
      size: parseFloat(fontSize),
      unseen: clipPath !== "none" || (edge.width <= 2 && edge.height <= 2), // for screen readers alone
      across: boxed && cuts.test(overflowX),
      down: boxed && cuts.test(overflowY),
      sideways: scrolls.test(overflowX) && one.scrollWidth > one.clientWidth,
      scrolls: scrolls.test(overflowY),
    };
  };
  const of = (one) => {
    if (!known.has(one)) known.set(one, lookAt(one));
    return known.get(one);
  };
  const check = (one, box) => {
    const over = of(one).size / 3;
    for (let at = one; at !== document.documentElement; at = at.parentElement) {
      const { edge, unseen, across, down, sideways, scrolls } = of(at);
      if (unseen) return;
      if (across && (box.right > edge.right + 2 || box.left < edge.left - 2)) return tell("cut across", one);
      if (down && Math.max(box.bottom - edge.bottom, edge.top - box.top) > over) return tell("cut down", one);
      if (sideways) return;
      if (scrolls) break;
    }
    if (box.right > innerWidth + 1 || box.left < -1) tell("beside the window", one);
  };
  const closed = document.querySelector("[data-testid=stSidebar]")?.getBoundingClientRect().right <= 0;
  const shown = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !one.closest("script, style, noscript, option") && !(closed && one.closest("[data-testid=stSidebar]"));
  for (const one of [document.documentElement, document.querySelector("[data-testid=stMain]")])
    if (one.scrollWidth > one.clientWidth + 1) tell("scrolls sideways", one);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || !shown(parent)) continue;
    range.selectNodeContents(texts.currentNode);
    check(parent, range.getBoundingClientRect());
  }
  for (const one of document.querySelectorAll("button, input, select, textarea, canvas"))
    if (shown(one)) check(one, one.getBoundingClientRect());
  return [...found];
}"""
# Once sidebar, links and page have come to rest, and each chart is as wide as its place, which it takes a moment later.
SETTLED = """() => new Promise((done) => {
  let last = "";
  const width = (one) => one?.getBoundingClientRect().width ?? 0;
  const fits = (chart) => Math.abs(width(chart.querySelector(".main-svg")) - width(chart.parentElement)) < 1;
  const look = () => {
    const parts = document.querySelectorAll(":is([data-testid=stSidebar], [data-testid=stHeader]) a, .stMain > *");
    const now = JSON.stringify([...parts].map((one) => one.getBoundingClientRect()));
    if (now === last && [...document.querySelectorAll(".js-plotly-plot")].every(fits)) return done();
    last = now;
    setTimeout(look, 200);
  };
  look();
})"""


def lost(page):
    """What is lost on a page at each of these sizes, before and after its sidebar is opened; {} where nothing is."""
    found = {}
    page.set_viewport_size(ENLARGED)
    _look(page, "400 %", found)
    page.set_viewport_size(WINDOW)
    page.evaluate(TWICE)
    try:
        _look(page, "200 %", found)
    finally:
        page.evaluate(ONCE)
    return {size: words for size, words in found.items() if words}


def _look(page, size, found):
    page.evaluate(SETTLED)
    found[size] = page.evaluate(LOST)
    button = page.get_by_test_id("stExpandSidebarButton")
    if button.is_visible():
        button.click()
        page.evaluate(SETTLED)
        found[f"{size}, with its sidebar"] = page.evaluate(LOST)
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
