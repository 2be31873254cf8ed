"""What happens around the remote pictures of one pane: consent asked for, given, and followed."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from transom.engine.changes import problem_from_error
from transom.engine.engine import Engine
from transom.engine.entities.mail import Message
from transom.engine.entities.pictures import AllowanceKind
from transom.engine.errors import TransomError
from transom.ui.bridge import Bridge
from transom.ui.mail.body_loader import Reading
from transom.ui.mail.pictures import PictureFetcher
from transom.ui.mail.reader_actions import Part
from transom.ui.mail.reading_pane import ReadingPane


class PictureDesk(QObject):
    """Joins a reading pane's banner and its pictures to the engine."""

    def __init__(
        self, engine: Engine, bridge: Bridge, pane: ReadingPane, fetcher: PictureFetcher
    ) -> None:
        super().__init__(pane)
        self._engine, self._bridge, self._fetcher = engine, bridge, fetcher
        self._held = pane.held
        self._message: Message | None = None
        self._load = pane.tools.add(
            Part.PICTURES, "Load remote pictures", self._on_load_requested, "Ctrl+Shift+L"
        )
        self._load.setEnabled(False)
        pane.message_shown.connect(self._on_message_shown)
        pane.reading_shown.connect(self._on_reading_shown)
        pane.held.load_requested.connect(self._on_load_requested)
        pane.body.deck.pictures_requested.connect(engine.pictures.load_once)
        pane.held.sender_allowed.connect(self._on_sender_allowed)
        pane.held.host_allowed.connect(self._on_host_allowed)
        fetcher.failed.connect(pane.held.show_failures)

    @Slot(object)
    def _on_message_shown(self, message: Message | None) -> None:
        # The cards of one conversation are looked at together.
        before, now = (
            one and (one.account, one.conversation_id or one.id) for one in (self._message, message)
        )
        if before != now:
            self._fetcher.leave()
        if self._message is None or message is None or self._message.id != message.id:
            self._load.setEnabled(False)
        self._message = message

    @Slot(object)
    def _on_reading_shown(self, reading: Reading) -> None:
        """Ask for the head of a mail that holds pictures: without it nobody is verified."""
        document = reading.document
        has_held = document is not None and bool(document.held.hosts)
        self._load.setEnabled(has_held)
        if not has_held or not self._is_shown(reading):
            return
        if self._engine.sources.read_headers(reading.message) is None:
            try:
                future = self._engine.sources.fetch_headers(reading.message)
            except TransomError:
                return
            told = partial(self._on_headers, reading)
            self._bridge.when_done(future, told, lambda _error: None)

    def _is_shown(self, reading: Reading) -> bool:
        return self._message is not None and reading.message == self._message.id

    def _on_headers(self, reading: Reading, _headers: object) -> None:
        """Load what a verified sender is allowed, or offer to allow it."""
        if self._message is None or reading.document is None or not self._is_shown(reading):
            return
        consent = self._engine.pictures.consent_for(self._message)
        if consent.is_whole:
            self._engine.pictures.look_again()
        elif consent.sender:
            self._held.show_held(reading.document, consent)

    @Slot()
    def _on_load_requested(self) -> None:
        if self._message is not None:
            self._fetcher.leave()
            self._engine.pictures.load_once(self._message.id)

    @Slot(str)
    def _on_sender_allowed(self, address: str) -> None:
        self._allow(AllowanceKind.SENDER, address)

    @Slot(str)
    def _on_host_allowed(self, host: str) -> None:
        self._allow(AllowanceKind.HOST, host)

    def _allow(self, kind: AllowanceKind, name: str) -> None:
        if self._message is not None:
            saving = self._engine.pictures.allow(self._message.account, kind, name)
            self._bridge.when_done(saving, lambda _nothing: None, self._on_failed)

    def _on_failed(self, error: TransomError) -> None:
        self._bridge.failed.emit(problem_from_error(error))
