"""Fields of transfer: a network that has learned another task before, of which all layers or the last one are trained.

What it has learned are the same data before they are turned, many of them. Source: the decks' table of little or lots
of data, similar or different; Yosinski et al., How transferable are features in deep neural networks?, 2014.
"""

from __future__ import annotations

from dataclasses import replace

from locales import tr
from locales.formats import grouped
from training.configuration.fields import Field, Number, Word
from training.configuration.ranges import SEED, Bound
from training.configuration.turns import Turn
from training.network.model import STEPS
from training.network.network import ALL_LAYERS, HEAD, NO_TRANSFER, NO_VOTE, SOURCE_EXAMPLES, Network
from training.network.resolve import dataset

WAYS = {NO_TRANSFER: "from scratch", ALL_LAYERS: "pretrained, all layers", HEAD: "pretrained, last layer"}
TURN = "Around their mean. A network that is pretrained has learned them before they are turned."
IN_PLACE = {"off": "as they lie", "on": "each moved back"}
REGROUP = (
    "To mean 0 and standard deviation 1 of all its examples: what is kept for validation or a test counts, too. "
    "Nothing is moved where no group is shifted."
)
GROUPS = (
    "The examples fall into four groups, as mini-batches from four places would; each is shifted along a diagonal of "
    "its own, by as many standard deviations of each input. See “Clouds of the inputs”."
)
TRANSFER = (
    f"Pretrained: Adam at its usual rate has trained the network before, from the same initial weights, on "
    f"{grouped(SOURCE_EXAMPLES)} other examples of the data, which are not turned. Then all layers are trained, or the "
    "last one alone: the others stay as they are."
)


def source_of(network: Network) -> Network:
    """What a network that is pretrained has learned before: many other examples, not turned, for as many steps."""
    seed = (network.dataseed + 1) % (int(SEED.high) + 1)
    source = replace(network, examples=SOURCE_EXAMPLES, dataseed=seed, steps=network.sourcesteps, slots=())
    source = replace(
        source,
        transfer=NO_TRANSFER,
        ensemble=NO_VOTE,
        turn=0.0,
        groupshift=0.0,
        regroup="off",
        split=0.0,
        testsplit=0.0,
    )
    return replace(source, shiftangle=0.0, shiftscale=1.0, shiftmove=0.0)


def _fixed(network: Network) -> str:
    return tr("counts only for data that are drawn from a formula") if dataset(network).fixed else ""


def _no_plane(network: Network) -> str:
    return "" if dataset(network).kind == "plane" else tr("counts only for points of a plane")


def _in_one_place(network: Network) -> str:
    return "" if network.groupshift else tr("counts only where groups are shifted")


def _untransferred(network: Network) -> str:
    told = tr("counts only where {name} is not {value}", name="transfer", value=NO_TRANSFER)
    return told if network.transfer == NO_TRANSFER else ""


ROWS: tuple[Field, ...] = (
    Number(
        "turn",
        Bound(-180, 180),
        read_in=Turn.DECIDED_NUMBERS,
        default=Network.turn,
        label="Data turned by (°)",
        brief="turned by",
        several="Angles of the data",
        help=TURN,
        idle=_no_plane,
    ),
    Number(
        "groupshift",
        Bound(0, 10),
        read_in=Turn.DECIDED_NUMBERS,
        default=Network.groupshift,
        label="Groups shifted by (σ)",
        brief="groups shifted by",
        several="Shifts of groups",
        help=GROUPS,
        idle=_no_plane,
    ),
    Word(
        "regroup",
        IN_PLACE,
        read_in=Turn.LAST,
        default=Network.regroup,
        label="Shifted groups",
        brief="groups",
        several="Ways with groups",
        help=REGROUP,
        idle=lambda network: _no_plane(network) or _in_one_place(network),
    ),
    Word(
        "transfer",
        WAYS,
        read_in=Turn.DECIDED_WORDS,
        default=NO_TRANSFER,
        label="Transfer",
        several="Ways to begin",
        help=TRANSFER,
        idle=_fixed,
    ),
    Number(
        "sourcesteps",
        Bound(1, STEPS, whole=True),
        default=Network.sourcesteps,
        label="Steps before",
        brief="steps before",
        several="Numbers of steps before",
        idle=_untransferred,
        owner="transfer",
    ),
)
