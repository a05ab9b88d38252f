"""At which addresses this server is reached: from its own machine, and from others in the same networks."""

from __future__ import annotations

import socket

import streamlit as st

LOOPBACK = ("localhost", "127.0.0.1", "::1")
# Documentation and private networks: which of our own addresses would be used is asked of the routing table alone.
# Connecting a datagram socket sends nothing.
PROBES = ("192.0.2.1", "10.255.255.254", "172.31.255.254", "192.168.255.254")


def elsewhere() -> list[str]:
    """The hosts by which other machines reach this server, where it listens to them."""
    return [] if st.get_option("server.address") in LOOPBACK else lan_hosts()


def lan_hosts() -> list[str]:
    """This machine's own IPv4 addresses in its networks, found without sending anything."""
    found = []
    for probe in PROBES:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as knocker:
            try:
                knocker.connect((probe, 9))
            except OSError:
                continue
            found.append(knocker.getsockname()[0])
    return [host for host in dict.fromkeys(found) if not host.startswith("127.") and host != "0.0.0.0"]
