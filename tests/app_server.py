"""Starts the app as a person would, ``streamlit run app.py`` from the repository, on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOOKUPS = ROOT / "tests" / "lookups"  # makes the server print what it looks up, and begins
HEALTHY_WITHIN = 90.0  # seconds, on a busy machine


@dataclass
class Server:
    """A running app: where it answers, its process, and the file that holds what it printed."""

    url: str
    process: subprocess.Popen
    log: Path
    started: float  # time.monotonic() just before the process

    def stop(self) -> None:
        """End the process and wait for it."""
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def cpu_seconds(self, processes: Iterable[int] | None = None) -> float:
        """Processor time that the process, or those given, have used so far; NaN where the system does not tell."""
        if not Path("/proc/self/stat").exists():
            return float("nan")
        ticks = 0
        for pid in (self.process.pid,) if processes is None else processes:
            try:
                stat = Path(f"/proc/{pid}/stat").read_text()
            except OSError:  # it has ended
                continue
            ticks += sum(map(int, stat.rsplit(")", 1)[1].split()[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def held(self, pid: int) -> tuple[int, int]:
        """How many memory maps and how many bytes of memory a process holds; zeros where it has ended."""
        folder = Path(f"/proc/{pid}")
        try:
            pages = int((folder / "statm").read_text().split()[1])
            return (folder / "maps").read_bytes().count(b"\n"), pages * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            return 0, 0

    def children(self) -> list[int]:
        """The processes that the process has started and that are still there."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
        return [pid for pid, parent in parents.items() if parent == self.process.pid]

    def printed(self) -> str:
        """Everything that the server has printed so far."""
        return self.log.read_text(errors="replace")


@contextmanager
def serve(
    folder: Path, port: int | None = None, env: Mapping[str, str] | None = None, root: Path = ROOT
) -> Iterator[Server]:
    """Run the app with its compilation cache and its log in ``folder`` until the block ends.

    ``root`` is where the app lies. Raises RuntimeError, with what the server printed, if it ends or is not healthy
    within 90 seconds.
    """
    port = port or free_port()
    settings = {"STREAMLIT_SERVER_PORT": str(port), "STREAMLIT_SERVER_HEADLESS": "true"}
    settings |= {"STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none", "JAX_COMPILATION_CACHE_DIR": str(folder / "jax")}
    settings["PLAYGROUND_BACKGROUND"] = "off"  # half an hour of a core, which tests and benchmarks need
    settings["PYTHONPATH"] = os.pathsep.join(filter(None, [str(LOOKUPS), os.environ.get("PYTHONPATH")]))
    log = folder / f"server-{port}.log"
    started = time.monotonic()
    with log.open("ab") as out:
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        environment = {**os.environ, **settings, **(env or {})}
        environment.pop("XLA_FLAGS", None)  # those of `make test` are for what tests compile themselves
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
    server = Server(f"http://localhost:{port}", process, log, started)
    try:
        _wait_until_healthy(server)
        yield server
    finally:
        server.stop()


def free_port() -> int:
    """A port that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_healthy(server: Server) -> None:
    while time.monotonic() < server.started + HEALTHY_WITHIN and server.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"The app did not start:\n{server.printed()}")
