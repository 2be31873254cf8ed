"""The windows that show one message each: opened, brought forward, and closed with the page."""

from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Signal, Slot

from transom.engine.engine import Engine
from transom.engine.entities.mail import MessageId
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.mail.category_colors import CategoryColors
from transom.ui.mail.message_window import MessageWindow
from transom.ui.mail.notice import Notice
from transom.ui.mail.sender_photos import SenderPhotos
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

MOST_WINDOWS = 12
"""Each holds a web view of its own."""
_STEP_PX = 28


class MessageWindows(QObject):
    """Opens messages in windows of their own and remembers how large those are.

    Signals:
        invitation_opened: the Message whose meeting is to be seen in the calendar.
        calendar_file_opened: the (name, bytes) of an attachment to be looked at there.
        mail_requested: an address whose mail is wished to be seen.
        contact_requested: a ContactId.
        time_requested: the Person whose free time is wished to be seen.
    """

    invitation_opened = Signal(object)
    calendar_file_opened = Signal(object)
    mail_requested = Signal(str)
    contact_requested = Signal(object)
    time_requested = Signal(object)

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        theme: Theme,
        icons: Icons,
        colors: CategoryColors,
        photos: SenderPhotos,
        lane: Lane,
        notice: Notice,
    ) -> None:
        super().__init__(notice)
        self._engine, self._bridge, self._theme, self._icons = engine, bridge, theme, icons
        self._colors, self._photos, self._lane, self._notice = colors, photos, lane, notice
        self._open: list[MessageWindow] = []

    @property
    def open_windows(self) -> tuple[MessageWindow, ...]:
        """Those that are there, oldest first."""
        return tuple(self._open)

    def open_message(self, message: MessageId) -> None:
        """Show a message in a new window, or bring the one forward that shows it."""
        known = self._engine.mail.reader.read_message(message)
        for window in self._open:
            if window.message == message:
                window.come_forward()
                return
        if known is None or len(self._open) >= MOST_WINDOWS:
            words = "This message is no longer there."
            if known is not None:
                words = f"{MOST_WINDOWS} windows are open. Close one to open another."
            self._notice.say(words, "ph.warning-circle", None)
            return
        window = self._new_window()
        window.show_message(known, self._engine.settings.message_window_geometry)
        if len(self._open) > 1:
            window.move(self._open[-2].pos() + QPoint(_STEP_PX, _STEP_PX))

    @Slot()
    def close_all(self) -> None:
        """Close them, for the page goes."""
        for window in tuple(self._open):
            window.close()

    def _new_window(self) -> MessageWindow:
        window = MessageWindow(
            self._engine,
            self._bridge,
            self._theme,
            self._icons,
            self._colors,
            self._photos,
            self._lane,
        )
        window.desk.invitation_opened.connect(self.invitation_opened)
        window.desk.calendar_file_opened.connect(self.calendar_file_opened)
        people = window.desk.people
        people.mail_requested.connect(self.mail_requested)
        people.contact_requested.connect(self.contact_requested)
        people.time_requested.connect(self.time_requested)
        window.closed.connect(self._on_closed)
        self._open.append(window)
        return window

    @Slot(str)
    def _on_closed(self, geometry_text: str) -> None:
        window = self.sender()
        self._open = [one for one in self._open if one is not window]
        settings = self._engine.settings
        if settings.message_window_geometry != geometry_text:
            self._engine.save_settings(replace(settings, message_window_geometry=geometry_text))
