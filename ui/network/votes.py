"""The vote of a runner's networks, in numbers."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import streamlit as st

from training.network.ensemble import Vote, vote_of
from training.network.resolve import Task
from training.network.run import Run


def vote_in(task: Task, run: Run) -> Vote | None:
    """The scores of the vote at the frames that its voters keep; None where a runner's networks do not vote."""
    if not run.voters:
        return None
    digest = hashlib.sha256(repr((task.network, [*run.voters[0].frames])).encode())
    for one in run.voters:
        digest.update(np.ascontiguousarray(one.params[-1]["b"]).data)
    return _vote(digest.hexdigest(), task, run)


def vote_told(task: Task, run: Run, at: np.ndarray, valid: bool) -> dict[str, Any]:
    """The vote as the player gets it, with its frames among the rows ``at`` (rows,); nothing where there is none."""
    found = vote_in(task, run)
    if found is None:
        return {}
    score = found.valid_score if valid else found.train_score
    return {"vote": {"at": at[run.frames[run.voters[0].frames]], "score": np.asarray(score, np.float32)}}


@st.cache_data(max_entries=64, show_spinner=False)
def _vote(key: str, _task: Task, _run: Run) -> Vote:
    """The vote that the key names: most changes of a page leave it as it is."""
    return vote_of(_task, _run.voters)
