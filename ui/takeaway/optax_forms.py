"""Rules that optax has in the very form in which they race here: their calls, as text."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

from training.choice import RATE, Choice, moved_by
from ui.takeaway.extract import definition

Numbers = Mapping[str, object]


def in_optax(chosen: Choice, numbers: Numbers) -> str | None:
    """The call of optax that is the rule of ``chosen``, wrappers aside; None where optax has no such form.

    ``numbers`` are the texts of the hyperparameters by name.
    """
    forms = dict(chosen.options)
    make = _FORMS.get(chosen.optimizer)
    if chosen.optimizer == "rmsprop" and RATE in moved_by(chosen) and chosen.value("momentum"):
        return None  # optax keeps steps that have the rate of their time in them, ours keep it out
    if make is not None:
        return make(numbers, forms)
    node = definition(chosen.spec.module, "SPEC")
    call = node.value if isinstance(node, ast.Assign) else None
    if isinstance(call, ast.Call) and ast.unparse(call.func) == "from_optax":
        rest = "".join(f", {name}={value}" for name, value in numbers.items() if name != "lr")
        return f"{ast.unparse(call.args[0])}({numbers['lr']}{rest})"
    return None


def _sgd(n: Numbers, forms: Numbers) -> str:
    return f"optax.sgd({n['lr']})"


def _momentum(n: Numbers, forms: Numbers) -> str | None:
    outside = forms["convention"] == "lr_outside"
    return f"optax.sgd({n['lr']}, momentum={n['beta']})" if outside else None


def _nesterov(n: Numbers, forms: Numbers) -> str | None:
    torch = forms["form"] == "torch"
    return f"optax.sgd({n['lr']}, momentum={n['beta']}, nesterov=True)" if torch else None


def _adadelta(n: Numbers, forms: Numbers) -> str:
    return f"optax.adadelta({n['lr']}, rho={n['rho']}, eps={n['eps']})"


def _rmsprop(n: Numbers, forms: Numbers) -> str:
    flags = {"centered": forms["centered"] == "on", "eps_in_sqrt": forms["eps_mode"] == "inside"}
    flags["bias_correction"] = forms["bias_correction"] == "on"
    words = "".join(f", {name}={value}" for name, value in flags.items())
    tail = f", momentum={n['momentum']}" if str(n["momentum"]) != "0" else ""
    return f"optax.rmsprop({n['lr']}, decay={n['rho']}, eps={n['eps']}, initial_scale={n['initial']}{words}{tail})"


def _adam(n: Numbers, forms: Numbers) -> str | None:
    if forms["bias_correction"] != "on" or forms["eps_mode"] == "hat":
        return None
    where = f"eps={n['eps']}" if forms["eps_mode"] == "outside" else f"eps=0, eps_root={n['eps']}"
    return f"optax.adam({n['lr']}, b1={n['b1']}, b2={n['b2']}, {where})"


def _adamax(n: Numbers, forms: Numbers) -> str | None:
    gradient = forms["eps_form"] == "gradient"
    return f"optax.adamax({n['lr']}, b1={n['b1']}, b2={n['b2']}, eps={n['eps']})" if gradient else None


_FORMS: dict[str, Callable[[Numbers, Numbers], str | None]] = {
    "sgd": _sgd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "adadelta": _adadelta,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "adamax": _adamax,
}
