"""What stays in the bundle: the needed, and nothing that only lies beside it."""

import ast
import sys
from pathlib import Path
from types import ModuleType

import pytest

import transom

PACKAGING = Path(__file__).parents[2] / "packaging"
SOURCES = Path(transom.__file__).parent


@pytest.fixture
def slim(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PACKAGING))
    monkeypatch.delitem(sys.modules, "slim", raising=False)
    import slim

    return slim


def imported_bindings() -> set[str]:
    found = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6."):
                found.add((node.module or "").split(".")[1])
    return found


def test_every_part_of_qt_that_the_program_imports_is_kept(slim: ModuleType) -> None:
    assert imported_bindings() <= set(slim.BINDINGS)


def test_a_plug_in_that_is_not_listed_stays_at_home(slim: ModuleType) -> None:
    place = "PySide6/Qt/plugins/"
    rows = [
        (f"{place}imageformats/libqtiff.so", "/nowhere/libqtiff.so", "BINARY"),
        (f"{place}imageformats/libqsvg.so", "/nowhere/libqsvg.so", "BINARY"),
        (f"{place}sqldrivers/libqsqlite.so", "/nowhere/libqsqlite.so", "BINARY"),
    ]
    kept, _ = slim.slim(rows, [])
    assert [row[0] for row in kept] == [f"{place}imageformats/libqsvg.so"]


def test_other_locales_and_qml_stay_at_home(slim: ModuleType) -> None:
    locales = "PySide6/Qt/translations/qtwebengine_locales/"
    names = [f"{locales}en-US.pak", f"{locales}fr.pak", "PySide6/Qt/qml/QtQuick/qmldir"]
    _, kept = slim.slim([], [(name, f"/nowhere/{name}", "DATA") for name in names])
    assert [row[0] for row in kept] == [f"{locales}en-US.pak"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads ELF links")
def test_a_library_stays_only_where_a_link_reaches_it(slim: ModuleType) -> None:
    import PySide6

    qt = Path(PySide6.__file__).parent
    network = ("PySide6/QtNetwork.abi3.so", str(qt / "QtNetwork.abi3.so"), "EXTENSION")
    libraries = [
        (f"PySide6/Qt/lib/{name}", str(qt / "Qt/lib" / name), "BINARY")
        for name in ("libQt6Network.so.6", "libQt6Core.so.6", "libQt6Charts.so.6")
    ]
    kept, _ = slim.slim([network, *libraries], [])
    names = {Path(row[0]).name for row in kept}
    assert names == {"QtNetwork.abi3.so", "libQt6Network.so.6", "libQt6Core.so.6"}


def test_a_link_to_what_was_left_out_goes_too(slim: ModuleType) -> None:
    rows = [
        ("libQt6Charts.so.6", "PySide6/Qt/lib/libQt6Charts.so.6", "SYMLINK"),
        ("PySide6/Qt/lib/libQt6Charts.so.6", "/nowhere/libQt6Charts.so.6", "BINARY"),
    ]
    assert slim.slim(rows, []) == ([], [])
