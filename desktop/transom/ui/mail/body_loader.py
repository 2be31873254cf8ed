"""Reads and cleans a message's body off the GUI thread, and asks for it where it is missing."""

from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from transom.engine.changes import Activity, Change, Kind, Phase
from transom.engine.engine import Engine
from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import Attachment, Meeting, Message, MessageId
from transom.engine.entities.pictures import NO_CONSENT, PictureConsent
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.web.document import Document, document_from_body
from transom.ui.web.looks import AS_SENT, Look, with_look

_MOST_KEPT = 12
_PATIENCE_MS = 10_000
_MOMENT_S = 0.003
"""A short text is worth so long a wait: it is painted with its header, not after it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything a pane shows of a message under its header; no document, no body yet."""

    message: MessageId
    document: Document | None
    attachments: tuple[Attachment, ...]
    meeting: Meeting | None = None
    consent: PictureConsent = NO_CONSENT
    look: Look = AS_SENT
    has_looks: bool = False
    """Whether there is more than one way to look at it."""


class BodyLoader(QObject):
    """Loads one message at a time; an answer for any other message is kept, never shown.

    Signals:
        loaded: the Reading of the wanted message.
        missing: a sentence why there is no body yet.
    """

    loaded = Signal(object)
    missing = Signal(str)

    def __init__(self, engine: Engine, bridge: Bridge, lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self._engine, self._bridge, self._lane = engine, bridge, lane
        self._wanted: Message | None = None
        self._pending: Future[Reading] | None = None
        self._begun: Message | None = None
        self._kept: OrderedDict[MessageId, Reading] = OrderedDict()
        self._phases: dict[AccountId, Phase] = {}
        self._looks: dict[MessageId, Look] = {}
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_ended)
        bridge.changed.connect(self._on_changed)
        bridge.busy.connect(self._on_busy)

    def begin(self, message: Message | None) -> None:
        """Begin to read what ``load`` then tells; nobody's ends what was asked before."""
        self._wanted, self._begun = None, message
        self._patience.stop()
        if self._pending is not None:
            self._pending.cancel()  # what was not begun yet is nobody's any more
            self._pending = None
        if message is not None and self._kept_of(message.id) is None:
            self._pending = self._submit(message)

    def load(self) -> None:
        """Want the body of the message that was begun; it is told at once if it is here by now."""
        self._wanted = self._begun
        kept = self._kept_of(self._wanted.id) if self._wanted is not None else None
        if kept is not None:
            self.loaded.emit(kept)
        elif self._pending is not None:
            self._bridge.take(self._pending, self._on_read, _MOMENT_S)

    def look_of(self, message: MessageId) -> Look:
        """Return how a message is looked at: as was chosen for it, or as the settings say."""
        return self._looks.get(message) or Look(self._engine.settings.reader_look)

    def choose_look(self, message: MessageId, look: Look) -> None:
        """Look at a message in this way from now on."""
        self._looks[message] = look
        if self._wanted is not None and self._wanted.id == message:
            self._prepare(self._wanted)

    def fetch(self) -> None:
        """Ask the server for the wanted message's body, again if need be."""
        if self._wanted is None:
            return
        self.missing.emit(self.waiting_words(self._wanted.account))
        self._engine.mail.open_message(self._wanted.id)
        self._patience.start()

    def waiting_words(self, account: AccountId) -> str:
        """Say what a missing text waits for."""
        phase = self._phases.get(account)
        usual = "Fetching the text…"
        return _WORDS.get(phase, usual) if phase else usual

    def _kept_of(self, message: MessageId) -> Reading | None:
        kept = self._kept.get(message)
        return kept if kept is not None and kept.look == self.look_of(message) else None

    def _submit(self, message: Message) -> Future[Reading]:
        return self._lane.submit(read_message, self._engine, message, self.look_of(message.id))

    def _prepare(self, message: Message) -> None:
        self._pending = self._submit(message)
        self._bridge.when_done(self._pending, self._on_read)

    def _on_read(self, reading: Reading) -> None:
        if reading.document is not None:
            self._kept[reading.message] = reading
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        if self._wanted is None or reading.message != self._wanted.id:
            return
        if reading.document is not None:
            self._patience.stop()
            self.loaded.emit(reading)
        elif not self._patience.isActive():
            self.fetch()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind not in (Kind.BODIES, Kind.PICTURES):
            return
        for number in change.ids or tuple(self._kept):
            self._kept.pop(MessageId(number), None)
        wanted = self._wanted
        if wanted is not None and (not change.ids or wanted.id in change.ids):
            self._prepare(wanted)

    @Slot(object)
    def _on_busy(self, activity: Activity) -> None:
        before = self._phases.get(activity.account)
        self._phases[activity.account] = activity.phase
        wanted = self._wanted
        is_waiting = wanted is not None and wanted.id not in self._kept
        if is_waiting and wanted is not None and wanted.account == activity.account:
            words = _WORDS.get(activity.phase)
            if words and self._patience.isActive():
                self.missing.emit(words)
            elif before in _WORDS and not words:
                self.fetch()

    @Slot()
    def _on_patience_ended(self) -> None:
        phase = self._phases.get(self._wanted.account) if self._wanted else None
        usual = "The text has not arrived yet."
        self.missing.emit(_WORDS.get(phase, usual) if phase else usual)


_WORDS = {
    Phase.OFFLINE: "Transom is offline, and this text was not saved before.",
    Phase.SIGN_IN_NEEDED: "Sign in again to fetch this text; it was not saved before.",
    Phase.WAITING: "The server asks for patience. The text comes as soon as it allows.",
}


def read_message(engine: Engine, message: Message, look: Look | None = None) -> Reading:
    """Read what is stored of a message, clean it and give it its look; runs on the lane."""
    reader = engine.mail.reader
    body = reader.read_body(message.id)
    attachments = tuple(reader.read_attachments(message.id))
    if body is None:
        return Reading(message.id, None, attachments)
    known = reader.read_message(message.id)  # anew: what it says of a meeting comes with the body
    meeting = known.meeting if known else None
    consent = engine.pictures.consent_for(message)
    document = document_from_body(body, attachments, consent, message.subject)
    look = look or Look(engine.settings.reader_look)
    has_looks = not (document.is_plain or document.is_simplified)
    document = with_look(document, look)
    return Reading(message.id, document, attachments, meeting, consent, look, has_looks)
