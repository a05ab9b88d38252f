"""Under the standings: what each runner's errors say, in the words of lectures, and what to try next."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

import numpy as np
import streamlit as st

from locales import Words, percentage, tr
from locales.formats import exact, fixed, percent, plain
from training.data.shift import Shift
from training.network.config import FIELDS, each
from training.network.diagnosis import HIGH, MEANINGLESS, NOT_FINITE, TOO_SMALL, Diagnosis, Errors, diagnose
from training.network.network import Network
from training.network.resolve import resolve
from training.network.run import Run
from training.network.stopping import kept, stops_of
from ui.looks.identity import identities
from ui.network.cards import marked
from ui.network.milestones import LOST, ending, typical

RULE: Words = (
    f"Bias is the training error less the Bayes error, variance the validation error less the training error; more "
    f"than {exact(HIGH)} points of either are high. A validation set is too small where its error, by the number of "
    f"its examples, may be more than {exact(MEANINGLESS)} points off."
)
WHOLE: Words = "Errors are shares of wrong answers."
UNEXPLAINED: Words = "Errors are shares of the variance that is not explained."


def diagnoses(network: Network, runs: Mapping[str, Run]) -> None:
    """A line for each run, in the order of the runners."""
    if not runs:
        return
    people, dark = identities(FIELDS, network), st.context.theme.type == "dark"
    said = told(network, runs)
    lines = (f"<dt>{marked(people[slot], dark)}</dt><dd>{_emphasized(*said[slot])}</dd>" for slot in said)
    with st.container(border=True):
        st.subheader(tr("Diagnosis"), anchor=False)
        st.html(f'<dl class="facts">{"".join(lines)}</dl>')
        classes = all(resolve(own).dataset.classes for own in each(network).values())
        st.caption(f"{tr(RULE)} {tr(WHOLE if classes else UNEXPLAINED)}")


def _emphasized(verdict: str, why: str) -> str:
    """What is said of a run as HTML, with the verdict in bold."""
    return f"<strong>{escape(verdict)}</strong>: {escape(why)}"


def told(network: Network, runs: Mapping[str, Run]) -> dict[str, tuple[str, str]]:
    """The verdict on each run, and why, by the letter of its runner; with early stopping on the weights it keeps."""
    own, stops, found = each(network), stops_of(network, runs), dict[str, tuple[str, str]]()
    for slot in (slot for slot in network.choices if slot in runs):
        errors = errors_of(own[slot], kept(runs[slot], stops[slot]))
        found[slot] = in_words(diagnose(errors), errors)
    return found


def errors_of(network: Network, run: Run) -> Errors:
    """The errors at the end of a run of a runner, whose own configuration ``network`` is."""
    figures = typical(run)
    train, valid = _error(figures.train_score), _error(figures.valid_score)
    if ending(run)[0] == LOST:
        train = math.nan
    examples = run.judged[1] if resolve(network).dataset.classes else None
    return Errors(train, valid, network.bayes, examples, resolve(network).shift != Shift())


def _error(scores: np.ndarray) -> float:
    return 100 * (1 - float(scores[-1]))


def in_words(found: Diagnosis, errors: Errors) -> tuple[str, str]:
    """A verdict, and why: "High variance, big gap", and "training error 0%, validation error 22%. Next: …"."""
    if found.shows == NOT_FINITE:
        return tr(found.verdict), tr("the loss is no number any more. Next: {next}", next=found.next)
    parts = [tr("training error {error}", error=_percent(errors.train))]
    if math.isfinite(errors.valid):
        valid = _percent(errors.valid)
        shifted = errors.shifted
        parts.append(
            tr("validation error {error} on shifted examples", error=valid)
            if shifted
            else tr("validation error {error}", error=valid)
        )
    parts += [tr("Bayes error {error}", error=_percent(errors.bayes))] if errors.bayes else []
    said = f"{', '.join(parts)}."
    if found.shows == TOO_SMALL:
        points = {"gap": fixed(found.variance, 0), "unsure": fixed(found.unsure, 0)}
        said += " " + tr("The gap is {gap} ± {unsure} points.", **points)
    return f"{tr(found.verdict)}, {tr(found.shows)}", f"{said} {tr('Next: {next}', next=found.next)}"


def _percent(value: float) -> str:
    return percentage(plain(value, 2)) if abs(value) < 10 else percent(value / 100)
