"""How a body is looked at: its size, and what is found in it."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from transom.engine.engine import Engine
from transom.engine.entities.mail import Message, MessageId
from transom.ui.mail.reader_actions import Part
from transom.ui.mail.reading_pane import ReadingPane

ZOOMS = (50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
_SAVE_AFTER_MS = 800


class BodyTools(QObject):
    """Joins the find bar and the zoom of a reading pane to its body, and remembers the zoom."""

    def __init__(self, engine: Engine, pane: ReadingPane) -> None:
        super().__init__(pane)
        self._engine, self._pane = engine, pane
        self._message: MessageId | None = None
        self._zoom = engine.settings.reader_zoom_percent
        self._pause = QTimer(self, singleShot=True, interval=_SAVE_AFTER_MS)
        self._pause.timeout.connect(self._on_pause_ended)
        lens = pane.body.lens
        lens.set_zoom(self._zoom)
        lens.zoom_wished.connect(self.zoom_by)
        lens.found.connect(pane.finder.show_found)
        pane.finder.wished.connect(lens.find_words)
        pane.finder.left.connect(self._on_find_left)
        pane.message_shown.connect(self._on_message_shown)
        add = pane.tools.add
        add(Part.READ, "Find in message…\tCtrl+F", self.find)
        add(Part.LOOK, "Larger", self.zoom_in, "Ctrl++", "Ctrl+=")
        add(Part.LOOK, "Smaller", self.zoom_out, "Ctrl+-")
        self._usual = add(Part.LOOK, "Usual size", self.zoom_usually, "Ctrl+0")
        pane.tools.opening.connect(self._show_zoom)

    @property
    def zoom(self) -> int:
        """How large bodies are, in percent."""
        return self._zoom

    @Slot()
    def find(self) -> None:
        """Open the find bar over the body."""
        if self._pane.message is not None:
            self._pane.panel.leave()
            self._pane.finder.open()

    def find_or(self, otherwise: Callable[[], object]) -> None:
        """Open the find bar if the keyboard is in the reader; else do something else."""
        within = QApplication.focusWidget()
        if within is not None and self._pane.isAncestorOf(within):
            self.find()
        else:
            otherwise()

    @Slot(int)
    def zoom_by(self, steps: int) -> None:
        """Make bodies larger by one step, or smaller by one if negative."""
        larger = [one for one in ZOOMS if one > self._zoom]
        smaller = [one for one in ZOOMS if one < self._zoom]
        self._set_zoom((larger or ZOOMS[-1:])[0] if steps > 0 else (smaller or ZOOMS)[-1])

    @Slot()
    def zoom_in(self) -> None:
        """Make bodies larger."""
        self.zoom_by(1)

    @Slot()
    def zoom_out(self) -> None:
        """Make bodies smaller."""
        self.zoom_by(-1)

    @Slot()
    def zoom_usually(self) -> None:
        """Make bodies as large as the rest."""
        self._set_zoom(100)

    def _set_zoom(self, percent: int) -> None:
        self._zoom = percent
        self._pane.body.lens.set_zoom(percent)
        self._show_zoom()
        self._pause.start()

    @Slot()
    def _show_zoom(self) -> None:
        self._usual.setText(
            "Usual size" if self._zoom == 100 else f"Usual size (now {self._zoom} %)"
        )

    @Slot()
    def _on_pause_ended(self) -> None:
        settings = self._engine.settings
        if settings.reader_zoom_percent != self._zoom:
            self._engine.save_settings(replace(settings, reader_zoom_percent=self._zoom))

    @Slot()
    def _on_find_left(self) -> None:
        self._pane.body.lens.find_words("", 1)
        self._pane.focus_body()

    @Slot(object)
    def _on_message_shown(self, message: Message | None) -> None:
        before, self._message = self._message, message.id if message else None
        if before != self._message and not self._pane.finder.isHidden():
            self._pane.finder.hide()
