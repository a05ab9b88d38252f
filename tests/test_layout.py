"""The shape of the tree: which way imports point, what lies where, how long files and functions are."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

import optimizers
import surfaces
from optimizers.base import OptimizerSpec
from surfaces.base import Surface
from ui.pages import PAGES
from ui.player.assets import PLAYER
from ui.player.bundle import IMPORT, beside

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {"surfaces", "optimizers", "training", "tests", "assets", "ui", "lessons", "locales", "benchmarks"}
FOLDERS |= {".streamlit", ".ci"}
LAYERS = ("locales", "surfaces", "optimizers", "training", "ui", "app", "playground")
MAY_IMPORT = {
    "locales": {"locales"},
    "surfaces": {"locales", "surfaces"},
    "optimizers": {"locales", "optimizers"},
    "training": {"locales", "surfaces", "optimizers", "training"},
    "ui": {"locales", "surfaces", "optimizers", "training", "ui"},
    "app": {"locales", "surfaces", "optimizers", "training", "ui", "app"},
    "playground": {"locales", "surfaces", "optimizers", "training", "ui", "playground"},
}
# Inside the packages: a room may import those before it, and itself; pages stand beside each other.
ROOMS = {
    "training": [
        {"process"},
        {"training"},
        {"rules"},
        {"configuration"},
        {"parts"},
        {"data"},
        {"race", "network", "initialization"},
        {"many"},
        {"laws", "notes"},
        {"worker"},
    ],
    "ui": [
        {"looks"},
        {"session"},
        {"work"},
        {"widgets"},
        {"player"},
        {"takeaway"},
        {Path(page.view).parts[0] for page in PAGES.values()},
        {"pages"},
        {"navigation", "server", "thumbs"},
        {"main"},
    ],
}
PLAYER_ROOMS = [{"draw"}, {"engine"}, {"panels"}, {"race", "network"}, {"pages"}, {"main", "pictures"}]
INIT = "__init__"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LONGEST_FILE = 300  # lines
LONGEST_FUNCTION = 40  # lines without its docstring
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
MACHINE_PATH = re.compile(r"(?<![\w.])/(work|root|home|opt|Users|mnt)/\w")


def tracked() -> list[Path]:
    """The files of the tree that git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


