"""The player on a page: a header with arrays goes in as blobs of bytes, events come out."""

from __future__ import annotations

import hashlib
import json
import math
import struct
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from threading import Lock
from typing import Any

import numpy as np

from locales import Words
from ui.player.changes import unlocked
from ui.player.loading import component
from ui.session import inbox, predicted, session, state

KEY = "player"
LONG = 80  # letters of a text from which on its place on a shelf is worth it
HOLD = 120.0  # seconds for which a shelf is held from the run on that named it last: a browser asks for it by then
MOST_BYTES = 256 * 2**20  # of all shelves: sixteen of the largest, or all of 400 visitors and more
_CODES = {"f": ("f32", "<f4"), "i": ("i32", "<i4")}
_UNSIGNED = {1: ("u8", "<u1"), 2: ("u16", "<u2")}

MISSING: Words = "The player could not be loaded. Reload the page."
_component = component("player", MISSING)
_held: OrderedDict[tuple, Shelf] = OrderedDict()  # by name and by what stands on them
_changing = Lock()


def player(
    header: Mapping[str, Any],
    on_event: Callable[[Mapping[str, Any] | None], None],
    lasting: Mapping[str, Any] | None = None,
) -> None:
    """Show the player. ``on_event`` gets what the user did there (see assets/player/main.js) before the script runs.

    ``lasting`` names parts of the header whose arrays and long texts most edits leave as they are. Those of each part
    stand on a shelf, for which the browser asks where it has not kept it: an element Streamlit would hash anew at every
    edit.
    """

    @session.whole
    def report() -> None:
        inbox.take(session.held()[KEY].event, on_event)

    shelves = [shelf_of(name, part) for name, part in (lasting or {}).items()]
    header = {**header, "link": state.linked(header["link"])}
    if not state.free():
        header["presets"] = []
    header["runners"] = unlocked(header.get("runners", ()), state.page().locks)
    if drawn := predicted.shown():
        header["predicted"] = drawn
    data = pack({**header, "page": state.entered().name, "heard": inbox.heard()}, *shelves)
    _component(key=KEY, data=data, on_event_change=report)


class Shelf:
    """Arrays and long texts of a part of a header in a blob of their own, known to the browser by name and content."""

    def __init__(self, name: str, kept: list[np.ndarray | str]) -> None:
        self._kept = kept  # held, as places of arrays go by who they are
        own = _Arrays()
        plain = [{"$": own.add(one)} if isinstance(one, np.ndarray) else one for one in kept]
        self.digest = hashlib.sha256(repr(plain).encode() + own.joined()).hexdigest()[:16]
        self.blob = _blob({"name": name, "digest": self.digest, "kept": plain}, own)
        self.places = {_known(one): [name, self.digest, number] for number, one in enumerate(kept)}
        self.named = 0.0  # when a run named it last


def shelf_of(name: str, part: Any) -> Shelf:
    """The shelf of that name with what most edits leave as it is of a part of a header.

    It is held for HOLD seconds, while MOST_BYTES hold it and all that were named after it; the last one always is.
    """
    kept = list(_kept(part))
    key = (name, *map(_known, kept))
    if (shelf := _held.get(key)) is None:
        shelf = Shelf(name, kept)
    with _changing:
        shelf.named = time.monotonic()
        _held[key] = shelf
        _held.move_to_end(key)
        _clear(shelf.named - HOLD)
    return shelf


def _clear(since: float) -> None:
    """Let go of the shelves that no run has named ``since``, and of the earliest of more than MOST_BYTES."""
    held = sum(len(shelf.blob) for shelf in _held.values())
    for key, shelf in [*_held.items()][:-1]:
        if shelf.named >= since and held <= MOST_BYTES:
            break
        held -= len(_held.pop(key).blob)


def shelved(digest: str) -> bytes | None:
    """What a browser gets of the shelf with that digest; None where it is held no more."""
    with _changing:
        return next((shelf.blob for shelf in reversed(_held.values()) if shelf.digest == digest), None)


def texts(part: Any) -> Iterator[str]:
    """The long texts of a part of a header, in order."""
    return (one for one in _kept(part) if isinstance(one, str))


def pack(header: Mapping[str, Any], *shelves: Shelf) -> bytes:
    """The blob of a header in which numpy arrays may stand anywhere.

    Length of the JSON as a little-endian 32-bit number, the JSON, zeros up to a multiple of 4, then the arrays, each at
    a multiple of 4, equal ones once. In the JSON an array is ``{"$": [dtype, offset, count]}`` with dtype f32, i32, u16
    or u8, or ``{"$": [name, digest, number]}`` where it stands on one of ``shelves``, as long texts may; numbers that
    are not finite are null there. Equal headers give equal bytes.
    """
    own = _Arrays()
    elsewhere: dict[int | str, list] = {key: place for shelf in shelves for key, place in shelf.places.items()}

    def plain(value: Any) -> Any:
        kind = type(value)
        if kind is float:  # first what there is most of
            return value if math.isfinite(value) else None
        if kind is int or value is None:
            return value
        if kind is str:
            return {"$": elsewhere[value]} if len(value) >= LONG and value in elsewhere else value
        if isinstance(value, Mapping):
            return {str(key): plain(part) for key, part in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(part) for part in value]
        if isinstance(value, np.ndarray):
            return {"$": elsewhere.get(id(value)) or own.add(value)}
        return plain(value.item()) if isinstance(value, np.generic) else value

    return _blob(plain(header), own)


def _blob(header: Any, arrays: _Arrays) -> bytes:
    """The blob of a header in which places stand for ``arrays``."""
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return b"".join([struct.pack("<I", len(text)), text, bytes(-len(text) % 4), arrays.joined()])


class _Arrays:
    """Arrays one after the other, as the browser reads them."""

    def __init__(self) -> None:
        self._offsets: dict[bytes, int] = {}
        self._length = 0

    def add(self, array: np.ndarray) -> list:
        """Add an array to the end, unless its bytes are there; its dtype, offset in bytes and number of elements."""
        kind, size = array.dtype.kind, array.dtype.itemsize
        code, dtype = (
            ("u8", "<u1") if kind == "b" else _UNSIGNED.get(size, _CODES["i"]) if kind == "u" else _CODES[kind]
        )
        with np.errstate(over="ignore", invalid="ignore"):
            data = np.ascontiguousarray(array, dtype=dtype).tobytes()
        data += bytes(-len(data) % 4)
        offset = self._offsets.setdefault(data, self._length)
        if offset == self._length:
            self._length += len(data)
        return [code, offset, array.size]

    def joined(self) -> bytes:
        """All of them."""
        return b"".join(self._offsets)


def _kept(part: Any) -> Iterator[np.ndarray | str]:
    """The arrays and the long texts of a part of a header, in order."""
    if isinstance(part, np.ndarray) or (isinstance(part, str) and len(part) >= LONG):
        yield part
    elif isinstance(part, (Mapping, list, tuple)):
        for each in part.values() if isinstance(part, Mapping) else part:
            yield from _kept(each)


def _known(one: np.ndarray | str) -> int | str:
    """What a thing on a shelf is known by: a text by what it says, an array by who it is."""
    return one if isinstance(one, str) else id(one)
