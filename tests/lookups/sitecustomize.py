"""Loaded by a Python whose path has this folder: tells on its errors' stream which names it asks the network for, and
which work of many runs it is given."""

from __future__ import annotations

import ipaddress
import socket
import sys

_ask = socket.getaddrinfo


def told(host: str | bytes | None, *rest, **more):
    """``socket.getaddrinfo``, after saying that it was asked for a name."""
    try:
        ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host or "::")
    except ValueError:
        print("Looked up", host, file=sys.stderr, flush=True)
    return _ask(host, *rest, **more)


def begins(event: str, names: tuple) -> None:
    """A task comes pickled, with its function by name."""
    if event == "pickle.find_class" and names[0].startswith("training.many.") and names[1].islower():
        print("Begins", *names, file=sys.stderr, flush=True)


socket.getaddrinfo = told
sys.addaudithook(begins)
