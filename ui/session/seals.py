"""The link of a page that locks something: one field, ``locked=...``, in which all of it stands, signed by the server.

What stands there is no secret, but only who knows the server's key can write it: whoever edits the address is told
so, and whoever deletes the field has nothing left of what the page showed. Beside it stands what is only view.
"""

from __future__ import annotations

import hmac
import os
import secrets
import zlib
from base64 import b64decode, urlsafe_b64encode
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import unquote_plus

from locales import tr
from optimizers.base import shown
from training.configuration.counts import listed
from training.configuration.links import LONGEST_LINK
from training.configuration.view_links import NAMES, WITHIN

FIELD = "locked"
LOCKS, SUM, ONLY, DOUBT = "locks", "sum", "only", "doubt"  # SUM is in links of old
CHANGED, OTHERS = "changed", "others"  # why nobody here can vouch for a link
VARIABLE = "PLAYGROUND_SECRET"
FILE = Path(__file__).resolve().parent.parent.parent / ".cache" / "secret"
KEY = 32  # bytes of a key
WHOSE, SIGNED = 3, 15  # bytes of a token that say whose key signed it, and that sign the rest
RAW = -zlib.MAX_WBITS  # deflate without a header


def sealed(query: str) -> str:
    """A link that opens as ``query``, what is locked included."""
    packing = zlib.compressobj(zlib.Z_BEST_COMPRESSION, wbits=RAW)
    packed = packing.compress(query.encode()) + packing.flush()
    return f"{FIELD}={urlsafe_b64encode(_whose() + _signed(packed) + packed).decode().rstrip('=')}"


def opened(query: str) -> tuple[str, list[str]]:
    """The query of a link as it was before it was sealed, and a sentence for what in the link cannot be read.

    Where nobody here can vouch for what is locked, ``doubt=changed`` or ``doubt=others`` in it says why.
    """
    pairs = [pair for pair in query.removeprefix("?").split("&") if _name(pair) != DOUBT]
    tokens = [unquote_plus(pair.partition("=")[2]) for pair in pairs if _name(pair) == FIELD]
    if not tokens:
        locks = {LOCKS, ONLY, SUM} & {*map(_name, pairs)}
        return "&".join([*pairs, *([f"{DOUBT}={OTHERS}"] if locks else [])]), []
    beside = [pair for pair in pairs if _name(pair) in NAMES and _name(pair) not in WITHIN]
    more = [shown(_name(pair)) for pair in pairs if pair not in beside and _name(pair) != FIELD]
    said = [tr("{names}: added to a locked link; ignored.", names=listed(more, "and"))] if more else []
    inside = _inside(tokens[0])
    if inside is None:
        told = tr("The locked link cannot be read, as a part of it is missing or changed: nothing of it is shown.")
        return "&".join(beside), [told, *said]
    return "&".join([inside, *beside]), said


def _inside(token: str) -> str | None:
    """What a token has sealed, with the doubt that there is of it; None where that cannot be read."""
    unpacking = zlib.decompressobj(wbits=RAW)
    try:
        whole = b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        whose, signed, packed = whole[:WHOSE], whole[WHOSE : WHOSE + SIGNED], whole[WHOSE + SIGNED :]
        inside = unpacking.decompress(packed, LONGEST_LINK).decode()
    except (ValueError, zlib.error):
        return None
    if not unpacking.eof:
        return None
    if whose == _whose() and hmac.compare_digest(signed, _signed(packed)):
        return inside
    pairs = [pair for pair in inside.split("&") if _name(pair) != DOUBT]
    return "&".join([*pairs, f"{DOUBT}={CHANGED if whose == _whose() else OTHERS}"])


def _name(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0])


def _signed(content: bytes) -> bytes:
    return hmac.digest(_key(), content, "sha256")[:SIGNED]


def _whose() -> bytes:
    """What tells the key from those of other servers."""
    return _signed(b"")[:WHOSE]


@cache
def _key() -> bytes:
    """The key of this server: that of the environment, else the one in FILE, which whoever needs it first makes.

    Where no file can be written it lasts as long as the process.
    """
    if given := os.environ.get(VARIABLE):
        return given.encode()
    made = secrets.token_bytes(KEY)
    try:
        FILE.parent.mkdir(exist_ok=True)
        with NamedTemporaryFile(dir=FILE.parent) as draft:  # which nobody else may read
            draft.write(made)
            draft.flush()
            with suppress(FileExistsError):
                os.link(draft.name, FILE)  # whole, or not at all
        return FILE.read_bytes()
    except OSError:
        return made
