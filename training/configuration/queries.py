"""What of a link is read: the fields behind its question mark."""

from __future__ import annotations


def query_of(link: str) -> str:
    """The query of a link, which may be one by itself, stand behind "?", a page, or an app's whole address."""
    before, mark, query = link.partition("?")
    return query if mark and "=" not in before else link
