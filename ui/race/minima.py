"""What is said of minima that nobody knew."""

from __future__ import annotations

from locales import tr, trn
from locales.formats import grouped
from surfaces import Known, Surface


def searched(surface: Surface | Known) -> str:
    """How the minima of a surface, or of a frame, were searched for and how many were found, in a sentence.

    "" where they are known.
    """
    if surface.sought is None:
        return ""
    count, starts = len(surface.minima), grouped(surface.sought.starts)
    if surface.sought.more:
        return tr(
            "A search from {starts} starts found more than {count} minima, of which {count} count here.",
            starts=starts,
            count=count,
        )
    if not count:
        return tr("A search from {starts} starts found no minimum.", starts=starts)
    return trn(
        "{count} minimum found by a search from {starts} starts.",
        "{count} minima found by a search from {starts} starts.",
        count,
        starts=starts,
    )
