"""Connections to a socket that was made before the server send what they have at once."""

import socket

from ui.sockets import send_at_once


def nagle(sock):
    return not sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_connections_inherit_it():
    closed = socket.socket()
    closed.close()
    with socket.socket() as listening:  # made as Streamlit makes it
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert nagle(listening)
        send_at_once()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert not nagle(accepted)
