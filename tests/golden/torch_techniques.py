"""Writes torch_techniques.json beside this file with torch: ``python -m tests.golden.torch_techniques``.

Scripts for torch are run as far as the loss of one mini-batch in training mode and the answers at the test, and what
is put on rules goes down the sum of ``torch_rules``, as the text of the scripts says.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import numpy as np

from optimizers.wrappers import WRAPPERS
from optimizers.wrappers.base import OfSteps
from tests.golden import torch_rules
from tests.network_runs import made_up
from training.choice import Choice, choice
from training.network.config import decode, each
from training.network.resolve import Task, resolve
from training.network.run import Run
from ui.network.takeaway import files, torch_script
from ui.network.takeaway.draws import draws
from ui.network.takeaway.torch_forms import LOSSES, Form, in_torch
from ui.network.takeaway.torch_parts import PLAIN, UPDATE

FILE = Path(__file__).with_suffix(".json")
AT = 2  # the update whose mini-batch is looked at
LINKS = (
    "data=moons&hidden=4&batch=20&steps=3&loss=softmax&a=sgd&a.norm=batch&a.normplace=after&a.noisew=0.1"
    "&b=sgd&b.norm=weight&b.dropout=shakeout&b.keeps=0.7&b.penalty=activity&c=sgd&c.norm=group&c.noisein=0.2&c.reduce=sum"
    "&d=sgd&d.dropout=whiteout&d.augment=rotate&d.activation=bipolar_elu",
    "data=moons&hidden=4&batch=20&steps=3&a=sgd&a.norm=layer&a.dropout=plain&b=sgd&b.norm=decorrelated&b.augment=jitter"
    "&c=sgd&c.norm=printed&c.dropout=dropconnect&d=sgd&d.augment=stretch&d.dropout=inverted&e=sgd&e.dropout=plain_printed"
    "&f=sgd&f.dropout=shakeout_printed&f.penalty=elastic",
)
FAR = {  # outputs and targets of cross entropies, right by so much that 1 less the likelihood is rounded to 0
    "bce": (((30.0,), (-25.0,), (0.5,)), (1.0, 0.0, 0.0)),
    "softmax": (((30.0, 0.0, -5.0), (1.0, 26.0, 2.0), (1.0, 0.5, 0.0)), (0.0, 1.0, 2.0)),
}
IMAGES = "data=digits&hidden=4&batch=20&steps=3&a=sgd&a.augment=rotate"


def begun(link: str) -> tuple[dict[str, Task], dict[str, bytes]]:
    """The tasks of a comparison and its files, of runs that have not moved."""
    network, sentences = decode(link)
    assert not sentences
    tasks = {slot: resolve(own) for slot, own in each(network).items()}
    return tasks, taken(network, {slot: beginning(task) for slot, task in tasks.items()})


def beginning(task: Task) -> Run:
    """A run that has not moved, made up but for its weights."""
    layers = [{**layer, **kind.remembered} for layer, kind in zip(task.initial, task.structure.layers, strict=True)]
    return made_up(task.network)._replace(params=[{name: x[None] for name, x in layer.items()} for layer in layers])


def taken(network: Any, runs: Mapping[str, Run]) -> dict[str, bytes]:
    """The files of the archive by name."""
    import io
    import zipfile

    packed = zipfile.ZipFile(io.BytesIO(files.archive(network, runs)))
    return {name: packed.read(name) for name in packed.namelist()}


def defines(text: str) -> str:
    """A number for all that a script defines, but for what the app's runs come to."""
    code = [node for node in ast.parse(text).body if getattr(getattr(node, "targets", [None])[0], "id", "") != "APP"]
    return sha256("\n".join(map(ast.unparse, code[1:])).encode()).hexdigest()[:16]


def _looked(link: str) -> dict[str, Any]:
    """What a script of a comparison comes to in torch, runner by runner."""
    import torch

    _, content = begun(link)
    with TemporaryDirectory() as folder:
        for name, part in content.items():
            (Path(folder) / name).write_bytes(part)
        script = Path(folder) / "comparison_torch.py"
        scope: dict[str, Any] = {"__name__": "taken", "__file__": str(script)}
        exec(compile(script.read_text(), script.name, "exec"), scope)
        found = []
        for own in scope["RUNNERS"].values():
            x, y = scope["read"](f"{own['data']}/train")
            rows, sizes = (scope["FILE"][f"{own['batches']}/{part}"] for part in ("rows", "sizes"))
            seen = torch.from_numpy(rows[AT, : sizes[AT]].astype(np.int64))
            names = [name for name in scope["FILE"].files if name.startswith(f"{own['draws']}/")]
            drawn = {name.partition("/")[2]: torch.from_numpy(scope["FILE"][name]) for name in names}
            update, params = scope["Update"](AT, drawn), scope["first"](own["initial"], scope["array"])
            answered = scope["answers"](own, params, x)[-1].double()
            inputs = own["augment"](x[seen], update) if own["augment"] else x[seen]
            value = scope["objective"](own, params, inputs, y[seen], update)
            kept = [float(layer[name].double().sum()) for layer in params for name in own["remembers"] if name in layer]
            found.append({"objective": float(value), "answers": answered.mean(0).tolist(), "remembered": kept})
    return {"text": defines(content["comparison_torch.py"].decode()), "runners": found}


