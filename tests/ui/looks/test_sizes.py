"""Sizes of the player's style sheets: written in pixels of the design, served as multiples that grow with the text."""

from __future__ import annotations

import re

import pytest

from ui.looks.sizes import scaled
from ui.player.assets import PLAYER


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("a { font-size: 15px; }", "a { font-size: calc(15 * var(--op-px)); }"),
        ("a { margin: 0 -8px 2px; }", "a { margin: 0 calc(-8 * var(--op-px)) 2px; }"),
        ("a { top: calc(100% + 7.25px); }", "a { top: calc(100% + calc(7.25 * var(--op-px))); }"),
        ("a { border: 1px solid; width: 1.5px; }", "a { border: 1px solid; width: 1.5px; }"),
        (
            "@media (max-width: 760px) { a { gap: 9px; } }",
            "@media (max-width: 760px) { a { gap: calc(9 * var(--op-px)); } }",
        ),
        ("/* at 825px */ a { color: #10px; }", "/* at 825px */ a { color: #10px; }"),
    ],
)
def test_lengths_are_multiples_of_a_pixel_of_the_design(written, served):
    assert scaled(written) == served


def test_no_size_of_the_player_is_fixed():
    served = re.sub(r"@media[^{]*\{|/\*.*?\*/", "", PLAYER.styles(), flags=re.DOTALL)
    assert [size for size in re.findall(r"(-?[\d.]+)px", served) if abs(float(size)) >= 4] == []
    assert "* var(--op-s))" not in served.replace("calc(0.0625rem * var(--op-s))", "")  # else it would grow twice
