"""The component that draws the initialization page's pictures, and the page's own style."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui.player.component import pack
from ui.player.loading import component

_component = component("initialization")
STYLE = """<style>
@media print {
  .deep-table { max-height: none !important; overflow: visible; font-size: 11px; white-space: normal !important; }
  .deep-table.deep-table :is(th, td) { padding: 3px 6px 3px 0; }
}
.deep-table { max-height: 420px; overflow: auto; }
.deep-table { font-size: 14px; font-variant-numeric: tabular-nums; white-space: nowrap; }
.deep-table table { border-collapse: collapse; }
.deep-table :is(th, td) { padding: 5px 14px 5px 0; text-align: right; font-weight: 400; }
.deep-table thead { position: sticky; top: 0; backdrop-filter: blur(14px); }
.deep-table thead th { opacity: 0.72; vertical-align: bottom; }
.deep-table tbody tr { border-top: 1px solid rgb(128 140 155 / 22%); }
.deep-table tbody th, .deep-table thead tr:first-child th:first-child { text-align: left; }
</style>"""


def pictures(header: Mapping[str, Any]) -> None:
    """Show the pictures of a header, see ui.initialization.header."""
    _component(key="pictures", data=pack(header))