def _slopes(loss: str) -> dict[str, Any]:
    """The values and slopes of a loss at FAR, as its text says in torch."""
    import torch
    import torch.nn.functional as F

    z, y = (torch.tensor(values) for values in FAR[loss])
    z.requires_grad_()
    found = eval(LOSSES[loss], {"torch": torch, "F": F, "z": z, "y": y})
    return {"text": LOSSES[loss], "values": found.tolist(), "slopes": torch.autograd.grad(found.sum(), z)[0].tolist()}


def put_on() -> Iterator[tuple[str, Choice]]:
    """Each form of what is put on a rule, around gradient descent; the rate falls where a number follows it.

    What changes steps stands around Nesterov's momentum, too, which remembers a point beside the parameters.
    """
    for name, wrapper in WRAPPERS.items():
        for form in wrapper.forms:
            falls = torch_rules.FALLS if wrapper.follows else {}
            small = {"clip.at": 0.5} if name == "clip" else {"gradnoise.eta": 0.1} if name == "gradnoise" else {}
            yield f"{name} {form}", choice("sgd", lr=0.1, **{name: form}, **small, **falls)
            if isinstance(wrapper.changes, OfSteps):
                yield f"{name} {form} nesterov", choice("nesterov", lr=0.1, **{name: form})


def written(chosen: Choice) -> tuple[str, str]:
    """The functions of what is put on a rule, and the call, as they stand in a script."""
    script = torch_script._Script(None)  # type: ignore[arg-type]
    runner = SimpleNamespace(chosen=chosen, slot="a", moving=["decoupled.wd"] if chosen.schedules else [])
    call = script.put_on(runner)["put_on"]  # type: ignore[arg-type]
    return "\n\n\n".join([*script.functions.values(), PLAIN]), call


def drawn(chosen: Choice) -> dict[str, np.ndarray]:
    """What is drawn at each step of the sum of ``torch_rules``, as of one layer."""
    point = np.array(torch_rules.START, np.float32)
    task = SimpleNamespace(initial=[{"w": point}], structure=SimpleNamespace(chance=False), numbers={}, batch=1)
    return draws(task, chosen, torch_rules.STEPS).arrays  # type: ignore[arg-type]


def shares(chosen: Choice) -> np.ndarray:
    """The share of a decoupled decay at each step, where the rate falls."""
    from training.choice import scheduled

    found = scheduled(chosen, torch_rules.STEPS, torch_rules.STEPS)
    return np.asarray(found["decoupled.wd"].rows)[: torch_rules.STEPS]  # type: ignore[union-attr]


def _end(chosen: Choice) -> list[float]:
    import torch
    import torch.nn.functional as F

    functions, call = written(chosen)
    scope: dict[str, Any] = {"torch": torch, "F": F, "np": np}
    scope["FILE"] = {"moving/a/decoupled.wd": shares(chosen)} if chosen.schedules else {}
    exec(UPDATE + "\n\n\n" + functions, scope)
    p = [torch.tensor(torch_rules.START, dtype=torch.float64, requires_grad=True)]
    known = {name: torch.from_numpy(values) for name, values in drawn(chosen).items()}
    form = in_torch(chosen)
    assert isinstance(form, Form)
    rule = eval(torch_rules.written(form), scope)(p[0], torch_rules.rates(chosen)[0])
    with torch.no_grad():
        step = eval(call, scope)(scope["plain"](rule, p), p, ["layer1/weights"])
        for t in range(torch_rules.STEPS):
            for group in rule.param_groups:
                group["lr"] = torch_rules.rates(chosen)[t]

            def slopes(moves: Any = None) -> list[Any]:
                place = (p[0] + (moves[0] if moves else 0)).detach().requires_grad_()
                with torch.enable_grad():
                    return [*torch.autograd.grad(torch_rules.loss(place), [place])]

            step(slopes(), slopes, scope["Update"](t, known))
        return eval(form.stands or "lambda rule, p: p", scope)(rule, p[0]).tolist()


def write() -> None:
    """Run all, and write what each comes to."""
    found: dict[str, Any] = {"networks": [_looked(link) for link in (*LINKS, IMAGES)], "put_on": {}}
    found["losses"] = {loss: _slopes(loss) for loss in FAR}
    for name, chosen in put_on():
        functions, call = written(chosen)
        found["put_on"][name] = {"text": sha256(f"{functions}{call}".encode()).hexdigest()[:16], "end": _end(chosen)}
    FILE.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    write()
