"""What is taken home of a comparison trains it again: scripts, a notebook and weights, all in one file."""

from __future__ import annotations

import ast
import io
import json
from hashlib import sha256

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from optimizers import OPTIMIZERS
from optimizers.scheduled import Table
from optimizers.wrappers import wrapped
from tests.golden import torch_rules, torch_techniques
from tests.golden.torch_techniques import taken
from tests.network_runs import made_up
from training.choice import choice, forms_of, scheduled
from training.network.config import decode, each
from training.network.model import filled, outputs
from training.network.objective import as_problem
from training.network.stopping import kept, stops_of
from training.network.train import train
from training.parts import losses
from ui.network.takeaway import draws, files
from ui.network.takeaway.comparison import FIGURES, Comparison
from ui.network.takeaway.torch_forms import LOSSES, PROPOSED, Form, in_torch
from ui.network.takeaway.torch_parts import UPDATE
from ui.network.takeaway.words import WHAT

LEFT_OUT = (
    "data=moons&hidden=4&steps=3&a=sgd&b=sgd&b.norm=batch&b.normtest=epoch&c=sgd&c.gradient=synthetic"
    "&d=adam&d.lr.schedule=plateau"
)
DIFFERING = (
    "data=curve&hidden=4&steps=10&activation=prelu&loss=huber&penalty=elastic&lambda=0.01&a=momentum"
    "&a.lr.schedule=cosine&b=momentum&b.lr.schedule=cosine&b.batch=9&b.lambda=0.1&b.seed=3&b.stop=patience&b.patience=2"
)


def scope_of(folder, content, name):
    """What a script defines, beside its arrays."""
    (folder / "comparison.npz").write_bytes(content["comparison.npz"])
    scope = {"__name__": "taken", "__file__": str(folder / name)}
    exec(compile(content[name], name, "exec"), scope)
    return scope


def literal(text, name):
    """A literal that a script assigns."""
    assigned = (node for node in ast.parse(text).body if isinstance(node, ast.Assign))
    return ast.literal_eval(next(node.value for node in assigned if node.targets[0].id == name))


def test_the_script_comes_to_the_numbers_of_the_app(tmp_path):
    network, sentences = decode(DIFFERING)
    assert not sentences
    runs = {slot: train(own, network.choices[slot]) for slot, own in each(network).items()}
    content = taken(network, runs)
    scope = scope_of(tmp_path, content, "comparison_optax.py")
    torch_numbers = literal(content["comparison_torch.py"], "APP")
    arrays, stops = np.load(io.BytesIO(content["comparison.npz"])), stops_of(network, runs)
    for (slot, run), (name, own) in zip(runs.items(), scope["RUNNERS"].items(), strict=True):
        params = scope["learn"](name, own)
        found = scope["judged"](own, params)
        ended = kept(run, stops[slot])
        assert (slot == "b") == (len(ended.steps) < len(run.steps))
        wanted = {what: getattr(ended.figures, part)[-1] for what, part in zip(WHAT, FIGURES, strict=True)}
        for what, value in wanted.items():
            np.testing.assert_allclose(found[what], value, rtol=1e-4, atol=1e-6, err_msg=f"{name}: {what}")
            np.testing.assert_allclose([torch_numbers[name][what], scope["APP"][name][what]], value, rtol=1e-6)
        for place, (layer, ours) in enumerate(zip(ended.params, params, strict=True), 1):
            end = arrays[f"final/{slot}/layer{place}/weights"]
            np.testing.assert_array_equal(end, run.params[place - 1]["w"][-1])
            np.testing.assert_allclose(ours["weights"], layer["w"][-1], rtol=1e-3, atol=1e-5)


def test_what_no_script_has_is_left_out_and_said():
    network, sentences = decode(LEFT_OUT)
    assert not sentences
    runs = dict.fromkeys("abcd", made_up(each(network)["a"]))
    said = files.left_out(network, runs)
    content = taken(network, runs)
    assert len(said) == 1 and all(words in said[0] for words in ("an epoch", "synthetic", "falls on a plateau"))
    for name in ("optax", "torch"):
        text = content[f"comparison_{name}.py"].decode()
        assert list(literal(text, "APP")) == [Comparison(network, runs).runners[0].label]
        assert "Not in this file: SGD" in ast.get_docstring(ast.parse(text))


GOLDEN = json.loads(torch_techniques.FILE.read_text())
AGAIN = "python -m tests.golden.torch_techniques"  # where a script for torch reads otherwise


