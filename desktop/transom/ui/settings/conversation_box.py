"""How the reader shows conversations."""

from dataclasses import replace

from PySide6.QtCore import Slot

from transom.engine.engine import Engine
from transom.ui.settings.box import Box
from transom.ui.settings.segments import segments
from transom.ui.theme import Theme
from transom.ui.widgets.check_box import CheckBox


class ConversationBox(Box):
    """Choices that hold from the next message that is opened."""

    def __init__(self, engine: Engine, theme: Theme) -> None:
        super().__init__(
            theme,
            "Conversations",
            "A message is shown with those it answers and that answer it, from all folders.",
        )
        self._engine = engine
        self.shown = CheckBox(theme, "Show conversations in the reader")
        self.shown.toggled.connect(self._on_shown_toggled)
        self.add(self.shown)
        place = 0 if engine.settings.conversation_newest_first else 1
        self.add(segments(["Newest first", "Oldest first"], place, self._on_order_chosen))
        self.show_choices()

    def show_choices(self) -> None:
        """Bring the box in line with what was chosen elsewhere."""
        was_blocked = self.shown.blockSignals(True)
        self.shown.setChecked(self._engine.settings.conversation_view)
        self.shown.blockSignals(was_blocked)

    @Slot(bool)
    def _on_shown_toggled(self, is_on: bool) -> None:
        self._engine.save_settings(replace(self._engine.settings, conversation_view=is_on))

    def _on_order_chosen(self, place: int) -> None:
        settings = replace(self._engine.settings, conversation_newest_first=place == 0)
        self._engine.save_settings(settings)
