"""Whom the server answers: by which names it may be called, and whose pages may open a connection to it.

Both are decided from the request and the settings alone. Streamlit would ask the internet for the address of this
machine when another page's script knocks, and wait for the answer while all visitors wait.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

import streamlit as st

LOCAL = ("localhost", "127.0.0.1", "0.0.0.0")
PRIVATE = (".local", ".localhost", ".internal", ".home.arpa")  # names that no server of the internet can take

_HOST = re.compile(r"(?:(?P<name>[a-z0-9_.-]+)|\[(?P<address>[0-9a-f:.]+)\])(?::\d{1,5})?")


def hostname(host: str | None) -> str:
    """The name or address in a Host header, without its port, in small letters; "" where it is none."""
    found = _HOST.fullmatch((host or "").lower())
    return (found["name"] or found["address"]).rstrip(".") if found else ""


def answers_to(host: str | None) -> bool:
    """Whether the server may be called ``host``, as a Host header has it.

    Without ``server.allowedHosts`` these are addresses and names of local networks: a page of the internet whose name
    was bound to this machine's address cannot have one. A request without the header is no browser's.
    """
    if host is None:
        return True
    name = hostname(host)
    allowed = [known.strip().lower().rstrip(".") for known in st.get_option("server.allowedHosts") or ()]
    if allowed:
        return bool(name) and any(_matches(name, known) for known in allowed)
    return bool(name) and ("." not in name or name.endswith(PRIVATE) or _is_address(name))


def may_connect(origin: str | None, host: str | None) -> bool:
    """Whether a page of ``origin`` may open a connection to this server, which it calls ``host``."""
    if origin is None or not st.get_option("server.enableCORS"):
        return True
    try:
        asking = urlsplit(origin)
    except ValueError:  # brackets that hold no address
        return False
    if asking.netloc == host:
        return True
    trusted = [st.get_option("browser.serverAddress"), *(st.get_option("server.corsAllowedOrigins") or ())]
    names = [urlsplit(known if "//" in known else f"//{known}").hostname for known in filter(None, trusted)]
    return asking.hostname is not None and asking.hostname in (*LOCAL, *names)


def _matches(name: str, known: str) -> bool:
    return known == "*" or name == known or (known.startswith("*.") and name.endswith(known[1:]))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