TRACKED = tracked()
PYTHON = [path for path in TRACKED if path.suffix == ".py"]
CODE = [path for path in TRACKED if path.suffix in (".py", ".js", ".css", ".toml") or path.name in ("Makefile", "run")]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def layer(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


LAYERED = [path for path in PYTHON if layer(path) in LAYERS]


@cache
def imports(path: Path) -> set[str]:
    """The full names of the modules that a file imports, wherever in it the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module if node.level == 0 else ".".join((layer(path), node.module or "")))
    return found


def length(function: ast.AST) -> int:
    """Lines of a function; its docstring is not counted, nor are the functions inside it, which count by themselves."""
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is not None:
        lines -= function.body[0].end_lineno - function.body[0].lineno + 1
    inner = [node for node in function.body if isinstance(node, FUNCTIONS)]
    return lines - sum(node.end_lineno - node.lineno + 1 for node in inner)


def packages(path: Path) -> set[str]:
    """The packages from which a file imports."""
    return {module.split(".")[0] for module in imports(path)}


def test_imports_point_one_way():
    found = {name(path): packages(path) & set(LAYERS) - MAY_IMPORT[layer(path)] for path in LAYERED}
    assert len(found) > 400 and {path: used for path, used in found.items() if used} == {}


def room(module: str) -> str:
    """The room of a module of a package, as ROOMS names it: its folder, or the module itself beside the folders."""
    package, *rest = module.split(".")
    known = {one for rank in ROOMS[package] for one in rank}
    return rest[0] if rest and rest[0] in known else package


def against(rooms: list[set[str]], where: str, used: str) -> bool:
    """Whether a room uses one that does not stand before it."""
    rank = {one: place for place, rank in enumerate(rooms) for one in rank}
    return where != used and rank.get(used, -1) >= rank.get(where, -1)


def turned_against() -> set[str]:
    """The imports inside packages that point the wrong way."""
    found = set()
    for path in LAYERED:
        package = layer(path)
        if package in ROOMS:
            here = room(".".join(path.relative_to(ROOT).with_suffix("").parts))
            inside = {module for module in imports(path) if module.split(".")[0] == package}
            found |= {f"{name(path)} -> {module}" for module in inside if against(ROOMS[package], here, room(module))}
    return found


def player_turned_against() -> set[str]:
    """The imports inside the player that point the wrong way."""
    sources = PLAYER.texts(".js")
    pairs = [(one, beside(one, other)) for one in sources for _, other in IMPORT.findall(sources[one])]
    return {
        f"{one} -> {other}"
        for one, other in pairs
        if against(PLAYER_ROOMS, *(script.partition("/")[0].removesuffix(".js") for script in (one, other)))
    }


def test_imports_inside_packages_point_one_way():
    assert turned_against() | player_turned_against() == set()


def test_streamlit_and_plotly_stay_in_their_places():
    assert {layer(path) for path in LAYERED if "streamlit" in packages(path)} == {"ui", "app"}
    assert [name(path) for path in LAYERED if "plotly" in packages(path)] == ["ui/looks/charts.py"]


def test_imports_are_found_wherever_they_stand(tmp_path):
    source = "import a.b\nfrom c.d import e\ndef f():\n    from g import h\n    import i as j\n"
    (tmp_path / "m.py").write_text(source)
    assert imports(tmp_path / "m.py") == {"a.b", "c.d", "g", "i"}


def test_the_top_level_is_the_agreed_one():
    folders = {path.relative_to(ROOT).parts[0] for path in TRACKED if len(path.relative_to(ROOT).parts) > 1}
    assert folders <= FOLDERS


def test_files_and_functions_are_short():
    files = {name(path): path.read_text().count("\n") for path in CODE if path.suffix in (".py", ".js", ".css")}
    assert len(files) > 900 and {path: lines for path, lines in files.items() if lines > LONGEST_FILE} == {}
    functions = [
        (f"{name(path)}: {function.name}", length(function))
        for path in PYTHON
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, FUNCTIONS)
    ]
    assert len(functions) > 4_000 and [named for named, lines in functions if lines > LONGEST_FUNCTION] == []


def test_nothing_is_left_unfinished_or_bound_to_one_machine():
    lines = [
        f"{name(path)}:{number}: {line}"
        for path in CODE
        if path != Path(__file__).resolve()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if UNFINISHED.search(line) or MACHINE_PATH.search(line)
    ]
    assert lines == []


@pytest.mark.parametrize("package", [optimizers, surfaces], ids=lambda package: package.__name__)
def test_registries_name_their_entries_as_they_name_themselves(package):
    registry = getattr(package, package.__name__.upper())
    assert [key for key, entry in registry.items() if entry.name != key] == []


@pytest.mark.parametrize(
    "package, kind", [(optimizers, OptimizerSpec), (surfaces, Surface)], ids=["optimizers", "surfaces"]
)
def test_what_a_file_defines_is_registered(package, kind):
    registered = [id(entry) for entry in getattr(package, package.__name__.upper()).values()]
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(found.name)
        defined = [entry for entry in vars(module).values() if isinstance(entry, kind)]
        assert [entry.name for entry in defined if id(entry) not in registered] == [], found.name


NAMED = re.compile(r"\(([a-z_.]+(?:, [a-z_.]+)*)\)")  # modules that a glossary names


def glossaries() -> dict[Path, list[str]]:
    """The modules that the docstring of each package with words of its own names, by the package's folder."""
    texts = {path.parent: ast.get_docstring(ast.parse(path.read_text())) or "" for path in LAYERED if path.stem == INIT}
    return {
        folder: [one for names in NAMED.findall(text) for one in names.split(", ")] for folder, text in texts.items()
    }


def test_what_glossaries_name_is_there():
    found = glossaries()
    missing = {
        f"{name(folder)}: {one}"
        for folder, names in found.items()
        for one in names
        if not any(
            (at / one.replace(".", "/")).with_suffix(end).exists() for at in (folder, ROOT) for end in ("", ".py")
        )
    }
    assert missing == set() and len([folder for folder in found if found[folder]]) > 20
