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
from dataclasses import dataclass, field
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
    """Definitions gathered so far, each after those that it uses, and the import lines that they need."""

    imports: set[str] = field(default_factory=set)
    blocks: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, module: str, name: str) -> str:
        """Gather the definition ``name`` of ``module`` and what it uses; returns its name in the extract."""
        source = _read(module)
        if name in source.own:
            return self.add(*source.own[name])
        if name in source.foreign:
            self.imports.add(source.foreign[name])
        elif name in source.defined and (module, name) not in self.blocks:
            taken = {known for _, known in self.blocks}
            self.blocks[module, name] = ""  # a place held, should it use itself
            node = source.defined[name]
            renamed = {used: self.add(module, used) for used in _names(node) if used != name}
            if name in taken:
                renamed[name] = f"{name}_{module.rsplit('.', 1)[-1]}"
            text = _source(source.text, node)
            for old, new in renamed.items():
                text = text if old == new else re.sub(rf"(?<![.\w]){old}\b", new, text)
            del self.blocks[module, name]
            self.blocks[module, renamed.get(name, name)] = text
        return name

    def expression(self, module: str, node: ast.expr) -> str:
        """The text of an expression that stands in ``module``, after gathering what it uses."""
        for used in _names(node):
            self.add(module, used)
        return ast.unparse(node)

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
