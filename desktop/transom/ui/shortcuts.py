"""The one table of shortcuts, and how one is bound."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys that do the same, and what they do."""

    keys: tuple[str, ...]
    words: str


SHORTCUTS: dict[str, tuple[Keys, ...]] = {
    "Everywhere": (
        Keys(("Ctrl+1",), "Mail"),
        Keys(("Ctrl+2",), "Calendar"),
        Keys(("Ctrl+3",), "People"),
        Keys(("Ctrl+,",), "Settings"),
        Keys(("F5",), "Look for news"),
        Keys(("Ctrl+R",), "Reminders"),
        Keys(("Esc",), "Back, or leave what is open"),
        Keys(("Tab", "Shift+Tab"), "Next and previous part"),
        Keys(("?",), "This list"),
        Keys(("Ctrl+Q",), "Close Transom"),
    ),
    "Mail": (
        Keys(("J", "Down"), "Next message"),
        Keys(("K", "Up"), "Previous message"),
        Keys(("Home", "End"), "Newest and oldest message"),
        Keys(("Right", "Left"), "Open and close a conversation"),
        Keys(("Ctrl+L",), "Filter, sort and arrange the list"),
        Keys(("Return",), "Open the message"),
        Keys(("Ctrl+Return", "Ctrl+Enter"), "Open it in a window of its own"),
        Keys(("Alt+Left", "Alt+Right"), "Back and forward through what was read"),
        Keys(("Ctrl+A", "Ctrl+C"), "Choose all, copy what is chosen"),
        Keys(("M",), "Mark as seen here, or as not seen"),
        Keys(("Ctrl+K",), "Search"),
        Keys(("Ctrl+F",), "Find in the message, or search from the list"),
        Keys(("Ctrl++", "Ctrl+=", "Ctrl+-", "Ctrl+0"), "Larger, smaller, usual text"),
        Keys(("Ctrl+Y",), "Go to a folder"),
        Keys(("Ctrl+D",), "Favourite folder or not"),
        Keys(("Alt+Up", "Alt+Down"), "Move a favourite"),
        Keys(("Ctrl+Shift+L",), "Load the message's remote pictures"),
        Keys(("Ctrl+S", "Ctrl+P"), "Save the message or its files, print it"),
        Keys(("Ctrl+Shift+H", "Ctrl+U"), "Show headers, source"),
    ),
    "Calendar": (
        Keys(("T",), "Today"),
        Keys(("D", "W", "M"), "Day, week, month"),
        Keys(("A", "Y"), "Agenda, year"),
        Keys(("PgUp", "PgDown"), "Earlier and later"),
        Keys(("F",), "When are we all free?"),
        Keys(("S",), "Calendars side by side"),
        Keys(("Return",), "Open the event"),
        Keys(("Ctrl+C", "Ctrl+S", "Ctrl+P"), "Copy, save, print what is shown"),
        Keys(("Ctrl+O",), "Look at an .ics file"),
    ),
    "People": (
        Keys(("Down", "Up"), "Next and previous person"),
        Keys(("Return",), "Open the card"),
        Keys(("Ctrl+K", "Ctrl+F"), "Search"),
    ),
}


def bind(
    widget: QWidget,
    keys: str,
    slot: Callable[[], object],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WidgetWithChildrenShortcut,
) -> None:
    """Let keys call a slot, while the keyboard is within the widget if nothing else is said."""
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setContext(context)
    shortcut.activated.connect(slot)


def native(keys: str) -> str:
    """Return keys as this system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
