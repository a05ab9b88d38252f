"""Arrays that stay on disk between starts, by a key made of all that decides them.

What cannot be read, or is not there, is None: whoever asks makes it anew. The files used last are kept.
"""

from __future__ import annotations

import hashlib
import logging
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from zipfile import BadZipFile

import numpy as np


class Disk:
    """A folder of at most ``most`` files, which need not be there yet."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self._most = folder, most

    def find(self, *key: str) -> dict[str, np.ndarray] | None:
        """The arrays of a key by name; None where there are none that can be read."""
        path = self._path(key)
        try:
            with np.load(path, allow_pickle=False) as found:
                arrays = dict(found)
        except (OSError, ValueError, EOFError, KeyError, BadZipFile, zlib.error):
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
        for path in self._folder.iterdir():
            with suppress(OSError):  # gone meanwhile
                files[path] = path.stat().st_mtime
        for path in sorted(files, key=files.__getitem__)[: max(0, len(files) - self._most)]:
            path.unlink(missing_ok=True)
