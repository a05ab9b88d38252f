"""A visitor without a browser: speaks Streamlit's protobuf messages over a websocket to an app on this machine."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Radio_pb2 import Radio
from streamlit.proto.TextInput_pb2 import TextInput
from websockets.asyncio.client import ClientConnection, connect

RUN_WITHIN = 60.0  # seconds
LOOPBACK = ("localhost", "127.0.0.1", "::1")
DRAWN = ("player", "basins", "sensitivity", "search")  # what the player's modules draw
SHELF = re.compile(rb'"\$":\["\w+","([0-9a-f]{16})",')  # the digest of one that the player's data name


@dataclass
class Run:
    """What one script run cost: seconds from the request to the end of the run, bytes for the page and the player."""

    seconds: float = 0.0
    page: int = 0
    player: int = 0


@dataclass
class Visitor:
    """One open session. ``numbers`` are the fields of text, numbers among them, that it has been shown, by label.

    ``question`` is the choice that it was shown last.
    """

    socket: ClientConnection
    url: str
    numbers: dict[str, TextInput] = field(default_factory=dict)
    question: Radio | None = None
    values: dict[str, str] = field(default_factory=dict)  # by widget id
    known: dict[str, str] = field(default_factory=dict)  # hash of a large message -> "player" or "page"
    fragment: str = ""  # that asks to be run again and again
    interval: float = 1.0  # seconds between two runs of it
    page: str = ""  # that was shown last, as Streamlit names it
    players: list[tuple[float, bytes]] = field(default_factory=list)  # what the player got, and when
    shelves: set[str] = field(default_factory=set)  # digests of those that the player has asked for

    async def run(self, query: str = "", page: str = "", fragment: str = "", within: float = RUN_WITHIN) -> Run:
        """Ask for a script run with the widgets as they stand, and wait for its end."""
        result, before = Run(), time.perf_counter()
        await self.ask(query, page, fragment)
        await asyncio.wait_for(self.read(result), within)
        result.seconds = time.perf_counter() - before
        return result

    async def ask(self, query: str = "", page: str = "", fragment: str = "") -> None:
        """Ask for a script run, or for that of a fragment."""
        message = BackMsg()
        request = message.rerun_script
        request.query_string, request.page_name, request.fragment_id = query, page, fragment
        request.page_script_hash = "" if page else self.page
        request.cached_message_hashes.extend(self.known)
        for identity, value in self.values.items():
            request.widget_states.widgets.add(id=identity, string_value=value)
        await self.socket.send(message.SerializeToString())

    async def move(self, label: str, value: float) -> Run:
        """Set the number field whose label begins with ``label`` and wait for the script run that answers."""
        self.values[next(number.id for name, number in self.numbers.items() if name.startswith(label))] = repr(value)
        return await self.run()

    async def poll(self) -> None:
        """Run the fragment that asks for it, as a browser does; nothing where none does."""
        if self.fragment:
            await self.run(fragment=self.fragment)

    async def read(self, result: Run) -> None:
        """Read until a script run ends and the player has its shelves, and add to ``result`` what came."""
        while True:
            frame = await self.socket.recv()
            message = ForwardMsg.FromString(frame)
            if message.WhichOneof("type") == "auto_rerun":
                self.fragment, self.interval = message.auto_rerun.fragment_id, message.auto_rerun.interval
            if message.WhichOneof("type") == "navigation":
                self.page, self.fragment = message.navigation.page_script_hash, ""  # the whole page is drawn
            part = self._part(message)
            setattr(result, part, getattr(result, part) + len(frame))
            if message.WhichOneof("type") == "script_finished":
                result.player += await self._fetched()
                return

    async def _fetched(self) -> int:
        """Ask for the shelves that the player lacks, as it does; returns their bytes."""
        named = {found.decode() for found in SHELF.findall(self.players[-1][1])} if self.players else set()
        lacking, self.shelves = named - self.shelves, self.shelves | named

        def size(digest: str) -> int:
            with urlopen(f"{self.url}/lib/shelf/{digest}") as answer:  # of this machine, as visit has made sure
                return len(answer.read())

        return sum(await asyncio.gather(*(asyncio.to_thread(size, digest) for digest in lacking)))

    def _part(self, message: ForwardMsg) -> str:
        if message.WhichOneof("type") == "ref_hash":
            return self.known[message.ref_hash]
        element = message.delta.new_element
        if element.WhichOneof("type") == "text_input":
            self.numbers[element.text_input.label] = element.text_input
        if element.WhichOneof("type") == "radio":
            self.question = element.radio
        part = "player" if element.bidi_component.component_name in DRAWN else "page"
        if part == "player":
            self.players.append((time.perf_counter(), element.bidi_component.bytes))
        if message.metadata.cacheable:
            self.known[message.hash] = part
        return part


async def visit(url: str, cookie: str = "") -> Visitor:
    """Open a session at ``url`` as a browser with a ``cookie``; ValueError for any address but this machine's own."""
    host = urlsplit(url).netloc
    if urlsplit(url).hostname not in LOOPBACK:
        raise ValueError(f"Only an app on this machine may be put under load, not {url}")
    socket = await connect(
        f"ws://{host}/_stcore/stream",
        subprotocols=["streamlit"],
        max_size=None,
        origin=url,
        additional_headers={"Cookie": cookie} if cookie else None,
    )
    return Visitor(socket, f"http://{host}")
