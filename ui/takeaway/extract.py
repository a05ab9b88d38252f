"""The source of a rule with everything of this project that it uses, as one text that stands alone.

Reads the modules with ``ast``: from a name to its definition, and on to the names in it, across our own packages.
Imports of other packages are kept as they are.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import symtable
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import lru_cache

OWN = ("optimizers", "surfaces", "training")


@dataclass(frozen=True)
class _Module:
    text: str
    defined: dict[str, ast.stmt]
    own: dict[str, tuple[str, str]]  # a name imported from our own packages: its module and its name there
    foreign: dict[str, str]  # a name imported from elsewhere: the line that imports it


@dataclass
class Extract:
    """Definitions gathered so far, each after those that it uses, and the import lines that they need.

    Where two modules define one name, the later definition bears its module's name behind its own.
    """

    imports: set[str] = field(default_factory=set)
    blocks: dict[tuple[str, str], str] = field(default_factory=dict)  # by module and name there
    names: dict[tuple[str, str], str] = field(default_factory=dict)  # the name here by module and name there

    def add(self, module: str, name: str) -> str:
        """Gather the definition ``name`` of ``module`` and what it uses; returns its name in the extract."""
        source, place = _read(module), (module, name)
        if name in source.own:
            return self.add(*source.own[name])
        if name in source.foreign:
            self.imports.add(source.foreign[name])
        elif name in source.defined and place not in self.names:
            taken = name in self.names.values()
            self.names[place] = f"{name}_{module.rsplit('.', 1)[-1]}" if taken else name
            node = source.defined[name]
            self.blocks[place] = self._renamed(module, [*_names(node), name], _source(source.text, node))
        return self.names.get(place, name)

    def expression(self, module: str, node: ast.expr) -> str:
        """The text of an expression that stands in ``module``, after gathering what it uses."""
        return self._renamed(module, _names(node), ast.unparse(node))

    def _renamed(self, module: str, names: Iterable[str], text: str) -> str:
        """``text``, which stands in ``module``, with the names that these have in the extract."""
        here = {name: self.add(module, name) for name in dict.fromkeys(names)}
        words = "|".join(name for name, new in here.items() if name != new)
        return re.sub(rf"(?<![.\w])({words})\b(?!=)", lambda found: here[found[0]], text) if words else text

    @property
    def text(self) -> str:
        """All definitions, two empty lines between them."""
        return "\n\n\n".join(self.blocks.values())


def definition(module: str, name: str) -> ast.stmt | None:
    """The statement that defines ``name`` at the top level of ``module``; None where there is none."""
    return _read(module).defined.get(name)


def argument(module: str, variable: str, name: str) -> ast.expr | None:
    """The argument ``name`` of the call that ``variable`` is assigned in ``module``; None where it is not given."""
    node = definition(module, variable)
    call = node.value if isinstance(node, ast.Assign) else None
    keywords = call.keywords if isinstance(call, ast.Call) else []
    return next((keyword.value for keyword in keywords if keyword.arg == name), None)


def entry(kind: type, name: str, field: str) -> ast.expr | None:
    """What the entry ``kind(name, ...)`` in the module of that dataclass has as its ``field``; None where it has none.

    Raises StopIteration where there is no such entry, and ValueError where the class has no such field.
    """
    calls = (node for node in ast.walk(ast.parse(_read(kind.__module__).text)) if isinstance(node, ast.Call))
    own = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == kind.__name__ and call.args)
    call = next(call for call in own if isinstance(call.args[0], ast.Constant) and call.args[0].value == name)
    place = [one.name for one in fields(kind)].index(field)
    given = (one.value for one in call.keywords if one.arg == field)
    return call.args[place] if place < len(call.args) else next(given, None)


@lru_cache(maxsize=256)
def _read(module: str) -> _Module:
    text = inspect.getsource(importlib.import_module(module))
    found = _Module(text, {}, {}, {})
    for node in ast.parse(text).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.defined[node.name] = node
        elif isinstance(node, ast.Assign):
            names = [name for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)]
            found.defined.update({name.id: node for name in names})
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            _note_imports(node, found)
    return found


def _note_imports(node: ast.Import | ast.ImportFrom, found: _Module) -> None:
    for alias in node.names:
        name = alias.asname or alias.name.split(".")[0]
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in OWN:
            found.own[name] = (str(node.module), alias.name)
        elif not (isinstance(node, ast.ImportFrom) and node.module == "__future__"):
            line = ast.unparse(type(node)(**{**vars(node), "names": [alias]}))
            found.foreign[name] = line


def _names(node: ast.AST) -> list[str]:
    """The names that a definition takes from its module, not those of its own arguments and variables."""
    found: dict[str, None] = {}

    def visit(table: symtable.SymbolTable) -> None:
        for symbol in table.get_symbols():
            if symbol.is_referenced() and symbol.is_global():
                found[symbol.get_name()] = None
        for inner in table.get_children():
            visit(inner)

    visit(symtable.symtable(ast.unparse(node), "definition", "exec"))
    return list(found)


def _source(text: str, node: ast.stmt) -> str:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    lines = "\n".join(text.splitlines()[first - 1 : node.end_lineno])
    return re.sub(r"  # noqa: [A-Z0-9, ]+", "", lines)
