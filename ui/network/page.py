"""The network page: the same optimizers train one small network."""

from __future__ import annotations

from locales import tr
from training.choice import Choice
from training.configuration import differences
from training.network.budget import TooLong
from training.network.config import DEFAULT_RUNNERS, FIELDS, LETTERS, check_work, decode, each, encode
from training.network.edits import with_value
from training.network.network import Network
from training.network.rates import default_choice
from training.network.resolve import resolve
from training.parts.activations import ACTIVATIONS
from ui.looks.identity import identities
from ui.looks.titles import with_runners
from ui.network.presets import PRESETS
from ui.network.reports import HANDLERS
from ui.session.page import OF_RULES, Compares, Export, Facts, Page, Runners
from ui.session.sight import Letters
from ui.work.visitors import Guest, current


def _own(network: Network, optimizer: str) -> Choice:
    return default_choice(optimizer, network.data)


def _refusal(network: Network, chosen: Choice) -> str:
    return resolve(differences.applied(FIELDS, network, chosen)).refusal(chosen)


def _settled(network: Network) -> Network:
    try:
        return check_work(network)
    except TooLong as error:
        label = FIELDS[error.field].called(network)
        raise ValueError(tr("{label} {reason}.", label=label, reason=error)) from error


def _left() -> None:
    """What is trained for the visitor is not waited for any more."""
    from ui.network import compute, sharpness  # here, since caches want Streamlit's runtime first

    compute.POOL.leave(current())
    sharpness.POOL.leave(current())


def tab(network: Network) -> str:
    """Data, what is equal of the networks, and runners: "Two spirals, 32, 32, 32 tanh: Adam, Nesterov, SGD"."""
    known, shared = differences.differing(FIELDS, network), next(iter(each(network).values()), network)
    layers = [", ".join(map(str, shared.hidden)) or tr("no hidden layer")] if "hidden" not in known else []
    if "activation" not in known and (shared.hidden or "hidden" in known):
        layers.append(tr(ACTIVATIONS[shared.activation].label))
    words = filter(None, (tr(resolve(network).dataset.label), " ".join(layers)))
    return with_runners(", ".join(words), identities(FIELDS, network), network.choices)


def _html(network: Network, guest: Guest, hidden: Letters) -> str:
    from ui.network.export import html  # here, since caches and components want Streamlit's runtime first

    return html(network, guest, hidden)


def _facts(network: Network, guest: Guest) -> Facts | None:
    from ui.network.facts import facts  # here, since caches want Streamlit's runtime first

    return facts(network, guest)


PAGE = Page(
    name="network",
    title="Network",
    url="network",
    view="network/view.py",
    decode=decode,
    encode=encode,
    fields=lambda network: FIELDS,
    with_value=with_value,
    settled=_settled,
    tab=tab,
    presets=PRESETS,
    runners=Runners("A comparison of networks", LETTERS, DEFAULT_RUNNERS, _own, _refusal, leader=0),
    compares=Compares(lambda network: FIELDS, LETTERS),
    hides=OF_RULES,
    handlers=HANDLERS,
    export=Export(lambda network: f"network-on-{network.data}.html", _html),
    left=_left,
    facts=_facts,
)
