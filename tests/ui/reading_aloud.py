"""What a screen reader is told, from the outside inwards."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

ROLE = QAccessible.Role
DRAWN = ("MonthDays",)
"""Drawn by hand: its name tells the day, and Qt gives it no role."""
ROLES_OF_NOTHING = (ROLE.NoRole, ROLE.Client, ROLE.Border, ROLE.Pane)


def told(widget: QWidget) -> QAccessibleInterface:
    """Return what stands for a widget."""
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def walk(one: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Yield what can be seen; a web page's own inside is its own."""
    if state_of(one).invisible:
        return
    yield one
    if one.role() is ROLE.WebDocument:
        return
    for place in range(one.childCount()):
        child = one.child(place)
        if child is not None and child.isValid():
            yield from walk(child)


def state_of(one: QAccessibleInterface) -> Any:
    """Return the state, whose flags the stubs do not know."""
    return one.state()


def name_of(one: QAccessibleInterface) -> str:
    """Return what is read out."""
    return one.text(QAccessible.Text.Name)


def nameless(widget: QWidget) -> list[str]:
    """Return what takes the keyboard and says neither what it is nor what it is called."""
    return [
        f"{type(one.object()).__name__} in {type(_around(one)).__name__}"
        for one in walk(told(widget))
        if state_of(one).focusable and (not name_of(one).strip() or _is_silent(one))
    ]


def _is_silent(one: QAccessibleInterface) -> bool:
    return one.role() in ROLES_OF_NOTHING and type(one.object()).__name__ not in DRAWN


def _around(one: QAccessibleInterface) -> object:
    above = one.parent()
    return above.object() if above is not None else None
