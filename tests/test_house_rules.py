"""The rules of the house that no tool holds: short files, honest names, nothing hidden."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.networks import NETWORKS

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "migrations", "bench", "tests")
WRITTEN_BY_HAND = {".py", ".js", ".mjs", ".css", ".html", ".sh"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 50
LONGEST_TEST = 90
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "data"}
NAMES_THAT_SAY_NOTHING |= {"managers", "process", "tools", "stuff", "core_utils"}

# Every table in one picture is worth more than the rule; a step is written by Alembic.
LONG_ON_PURPOSE = {"bot/db/tables.py"}


def _files(*rooms: str) -> list[Path]:
    found = (path for room in rooms for path in (ROOT / room).rglob("*"))
    return sorted(
        path
        for path in found
        if path.suffix in WRITTEN_BY_HAND
        and path.is_file()
        and not {"node_modules", "__pycache__"} & set(path.parts)
    )


def _python(*rooms: str) -> list[tuple[str, ast.Module]]:
    return [
        (_name(path), ast.parse(path.read_text("utf-8")))
        for path in _files(*rooms)
        if path.suffix == ".py"
    ]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_is_long() -> None:
    lengths = {
        _name(path): path.read_text("utf-8").count("\n")
        for path in _files("bot", "bench", "tests")
        if _name(path) not in LONG_ON_PURPOSE
    }

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_long() -> None:
    long = [
        f"{name}:{function.lineno} {function.name} ({lines})"
        for name, tree in _python("bot", "bench", "tests")
        for function in _functions(tree)
        if (lines := (function.end_lineno or 0) - function.lineno + 1)
        > (LONGEST_TEST if name.startswith("tests/") else LONGEST_FUNCTION)
    ]

    assert long == []


def test_names_say_something() -> None:
    parts = {part for path in _files(*ROOMS) for part in (*path.parent.parts, path.stem)}

    assert parts & NAMES_THAT_SAY_NOTHING == set()


def test_every_module_says_what_it_holds() -> None:
    silent = [
        name
        for name, tree in _python("bot", "migrations", "bench")
        if ast.get_docstring(tree) is None
    ]

    assert silent == []


def test_own_imports_stand_at_the_top() -> None:
    hidden = [
        f"{name}: {function.name}"
        for name, tree in _python("bot", "bench")
        for function in _functions(tree)
        if any(map(_imports_our_own, ast.walk(function)))
    ]

    assert hidden == []


def _imports_our_own(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.level > 0 or (node.module or "").split(".")[0] in ROOMS
    if isinstance(node, ast.Import):
        return any(alias.name.split(".")[0] in ROOMS for alias in node.names)
    return False


def test_nothing_is_swallowed() -> None:
    swallowed = [
        f"{name}:{node.lineno}"
        for name, tree in _python("bot")
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and all(isinstance(step, ast.Pass | ast.Continue) for step in node.body)
    ]

    assert swallowed == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX"])
def test_nothing_is_left_for_later_without_a_name(word: str) -> None:
    left = [
        f"{_name(path)}:{number}"
        for path in _files("bot", "migrations", "bench")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(rf"\b{word}\b(?!\()", line)
    ]

    assert left == []


def test_each_test_claims_something() -> None:
    names = [
        f"{name}: {function.name}"
        for name, tree in _python("tests")
        for function in _functions(tree)
        if function.name.startswith("test_") and len(function.name.split("_")) < 3
    ]

    assert names == []


def test_networks_do_not_know_each_other() -> None:
    """`x_media.py` belongs to `x.py`; what belongs to none is for all."""
    known = [
        f"{name} imports {module}"
        for name, tree in _python("bot/networks")
        if (mine := _network_of(Path(name).stem))
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (module := node.module or "").startswith("bot.networks.")
        and (_network_of(module.rpartition(".")[2]) or mine) != mine
    ]

    assert known == []


def _network_of(stem: str) -> str:
    return next((name for name in NETWORKS if stem == name or stem.startswith(f"{name}_")), "")
