"""Sharpness as the player draws it: along the runs of a race, and on its stage. Only for a page that has a server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from locales import tr
from training.race.config import each
from training.race.race import Race
from training.race.sharpness import Sharpness
from ui.race import compute
from ui.race.header import lean
from ui.session.locks import VEILED


def with_sharpness(
    header: Mapping[str, Any], found: Mapping[str, Sharpness] | None, veiled: bool = False
) -> dict[str, Any]:
    """The header with what is ``found`` of the sharpness of its runners, by letter.

    ``sharpness`` is "offered" where it is None, since nobody looks at it, else "asked". Then runners have
    ``sharpness``: ``top``, the two eigenvalues, ``limit``, ``over`` and ``covered``, as in ``training.race.sharpness``;
    null where there is none. Where the names of the rules are ``veiled`` these have no limits, which would tell them.
    """
    if found is None:
        return {**header, "sharpness": "offered"}
    runners = [{**runner, "sharpness": _drawn(found[runner["slot"]], veiled)} for runner in header["runners"]]
    return {**header, "runners": runners, "sharpness": "asked"}


def with_map(header: Mapping[str, Any], race: Race, beside: bool = False) -> dict[str, Any]:
    """The header of a race whose stage shows sharpness: a relief ``sharp`` stands beside each one of the loss.

    ``beside`` is on its surface where the stage shows both, and not sharpness in the place of the loss.
    """
    surface = each(race).get(header["pick"] or "", race).surface_name
    ground, view = header["surface"], header["view"]
    sharp = {"sharp": compute.sharpness_relief(surface, race.frame), **({"beside": True} if beside else {})}
    closer = None if view is None else {**view, "sharp": compute.sharpness_relief(surface, view["frame"])}
    return {**header, "surface": {**ground, **sharp}, "view": closer}


def _drawn(found: Sharpness, veiled: bool) -> dict[str, Any]:
    if veiled:
        return {**_drawn(found._replace(limit=None, over=None, covered=None), False), "why": tr(VEILED)}
    lines = {"limit": found.limit, "over": found.over, "covered": found.covered}
    top = [lean(line) for line in found.values.T]
    return {"top": top, **{name: None if line is None else lean(line) for name, line in lines.items()}}
