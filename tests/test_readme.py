"""What README.md and CONTRIBUTING.md show is true: examples are run, links are read, commands and files exist."""

from __future__ import annotations

import importlib.util
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from optimizers import OPTIMIZERS, adaptive
from surfaces import SURFACES
from tests.asgi import get
from tests.pages import by_label
from tests.readme import (
    CONTRIBUTING,
    FIELD,
    OPTIMIZER,
    OPTIMIZER_LINE,
    PAGE_FILES,
    PAGE_LINE,
    README,
    ROW,
    SURFACE,
    SURFACE_LINE,
    blocks,
)
from training.data.points import own
from training.data.selection import MOST, MOST_CHARACTERS
from training.network import config, descent, transfer
from training.network.techniques import TECHNIQUES
from training.race.config import choice, decode, encode
from training.race.descend import descend
from training.race.explain import explain
from ui.network import equal
from ui.pages import PAGES
from ui.server import routes

ROOT = Path(__file__).resolve().parent.parent
LONGEST_LINE = 120  # letters of the README's prose, as of the code


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Imports a block of the README as a module of a package."""

    def load(name, source):
        path = tmp_path / f"{name.split('.')[-1]}.py"
        path.write_text(source)
        spec = importlib.util.spec_from_file_location(name, path)
        loaded = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, loaded)
        spec.loader.exec_module(loaded)
        return loaded

    return load


def test_the_surface_of_the_guide_races(module, monkeypatch):
    troughs = module("surfaces.troughs", SURFACE)
    monkeypatch.setitem(SURFACES, "ring", None)  # so that the line below is undone
    exec(SURFACE_LINE, {"SURFACES": SURFACES, "troughs": troughs})
    surface = SURFACES["ring"]
    assert surface.name == "ring"
    for minimum in surface.minima:
        assert np.allclose(jax.grad(surface.fn)(jnp.array(minimum)), 0, atol=1e-6)
        assert (np.linalg.eigvalsh(jax.hessian(surface.fn)(jnp.array(minimum))) > 0).all()
    trace = descend("ring", surface.start, surface.steps, 0, choice("adam", lr=0.05))
    assert min(np.linalg.norm(trace.params[-1] - np.array(m)) for m in surface.minima) < 0.05


def test_the_optimizer_of_the_guide_races(module, monkeypatch):
    normalized = module("optimizers.adaptive.normalized", OPTIMIZER)
    monkeypatch.setitem(OPTIMIZERS, "normalized", None)
    family = {"SPECS": adaptive.SPECS, "normalized": normalized}
    exec(OPTIMIZER_LINE, family)
    OPTIMIZERS["normalized"] = family["SPECS"][-1]
    chosen = choice("normalized", lr=0.02)
    trace = descend("ravine", (-10.0, 1.0), 50, 0, chosen)
    lengths = np.linalg.norm(np.diff(trace.params, axis=0), axis=1)
    assert np.allclose(lengths, 0.02, rtol=1e-3)
    inside = explain(OPTIMIZERS["normalized"], chosen, trace)
    assert [line.values.shape[0] for line in inside.lines] == [50, 50, 50]
    assert normalized.__doc__.startswith(OPTIMIZERS["normalized"].label)


def _network_page():
    from ui.network.page import PAGE
    from ui.network.sidebar import network_sidebar
    from ui.session import state

    state.enter(PAGE)
    network_sidebar()


def test_the_field_of_the_guide_is_in_link_check_widget_and_card(monkeypatch):
    lines = ["@dataclass(frozen=True)", "class More(Network):", f"    {FIELD}"]
    exec("\n".join(lines), names := {"dataclass": dataclass, "Network": config.Network})
    monkeypatch.setattr(config, "Network", names["More"])
    monkeypatch.setitem(config.FIELDS, "mislabelled", None)  # so that the row below is undone
    exec(ROW, {**vars(config)})
    network, sentences = config.decode("mislabelled=0.1")
    assert sentences == [] and network.mislabelled == 0.1
    assert "mislabelled=0.1" in config.encode(network) and config.decode(config.encode(network)) == (network, [])
    assert config.decode("mislabelled=0.9")[1] == [
        "mislabelled: must be a number from 0 to 0.5, not “0.9”; 0 was used."
    ]
    assert config.decode("data=curve&mislabelled=0.1")[1] == ["mislabelled: counts only for classes; it was ignored."]
    assert equal.equalities(network, {})["Share with a wrong label"] == "0.1"
    page = AppTest.from_function(_network_page, default_timeout=60)
    page.session_state["more.network"] = True
    by_label(page.run().text_input, "Share with a wrong label").set_value("0.25").run()
    assert not page.exception and page.session_state["network_page"].config.mislabelled == 0.25


def test_the_page_of_the_guide_opens(module, tmp_path, monkeypatch):
    config_file, page_file, view = PAGE_FILES.values()
    module("training.parabola.config", config_file)
    page = module("ui.parabola.page", page_file)
    monkeypatch.setitem(PAGES, "parabola", None)  # so that the row below is undone
    exec(PAGE_LINE, {"PAGES": PAGES, "page": page})
    (tmp_path / "view.py").write_text(view)
    app = AppTest.from_file(tmp_path / "view.py", default_timeout=60)
    app.query_params.update(rate="2.5", bogus="1")
    app.run()
    assert not app.exception and "bogus" in app.warning[0].value
    by_label(app.text_input, "Steps").set_value("7").run()
    assert not app.exception and not app.warning
    assert page.PAGE.encode(app.session_state["parabola_page"].config) == "v=1&rate=2.5&steps=7"
    asked = Starlette(routes=routes.routes())
    assert get(asked, "/parabola").status == 200
    assert get(asked, "/lib/short?page=parabola&link=v%3D1%26rate%3D0.5%26steps%3D7").text == "v=1&steps=7"


def test_the_link_of_the_readme_is_understood():
    (link,) = [block.strip() for block in blocks(README, "text") if block.startswith("v=1")]
    race, sentences = decode(link)
    assert sentences == []
    assert [chosen.optimizer for _, chosen in race.slots] == ["sgd", "adam"]
    assert decode(encode(race)) == (race, [])


def test_the_link_of_a_network_is_understood():
    (link,) = re.findall(r"`(data=[^`]+)`", README)
    network, sentences = config.decode(link)
    assert sentences == []
    assert network.data == "moons"
    assert [chosen.optimizer for _, chosen in network.slots] == ["adam"]


def test_the_fields_and_wrappers_of_techniques_are_those_of_the_readme():
    (told,) = re.findall(r"What is put on a network(.*?)On \*Initialization\*", " ".join(README.split()))
    wrappers = re.findall(r"`(a\.\w+=\w+)`", told)
    assert config.decode("&".join(["a=adam", *wrappers]))[1] == [] and len(wrappers) == 3
    named = {*re.findall(r"`(\w+)`", told)}
    assert named <= {*config.FIELDS} and {row.name for row in TECHNIQUES if row.owner == ""} <= named
    assert {"ensemble", *(row.name for row in (*descent.ROWS, *transfer.ROWS))} <= named


def test_the_own_data_of_the_readme_are_understood():
    plain, named = (config.decode(link) for link in re.findall(r"`(points=[^`]+)`", README))
    assert plain[1] == named[1] == []
    assert own(plain[0].points).features == ("x", "y") and own(named[0].points).features == ("width", "height")
    limits = f"{MOST} rows and {MOST_CHARACTERS:,} characters"
    assert limits in " ".join(README.split())


def test_the_formulas_of_the_readme_are_understood():
    assert decode("surface=formula&formula=x**2+%2B+y**2&x0=-1&x1=1&y0=-1&y1=1")[1] == []
    assert "surface=formula&formula=x**2+%2B+y**2" in README
    typed = "(x - 1)**2 + 4*y**2 + sin(3*x)"
    assert f"`{typed}`" in README
    assert np.isfinite(descend(f"formula:{typed}", (0.5, 0.5), 3, 0, choice("sgd")).loss).all()


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_the_files_that_are_named_exist(text):
    named = set(re.findall(r"`((?:surfaces|optimizers|tests|training|ui)/[\w/.]+\.py)`", text))
    examples = {"surfaces/troughs.py", "optimizers/adaptive/normalized.py", *PAGE_FILES}
    assert [name for name in sorted(named - examples) if not (ROOT / name).is_file()] == []
    assert [linked for linked in re.findall(r"\[.*?\]\(([\w./]+)\)", text) if not (ROOT / linked).is_file()] == []


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_the_prose_is_wrapped(text):
    prose = re.sub(r"^```.*?^```|^[|].*?$", "", text, flags=re.MULTILINE | re.DOTALL)
    assert [line for line in prose.splitlines() if len(line) > LONGEST_LINE and " " in line] == []


def test_the_commands_of_the_readme_exist():
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"^make (\w+)", "\n".join(blocks(README, "sh")), flags=re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target
