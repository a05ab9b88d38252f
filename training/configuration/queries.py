"""What of a link is read: the fields behind its question mark."""

from __future__ import annotations

from urllib.parse import urlsplit


def query_of(link: str) -> str:
    """The query of a link, which may be one by itself, stand behind "?" or a page, or be an app's whole address."""
    if "://" in link.partition("?")[0]:
        return urlsplit(link).query
    before, mark, query = link.partition("?")
    return query if mark and "=" not in before else link
