"""Rules of the house that import contracts cannot say, read off the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import transom

PACKAGE = Path(transom.__file__).parent


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_every_room_says_what_it_is_for() -> None:
    silent = [
        name
        for name, tree in sources()
        if name.endswith("__init__.py") and not ast.get_docstring(tree)
    ]
    assert not silent


def test_the_web_engine_lives_in_one_room() -> None:
    guests = [
        name
        for name, tree in sources()
        if not name.startswith("ui/web/")
        and any(module.startswith("PySide6.QtWebEngine") for module in imported(tree))
    ]
    assert not guests


def test_threads_are_born_in_one_file() -> None:
    born = {
        name
        for name, tree in sources()
        if not name.startswith("demo/")  # a program of its own
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("Thread", "ThreadPoolExecutor", "QThread")
    }
    assert born == {"engine/workers.py"}


def test_only_the_ends_of_threads_catch_everything() -> None:
    catchers = {
        name
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"))
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    }
    # What a package lost on its way may fail in any manner: there the failure is the finding.
    assert catchers <= {"engine/workers.py", "ui/bridge.py", "selftest.py"}


def test_certificate_checks_are_never_switched_off() -> None:
    for name, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "verify":
                assert not (isinstance(node.value, ast.Constant) and node.value.value is False), (
                    name
                )
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("CERT_NONE", "_create_unverified_context"), name
