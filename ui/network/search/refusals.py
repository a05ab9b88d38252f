"""Why runners cannot search, in words."""

from __future__ import annotations

from dataclasses import replace

from locales import in_sentence, tr
from training.many.axes import checked, known
from training.many.search.config import ROWS, VARIED, alone, network_of, sides_of
from training.many.search.search import Search
from training.network.resolve import resolve
from ui.looks.identity import identities


def refusals(search: Search) -> dict[str, str]:
    """Why a runner cannot search though it has all that varies, by its letter, a sentence each."""
    found = {}
    for letter, chosen in search.slots:
        own = alone(search, letter)
        reason = resolve(network_of(own)).refusal(chosen)
        if reason := reason or ("" if _lacks(search, letter) else _unvaried(own)):
            label = _label(search, letter)
            if chosen.veiled:
                found[letter] = tr("{runner} cannot search here.", runner=label)
            else:
                found[letter] = (
                    reason if reason.endswith(".") else tr("{runner} {reason}.", runner=label, reason=reason)
                )
    return found


def lacking(search: Search) -> dict[str, str]:
    """What is said of the runners that have nothing of what varies, by letter, a sentence each."""
    found = {}
    for letter, chosen in search.slots:
        label, number = _label(search, letter), _lacks(search, letter)
        if number and chosen.veiled:
            found[letter] = tr("{runner} cannot search here.", runner=label)
        elif number:
            number = in_sentence(number)
            found[letter] = tr("{runner} has no {number}, so it has no map here.", runner=label, number=number)
    return found


def _label(search: Search, letter: str) -> str:
    """The name of a runner as a sentence begins with it."""
    label = identities(ROWS, search)[letter].label
    return f"{label[0].upper()}{label[1:]}"


def _lacks(search: Search, letter: str) -> str:
    """What a runner has none of that varies; "" where it has all."""
    own = alone(search, letter)
    turned = replace(search, **VARIED.of_runner(search, letter))
    return VARIED.lacks(turned, known(network_of(own), own.slots[0][1]))


def _unvaried(one: Search) -> str:
    """Why what varies cannot be varied in the trials of a runner, in words that follow its name."""
    numbers = known(network_of(one), one.slots[0][1])
    try:
        for side in sides_of(one):
            checked(VARIED.axis(one, side, 2), numbers)
    except ValueError as error:
        return tr("cannot search: {reason}", reason=error)
    return ""
