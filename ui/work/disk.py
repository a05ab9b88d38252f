"""Arrays that stay on disk between starts, by a key made of all that decides them.

What is not there, or cannot be read, is None: whoever asks makes it anew. The files used last are kept, and no file is
touched that is not named as those of here are.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import numpy as np

OWN = re.compile(r"[0-9a-f]{32}\.(npz|\d+)")  # files of here: whole ones, and parts by the process that writes them


class Disk:
    """A folder of at most ``most`` files, which need not be there yet."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self._most = folder, most

    def find(self, *key: str) -> dict[str, np.ndarray] | None:
        """The arrays of a key by name; None where there are none that can be read."""
        path = self._path(key)
        try:
            whole = path.read_bytes()
        except OSError:  # it is not there, or may not be read
            return None
        try:
            with np.load(BytesIO(whole), allow_pickle=False) as found:
                arrays = dict(found)
        except Exception as error:  # damaged: that raises whatever it makes zipfile, zlib and NumPy meet
            logging.getLogger(__name__).warning("%s cannot be read: %s", path.name, error)
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):  # it may only be read
            os.utime(path)
        return arrays

    def keep(self, arrays: Mapping[str, np.ndarray], *key: str) -> None:
        """Keep the arrays of a key; a disk that is full, or may not be written, keeps nothing."""
        path = self._path(key)
        part = path.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                np.savez_compressed(file, allow_pickle=False, **arrays)
            part.replace(path)  # whole, or not at all
            self._trim()
        except OSError as error:
            logging.getLogger(__name__).warning("%s is not kept: %s", path.name, error)

    def _path(self, key: tuple[str, ...]) -> Path:
        return self._folder / f"{hashlib.sha256(repr(key).encode()).hexdigest()[:32]}.npz"

    def _trim(self) -> None:
        files = {}
        for path in filter(_own, self._folder.iterdir()):
            with suppress(OSError):  # gone meanwhile
                files[path] = path.stat().st_mtime
        for path in sorted(files, key=files.__getitem__)[: max(0, len(files) - self._most)]:
            path.unlink(missing_ok=True)


def _own(path: Path) -> bool:
    return OWN.fullmatch(path.name) is not None
