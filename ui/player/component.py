"""The player on a page: a header with arrays goes in as one blob of bytes, events come out."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ui.player.loading import component
from ui.session import inbox, session, state

KEY = "player"
_CODES = {"f": ("f32", "<f4"), "i": ("i32", "<i4")}
_UNSIGNED = {1: ("u8", "<u1"), 2: ("u16", "<u2")}

_component = component("player", "The player could not be loaded. Reload the page.")


def player(header: Mapping[str, Any], on_event: Callable[[Mapping[str, Any] | None], None]) -> None:
    """Show the player. ``on_event`` gets what the user did there (see assets/player/main.js) before the script runs."""

    @session.whole
    def report() -> None:
        inbox.take(session.held()[KEY].event, on_event)

    data = pack({**header, "page": state.entered().name, "heard": inbox.heard()})
    _component(key=KEY, data=data, on_event_change=report)


def pack(header: Mapping[str, Any]) -> bytes:
    """The blob of a header in which numpy arrays may stand anywhere.

    Length of the JSON as a little-endian 32-bit number, the JSON, zeros up to a multiple of 4, then the arrays, each at
    a multiple of 4. In the JSON an array is ``{"$": [dtype, offset, count]}`` with dtype f32, i32, u16 or u8; numbers
    that are not finite are null there. Equal headers give equal bytes.
    """
    arrays: list[bytes] = []
    text = json.dumps(_plain(header, arrays), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return b"".join([struct.pack("<I", len(text)), text, bytes(-len(text) % 4), *arrays])


def _plain(value: Any, arrays: list[bytes]) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(part, arrays) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part, arrays) for part in value]
    if isinstance(value, np.ndarray):
        return {"$": _append(value, arrays)}
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _append(array: np.ndarray, arrays: list[bytes]) -> list:
    """Add an array to the end of the blob and return its dtype, offset in bytes and number of elements."""
    kind, size = array.dtype.kind, array.dtype.itemsize
    code, dtype = ("u8", "<u1") if kind == "b" else _UNSIGNED.get(size, _CODES["i"]) if kind == "u" else _CODES[kind]
    offset = sum(map(len, arrays))
    with np.errstate(over="ignore", invalid="ignore"):
        data = np.ascontiguousarray(array, dtype=dtype).tobytes()
    arrays.append(data + bytes(-len(data) % 4))
    return [code, offset, array.size]
