"""Connections of the server: they send at once, there is room for many, and those that never ask are closed."""

import logging
import resource
import socket
from types import SimpleNamespace
from weakref import WeakKeyDictionary

from ui.server.sockets import DESCRIPTORS, EXHAUSTED, PATIENCE, _Seldom, make_room, send_at_once, silent


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


def test_a_process_that_starts_with_few_descriptors_gets_what_the_system_allows():
    before = soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, DESCRIPTORS)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 512), hard))
        assert make_room() == most
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
        logging.getLogger("asyncio").filters.clear()


class Half:
    """Stands for a connection of uvicorn: ``cycle`` is the request that it answers, or answered last."""

    def __init__(self, cycle):
        self.cycle = cycle


def test_connections_without_a_request_are_silent_after_a_while_and_no_others():
    answered, working = SimpleNamespace(response_complete=True), SimpleNamespace(response_complete=False)
    idle, kept, busy, stream = Half(None), Half(answered), Half(working), type("Stream", (), {})()
    everybody, since = [idle, kept, busy, stream], WeakKeyDictionary()
    assert silent(everybody, since, 0) == []
    assert silent(everybody, since, PATIENCE - 1) == []
    kept.cycle = SimpleNamespace(response_complete=True)  # it asked once more, and was answered
    assert silent(everybody, since, PATIENCE) == [idle]
    idle.cycle = working
    assert silent(everybody, since, 1.5 * PATIENCE) == []
    busy.cycle.response_complete = True
    assert silent(everybody, since, 2 * PATIENCE) == [kept]
    assert silent(everybody, since, 3 * PATIENCE) == [idle, kept, busy]


def test_the_log_tells_once_a_minute_that_nobody_can_be_accepted():
    seldom = _Seldom()

    def passes(text, when):
        record = logging.LogRecord("asyncio", logging.ERROR, "", 0, text, (), None)
        record.created = when
        return seldom.filter(record)

    assert [passes(EXHAUSTED, when) for when in (1000, 1001, 1059, 1060)] == [True, False, False, True]
    assert passes("Task was destroyed", 1061)
