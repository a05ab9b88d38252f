"""What the scripts of a comparison share: their heading, the numbers of the app, and how a network is judged."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence

from locales.formats import grouped
from training.network.config import encode
from training.network.figures import JUDGED
from training.network.resolve import dataset
from ui.network.takeaway.comparison import Comparison, Runner, listed
from ui.takeaway.rules import quoted

NPZ = "comparison.npz"
FILE = f'FILE = np.load(Path(__file__).with_name("{NPZ}"))'
FREE = (
    "A bias before a normalization over examples has no slope but rounding, of which rules like Adam make whole steps:",
    "the losses that the app tells of such a network, and those that are printed here, can differ by a quarter, most",
    "of all with a decorrelating normalization beside dropout.",
)
ANEW = (
    "Masks and noise of {names} are too many for the file and are drawn anew: its numbers differ from those of the app "
    "as those of two seeds do, in small comparisons by one or two percent of a loss."
)
WHAT = ("training loss", "validation loss", "training score", "validation score")


def head(comparison: Comparison, left_out: Mapping[str, Iterable[str]], needs: str, anew: Sequence[str] = ()) -> str:
    """The docstring of a script, which says what it does and what it leaves out, and who draws ``anew`` there."""
    network = comparison.network
    who = "; ".join(runner.label for runner in comparison.runners if runner.label not in left_out) or "nobody"
    said = [
        f"A comparison of networks on {dataset(network).label}: {who}, {network.steps} gradients each.",
        "",
        *listed(left_out, "this file"),
        *_remarks(comparison),
        *([ANEW.format(names="; ".join(anew))] if anew else []),
        f"It needs numpy, {needs}, and {NPZ} beside it, which has the data, the mini-batches and the initial weights.",
        "The app's numbers are printed beside its own. Both are of 32 bits: where a run amplifies the last digit of a",
        "sum, as large rates do, they part in the course of many steps.",
        "",
        f"The same comparison in the app: network?{encode(network)}",
    ]
    text = "\n".join(said).replace("\\", "\\\\").replace('"""', "'''")
    return f'"""{text}\n"""'


def _remarks(comparison: Comparison) -> list[str]:
    several = any(runner.run.fan for runner in comparison.runners)
    layers = [layer for runner in comparison.runners for layer in runner.task.structure.layers]
    free = any(layer.remembered and not layer.after for layer in layers)
    return [
        *(["Each runner is trained from its first weight seed alone."] if several else []),
        *(FREE if free else []),
    ]


def lines(expressions: Mapping[str, str]) -> str:
    """Arguments of a call by name, each in a line of its own."""
    return "".join(f"    {name}={text},\n" for name, text in expressions.items())


def told(runners: Iterable[Runner]) -> list[str]:
    """The table of the app's numbers."""

    def row(runner: Runner) -> str:
        numbers = ", ".join(_figure(*pair) for pair in zip(WHAT, runner.ends, strict=True))
        return f"    {quoted(runner.label)}: {{{numbers}}},"

    return ["# Where the app's runs end.", "APP = {", *map(row, runners), "}"]


def _figure(name: str, value: float) -> str:
    return f"{json.dumps(name)}: {repr(value) if math.isfinite(value) else f'float({str(value)!r})'}"


_MOST = grouped(JUDGED)
JUDGING = f'''\
def read(place):
    """Inputs and targets of a part of the data."""
    return array(FILE[f"{{place}}/inputs"]), array(FILE[f"{{place}}/targets"])


def first(place, made):
    """The layers of initial parameters, each array as it is ``made``."""
    names = [name.split("/")[1:] for name in FILE.files if name.startswith(f"{{place}}/")]
    layers = sorted({{layer for layer, _ in names}}, key=lambda layer: int(layer.removeprefix("layer")))
    return [{{name: made(FILE[f"{{place}}/{{at}}/{{name}}"]) for layer, name in names if layer == at}} for at in layers]


def judged(network, params):
    """Loss and score on both parts, on {_MOST} examples of each at most: the share that is right, or explained."""
    found = {{}}
    for part, word in (("train", "training"), ("valid", "validation")):
        x, y = (values[:{JUDGED}] for values in read(f"{{network['data']}}/{{part}}"))
        z = answers(network, params, x)[-1]
        off = (network["answer"](z) - y) ** 2
        found[f"{{word}} loss"] = network["loss"](z, y).mean()
        wrong = off.mean() / ((y**2).mean() - y.mean() ** 2) if network["explained"] else (1.0 * (off > 0)).mean()
        found[f"{{word}} score"] = 1 - wrong
    return found'''
MAIN = """\
if __name__ == "__main__":
    for name, network in RUNNERS.items():
        found = judged(network, learn(name, network))
        for what, value in found.items():
            print(f"{name}: {what} {float(value):.6g} (in the app {APP[name][what]:.6g})")"""

# The forward pass without techniques, in torch as in JAX; ``more`` is what training gives it besides.
ANSWERS = '''\
def answers(network, params, x, {more}):
    """What each layer answers to inputs (examples, inputs); the last answers are the outputs."""
    found = []
    for layer in params:
        z = x @ layer["weights"] + layer["biases"]
        x = z if layer is params[-1] else network["activation"](z, layer)
        found.append(x)
    return found'''