@pytest.mark.parametrize("place, link", [*enumerate((*torch_techniques.LINKS, torch_techniques.IMAGES))])
def test_the_scripts_have_the_techniques(place, link, tmp_path):
    """The loss of a mini-batch and the answers at the test, as the app has them; those of torch came of its script."""
    tasks, content = torch_techniques.begun(link)
    found, at = GOLDEN["networks"][place], torch_techniques.AT
    assert torch_techniques.defines(content["comparison_torch.py"].decode()) == found["text"], AGAIN
    scope = scope_of(tmp_path, content, "comparison_optax.py")
    for task, own, theirs in zip(tasks.values(), scope["RUNNERS"].values(), found["runners"], strict=True):
        x, y = scope["read"](f"{own['data']}/train")
        problem = as_problem(task.structure, filled(x, y, len(x), x.dtype), task.order(3), task.numbers)
        draw = problem.draw(None, at)
        wanted = problem.loss(task.initial, draw)
        np.testing.assert_allclose(theirs["objective"], wanted, rtol=1e-5)
        ours = [{**layer, **kind.remembered} for layer, kind in zip(task.initial, task.structure.layers, strict=True)]
        answered = outputs(task.structure, task.tested(ours), x)
        np.testing.assert_allclose(theirs["answers"], np.mean(answered, 0), rtol=1e-4, atol=1e-6)
        held = problem.remember(task.initial, draw, problem.memory) if problem.memory else []
        sums = [float(layer[name].sum()) for layer in held for name in task.structure.layers[0].remembered if layer]
        np.testing.assert_allclose(theirs["remembered"], sums, rtol=1e-5, atol=1e-6)
        if place:  # another script for optax is looked at once
            continue
        rows, sizes = (scope["FILE"][f"{own['batches']}/{part}"] for part in ("rows", "sizes"))
        params = scope["first"](own["initial"], jnp.asarray)
        share = jnp.where(jnp.arange(rows.shape[1]) < sizes[at], 1 / sizes[at], 0)
        key = None if own["seed"] is None else jax.random.fold_in(jax.random.key(own["seed"]), at)
        seen = own["augment"](x[rows[at]], jax.random.fold_in(key, 2)) if own["augment"] else x[rows[at]]
        np.testing.assert_allclose(scope["objective"](own, params, seen, y[rows[at]], share, key), wanted, rtol=1e-5)
        np.testing.assert_allclose(scope["answers"](own, params, x)[-1], answered, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("loss", torch_techniques.FAR)
def test_cross_entropies_of_the_torch_script_keep_slopes_far_below_one(loss):
    """Torch's own round them to 0, and with their signs Rprop ends elsewhere."""
    (z, y), golden = map(jnp.asarray, torch_techniques.FAR[loss]), GOLDEN["losses"][loss]
    assert LOSSES[loss] == golden["text"], AGAIN
    np.testing.assert_allclose(golden["values"], losses.LOSSES[loss].fn(z, y), rtol=1e-5)
    slopes = jax.grad(lambda z: losses.LOSSES[loss].fn(z, y).sum())(z)
    np.testing.assert_allclose(golden["slopes"], slopes, rtol=1e-5)


def test_what_is_put_on_a_rule_ends_where_the_script_ends_in_torch():
    cases = dict(torch_techniques.put_on())
    assert {*GOLDEN["put_on"]} == {*cases}
    with jax.enable_x64(True):
        for name, chosen in cases.items():
            golden = GOLDEN["put_on"][name]
            text = "".join(torch_techniques.written(chosen))
            assert sha256(text.encode()).hexdigest()[:16] == golden["text"], AGAIN
            np.testing.assert_allclose(_end(chosen), golden["end"], rtol=1e-6, atol=1e-8, err_msg=name)


def test_draws_that_are_too_many_are_drawn_anew_and_that_is_said(monkeypatch):
    monkeypatch.setattr(draws, "MOST", 10)
    tasks, content = torch_techniques.begun("data=moons&hidden=4&batch=20&steps=3&a=sgd&a.dropout=plain&b=sgd")
    text = content["comparison_torch.py"].decode()
    assert "Masks and noise of SGD, Dropout 0.5" in ast.get_docstring(ast.parse(text))
    assert not any(name.startswith("draws") for name in np.load(io.BytesIO(content["comparison.npz"])).files)
    late = draws.draws(tasks["b"], choice("sgd", stale="random", gradnoise="annealed"), 3)
    assert [*late.arrays] == ["stale"] and not late.whole  # which is always taken along


def test_the_gradients_of_an_update_share_what_is_drawn_anew():
    """As those of a SAM step do in the app."""
    scope, drawn = {}, iter(range(9))
    exec(UPDATE, scope)
    first, second = (scope["Update"](t, {}) for t in range(2))
    found = [one.draw(what, (), lambda _: next(drawn)) for one in (first, second) for what in ("a", "b", "a")]
    assert found == [0, 1, 0, 2, 3, 2]


def test_the_notebook_has_both_scripts():
    network, _ = decode("data=moons&hidden=4&steps=3&a=adam")
    content = taken(network, {"a": made_up(network)})
    book = json.loads(content["comparison.ipynb"])
    code = [cell["source"] for cell in book["cells"] if cell["cell_type"] == "code"]
    assert book["nbformat"] == 4 and len({cell["id"] for cell in book["cells"]}) == len(book["cells"])
    assert all(ast.parse(text) for text in code) and not any("__file__" in text for text in code)
    assert "import optax" in "".join(code) and "torch.optim.Adam(p, lr=0.03" in "".join(code)


def test_rules_that_torch_has_in_the_very_form():
    """Which there are, and that others say why they are none."""
    usual = {name for name in OPTIMIZERS if isinstance(in_torch(choice(name)), Form)}
    assert usual == {
        *("sgd", "momentum", "nesterov", "adagrad", "adadelta", "adam", "adamw", "amsgrad", "adamax", "radam"),
        *("rprop", "lbfgs", "adafactor"),
    }
    forms = [choice("rmsprop", eps_mode="outside"), choice("nadam", form="torch"), choice("momentum", lr=0.5, beta=0.9)]
    assert [in_torch(one).name for one in forms] == ["RMSprop", "NAdam", "SGD"]
    ewma = in_torch(choice("momentum", convention="ewma", beta=0.9))
    assert ewma.factor == pytest.approx(0.1)
    assert "root" in in_torch(choice("adam", eps_mode="inside"))
    assert isinstance(in_torch(choice("adam", clip="norm")), Form)
    assert "moves" in in_torch(choice("nesterov", **{"lr.schedule": "cosine"}))
    of_steps = {"cautious": "mean", "decoupled": "torch", "lookahead": "late"}
    assert {in_torch(choice("lbfgs", **{name: form})) for name, form in of_steps.items()} == {PROPOSED}
    assert isinstance(in_torch(choice("lbfgs", sam="on")), Form)
    assert "another" in in_torch(choice("adafactor", form="optax"))
    assert "below 1" in in_torch(choice("adafactor", d=0.5)) and "matrices" in in_torch(choice("muon"))


def test_rules_end_where_torch_ends_with_the_text_of_the_script():
    """Each form as it stands in a script, run in torch, came where our rule comes: see tests/golden/torch_rules.py."""
    golden = json.loads(torch_rules.FILE.read_text())
    cases = [*torch_rules.cases()]
    assert [*golden] == [name for name, *_ in cases]
    with jax.enable_x64(True):
        for name, chosen, form in cases:
            assert in_torch(chosen) == form and torch_rules.written(form) == golden[name]["rule"]
            np.testing.assert_allclose(_end(chosen), golden[name]["end"], rtol=1e-6, atol=1e-9, err_msg=name)


def _end(chosen):
    """Where our rule comes, at the rates of the golden run."""
    p, state, loss = jnp.asarray(torch_rules.START), None, lambda p: torch_rules.loss([*p])
    spec, moving = wrapped(chosen.spec, forms_of(chosen.wrappers)), scheduled(chosen, torch_rules.STEPS, 8)
    for t, rate in enumerate(torch_rules.rates(chosen)):
        numbers = {name: n.rows[t] if isinstance(n, Table) else n for name, n in moving.items()}
        rule = optax.with_extra_args_support(spec.make(**numbers | {"lr": rate}, **dict(chosen.options)))
        value, grads = loss(p), jnp.asarray(torch_rules.CURVATURES) * p + p**3 / 10
        state = rule.init(p) if state is None else state
        updates, state = rule.update(grads, state, p, value=value, grad=grads, value_fn=loss)
        p = p + updates
    return spec.stands(p, state) if spec.stands else p
