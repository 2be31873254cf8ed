"""A place over the body for whatever else there is to see of a message: a file, its headers."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from transom.ui.theme import Theme
from transom.ui.widgets.buttons import icon_button
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel


class ReaderPanel(QFrame):
    """Holds one widget below a bar with its title; what was held is deleted when it leaves.

    Signals:
        closed: nothing is held any more.
    """

    closed = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._held: QWidget | None = None
        self._before: QWidget | None = None
        self.setProperty("surface", "card")
        self._title = PlainLabel(style="strong", is_elided=True)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(theme.px(6))
        self._buttons: list[QWidget] = []
        self._close = icon_button(icons, "ph.x", "Back to the message (Esc)", token="dim", size=16)
        self._close.clicked.connect(self.leave)
        bar = QFrame()
        bar.setProperty("line", "bottom")
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.px(26), theme.px(4), theme.px(20), theme.px(4))
        row.setSpacing(theme.px(6))
        row.addWidget(self._title, 1)
        row.addLayout(self._tools)
        row.addWidget(self._close)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(bar)

    @property
    def held(self) -> QWidget | None:
        """What is shown."""
        return self._held

    def hold(self, title: str, widget: QWidget, tools: Sequence[QWidget] = ()) -> None:
        """Show a widget instead of what was held, with further ``tools`` in the bar."""
        before = self._before if self._held is not None else QApplication.focusWidget()
        self._drop()
        self._before = before
        self._title.set_text(title)
        self.setAccessibleName(self._title.text())
        for tool in tools:
            self._tools.addWidget(tool)
        self._buttons = list(tools)
        self._held = widget
        self._column.addWidget(widget, 1)

    def take_focus(self) -> None:
        """Put the keyboard on what is held."""
        held = self._held
        can_focus = held is not None and held.focusPolicy() & Qt.FocusPolicy.TabFocus
        target = held if held is not None and can_focus else self._close
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def leave(self) -> bool:
        """Delete what is held; False if there was nothing. The keyboard returns to where it was."""
        if self._held is None:
            return False
        now = QApplication.focusWidget()
        had_focus = now is not None and self.isAncestorOf(now)
        self._drop()
        self.closed.emit()
        if had_focus and self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        return True

    def _drop(self) -> None:
        for part in (*self._buttons, self._held):
            if part is not None:
                part.hide()
                part.deleteLater()
        self._buttons, self._held = [], None
