"""The choice how the shown message is looked at."""

from PySide6.QtCore import QObject, Slot

from transom.engine.engine import Engine
from transom.engine.entities.mail import Message
from transom.engine.settings import ReaderLook
from transom.ui.mail.body_loader import BodyLoader, Reading
from transom.ui.mail.reader_actions import Part
from transom.ui.mail.reading_pane import ReadingPane
from transom.ui.web.looks import Look

LOOKS = {
    ReaderLook.SENT: "As sent",
    ReaderLook.SIMPLE: "Simple, without styles",
    ReaderLook.PLAIN: "Plain text",
}


class LookDesk(QObject):
    """Offers the looks in the pane's menu; what is chosen holds for that message alone."""

    def __init__(self, engine: Engine, pane: ReadingPane, loader: BodyLoader) -> None:
        super().__init__(pane)
        self._engine, self._pane, self._loader = engine, pane, loader
        self._choices = pane.tools.add_choices(
            Part.LOOK, list(LOOKS.values()), self._on_view_chosen
        )
        self._light = pane.tools.add(Part.LOOK, "Colours as sent", self._on_light_chosen)
        self._light.setCheckable(True)
        pane.message_shown.connect(self._on_message_shown)
        pane.reading_shown.connect(self._on_reading_shown)
        pane.tools.opening.connect(self._show_look)

    def _look(self) -> Look:
        message = self._pane.message
        return self._loader.look_of(message) if message is not None else Look()

    def _on_view_chosen(self, place: int) -> None:
        self._choose(Look(list(LOOKS)[place], self._look().is_light))

    def _on_light_chosen(self) -> None:
        self._choose(Look(self._look().view, self._light.isChecked()))

    def _choose(self, look: Look) -> None:
        if self._pane.message is not None:
            self._loader.choose_look(self._pane.message, look)

    @Slot(object)
    def _on_message_shown(self, _message: Message | None) -> None:
        self._show_look()

    @Slot(object)
    def _on_reading_shown(self, reading: Reading) -> None:
        for choice in self._choices:
            choice.setEnabled(reading.has_looks)

    @Slot()
    def _show_look(self) -> None:
        look = self._look()
        self._choices[list(LOOKS).index(look.view)].setChecked(True)
        self._light.setChecked(look.is_light)
        self._light.setVisible(self._pane.theme.is_dark)
