"""What one takes home from a race as text: its trajectories as CSV, its configuration as Python that runs anywhere."""

from __future__ import annotations

import csv
import inspect
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from locales import tr
from locales.formats import spell
from surfaces import Surface, find
from surfaces.tokens import CONSTANTS, FUNCTIONS, python
from training.choice import Choice
from training.configuration import differences
from training.configuration.counts import listed
from training.loop import Trace
from training.race import batches
from training.race.config import START, each, encode, fields_of
from training.race.descend import CAPACITY, EPOCHS
from training.race.race import FORMULA, Race
from ui.race import compute
from ui.takeaway.extract import Extract
from ui.takeaway.latex import tex
from ui.takeaway.rules import Rules, imports, names, quoted
from ui.work.visitors import Guest

COLUMNS = ("step", "gradients", "slot", "optimizer", "x", "y", "query_x", "query_y", "loss", "gradient_x", "gradient_y")


def csv_file(race: Race, guest: Guest) -> str:
    """The trajectories of a race, as :func:`csv_text` has them."""
    return csv_text(race, compute.traces(race, guest))


def rules(race: Race) -> str:
    """The rules of a race as LaTeX, in the language that is spoken."""
    called = names(fields_of(race), race)
    runners = {called[slot]: chosen for slot, chosen in race.slots}
    return tex(tr("A race on {surface}", surface=where(race)), f"?{encode(race)}", runners, race.steps)


def where(race: Race) -> str:
    """What the runners of a race are on, in words."""
    return tr("your formula") if race.formula else tr(find(race.surface_name).label)


def csv_text(race: Race, traces: Mapping[str, Trace]) -> str:
    """One line a runner and step; numbers as short as they can be without losing a digit of the run's precision."""
    called = names(fields_of(race), race)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for slot, chosen in race.slots:
        trace = traces[slot]
        numbers = np.column_stack([trace.params, trace.queries, trace.loss, trace.grads]).astype(trace.params.dtype)
        steps = range(len(trace.loss))
        writer.writerows(
            (step, step * chosen.gradients, slot, _no_formula(called[slot]), *row)
            for step, row in zip(steps, numbers.astype(str).tolist(), strict=True)
        )
    return out.getvalue()


