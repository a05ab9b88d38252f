"""What a link says of how a page is seen, which is no part of its configuration: see assets/player/engine/viewlink.js.

The player reads it and leaves out what it does not understand; here each such thing becomes a sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from urllib.parse import parse_qs

from locales import tr
from optimizers.base import shown
from optimizers.explain import QUANTITIES
from training.configuration.counts import listed
from training.configuration.queries import query_of

WORDS = {
    "view": ("2d", "3d"),
    "arrows": ("off", "on"),
    "inside": ("numbers", "source"),
    "layers": ("one", "all"),
    "ground": ("usual", "pieces", "sharpness", "both"),
    "full": ("0", "1"),
    "embed": ("false", "true"),
}
TIMES = ("steps", "epochs", "examples")  # what the clock counts; which is usual is for the page to say
AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")  # of what it counts
SHARP = ("sharpness", "edge", "sharpnessrate", "edgerate")  # curves that are computed only where they are asked for
CURVES = ("loss", "distance", "steplen", "gradnorm", "update", "penalty", "steploss", "score", *SHARP, *QUANTITIES)
LISTS = {"camera": (3, 6), "zoom": (4,)}  # of how many numbers
STEP = "t"  # which a reader checks that knows how many there are
WITHIN = ("hide", "locks", "sum", "only")  # of ui.session: what is sealed with a configuration that is locked
FREE = ("embed_options", "lang", "lesson", "room", *WITHIN)  # of Streamlit, ui.session and ui.lessons
NAMES = (STEP, "time", *FREE, "pick", "curves", *WORDS, *LISTS)
NARROWEST = 1e-3  # a side for which there is a finer field
MOST = 1e9


def told(fields: dict[str, str], letters: Collection[str]) -> list[str]:
    """Take what is view from the ``fields`` of a link whose runners have these ``letters``; what was not understood."""
    for name in (STEP, *FREE):
        fields.pop(name, None)
    found = [(name, fields.pop(name), words) for name, words in WORDS.items() if name in fields]
    sentences = [
        tr(
            "{name}: {reason}; {used} was used.",
            name=name,
            reason=tr("must be {kind}, not {value}", kind=listed(words), value=shown(text)),
            used=words[0],
        )
        for name, text, words in found
        if text.lower() not in words
    ]
    if (time := fields.pop("time", "steps")).lower() not in TIMES:
        reason = tr("must be steps, epochs or examples, not {value}", value=shown(time))
        sentences.append(tr("{name}: {reason}; it was ignored.", name="time", reason=reason))
    if (curves := fields.pop("curves", "loss")) and not set(curves.split(",")) <= set(CURVES):
        sentences.append(
            tr(
                "{name}: must be some of {known}, not {value}; the others are ignored.",
                name="curves",
                known=", ".join(CURVES),
                value=shown(curves),
            )
        )
    sentences += _told_of_lists(fields)
    if letters and fields.get("pick", next(iter(letters))) not in letters:
        reason = tr("must be one of {known}, not {value}", known=", ".join(letters), value=shown(fields["pick"]))
        sentences.append(tr("{name}: {reason}; it was ignored.", name="pick", reason=reason))
    if letters:
        fields.pop("pick", None)
    return sentences


def _told_of_lists(fields: dict[str, str]) -> list[str]:
    """Take the lists of numbers; a sentence for each that is none."""
    found = [(name, fields.pop(name), counts) for name, counts in LISTS.items() if name in fields]
    return [
        tr(
            "{name}: must be {count} numbers with commas between them, not {value}; ignored.",
            name=name,
            count=listed([*map(str, counts)]),
            value=shown(text),
        )
        for name, text, counts in found
        if not numbers(name, text)
    ]


def numbers(name: str, text: str) -> tuple[float, ...]:
    """The numbers of a list in a link; none where they are not as the list called ``name`` needs them."""
    try:
        found = tuple(float(part) for part in text.split(","))
    except ValueError:
        return ()
    sane = len(found) in LISTS[name] and all(math.isfinite(v) and abs(v) <= MOST for v in found)
    return found if sane and (name != "zoom" or (found[0] < found[1] and found[2] < found[3])) else ()


def word(name: str, query: str) -> str:
    """What a link says for the view called ``name``: one of its words, the usual one where it says none of them."""
    found = parse_qs(query_of(query)).get(name, [""])[0].lower()
    return found if found in WORDS[name] else WORDS[name][0]


def sharp(query: str) -> bool:
    """Whether a link asks for curves of sharpness."""
    curves = parse_qs(query_of(query)).get("curves", [""])[0]
    return not {*curves.split(",")}.isdisjoint(SHARP)


def zoom(query: str) -> tuple[float, float, float, float] | None:
    """The part of the plane to which a link zooms the stage, [x0, x1, y0, y1]; None where the usual field does."""
    found = numbers("zoom", parse_qs(query_of(query)).get("zoom", [""])[0])
    wide = bool(found) and min(found[1] - found[0], found[3] - found[2]) >= NARROWEST
    return (found[0], found[1], found[2], found[3]) if wide else None
