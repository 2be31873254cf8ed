"""How much mail is kept with its text, and how many attachments."""

from dataclasses import replace

from transom.engine.engine import Engine
from transom.ui.settings.box import Box
from transom.ui.settings.segments import segments
from transom.ui.theme import Theme
from transom.ui.widgets.labels import PlainLabel

_DAYS = {"All": 0, "2 years": 730, "1 year": 365, "3 months": 92}
_MEGABYTES = {"None": 0, "100 MB": 100, "500 MB": 500, "2 GB": 2048}
_FILES_READ = {"Names only": 0, "Up to 1 MB": 1, "5 MB": 5, "20 MB": 20}


class LimitsBox(Box):
    """Choices that hold for what is fetched from now on."""

    def __init__(self, engine: Engine, theme: Theme) -> None:
        super().__init__(
            theme,
            "How much is kept",
            "Every message is listed, and found by subject and people. Older texts, and "
            "attachments, are fetched when they are opened. Texts that are here stay.",
        )
        self._engine = engine
        days, megabytes = engine.settings.limits
        self.texts = segments(list(_DAYS), _place(_DAYS, days), self._on_days)
        self.files = segments(list(_MEGABYTES), _place(_MEGABYTES, megabytes), self._on_megabytes)
        read = engine.settings.file_text_mb
        self.read = segments(list(_FILES_READ), _place(_FILES_READ, read), self._on_read)
        self.texts.setAccessibleName("Message texts")
        self.files.setAccessibleName("Attachments")
        self.add_row("Message texts", self.texts)
        self.add_row("Attachments", self.files)
        self.read.setAccessibleName("Search inside attachments")
        self.add_row("Search in files", self.read)
        told = PlainLabel(style="small")
        told.set_wrapped()
        told.set_text(
            "PDF, Word, Excel, text and mail up to this size are fetched in the background for "
            "the words inside them. Each is read by a process of its own, and only its words stay."
        )
        self.add(told)

    def _on_days(self, place: int) -> None:
        days = list(_DAYS.values())[place]
        self._engine.save_settings(replace(self._engine.settings, text_days=days))

    def _on_read(self, place: int) -> None:
        megabytes = list(_FILES_READ.values())[place]
        self._engine.save_settings(replace(self._engine.settings, file_text_mb=megabytes))

    def _on_megabytes(self, place: int) -> None:
        megabytes = list(_MEGABYTES.values())[place]
        self._engine.save_settings(replace(self._engine.settings, attachment_mb=megabytes))


def _place(choices: dict[str, int], value: int) -> int:
    """Return where a value stands; -1 for one that somebody wrote into the file."""
    values = list(choices.values())
    return values.index(value) if value in values else -1
