"""What can be done with the message that is shown: one menu, open to whoever adds to it."""

from collections.abc import Callable, Sequence
from enum import IntEnum

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from transom.ui.widgets.buttons import icon_button
from transom.ui.widgets.icons import Icons


class Part(IntEnum):
    """The parts of the menu, from top to bottom."""

    READ = 0
    LOOK = 1
    PICTURES = 2
    KEEP = 3
    FACTS = 4


class ReaderActions(QObject):
    """Holds the actions of a reading pane: in its menu, and by their keys where it was spread to.

    Signals:
        opening: the menu is about to be seen; what it says can be brought up to date.
    """

    opening = Signal()

    def __init__(self, icons: Icons, pane: QWidget) -> None:
        super().__init__(pane)
        self.button: QPushButton = icon_button(
            icons, "ph.dots-three", "More about this message", token="text", size=20
        )
        self.button.clicked.connect(self.open_menu)
        self.menu = QMenu(pane)
        self.menu.setAccessibleName("More about this message")
        self.menu.aboutToShow.connect(self.opening)
        self._ends = {part: self.menu.addSeparator() for part in Part}
        self._plain = self._group()
        self._groups = [self._plain]
        self._scopes: list[QWidget] = [pane]
        self._has_message = False

    @property
    def actions(self) -> Sequence[QAction]:
        """Every action, whether it has keys or not."""
        return [action for group in self._groups for action in group.actions()]

    def add(self, part: Part, words: str, slot: Callable[[], object], *keys: str) -> QAction:
        """Add an action at the end of a part; ``keys`` hold wherever the actions are spread to."""

        def run() -> None:  # without the state that Qt would tell
            slot()

        action = QAction(words, self)
        action.triggered.connect(run)
        action.setShortcuts([QKeySequence(one) for one in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._plain.addAction(action)
        self._put(part, action)
        return action

    def add_key(self, keys: str, slot: Callable[[], object]) -> None:
        """Add keys that do something without a place of its own in the menu."""
        action = self.add(Part.KEEP, keys, slot, keys)
        self.menu.removeAction(action)

    def add_choices(
        self, part: Part, words: Sequence[str], slot: Callable[[int], object]
    ) -> Sequence[QAction]:
        """Add actions of which one is checked; ``slot`` is told the place of the one chosen."""
        group = self._group()
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.Exclusive)
        self._groups.append(group)
        for label in words:
            action = QAction(label, self, checkable=True)
            group.addAction(action)
            self._put(part, action)
        group.triggered.connect(lambda action: slot(group.actions().index(action)))
        return group.actions()

    def add_menu(self, part: Part, words: str) -> QMenu:
        """Add a menu of its own at the end of a part, to be filled by the caller."""
        menu = QMenu(words, self.menu)
        self._plain.addAction(menu.menuAction())
        self.menu.insertMenu(self._ends[part], menu)
        return menu

    def spread(self, widget: QWidget) -> None:
        """Let the keys hold within this widget too, also those of actions yet to come."""
        self._scopes.append(widget)
        widget.addActions(self.actions)

    def show_message(self, is_there: bool) -> None:
        """Offer the actions while there is a message."""
        self._has_message = is_there
        self.button.setVisible(is_there)
        for group in self._groups:
            group.setEnabled(is_there)

    @Slot()
    def open_menu(self) -> None:
        """Show the menu below its button."""
        if self._has_message:
            self.popup(self.menu)

    def popup(self, menu: QMenu) -> None:
        """Show a menu below the button."""
        corner = QPoint(self.button.width() - menu.sizeHint().width(), self.button.height())
        menu.popup(self.button.mapToGlobal(corner))

    def _group(self) -> QActionGroup:
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        return group

    def _put(self, part: Part, action: QAction) -> None:
        self.menu.insertAction(self._ends[part], action)
        for scope in self._scopes:
            scope.addAction(action)
        for group in self._groups:
            group.setEnabled(self._has_message)
