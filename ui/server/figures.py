"""The figures of a lesson's step for its handout: what it opens, drawn beforehand, and worked numbers, each with words.

What was drawn is in ui/lessons/figures.json, see ``ui.thumbs.figures``.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from itertools import groupby
from typing import Any

from locales import Words, tr
from locales.formats import plain
from training.configuration import differences
from training.laws import LAWS
from training.many import plan as plans
from training.many.search import config as searches
from ui.lessons import worked
from ui.lessons.book import Step
from ui.lessons.card import config_of
from ui.lessons.pictures import LAW, figures
from ui.lessons.quantities import WORDS, written
from ui.looks.identity import Identity, by_letter, identities
from ui.pages import PAGES

# What each figure shows, by the word that it has in the file. Places in it are filled with what its axes are called.
SAID: Mapping[str, Words] = {
    "paths": "Paths on the surface.",
    "loss": "Loss over the steps.",
    "train_loss": "Training loss over the steps.",
    "valid_loss": "Validation loss over the steps.",
    "answers": "What the network answers at the end.",
    "spread": "Standard deviation of the activations, layer by layer.",
    "gradient": "Size of the gradients with respect to the activations, layer by layer.",
    "mean": "Mean of the activations, layer by layer.",
    "map.loss": "Final loss: the darker, the lower. White: lost.",
    "map.reached": "Gradients to tolerance: the darker, the sooner. White: never.",
    "map.outcome": "Where runs end: a hue for each minimum. White: lost.",
    "trials": "Trials: the darker, the better.",
    "rate_left": "Learning rate over the epochs, from 0.2.",
    "memory": "Weight of past days, as a share of today's.",
    "waits": "RAdam's rectifier over the steps, 0 while it waits.",
    "law": "Measured, and dashed as expected:",
}
SAMPLE = '<svg class="line" viewBox="0 0 24 6"><path d="M0 3H24" stroke="{hue}" stroke-dasharray="{dash}"/></svg>'


def figures_of(step: Step, name: str) -> str:
    """The figures of the step that links call ``name``, as HTML: worked numbers as bars, else what was drawn."""
    asked = step.ask.quantity if step.ask else ""
    people = _people(step, asked)
    drawn = "".join(_figure(step, shows, [*group], people) for shows, group in groupby(figures()[name], lambda f: f[0]))
    return drawn + (_bars(asked) if asked in worked.WORKED else "")


def _people(step: Step, asked: str) -> Mapping[str, Identity]:
    """Who is in the figures of a step, by letter, with how each is drawn."""
    if asked in worked.WORKED:
        return by_letter(worked.facts(asked).labels)
    page = PAGES[step.page]
    if page.decode is None:
        return {}
    config = config_of(step, page)
    rows = page.fields(config)
    return identities(rows, config) if page.runners else by_letter(differences.told(rows, config))


def _figure(step: Step, shows: str, drawn: list[list[str]], people: Mapping[str, Identity]) -> str:
    """Pictures of one kind side by side, with what they show and who is in them."""
    said = tr(SAID[shows])
    if shows == "law":
        said += f" {tr(LAWS[LAW].claim)}"
    if shows == "trials" or shows.startswith("map."):
        said += f" {_axes(config_of(step, PAGES[step.page]))}"
    own = [people[letter] for _, _, letter in drawn if letter]
    if len(own) == 1:
        label = own[0].label[:1].upper() + own[0].label[1:]
        return f"<figure>{drawn[0][1]}<figcaption>{escape(f'{label}. {said}')}</figcaption></figure>"
    if own:
        parts = [
            f"<div>{svg}<span>{escape(who.label)}</span></div>" for (_, svg, _), who in zip(drawn, own, strict=True)
        ]
        return f'<figure class="several">{"".join(parts)}<figcaption>{escape(said)}</figcaption></figure>'
    legend = "".join(f"<li>{_sample(who)}{escape(who.label)}</li>" for who in people.values())
    return (
        f"<figure>{''.join(svg for _, svg, _ in drawn)}<figcaption>{escape(said)}"
        f"{f'<ul>{legend}</ul>' if legend else ''}</figcaption></figure>"
    )


def _sample(who: Identity) -> str:
    return SAMPLE.format(hue=who.light, dash=" ".join(f"{length:g}" for length in who.dash) or "none")


def _axes(config: Any) -> str:
    """What the axes of a map, or of trials, are called, and from where to where they go."""
    numbers = plans.numbers(config) if isinstance(config, plans.Plan) else searches.numbers(config)
    told = {}
    for side in "xy":
        told[side] = numbers[getattr(config, f"{side}axis")].label
        told |= {f"{side}{end}": plain(getattr(config, f"{side}{end}"), 4) for end in ("from", "to")}
    return tr("Across: {x}, {xfrom} to {xto}. Up: {y}, {yfrom} to {yto}.", **told)


def _bars(quantity: str) -> str:
    """Worked numbers as bars, the longest as long as the largest of them."""
    found = worked.facts(quantity)
    values = found.values[quantity]
    longest = max(abs(value) for value in values.values()) or 1.0
    rows = "".join(
        f'<dt>{escape(found.labels[letter])}</dt><dd><i style="width:{60 * abs(value) / longest:.1f}%"></i>'
        f"{escape(written(quantity, value))}</dd>"
        for letter, value in values.items()
    )
    title = tr(WORDS[quantity])
    return f"<figure><dl>{rows}</dl><figcaption>{escape(title[:1].upper() + title[1:])}.</figcaption></figure>"
