"""A message on paper and in files: printed, saved as PDF or as text, or as it came."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from transom.engine.engine import Engine
from transom.engine.entities.mail import Message
from transom.engine.errors import TransomError
from transom.engine.files.saving import safe_name, save_new_file
from transom.engine.parts.sources import file_name
from transom.engine.workers import Lane
from transom.ui import text
from transom.ui.bridge import Bridge
from transom.ui.mail.body_loader import Reading
from transom.ui.mail.people_grid import full_name
from transom.ui.mail.reader_actions import Part
from transom.ui.mail.reading_pane import ReadingPane
from transom.ui.web.document import Document, text_of
from transom.ui.web.frame import FetchPicture

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_MOST_NAMED = 100


class PaperDesk(QObject):
    """Adds printing and saving to a reader's menu.

    Signals:
        saved: a sentence on what lies where.
        failed: a sentence on what went wrong.
    """

    saved = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        lane: Lane,
        pane: ReadingPane,
        fetch_picture: FetchPicture,
    ) -> None:
        super().__init__(pane)
        self._engine, self._bridge, self._lane, self._pane = engine, bridge, lane, pane
        self._fetch_picture = fetch_picture
        self._reading: Reading | None = None
        pane.reading_shown.connect(self._on_reading_shown)
        pane.tools.add(Part.KEEP, "Print…", self.ask_print, "Ctrl+P")
        self.menu = pane.tools.add_menu(Part.KEEP, "Save as\tCtrl+S")
        self.menu.addAction("PDF…").triggered.connect(self.ask_pdf)
        self.menu.addAction("Text…").triggered.connect(self.ask_text)

    @Slot()
    def ask_print(self) -> None:
        """Let the person choose a printer, and print there."""
        from transom.ui.mail.printing import ask_printer  # QtPdf: not before it is needed

        if self._document() is not None:
            ask_printer(self._pane, self.print_on)

    @Slot()
    def ask_pdf(self) -> None:
        """Let the person choose where the message shall lie as PDF."""
        self._ask(".pdf", lambda target: self.make_pdf(lambda content: self.save(target, content)))

    @Slot()
    def ask_text(self) -> None:
        """Let the person choose where the message shall lie as text."""
        self._ask(".txt", lambda target: self.save(target, self.words().encode("utf-8", "replace")))

    def make_pdf(self, deliver: Callable[[bytes], None]) -> None:
        """Lay the shown message out on paper and deliver it."""
        from transom.ui.web.paper import PaperPage, paper_head  # QtWebEngine

        document, message = self._document(), self._message()
        if document is None or message is None:
            return
        head = paper_head(text.safe(message.subject) or "No subject", facts_of(message))
        PaperPage(document, head, self._pane.theme, self._fetch_picture, deliver, self)

    def print_on(self, printer: "QPrinter") -> None:
        """Print the shown message."""
        self.make_pdf(lambda content: self._print(printer, content))

    def words(self) -> str:
        """Return the shown message as text, with a head."""
        document, message = self._document(), self._message()
        if document is None or message is None:
            return ""
        whole = "".join(run.text for run in document.runs)
        body = whole if document.is_plain else text_of(document.markup)
        lines = [f"{label}: {words}" for label, words in facts_of(message)]
        return "\n".join([f"Subject: {text.safe(message.subject)}", *lines, "", body, ""])

    def save(self, target: Path, content: bytes) -> None:
        """Save into a file; a taken name gets a number."""
        future = self._lane.submit(save_new_file, target.parent, target.name, content)
        self._bridge.when_done(future, self._on_saved, self._on_failed)

    def _ask(self, ending: str, take: Callable[[Path], None]) -> None:
        message = self._message()
        if message is None or self._document() is None:
            return
        usual = QStandardPaths.StandardLocation.DownloadLocation
        start = QStandardPaths.writableLocation(usual) or str(Path.home())
        dialog = QFileDialog(self._pane, "Save message", start)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # Nothing is ever written over: a taken name gets a number.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(safe_name(file_name(message).removesuffix(".eml") + ending))
        dialog.fileSelected.connect(lambda path: take(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _print(self, printer: "QPrinter", content: bytes) -> None:
        from transom.ui.mail.printing import print_pdf

        if not print_pdf(printer, content):
            self.failed.emit("The printer takes nothing.")

    def _document(self) -> Document | None:
        reading = self._reading
        is_shown = reading is not None and reading.message == self._pane.message
        return reading.document if is_shown and reading is not None else None

    def _message(self) -> Message | None:
        shown = self._pane.message
        return None if shown is None else self._engine.mail.reader.read_message(shown)

    @Slot(object)
    def _on_reading_shown(self, reading: Reading) -> None:
        self._reading = reading

    def _on_saved(self, path: Path) -> None:
        self.saved.emit(f"Saved {path.name} in {path.parent}.")

    def _on_failed(self, error: TransomError) -> None:
        self.failed.emit(f"{error.title}. {error.message}")


def facts_of(message: Message) -> list[tuple[str, str]]:
    """Return who wrote to whom and when, line by line."""
    facts = [("From", full_name(message.sender))]
    for label, people in (("To", message.to), ("Cc", message.cc), ("Bcc", message.bcc)):
        if people:
            names = [full_name(one) for one in people[:_MOST_NAMED]]
            if len(people) > len(names):
                names.append(f"{text.number(len(people) - len(names))} more")
            facts.append((label, ", ".join(names)))
    facts.append(("Received", text.full_date(message.received_at)))
    return facts
