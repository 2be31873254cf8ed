"""What a screen reader meets: every part that can be used has a name, a role and a way to it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLineEdit,
    QProgressBar,
    QSlider,
    QTextEdit,
    QWidget,
)
from tests.ui.reading_aloud import nameless

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Account, Cloud, Registration
from transom.engine.workers import Workers
from transom.ui.bridge import Bridge
from transom.ui.pages import PageBuilder
from transom.ui.settings.page import SettingsPage
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.window import Window

_USED = (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QProgressBar,
    QSlider,
    QTextEdit,
)
_ROLES_OF_NOTHING = (QAccessible.Role.NoRole, QAccessible.Role.Client)
PAGES = ("mail", "calendar", "people", "settings")


@pytest.fixture
def window(engine: Engine, bridge: Bridge, theme: Theme, icons: Icons) -> Iterator[Window]:
    cloud = Cloud("test", "https://127.0.0.1:1", "https://127.0.0.1:1", "https://127.0.0.1:1/r")
    engine._hall.store.accounts.save_account(
        Account("oid", "tid", "a@b.example", "Adele", Registration("client", "common", cloud))
    )
    workers = Workers()
    builder = PageBuilder(engine, bridge, theme, icons, workers.lane("reading"))
    window = Window(engine, bridge, theme, icons, builder.build)
    builder.window = window
    window.resize(1440, 900)
    window.show()
    for name in PAGES:
        window.show_page(name)
    yield window
    window.shut()
    workers.stop()
    window.deleteLater()


def used_parts(window: Window) -> list[QWidget]:
    return [
        part
        for part in window.findChildren(QWidget)
        if isinstance(part, _USED) and not part.isHidden() and not _is_inside_another(part)
    ]


def _is_inside_another(part: QWidget) -> bool:
    """A combo box's list, a field's clear button: Qt's own parts of a part that has a name."""
    above = part.parentWidget()
    while above is not None:
        if isinstance(above, (QComboBox, QLineEdit, QAbstractItemView)):
            return True
        above = above.parentWidget()
    return type(part).__name__ in ("QScrollBar", "QHeaderView", "QTableCornerButton")


def described(part: QWidget) -> str:
    names = [type(one).__name__ for one in (part, part.parentWidget()) if one is not None]
    return " in ".join(names)


def test_everything_that_can_be_used_has_a_name_and_a_role(window: Window) -> None:
    parts = [part for part in used_parts(window) if window.signin.isAncestorOf(part)]
    for name in PAGES:
        window.show_page(name)
        parts += [part for part in used_parts(window) if part.isVisibleTo(window)]
    assert len(parts) > 40
    nameless = []
    for part in parts:
        told = QAccessible.queryAccessibleInterface(part)
        assert told is not None, described(part)
        assert told.role() not in _ROLES_OF_NOTHING, described(part)
        if not told.text(QAccessible.Text.Name).strip():
            nameless.append(described(part))
    assert nameless == []


@pytest.mark.parametrize("name", PAGES)
def test_a_walk_over_a_page_meets_nothing_that_is_silent(window: Window, name: str) -> None:
    window.show_page(name)
    assert nameless(window) == []


def test_a_walk_over_every_section_of_the_settings_meets_nothing_that_is_silent(
    window: Window,
) -> None:
    window.show_page("settings")
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    for section in page.sections:
        page.open_section(section)
        assert nameless(page) == [], section


@pytest.mark.parametrize("name", PAGES)
def test_the_tab_key_reaches_every_part_of_a_page_and_comes_back(window: Window, name: str) -> None:
    window.show_page(name)
    page = window.page(name)
    start = part = page.focusWidget() or page
    reached = set()
    for _ in range(2_000):
        part = part.nextInFocusChain()
        if part.isVisibleTo(window) and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.add(part)
        if part is start:
            break
    assert part is start
    wanted = {
        one
        for one in used_parts(window)
        if page.isAncestorOf(one)
        and one.isVisibleTo(window)
        and one.isEnabled()
        and not isinstance(one, QProgressBar)
    }
    assert wanted
    assert [described(one) for one in wanted - reached] == []


def test_areas_that_only_scroll_stop_the_keyboard_only_where_they_are_named(window: Window) -> None:
    stops = [
        part
        for part in window.findChildren(QAbstractScrollArea)
        if type(part).__name__ == "Scrolled" and part.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    assert [part for part in stops if not part.accessibleName()] == []
