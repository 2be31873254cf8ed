"""Somebody's hands: keys where the keyboard is, presses where something is seen."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QMenu, QWidget
from tests.journeys.person import Person

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


class Hands(Person):
    """A person who uses nothing but the keyboard, or nothing but the mouse."""

    def keys(self, *keys: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.wake()
        for key in keys:
            QTest.keyClick(self._focus(), key, held)

    def type(self, words: str) -> None:
        self.wake()
        QTest.keyClicks(self._focus(), words)

    def _focus(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        return popup or QApplication.focusWidget() or self.app.window

    def wake(self) -> None:
        """Do as a desktop does once the active window, a menu or a list of offers is gone."""
        active = QApplication.activeWindow()
        if active is None or not active.isVisible():
            self.app.window.activateWindow()
            self.wait_for(self.app.window.isActiveWindow)

    def jump_to(self, find: Callable[[], QWidget]) -> None:
        def is_there() -> bool:
            self.wake()
            find().setFocus(Qt.FocusReason.TabFocusReason)
            return find().hasFocus()

        self.wait_for(is_there)

    def tab_to(self, find: Callable[[], QWidget], *, is_back: bool = False) -> None:
        for _ in range(80):
            if find().hasFocus():
                return
            if is_back:
                self.keys(Qt.Key.Key_Backtab, held=SHIFT)
            else:
                self.keys(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never comes to {find()}")

    def click_at(self, widget: QWidget, point: QPoint) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NONE, point)

    def click_row(self, view: QAbstractItemView, index: QModelIndex, x: int = 0) -> None:
        """Press a row in its middle, or ``x`` from its left edge."""
        view.scrollTo(index)
        room = view.visualRect(index)
        # A row may begin with a title of its own: its lower part is surely the row.
        self.click_at(view.viewport(), QPoint(x or room.center().x(), room.bottom() - 12))

    def click_in_menu(self, words: str) -> None:
        """Press an entry of the menu that is open."""
        self.wait_for(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        (action,) = [one for one in menu.actions() if one.text() == words]
        self.click_at(menu, menu.actionGeometry(action).center())

    def button(self, within: QWidget, words: str) -> QAbstractButton:
        found = [
            one
            for one in within.findChildren(QAbstractButton)
            if one.isVisibleTo(within) and words in (one.text(), one.accessibleName())
        ]
        assert found, words
        return found[-1]
