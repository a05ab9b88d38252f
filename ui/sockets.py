"""Answers leave at once: Nagle's algorithm is off on every connection of the server."""

from __future__ import annotations

import gc
import socket
from contextlib import suppress

TCP = (socket.AF_INET, socket.AF_INET6)


def send_at_once() -> None:
    """Turn Nagle's algorithm off on the TCP sockets of this process; the connections that they accept inherit it.

    An answer leaves in two parts, its head and its body. With Nagle's algorithm the body waits until the browser has
    acknowledged the head, which it puts off by 40 ms. asyncio turns the algorithm off by itself, but not where the
    listening socket was made without naming the protocol, as Streamlit's is; only the garbage collector knows that one.
    """
    for found in gc.get_objects():
        if type(found) is socket.socket and found.type == socket.SOCK_STREAM and found.family in TCP:
            with suppress(OSError):  # a closed one
                found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
