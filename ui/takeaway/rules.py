"""The rules of runners as text: a call of optax where it has the very form, else this project's own source."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from locales.formats import spell
from optimizers.schedules import OWN_EPOCH, SCHEDULES
from optimizers.wrappers import WRAPPERS
from training.choice import Choice, Part, moved_by, put_on_numbers
from training.configuration.fields import Field
from ui.looks.identity import identities
from ui.session.page import Config
from ui.takeaway.extract import Extract, argument
from ui.takeaway.optax_forms import in_optax


def names(table: Mapping[str, Field], config: Config) -> dict[str, str]:
    """What each runner is called where nothing else says its rule: "SGD, from (0, 1)"."""
    found = {}
    for slot, who in identities(table, config).items():
        chosen = config.choices[slot]
        told = chosen.name or who.label.startswith(chosen.spec.label)
        found[slot] = who.label if told else f"{chosen.spec.label}, {who.label}"
    return found


def quoted(text: str) -> str:
    """A text as a string of Python in double quotes, in its own letters."""
    return json.dumps(text, ensure_ascii=False)


@dataclass
class Rules:
    """What the rules of a file need, gathered runner by runner.

    ``tables`` are definitions of numbers that move, ``notes`` comments on what is not in the file, ``standing`` lines
    of a dict from a runner's name to where its rule stands, if that is not where it asks for the gradient.
    """

    extract: Extract = field(default_factory=Extract)
    tables: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    standing: list[str] = field(default_factory=list)

    def runner(self, slot: str, label: str, chosen: Choice, steps: str, epoch: int = 1) -> str:
        """The rule of one runner as an expression: an optimizer, or where numbers move a function of step ``t``.

        ``steps`` is the expression of how many it makes, ``epoch`` how many of them an epoch has.
        """
        own = dict(chosen.hypers)
        numbers = {name: spell(value) for name, value in {**own, **put_on_numbers(chosen)}.items()}
        moved = moved_by(chosen).items()
        scheduled = [self._schedule(slot, label, name, part, numbers, steps, epoch) for name, part in moved]
        rule = {name: numbers[name] for name in own}
        call = in_optax(chosen, rule) or self._own(chosen, rule)
        stands = self._stands(chosen)
        for part in chosen.wrappers:
            wrapper = WRAPPERS[part.name]
            wrap = self.extract.add(wrapper.wrap.__module__, wrapper.wrap.__name__)
            given = "".join(f", {name}={numbers[f'{part.name}.{name}']}" for name, _ in part.hypers)
            call = f"{wrap}({call}, {json.dumps(part.form)}{given})"
            stands = stands and f"(lambda params, state: {stands}(params, state.inner))"
        if stands:
            self.standing.append(f"    {quoted(label)}: {stands.removeprefix('(').removesuffix(')')},")
        return f"{'lambda t: ' if any(scheduled) else ''}{call}"

    def _own(self, chosen: Choice, numbers: Mapping[str, str]) -> str:
        """The call of this project's factory, whose source goes into the file."""
        factory = self.extract.add(chosen.spec.module, chosen.spec.make.__name__)
        values = [f"{name}={value}" for name, value in numbers.items()]
        return f"{factory}({', '.join(values + [f'{name}={json.dumps(value)}' for name, value in chosen.options])})"

    def _stands(self, chosen: Choice) -> str:
        """The function from parameters and state to where the rule stands; "" where these are the parameters."""
        node = argument(chosen.spec.module, "SPEC", "stands")
        if node is None or in_optax(chosen, dict(chosen.hypers)):
            return ""
        text = self.extract.expression(chosen.spec.module, node)
        return text if text.isidentifier() else f"({text})"

    def _schedule(
        self, slot: str, label: str, name: str, part: Part, numbers: dict[str, str], steps: str, epoch: int
    ) -> bool:
        """Put the table of a scheduled number into the file, its place into ``numbers``; False where there is none."""
        schedule = SCHEDULES[part.form]
        if schedule.factors is None:
            self.notes.append(f"# {label}: the fall of {name} on a plateau is not part of this file, the number stays.")
            return False
        function = self.extract.add(schedule.factors.__module__, schedule.factors.__name__)
        table = f"{name.upper().replace('.', '_')}_{slot.upper()}"
        set_to = dict(part.hypers)
        if set_to.get("every") == OWN_EPOCH:
            set_to["every"] = float(epoch)
        values = "".join(f", {n}={json.dumps(v) if isinstance(v, str) else spell(v)}" for n, v in set_to.items())
        self.tables.append(f"{table} = {numbers[name]} * jnp.asarray({function}({steps}{values}), float)")
        numbers[name] = f"{table}[t]"
        return True


def imports(lines: Iterable[str]) -> str:
    """Import lines as tools order them, those of jax and optax among them: the standard library, a gap, the others."""
    lines, found = {*lines}, dict[str, list[str]]()
    for line in sorted(line for line in lines if line.startswith("from ")):
        module, name = line.removeprefix("from ").split(" import ")
        found.setdefault(module, []).append(name)
    plain = sorted(
        {"import jax", "import jax.numpy as jnp", "import optax", *(li for li in lines if li.startswith("import "))}
    )
    both = [*plain, *(f"from {module} import {', '.join(parts)}" for module, parts in found.items())]
    groups: tuple[list[str], list[str]] = ([], [])
    for line in both:
        groups[line.split()[1].split(".")[0] not in sys.stdlib_module_names].append(line)
    return "\n\n".join("\n".join(group) for group in groups if group)