def _no_formula(name: str) -> str:
    """A name as a spreadsheet shows it: with an apostrophe before a sign that would begin a formula there."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name


def code(race: Race) -> str:
    """The race as a Python file that needs only jax and optax and prints where each runner ends.

    A rule that optax has in the very form is the call of optax; every other rule is this project's own source.
    """
    script = _Script(race)
    grounds = {slot: script.ground(slot, own) for slot, own in (each(race) or {"": race}).items()}
    runners = [script.runner(slot, chosen) for slot, chosen in race.slots]
    usual = next(iter(grounds.values()))
    others = {script.names[slot]: found for slot, found in grounds.items() if found != usual}
    own = [f"    {quoted(name)}: ({', '.join(found)})," for name, found in others.items()]
    standing = [
        "",
        "# Where a rule stands, if that is not where it asks for the gradient.",
        "STANDS = {",
        *script.rules.standing,
        "}",
    ]
    head = [f'"""{_title(race)}\n\nThe same race in the app: ?{encode(race)}\n"""', imports(script.extract.imports)]
    table = [
        *script.rules.notes,
        *script.rules.tables,
        "# Name: the rule, and the gradients that one of its steps takes.",
        "RUNNERS = {",
    ]
    parts = [
        "\n\n".join(head),
        "\n".join([f"GRADIENTS = {race.steps}", *script.settings]),
        script.extract.text,
        "\n\n\n".join(script.functions),
        "\n".join([*table, *runners, "}", *standing, *([*_OWN, *own, "}"] if own else [])]),
        _LOOP,
        _EACH_ITS_OWN if own else _ALL_ALIKE,
    ]
    return "\n\n\n".join(part for part in parts if part) + "\n"


_OWN = ["", "# Start, loss and surface of those that have others than the rest.", "OWN = {"]
_FORMULA = """\
# The app computes a typed formula and its slopes in float64, and takes a slope of 0 where a part of the formula
# overflows or does not move. Here JAX differentiates it as it stands: there, slopes can be NaN.
"""
_LOOP = '''def run(rule, stands, start=START, loss=loss):
    """Where the rule stands after its steps; ``rule`` is an optimizer, or gives that of step t."""
    make, gradients = rule
    at = make if callable(make) else lambda t: make

    def step(carry, t):
        params, state = carry
        value, grads = jax.value_and_grad(loss)(params, t)
        optimizer = optax.with_extra_args_support(at(t))
        extra = {"value": value, "grad": grads, "value_fn": lambda p: loss(p, t)}
        updates, state = optimizer.update(grads, state, params, **extra)
        return (optax.apply_updates(params, updates), state), value

    start = jnp.array(start)
    (params, state), _ = jax.lax.scan(step, (start, at(0).init(start)), jnp.arange(GRADIENTS // gradients))
    return stands(params, state)'''
_PRINT = """print(f"{name}: loss {float(HEIGHT(end)):.6g} at ({float(end[0]):.6g}, {float(end[1]):.6g})")"""
_ALL_ALIKE = f"""if __name__ == "__main__":
    for name, rule in RUNNERS.items():
        end = run(rule, STANDS.get(name, lambda params, state: params))
        {_PRINT.replace("HEIGHT", "surface")}"""
_EACH_ITS_OWN = f"""if __name__ == "__main__":
    for name, rule in RUNNERS.items():
        start, own_loss, own_surface = OWN.get(name, (START, loss, surface))
        end = run(rule, STANDS.get(name, lambda params, state: params), start, own_loss)
        {_PRINT.replace("HEIGHT", "own_surface")}"""


@dataclass
class _Script:
    """What the file of one race needs, gathered runner by runner."""

    race: Race
    rules: Rules = field(default_factory=Rules)
    settings: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    defined: dict[str, str] = field(default_factory=dict)  # the name of each of these by its text

    @property
    def extract(self) -> Extract:
        """The definitions that the file has."""
        return self.rules.extract

    @cached_property
    def names(self) -> dict[str, str]:
        """What the file calls each runner."""
        return names(fields_of(self.race), self.race)

    def ground(self, slot: str, own: Race) -> tuple[str, str, str]:
        """Define where a runner starts, what its rule sees, ``loss(p, t)``, and its ``surface(p)``: their names."""
        start = self.define(self.settings, slot, "START", f"NAME = ({float(own.x)!r}, {float(own.y)!r})")
        draws = self.define(self.settings, slot, "DRAWS", _draws(own))
        known = find(own.surface_name)
        if known.examples is not None:
            surface, seen = self.loss_of_data(slot, own, known)
        else:
            surface = self.define(self.functions, slot, "surface", self.function(known))
            seen = f"{surface}(p)"
        loss = f"def NAME(p, t):\n    return {seen} + {draws}[t] @ p"
        return start, self.define(self.functions, slot, "loss", loss), surface

    def define(self, place: list[str], slot: str, name: str, text: str) -> str:
        """Put a definition, in which NAME stands for its name, into a part of the file, once; returns its name."""
        if text not in self.defined:
            taken = name in self.defined.values()
            self.defined[text] = f"{name}_{slot.upper() if name.isupper() else slot}" if taken else name
            place.append(text.replace("NAME", self.defined[text]))
        return self.defined[text]

    def function(self, surface: Surface) -> str:
        """The definition of a surface that is a function."""
        if self.race.surface == FORMULA:
            formula = _in_jax(self.race.formula)
            return f"{_FORMULA}def NAME(p):\n    x, y = p\n    return jnp.asarray({formula}, p.dtype)"
        function = getattr(surface.fn, "func", surface.fn)  # a surface with knobs is a partial function of them
        name = self.extract.add(function.__module__, function.__name__)
        knobs = "".join(f", {knob}={spell(value)}" for knob, value in surface.set_to)
        return f"def NAME(p):\n    return {name}(p{knobs})"

    def loss_of_data(self, slot: str, own: Race, surface: Surface) -> tuple[str, str]:
        """The name of a surface that is the mean loss of examples, and what a rule sees of it at step t."""
        assert surface.examples is not None and surface.batch_loss is not None
        of_batch = inspect.getclosurevars(surface.batch_loss).nonlocals
        each_loss = inspect.getclosurevars(of_batch["terms"]).nonlocals["each"]
        name = self.extract.add(each_loss.__module__, each_loss.__name__)
        for word, part in zip(("INPUTS", "TARGETS"), surface.examples, strict=True):
            values = json.dumps(np.asarray(part).tolist())
            self.define(self.functions, slot, word, f"NAME = jnp.array({values})")
        power = " ** 2" if of_batch["squares"] else ""
        terms = f"{name}(p, INPUTS, TARGETS)"
        mean = self.define(self.functions, slot, "surface", f"def NAME(p):\n    return jnp.mean({terms}{power})")
        if not 0 < own.batch < surface.size:
            return mean, f"{mean}(p)"
        places, shares = (self.extract.add(batches.__name__, part) for part in ("places", "shares"))
        order = f"NAME = jnp.asarray({places}({own.seed}, {surface.size}, {EPOCHS}))"
        table = self.define(self.functions, slot, "PLACES", order)
        return mean, f"{shares}({table}, {own.batch}, t) @ ({terms}{power})"

    def runner(self, slot: str, chosen: Choice) -> str:
        """The line of one runner in RUNNERS."""
        label = self.names[slot]
        rule = self.rules.runner(slot, label, chosen, f"GRADIENTS // {chosen.gradients}")
        return f"    {quoted(label)}: ({rule}, {chosen.gradients}),"


def _title(race: Race) -> str:
    count, apart = len(race.slots), differences.apart(fields_of(race), race)
    who = {0: "nobody", 1: "one optimizer"}.get(count, f"{count} optimizers")
    surface = find(race.surface_name).label
    first = next(iter(each(race).values()), race)
    start = f"from ({spell(first.x)}, {spell(first.y)})" if START not in apart else "each from its own start"
    others = listed([name[0].lower() + name[1:] for name in apart if name != START], "and")
    return f"A race on {surface}: {who}, {race.steps} gradients each, {start}." + (
        f" They differ in {others}." if others else ""
    )


def _draws(race: Race) -> str:
    """The table of the noise of the gradients."""
    if not race.noise:
        return "NAME = jnp.zeros((GRADIENTS + 1, 2))  # noise of the gradients: none"
    draw = f"jax.random.normal(jax.random.key({race.seed}), ({CAPACITY + 1}, 2))"
    return f"NAME = {float(race.noise)!r} * {draw}  # added to the gradients"


def _in_jax(formula: str) -> str:
    """A typed formula with the functions and constants of jax.numpy."""
    words = {
        **{name: f"jnp.{name_there}" for name, name_there in FUNCTIONS.items()},
        **{c: f"jnp.{c}" for c in CONSTANTS},
    }
    return re.sub(r"(?<![\w.])[a-z]\w*", lambda found: words.get(found[0], found[0]), python(" ".join(formula.split())))
