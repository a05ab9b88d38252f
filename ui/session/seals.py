"""The link of a page that locks something: one field, ``locked=...``, in which all of it stands, signed by the server.

What stands there is no secret, but only who knows the server's key can write it: whoever edits the address is told
so, and whoever deletes the field has nothing left of what the page showed. Beside it stands what is only view.
Signed are the page, what doubt there is of the link, and what stands in it. The doubt is in no text that can be edited.
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
LOCKS, SUM, ONLY = "locks", "sum", "only"  # SUM is in links of old
SURE, CHANGED, OTHERS = "", "changed", "others"  # whether somebody here can vouch for a link, or why nobody can
VARIABLE = "PLAYGROUND_SECRET"
FILE = Path(__file__).resolve().parent.parent.parent / ".cache" / "secret"
KEY = 32  # bytes of a key
WHOSE, SIGNED = 3, 15  # bytes of a token that say whose key signed it, and that sign the rest
RAW = -zlib.MAX_WBITS  # deflate without a header


def sealed(query: str, page: str, doubt: str = SURE) -> str:
    """A link of the page called ``page`` that opens as ``query``, what is locked included, with the ``doubt`` of it."""
    packing = zlib.compressobj(zlib.Z_BEST_COMPRESSION, wbits=RAW)
    packed = packing.compress(query.encode()) + packing.flush()
    token = _whose() + _signed(packed, page, doubt) + packed
    return f"{FIELD}={urlsafe_b64encode(token).decode().rstrip('=')}"


def opened(query: str, page: str) -> tuple[str, str, list[str]]:
    """The query of a link as it was before it was sealed, its doubt, and a sentence for what of it cannot be read.

    The doubt is SURE where nothing is locked, or where this server has sealed it for the page called ``page``. Of a
    query that is longer than LONGEST_LINK there is one letter more than that, by which its reader knows.
    """
    pairs = query.lstrip("?").split("&")
    tokens = [unquote_plus(pair.partition("=")[2]) for pair in pairs if _name(pair) == FIELD]
    if not tokens:
        return "&".join(pairs), OTHERS if {LOCKS, ONLY, SUM} & {*map(_name, pairs)} else SURE, []
    beside = [pair for pair in pairs if _name(pair) in NAMES and _name(pair) not in WITHIN]
    more = [shown(_name(pair)) for pair in pairs if pair not in beside and _name(pair) != FIELD]
    said = [tr("{names}: added to a locked link; ignored.", names=listed(more, "and"))] if more else []
    found = _inside(tokens[0], page)
    if found is None:
        told = tr("The locked link cannot be read, as a part of it is missing or changed: nothing of it is shown.")
        return "&".join(beside), SURE, [told, *said]
    inside, doubt = found
    return "&".join([inside, *beside]), doubt, said


def _inside(token: str, page: str) -> tuple[str, str] | None:
    """What a token has sealed, and the doubt that there is of it; None where that cannot be read."""
    unpacking = zlib.decompressobj(wbits=RAW)
    try:
        whole = b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        whose, signed, packed = whole[:WHOSE], whole[WHOSE : WHOSE + SIGNED], whole[WHOSE + SIGNED :]
        content = unpacking.decompress(packed, LONGEST_LINK + 1)
    except (ValueError, zlib.error):
        return None
    if not unpacking.eof and len(content) <= LONGEST_LINK:
        return None
    unproved = CHANGED if whose == _whose() else OTHERS
    proved = (one for one in (SURE, CHANGED, OTHERS) if hmac.compare_digest(signed, _signed(packed, page, one)))
    return content.decode(errors="replace").lstrip("?"), next(proved, unproved)


def _name(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0])


def _signed(content: bytes, page: str = "", doubt: str = SURE) -> bytes:
    return hmac.digest(_key(), b"\0".join([page.encode(), doubt.encode(), content]), "sha256")[:SIGNED]


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
