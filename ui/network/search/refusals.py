"""Why runners cannot search, in words."""

from __future__ import annotations

from locales import tr
from training.many.axes import Known, checked, known
from training.many.search.config import ROWS, VARIED, alone, network_of, sides_of
from training.many.search.search import Search
from training.network.resolve import resolve
from ui.widgets import varied


def refusals(search: Search) -> dict[str, str]:
    """Why a runner cannot search though it has all that varies, by its letter, a sentence each."""
    found, without = {}, lacking(search)
    for letter, chosen in search.slots:
        own = alone(search, letter)
        reason = resolve(network_of(own)).refusal(chosen)
        if reason := reason or ("" if letter in without else _unvaried(own)):
            label = varied.named(ROWS, search, letter)
            if chosen.veiled:
                found[letter] = tr("{runner} has no map here.", runner=label)
            else:
                found[letter] = (
                    reason if reason.endswith(".") else tr("{runner} {reason}.", runner=label, reason=reason)
                )
    return found


def lacking(search: Search) -> dict[str, str]:
    """What is said of the runners that have nothing of what varies, by letter, a sentence each."""
    return varied.lacking(VARIED, ROWS, search, lambda letter: _known(alone(search, letter)))


def _known(one: Search) -> dict[str, Known]:
    """The numbers of the only runner of a search that can vary."""
    return known(network_of(one), one.slots[0][1])


def _unvaried(one: Search) -> str:
    """Why what varies cannot be varied in the trials of a runner, in words that follow its name."""
    numbers = _known(one)
    try:
        for side in sides_of(one):
            checked(VARIED.axis(one, side, 2), numbers)
    except ValueError as error:
        return tr("cannot search: {reason}", reason=error)
    return ""
