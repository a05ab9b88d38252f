"""The little style that Streamlit's theme has no words for, and the mark of the app."""

from __future__ import annotations

import streamlit as st

from ui.looks.sizes import scaled
from ui.looks.tokens import THEME, both

NAME = "Optimizer Playground"
INK = both("ink")

# The end of every page's HTML: behind Streamlit's own sheets, which come into the head, so that it counts more. The
# testids are Streamlit's own; a browser test looks at what they are for. Streamlit fixes the root's font size: here it
# is again what the visitor's browser is set to.
# What stands behind :has() in a rule is styled anew for each element that comes or goes anywhere: by a class there, not
# by a testid, for which a browser takes all elements that have one, nor by a tag or a star; and nowhere of root
# and body, in which Plotly measures labels.
SHEET = scaled(
    """<style>
:root { font-size: 100%; --op-px: 0.0625rem; --op-lesson: clamp(280px, 24vw, 440px); }
.stApp:has(.st-key-lesson .class) { --op-lesson: clamp(340px, 32vw, 640px); }
[data-testid=stMainBlockContainer] { padding: 14px 28px 28px; max-width: none; }
[data-testid=stHeader] ~ [data-testid=stMain] [data-testid=stMainBlockContainer] { padding-top: 66px; }
.streamlit-embedded [data-testid=stHeader] { display: none; }
.streamlit-embedded [data-testid=stMainBlockContainer] { padding: 8px !important; }
.streamlit-embedded [data-testid=stMainBlockContainer] > [data-testid=stVerticalBlock]:has(.op-embed) { gap: 0; }
.streamlit-embedded .op-share { display: none; }
.streamlit-embedded :is(.st-key-locked, .st-key-lesson) { margin-bottom: 8px; }
[data-testid=stSidebarUserContent] { padding: 0 0 24px; }
[data-testid=stSidebarUserContent] > div > [data-testid=stVerticalBlock] { gap: 12px; }
[data-testid=stSidebarHeader] > :first-child { display: flex; align-items: center; gap: 10px; font-weight: 650; }
[data-testid=stSidebarHeader] > :first-child::after { content: "Optimizer Playground"; line-height: 1.2; }
[data-testid=stSidebarUserContent] { container-type: inline-size; }
@container (max-width: 14rem) {
  [class*="st-key-chip-"] p, [class*="st-key-chip-"] p > span:last-child { flex-wrap: wrap; white-space: normal; }
}
:is([data-testid=stSidebarUserContent], [data-testid=stMain]) {
  .stMarkdownEllipsis, .stMarkdownEllipsis p, [data-testid=stButtonGroup] :is(button, p) {
    white-space: normal; overflow: visible;
  }
}
[data-testid=stSidebar] [data-testid=stBaseButton-tertiary] {
  min-height: 28px; padding: 0; text-decoration: underline; text-underline-offset: 3px;
}
[data-testid=stSidebar] hr { margin: 8px 0; }
[data-testid=stSidebar] [data-testid=stSliderThumbValue] { visibility: hidden; }
[data-testid=stSidebar] [data-testid=stSlider]:is(:hover, :focus-within) [data-testid=stSliderThumbValue] {
  visibility: visible;
}
[data-testid=stVerticalBlock]:has(> [class*="-slider"]) {
  display: grid; grid-template-columns: minmax(0, 1fr) 78px; column-gap: 12px; align-items: end;
}
[data-testid=stVerticalBlock] > :not([class*="-slider"], [class*="-slider"] + *) { grid-column: 1 / -1; }
[data-testid=stSidebar] [class*="-slider"] [data-testid=stSlider] > label {
  width: max-content; column-gap: 8px; white-space: nowrap;
}
:is([data-testid=stButton], .op-press)[inert] { opacity: 0.45; }
[data-testid=stSlider] [data-rac] { touch-action: pan-y !important; }
[data-testid=stSidebar] [data-testid=stHorizontalBlock] { overflow: visible; }
[data-testid=stSidebar] [data-testid=stExpander] summary > span { flex-direction: row-reverse; width: 100%; }
[data-testid=stSidebar] [data-testid=stExpander] summary > span > div { flex: 1; }
[class*="st-key-chip-"] button { padding: 0 10px; }
[class*="st-key-chip-"] button :is(div, div > span:has(p)) { flex: 1; width: 100%; }
[class*="st-key-chip-"] p { display: flex; align-items: center; gap: 8px; text-align: left; }
[class*="st-key-chip-"] img { height: 18px; max-height: none; }
[class*="st-key-chip-"] p { white-space: nowrap; overflow: hidden; }
[class*="st-key-chip-"] p > span { flex: none; }
[class*="st-key-chip-"] p > span:last-child {
  flex: 0 1 auto; margin-left: auto; overflow: hidden; text-overflow: ellipsis;
}
.st-key-chips [data-testid=stVerticalBlock] { gap: 8px; }
[class*="st-key-open-"] { margin-top: -7px; border-top-left-radius: 0; border-top-right-radius: 0; }
.op-press { padding: 0; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
.op-press:disabled { opacity: 0.4; cursor: default; }
.op-presses { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 8px 16px; }
.op-presses .op-press { min-height: 28px; font-size: 14px; text-decoration: underline; text-underline-offset: 3px; }
.op-compare {
  position: absolute; top: 0; right: 0; width: 24px; height: 24px; border-radius: 6px; opacity: 0.62;
}
.op-compare::before { content: "compare_arrows" / ""; font: 18px/24px "Material Symbols Rounded"; }
.op-compare:is(:hover, :focus-visible, [aria-expanded=true]) { opacity: 1; }
.op-compare[aria-expanded=true] { background: rgb(128 140 155 / 22%); }
:not([class*="-slider"]):has([data-testid=stTooltipIcon]) > .op-compare { right: 22px; }
.op-compare.op-tight { top: auto; right: 8px; bottom: 8px; }
.stElementContainer:has(> .op-tight) input { padding-right: 32px; }
[data-testid=stCaptionContainer] { color: inherit; opacity: 0.74; }
.lesson p { margin: 0; opacity: 0.74; }
.lesson h2 { margin: 0; padding: 2px 0 8px; font-size: 20px; }
.lesson nav { display: flex; flex-wrap: wrap; gap: 4px 18px; }
.lesson a { color: inherit; text-underline-offset: 3px; }
.lesson details { display: none; }
.languages { margin: 0; font-size: 14px; opacity: 0.76; text-align: right; }
.languages a { color: inherit; text-underline-offset: 3px; }
.class { display: flex; flex-direction: column; gap: 8px; }
.class img { width: 100%; max-width: 240px; border-radius: 8px; }
.class p { margin: 0; font-size: 18px; font-weight: 600; overflow-wrap: anywhere; user-select: all; }
.votes { overflow-x: auto; font-size: 18px; font-variant-numeric: tabular-nums; }
.votes table { width: 100%; border-collapse: collapse; }
.votes caption { padding-bottom: 6px; text-align: left; font-size: 16px; }
.votes :is(th, td) { padding: 5px 0 5px 12px; text-align: right; white-space: nowrap; }
.votes th { padding-left: 0; font-weight: 500; text-align: left; white-space: normal; }
.votes td:first-of-type { width: 60%; }
.votes i { display: block; min-width: 2px; height: 20px; border-radius: 4px; background: currentColor; opacity: 0.72; }
[data-testid=stHtml] .lessons { margin: 0; padding: 0; list-style: none; }
.lessons { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(280px, 100%), 1fr)); gap: 12px; }
.lessons a { display: flex; flex-direction: column; gap: 6px; height: 100%; padding: 14px 16px; border: 1px solid;
  border-color: color-mix(in srgb, currentColor 22%, transparent); border-radius: 8px; color: inherit;
  text-decoration: none; }
.lessons a:hover, .lessons a:focus-visible { border-color: currentColor; }
.lessons img { width: 132px; height: 84px; border-radius: 6px; }
.lessons b { font-weight: 600; }
.lessons span, .lessons small { font-size: 15px; opacity: 0.8; }
.lessons small { margin-top: auto; font-size: 14px; }
.st-key-presets { overflow-x: auto; padding-bottom: 2px; }
.st-key-presets button { white-space: nowrap; }
[data-testid=stBaseButton-primary] { color: Canvas; }
[data-testid=stRadioOption][data-selected] > div > div > div { background: Canvas; }
.st-key-presets [data-testid=stBaseButton-primary] {
  color: inherit; background: none; box-shadow: inset 0 0 0 1px; font-weight: 600;
}
div:has(> .st-key-progress) { position: sticky; bottom: 0; z-index: 3; backdrop-filter: blur(12px); }
.st-key-tried { min-height: 44px; }
@media (max-width: 480px) { .st-key-tried { min-height: 67px; } }
[data-testid=stElementContainer][data-stale=true]:has(.player) { opacity: 1; transition: none; }
[data-testid=stMultiSelect] [data-tag] { background: rgb(128 140 155 / 22%); color: inherit; }
:is([data-testid=stSidebar], [data-testid=stRadio]) [data-testid=stWidgetLabel] { color: inherit !important; }
:is([data-testid=stRadioOption] > div > div:first-child, [data-testid=stCheckbox] label > span + div) {
  border-color: color-mix(in srgb, currentColor 60%, transparent);
}
@media (min-height: 480px) {
  [data-testid=stPopoverBody]:has(.st-key-find) { min-height: min(420px, 60vh); }
  [data-testid=stPopoverBody]:has([class*="st-key-notetext-"]) { min-height: min(320px, 50vh); }
}
[data-testid=stSidebar] [class*="st-key-note-"] button { min-height: 28px; padding: 0; }
[data-testid=stVerticalBlock]:has(> .st-key-find) { gap: 2px; }
.st-key-find ~ [data-testid=stElementContainer] button { padding: 4px 0; }
.st-key-find ~ [data-testid=stElementContainer] button :is(div, span, p) { flex: 1; text-align: left; }
.st-key-find ~ [data-testid=stElementContainer] [data-testid=stCaptionContainer] { padding-top: 12px; }
.facts { display: grid; grid-template-columns: max-content 1fr; margin: 0; padding: 0 !important; font-size: 15px; }
.facts :is(dt, dd) { margin: 0; padding: 7px 24px 7px 0; border-bottom: 1px solid rgb(128 140 155 / 22%); }
.facts dt { opacity: 0.72; }
.facts :is(dt, dd):nth-last-child(-n + 2) { border-bottom: 0; }
.cards { display: grid; grid-template-columns: minmax(0, 1.2fr) minmax(0, 1fr); gap: 32px; align-items: start; }
:is(.card, .links) { display: flex; flex-direction: column; gap: 16px; }
.card { padding: 15px; border: 1px solid rgb(128 140 155 / 28%); border-radius: 8px; }
:is(.card, .titled) h3 { margin: 0; padding: 0; font-size: 18px; font-weight: 650; line-height: 1.2; }
.card h3 { padding-top: 12px; }
.card div:has(> .take) { display: flex; flex-wrap: wrap; gap: 16px; }
.titled { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; gap: 8px 16px; }
.take { display: inline-flex; align-items: center; gap: 8px; min-height: 40px; padding: 4px 12px; color: inherit;
  border: 1px solid rgb(128 140 155 / 28%); border-radius: 8px; font-size: 14px; text-decoration: none; }
.take::before { content: "download" / ""; font: 16px/1 "Material Symbols Rounded"; }
.take:is(:hover, :focus-visible) { color: inherit; border-color: currentColor; }
.plain { overflow-x: auto; border: 1px solid rgb(128 140 155 / 22%); border-radius: 10px; font-size: 15px; }
.plain table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.plain :is(th, td) { padding: 7px 14px; font-weight: 400; text-align: left; white-space: nowrap; line-height: 24px; }
.laws th[scope=row] { min-width: 300px; white-space: normal; }
.laws th[scope=row] b { display: block; font-weight: 500; }
.verdicts td:last-child { min-width: 300px; white-space: normal; }
.laws small { font-size: 14px; opacity: 0.76; }
.laws a { color: inherit; }
.plain tr + tr > * { border-top: 1px solid rgb(128 140 155 / 22%); }
.plain th[scope=row] { font-weight: 500; }
.plain th[scope=col] { opacity: 0.72; font-size: 14px; }
:is(.facts dt, .plain th[scope=col]):has(img) { opacity: 1; font-weight: 500; }
:is(.plain th[scope=col]:has(img), .wraps :is(td, th)) { white-space: normal; }
.wraps td { min-width: 96px; }
.plain.laws img { float: right; width: 160px; height: 48px; margin: 0 0 0 18px; }
:is(.plain, .facts) img { height: 18px; margin-right: 10px; vertical-align: -3px; }
.plain caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.note { margin: 0; font-size: 14px; line-height: 1.45; opacity: 0.78; overflow-wrap: anywhere; }
.link { height: 104px; padding: 12px; overflow: auto; border-radius: 8px; background: rgb(128 140 155 / 10%);
  font: 14px/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere;
  user-select: all; }
.op-projector :is([data-testid=stSidebar], [data-testid=stHeader]) { display: none; }
.op-projector [data-testid=stMain] { align-items: flex-start; }
.op-projector [data-testid=stMainBlockContainer][data-testid] {
  width: calc(100% / var(--op-projector)); padding: 20px 28px;
  transform: scale(var(--op-projector)); transform-origin: 0 0;
}
@page { size: A4; margin: 12mm; }
@media print {
  :is([data-testid=stSidebar], [data-testid=stHeader], [data-testid=stToolbar]) { display: none; }
  :is([data-testid=stButton], [data-testid=stButtonGroup], .op-press) { display: none !important; }
  :is(html, body, [data-testid=stApp]) { color-scheme: light !important; background: $page !important; }
  [data-testid=stMultiSelect] { display: none; }
  [data-testid=stHorizontalBlock] {
    break-inside: avoid; display: flex !important; flex-flow: row nowrap !important; gap: 12px;
  }
  [data-testid=stColumn] { flex: 1 1 0 !important; min-width: 0 !important; }
  [data-testid=stElementContainer]:has([data-testid=stPlotlyChart]) { height: auto !important; }
  :is([data-testid=stDownloadButton], .take) { display: none !important; }
  .cards { gap: 12px; }
  :is([data-testid=stPopover], [data-testid=stTooltipIcon]) { display: none !important; }
  :is(html, body, #root, #root *:has([data-testid=stMain]), [data-testid=stMain]) {
    position: static !important; display: block !important; height: auto !important; overflow: visible !important;
  }
  [data-testid=stMainBlockContainer][data-testid] { padding: 0 !important; max-width: 100%; min-width: 0; width: 100%; }
  [data-testid=stMain] * { color: $ink !important; background-color: transparent !important; }
  [data-testid=stMain] img[src*='-dark'] { filter: invert(1) hue-rotate(180deg); }
  [data-testid=stPlotlyChart] { zoom: var(--op-paper, 0.5); break-inside: avoid; print-color-adjust: exact; }
  :is([data-testid=stDataFrame], .plain, .facts, .card) { break-inside: avoid; }
  .plain { overflow: visible; font-size: 12.5px; }
  .plain :is(th, td) { padding: 4px 6px; white-space: normal; line-height: 16px; }
  .link { height: auto; overflow: visible; font-size: 9px; }
  :is(.st-key-presets, .lesson nav, .languages, [data-testid=stExpander]:has(> details:not([open]))) { display: none; }
  .st-key-lesson { break-inside: avoid; }
  :is(h1, h2, h3) { break-after: avoid; }
}
@media not (forced-colors: active) {
  [data-testid=stCheckbox] label svg { mix-blend-mode: difference; }
}
@media (forced-colors: active) {
  [data-testid=stSlider] [data-rac][style*=relative] > :first-child { forced-color-adjust: none; background: GrayText; }
  [data-testid=stSlider] [data-rac]:has(> [data-testid=stSliderThumbValue]) {
    forced-color-adjust: none; background: CanvasText; border: 2px solid Canvas;
  }
  [data-testid=stSliderThumbValue], [data-testid=stSliderTickBar] { color: CanvasText; }
  .votes i { forced-color-adjust: none; background: CanvasText; }
  :is([data-testid=stDialog] section, .link) { border: 1px solid; }
  [data-testid=stRadioOption][data-selected] > div > div:first-child {
    forced-color-adjust: none; background: Highlight;
  }
  :is([data-testid=stBaseButton-primary], [data-testid=stBaseButton-segmented_controlActive]) {
    forced-color-adjust: none; background: Highlight !important; color: HighlightText !important;
  }
}
[data-testid=stElementContainer]:has(> [data-testid=stHtml] .op-beside) { display: none; }
.st-key-lesson > * { flex: none; }
@media screen and (min-width: 78em) {
  :root:not(.op-projector) .stApp:not(.streamlit-embedded):has(.op-beside) {
    .stMain { width: calc(100% - var(--op-lesson) - 24px); }
    .st-key-lesson {
      position: fixed; top: 66px; right: 24px; width: var(--op-lesson); max-height: calc(100dvh - 82px); overflow: auto;
    }
    .st-key-lesson .stHorizontalBlock:has(.class) { flex-direction: column; }
    .st-key-lesson .stColumn { flex: none; width: 100%; }
  }
}
@media screen and (max-width: 77.99em) {
  .lesson details { display: block; }
  .lesson summary { padding-top: 10px; min-height: 34px; cursor: pointer; }
  .st-key-lesson:has(.lesson details:not([open])) .st-key-step { display: none; }
  .st-key-lesson:has(.op-beside) { max-height: 46dvh; overflow: auto; }
  .st-key-lesson:has(.class) { max-height: 60dvh; }
}
@media (max-width: 760px) {
  [data-testid=stMainBlockContainer] { padding: 8px 16px 20px; }
  .cards { grid-template-columns: minmax(0, 1fr); gap: 16px; }
  .lesson nav { gap: 2px 16px; }
  .st-key-lesson:has(.op-beside) { padding: 10px 14px; &, .st-key-step { gap: 8px; } }
  .laws tr { display: grid; grid-template-columns: 4fr 4fr 4fr 4fr; }
  .laws th[scope=row] { grid-column: 1 / -1; min-width: 0; padding-bottom: 0; }
  .laws th[scope=col]:first-child { position: absolute; clip-path: inset(50%); }
  .laws :is(td, th[scope=col]) { padding: 4px 2px 7px 10px; white-space: normal; overflow-wrap: anywhere; }
  .laws tr + tr > td { border-top: 0; }
  .plain.laws img { float: none; display: block; margin: 0 0 6px; }
  .facts:has(img) { grid-template-columns: 1fr; }
  .facts dt:has(img) { padding-bottom: 0; border-bottom: 0; }
}
</style>""".replace("$page", THEME["light"]["page"]).replace("$ink", THEME["light"]["ink"])
)


def icon() -> str:
    """The mark for the browser's tab, in a grey that shows on light and on dark."""
    return _mark(THEME["light"]["marks"])


def logo() -> None:
    """The mark at the head of the sidebar, in the ink of the visitor's theme."""
    st.logo(_mark(INK["dark" if st.context.theme.type == "dark" else "light"]), size="large")


def scrolled(kind: str, name: str, table: str) -> str:
    """A table, as HTML, in a box of the class ``kind`` that scrolls sideways, by keys too once it has the focus."""
    return f'<div class="{kind}" role="region" aria-label="{name}" tabindex="0">{table}</div>'


def _mark(ink: str) -> str:
    """A ball in a valley, as SVG."""
    valley = f'<path d="M3 6c2 12 5 20 13 20S27 18 29 6" fill="none" stroke="{ink}" stroke-width="3"'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32">'
        f'{valley} stroke-linecap="round"/><circle cx="10" cy="15" r="4.6" fill="{ink}"/></svg>'
    )
