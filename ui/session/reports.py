"""What the player reports on every page: see the table of events in ``assets/player/main.js``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from optimizers import OPTIMIZERS
from optimizers.schedules import LONGEST
from training.configuration import view_links
from training.rules.number_by_hand import TIMES, changed, numbers
from ui.session import changes, opening, state
from ui.session.page import Event


def on_event(event: Event | None) -> None:
    """Take what the player reports on the page that entered last. Nonsense changes nothing."""
    if isinstance(event, Mapping):
        handler = {**_HANDLERS, **state.entered().handlers}.get(str(event.get("kind")))
        if handler is not None:
            handler(_readable(event))


def _readable(value: Any) -> Any:
    """What came, with marks for halves of letters: a browser may send them, but no page can be written with them."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {_readable(key): _readable(part) for key, part in value.items()}
    return [_readable(part) for part in value] if isinstance(value, (list, tuple)) else value


def _preset(event: Event) -> None:
    preset = state.entered().presets.get(str(event.get("name")))
    if preset is not None and state.attempt("", lambda held: preset.config, state.PUSH):
        state.page().hidden = frozenset()
        state.page().pick = opening.leader(preset.config, state.entered())
        state.page().open = state.page().open and state.page().pick


def _went_back(event: Event) -> None:
    search = event.get("search")
    if isinstance(search, str):
        state.reopen(opening.from_link(search, state.entered()))


def _looked_closer(event: Event) -> None:
    """Show another part of the map: the link is that of a whole configuration."""
    link = event.get("link")
    if isinstance(link, str):
        state.act(lambda held: opening.from_link(link, state.entered()).config)


def _picked(event: Event) -> None:
    letter = str(event.get("slot"))
    if letter in state.entered().choices(state.current()):
        state.page().pick = state.page().open = letter


def _invited(event: Event) -> None:
    known = state.entered().runners
    if known and known.letters and (name := str(event.get("name"))) in OPTIMIZERS:
        state.add(known.own(state.current(), name))


def _restored(event: Event) -> None:
    known = state.entered().runners
    if known and known.letters:
        state.act(lambda config: changes.runners_reset(config, known))


def _ground(event: Event) -> None:
    if (shows := event.get("shows")) in view_links.WORDS["ground"]:
        state.page().ground = shows


def _sharpness(event: Event) -> None:
    if isinstance(event.get("on"), bool):
        state.page().sharp = event["on"]


def _numbered(event: Event) -> None:
    """Change a number of a runner from the gradient on at which the clock stands; where that cannot be, say why."""
    letter, name, at, times = str(event.get("slot")), str(event.get("name")), event.get("at"), event.get("times")
    chosen = state.entered().choices(state.current()).get(letter)
    if chosen is None or name not in [number.name for number in numbers(chosen)]:
        return
    if times not in TIMES or not isinstance(at, int) or not 0 <= at < LONGEST:
        return
    step = at // chosen.gradients
    made = state.attempt(name, lambda c: changes.with_choice(c, letter, changed(chosen, name, step, times)), state.PUSH)
    if not made and (said := state.page().notices.pop(name, "")):  # what is locked is told there already
        state.page().sentences = (said,)


_HANDLERS: dict[str, Callable[[Event], None]] = {
    "preset": _preset,
    "popstate": _went_back,
    "part": _looked_closer,
    "pick": _picked,
    "add": _invited,
    "restore": _restored,
    "ground": _ground,
    "sharpness": _sharpness,
    "number": _numbered,
}
