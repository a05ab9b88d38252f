"""What torch has in the very form in which it is here: rules, activations, losses and penalties, as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from locales import Words
from locales.formats import spell
from optimizers.wrappers import WRAPPERS
from optimizers.wrappers.base import OfSteps
from training.choice import Choice

Numbers = Mapping[str, str]
Forms = Mapping[str, object]
# Why torch has no such form.
NO_SUCH: Words = "torch.optim has no such rule"
MOVES: Words = "a number other than the rate moves"
CORRECTED: Words = "torch has no momentum with a corrected average"
OUTSIDE: Words = "torch adds epsilon outside the root"
SQUARES: Words = "torch starts its mean square at 0 and corrects no bias"
MEANS: Words = "torch corrects the bias of both means"
OUTSIDE_CORRECTED: Words = "torch adds epsilon outside the root of the corrected mean square"
MAXIMUM: Words = "torch takes the maximum of the mean square before its correction"
TO_GRADIENT: Words = "torch adds epsilon to the gradient"
SCHEDULED: Words = "torch has Nadam with a scheduled first decay"
THRESHOLD: Words = "torch has RAdam with threshold 5, unscaled steps below it, and epsilon on the uncorrected root"
FLIPPED: Words = "torch does not move where the sign flipped"
SEARCH: Words = "where torch's line search ends hangs on the last digits of a loss"
OTHER: Words = "torch has another form of L-BFGS"
PROPOSED: Words = "torch remembers the step that L-BFGS proposed, not the one that was taken"
ADAFACTOR: Words = "torch has another form of Adafactor"
LOW: Words = "torch has no Adafactor with a clipping threshold below 1"
MATRICES: Words = "torch has Muon for matrices alone"
SUMS: Words = "its rate moves, and torch keeps sums in which the rate has no part"


class Form(NamedTuple):
    """A rule of torch.optim: its class, what it is called with beside the parameters and the rate, and what its rate is
    multiplied by; ``stands(rule, p)`` is where it stands, if not at the parameters; ``moves`` says that its rate may
    change."""

    name: str
    given: str = ""
    factor: float = 1.0
    stands: str = ""
    moves: bool = True


def in_torch(chosen: Choice) -> Form | str:
    """The form of torch that takes the same steps as the rule of ``chosen``; else why there is none."""
    make = _RULES.get(chosen.optimizer)
    if make is None:
        return NO_SUCH
    if any(part.name != "lr.schedule" for part in chosen.schedules):
        return MOVES
    # In torch its pairs are of the steps that it proposed, here of those that were taken.
    if chosen.optimizer == "lbfgs" and any(isinstance(WRAPPERS[p.name].changes, OfSteps) for p in chosen.wrappers):
        return PROPOSED
    found = make({name: spell(value) for name, value in chosen.hypers}, dict(chosen.options))
    if isinstance(found, Form) and chosen.schedules and not found.moves:
        return SUMS
    return found


def _momentum(n: Numbers, forms: Forms) -> Form | str:
    beta, form = n["beta"], forms["convention"]
    if form == "ewma_corrected":
        return CORRECTED
    if form == "ewma":
        return Form("SGD", f", momentum={beta}", factor=1 - float(beta))
    dampening = f", dampening={beta}" if form == "dampened" else ""
    return Form("SGD", f", momentum={beta}{dampening}", moves=form != "lr_inside")


def _nesterov(n: Numbers, forms: Forms) -> Form:
    if float(n["beta"]) == 0:
        return Form("SGD")
    # Here the rule stands where torch has been before it looked ahead.
    back = f'lambda rule, p: p + {n["lr"]} * {n["beta"]} * rule.state[p]["momentum_buffer"]'
    decks = forms["form"] == "decks"
    return Form("SGD", f", momentum={n['beta']}, nesterov=True", stands=back if decks else "", moves=not decks)


def _adagrad(n: Numbers, forms: Forms) -> Form | str:
    if forms["eps_mode"] != "outside":
        return OUTSIDE
    return Form("Adagrad", f", eps={n['eps']}, initial_accumulator_value={n['initial']}")


def _rmsprop(n: Numbers, forms: Forms) -> Form | str:
    if forms["eps_mode"] != "outside":
        return OUTSIDE
    if forms["bias_correction"] == "on" or float(n["initial"]):
        return SQUARES
    centered = ", centered=True" if forms["centered"] == "on" else ""
    return Form("RMSprop", f", alpha={n['rho']}, eps={n['eps']}, momentum={n['momentum']}{centered}")


def _adam(n: Numbers, forms: Forms) -> Form | str:
    if forms["bias_correction"] != "on":
        return MEANS
    return _of_adam("Adam", n, forms)


def _adamw(n: Numbers, forms: Forms) -> Form | str:
    name = "AdamW" if forms["decay"] == "decoupled" else "Adam"
    return _of_adam(name, n, forms, f", weight_decay={n['wd']}")


def _of_adam(name: str, n: Numbers, forms: Forms, more: str = "") -> Form | str:
    if forms["eps_mode"] != "outside":
        return OUTSIDE_CORRECTED
    return Form(name, f", {_betas(n)}{more}")


def _betas(n: Numbers) -> str:
    return f"betas=({n['b1']}, {n['b2']}), eps={n['eps']}"


def _amsgrad(n: Numbers, forms: Forms) -> Form | str:
    if forms["form"] != "torch":
        return MAXIMUM
    return Form("Adam", f", {_betas(n)}, amsgrad=True")


def _adamax(n: Numbers, forms: Forms) -> Form | str:
    if forms["eps_form"] != "gradient":
        return TO_GRADIENT
    return Form("Adamax", f", {_betas(n)}")


def _nadam(n: Numbers, forms: Forms) -> Form | str:
    if forms["form"] != "torch":
        return SCHEDULED
    return Form("NAdam", f", {_betas(n)}, weight_decay={n['wd']}, decoupled_weight_decay=True")


def _radam(n: Numbers, forms: Forms) -> Form | str:
    if (forms["below"], forms["eps_mode"], float(n["threshold"])) != ("momentum", "hat", 5.0):
        return THRESHOLD
    return Form("RAdam", f", {_betas(n)}")


def _rprop(n: Numbers, forms: Forms) -> Form | str:
    if forms["form"] != "irprop_minus":
        return FLIPPED
    etas, sizes = (f"({n[low]}, {n[high]})" for low, high in (("eta_minus", "eta_plus"), ("step_min", "step_max")))
    return Form("Rprop", f", etas={etas}, step_sizes={sizes}", moves=False)


def _lbfgs(n: Numbers, forms: Forms) -> Form | str:
    if forms["form"] == "wolfe":
        return SEARCH
    if forms["form"] != "torch" or forms["scaling"] != "on":
        return OTHER
    return Form("LBFGS", f", max_iter=1, history_size={n['m']}, tolerance_grad=0, tolerance_change=0")


def _adafactor(n: Numbers, forms: Forms) -> Form | str:
    if forms["form"] != "torch":
        return ADAFACTOR
    if float(n["d"]) < 1:
        return LOW
    given = f", beta2_decay=-{n['c']}, eps=(None, {n['eps2']}), d={n['d']}, weight_decay={n['wd']}"
    return Form("Adafactor", given)


_RULES: dict[str, Callable[[Numbers, Forms], Form | str]] = {
    "sgd": lambda n, forms: Form("SGD"),
    "momentum": _momentum,
    "nesterov": _nesterov,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adadelta": lambda n, forms: Form("Adadelta", f", rho={n['rho']}, eps={n['eps']}"),
    "adam": _adam,
    "adamw": _adamw,
    "amsgrad": _amsgrad,
    "adamax": _adamax,
    "nadam": _nadam,
    "radam": _radam,
    "rprop": _rprop,
    "lbfgs": _lbfgs,
    "adafactor": _adafactor,
    "muon": lambda n, forms: MATRICES,
}
ACTIVATIONS = {  # of z (examples, units) and of what the layer learns
    "identity": "z",
    "sigmoid": "torch.sigmoid(z)",
    "tanh": "torch.tanh(z)",
    "relu": "torch.relu(z)",
    "leaky_relu": "F.leaky_relu(z, 0.01)",
    "prelu": 'torch.where(z > 0, z, learned["a"] * z)',
    "elu": "F.elu(z)",
    "selu": "F.selu(z)",
    "frelu": 'torch.relu(z) + learned["shift"]',
    "gelu": "F.gelu(z)",
    "silu": "F.silu(z)",
    "softplus": "F.softplus(z)",
    "sine": "torch.sin(z)",
}
# Of outputs z (examples, outputs) and targets y (examples,), one number each. The cross entropies of torch round slopes
# far below 1 to 0, from which rules that make whole steps of them part.
LOSSES = {
    "bce": "y * F.softplus(-z[:, 0]) + (1 - y) * F.softplus(z[:, 0])",
    "softmax": "(lambda y: F.softplus((z - z.gather(1, y)).scatter(1, y, -torch.inf).logsumexp(1)))(y.long()[:, None])",
    "l2": "((torch.sigmoid(z) - wanted(z, y)) ** 2).sum(1) / 2",
    "mse": "(z[:, 0] - y) ** 2 / 2",
    "huber": 'F.huber_loss(z[:, 0], y, reduction="none")',
}
PENALTIES = {  # of a list of arrays
    "l2": "sum((w**2).sum() for w in values) / 2",
    "l1": "sum(w.abs().sum() for w in values)",
    "elastic": "sum({elasticbeta} * (w**2).sum() + w.abs().sum() for w in values)",
    "activity": "sum(w.abs().sum() for w in values)",
}
VALUE, CLASS = "z[:, 0]", "(z.argmax(1) if z.shape[1] > 1 else (z[:, 0] > 0)).float()"
ANSWERS = {"mse": VALUE, "huber": VALUE}  # the others say a class
