"""The ways from the message that is shown: back, forward, and into a window of its own."""

from PySide6.QtCore import QObject, Signal, Slot

from transom.engine.engine import Engine
from transom.engine.entities.mail import Message, MessageId
from transom.ui.mail.message_list import MessageList
from transom.ui.mail.reader_actions import Part
from transom.ui.mail.reading_desk import ReadingDesk
from transom.ui.mail.reading_pane import ReadingPane
from transom.ui.mail.trail import Trail
from transom.ui.web.mouse import MouseWays
from transom.ui.widgets.buttons import icon_button
from transom.ui.widgets.icons import Icons


class ReaderWays(QObject):
    """Keeps the trail of a page's messages and offers its ways by button, key and mouse.

    Signals:
        window_wished: the MessageId to show in a window of its own.
    """

    window_wished = Signal(object)

    def __init__(
        self,
        engine: Engine,
        pane: ReadingPane,
        icons: Icons,
        messages: MessageList,
        desk: ReadingDesk,
    ) -> None:
        super().__init__(pane)
        self._engine, self._pane = engine, pane
        self._messages, self._desk = messages, desk
        self.trail = Trail(self._is_there)
        self.mouse = MouseWays(self)
        self.mouse.side_pressed.connect(self.go)
        self._back = icon_button(icons, "ph.arrow-left", "Back (Alt+Left)", token="dim")
        self._forward = icon_button(icons, "ph.arrow-right", "Forward (Alt+Right)", token="dim")
        self._back.clicked.connect(self.go_back)
        self._forward.clicked.connect(self.go_forward)
        for button in (self._back, self._forward):
            pane.header.add_tool(button)
        add = pane.tools.add
        add(Part.READ, "Open in a window", self.open_window, "Ctrl+Return", "Ctrl+Enter")
        self._back_action = add(Part.READ, "Back to the message before", self.go_back, "Alt+Left")
        self._forward_action = add(
            Part.READ, "Forward to the message after", self.go_forward, "Alt+Right"
        )
        pane.message_shown.connect(self._on_message_shown)
        pane.tools.opening.connect(self._show_ways)
        pane.body.lens.side_pressed.connect(self.go)
        self.mouse.watch(messages.viewport())
        self.mouse.watch(pane)

    @Slot(int)
    def go(self, step: int) -> None:
        """Show the message before (-1) or after (1) in the trail."""
        message = self.trail.go(step)
        if message is None:
            return
        if not self._messages.select(message):
            self._desk.show_message(message)
        self._show_ways()

    @Slot()
    def go_back(self) -> None:
        """Show the message that was read before."""
        self.go(-1)

    @Slot()
    def go_forward(self) -> None:
        """Show the message that was read after."""
        self.go(1)

    @Slot()
    def open_window(self) -> None:
        """Show the message in a window of its own."""
        if self._pane.message is not None:
            self.window_wished.emit(self._pane.message)

    @Slot(object)
    def _on_message_shown(self, message: Message | None) -> None:
        if message is not None:
            self.trail.visit(message.id)
        self._show_ways()

    @Slot()
    def _show_ways(self) -> None:
        ways = self.trail.can_go(-1), self.trail.can_go(1)
        for can_go, button, action in (
            (ways[0], self._back, self._back_action),
            (ways[1], self._forward, self._forward_action),
        ):
            button.setEnabled(can_go)
            button.setVisible(any(ways))
            action.setEnabled(can_go)

    def _is_there(self, message: MessageId) -> bool:
        return bool(self._engine.mail.reader.read_lines_by_ids([message]))
