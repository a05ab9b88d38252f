"""Buttons that save what a map found of each runner, as CSV, NPZ and Parquet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from locales import tr
from training.many import files
from ui.looks.identity import Identity

Arrays = Mapping[str, np.ndarray]
KINDS: tuple[tuple[str, Callable[[Arrays], Any], str], ...] = (
    ("CSV", files.csv_text, "text/csv"),
    ("NPZ", files.npz_bytes, "application/octet-stream"),
    ("Parquet", files.parquet_bytes, "application/vnd.apache.parquet"),
)


def downloads(
    name: str, people: Mapping[str, Identity], pictures: Mapping[str, Any], arrays: Callable[[str, Any], Arrays]
) -> None:
    """A button for each kind of file and each of the runners whose ``pictures`` are there, by letter.

    ``arrays`` gives what :mod:`training.many.files` writes of a letter and its picture. Files are called ``name`` and
    that letter; one is written when it is asked for.
    """
    with st.container(horizontal=True):
        for letter, found in pictures.items():
            for kind, written, mime in KINDS:
                st.download_button(
                    tr("{kind} of {label}", kind=kind, label=people[letter].label),
                    partial(_made, written, arrays, letter, found),
                    f"{name}-{letter}.{kind.lower()}",
                    mime,
                    key=f"download.{letter}.{kind}",
                    on_click="ignore",
                    icon=":material/download:",
                )


def _made(written: Callable[[Arrays], Any], arrays: Callable[[str, Any], Arrays], letter: str, found: Any) -> Any:
    return written(arrays(letter, found))
