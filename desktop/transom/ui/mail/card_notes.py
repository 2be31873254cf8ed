"""What is to be said of the messages that are open beside the current one, on their own cards."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Person
from transom.engine.entities.mail import Attachment, Message, MessageId
from transom.engine.errors import TransomError
from transom.engine.parts.doubts import Doubts
from transom.engine.trust.doubts import Doubt
from transom.engine.trust.file_names import mentions_password
from transom.ui import text
from transom.ui.bridge import Bridge
from transom.ui.mail.body_loader import Reading
from transom.ui.mail.doubt_words import grave_words, mild_words
from transom.ui.mail.held_banner import document_words
from transom.ui.mail.invitation_desk import meeting_line
from transom.ui.web.card_deck import CardDeck
from transom.ui.web.cards import CardNote
from transom.ui.widgets.file_doubt import doubts_of, sentences

_MOST_NAMED, _MOST_ODD, _LONGEST_NAME = 3, 3, 80


class CardNotes(QObject):
    """Writes notes onto the deck's cards from what was read of their messages.

    The banners over the body speak of the current card alone: so do these of each of the others.
    """

    def __init__(self, engine: Engine, bridge: Bridge, deck: CardDeck) -> None:
        super().__init__(deck)
        self._engine, self._bridge, self._deck = engine, bridge, deck
        self._key = ""
        self._readings: dict[MessageId, tuple[Message, Reading]] = {}
        self._doubts: dict[MessageId, tuple[Doubt, ...]] = {}

    @Slot(object)
    def note(self, reading: Reading) -> None:
        """Note what was read of a message, and weigh who sent it."""
        if not self._deck.holds(reading.message) or reading.document is None:
            return
        if self._deck.key != self._key:
            self._key = self._deck.key
            self._readings.clear()
            self._doubts.clear()
        message = self._engine.mail.reader.read_message(reading.message)
        if message is None:
            return
        self._readings[message.id] = (message, reading)
        self._write(message.id)
        if message.id not in self._doubts and not self._is_own(message):
            self._weigh(message)

    def _weigh(self, message: Message) -> None:
        headers = self._engine.sources.read_headers(message.id) or ()
        is_list = any(one.name.lower() == "list-id" for one in headers)
        future = self._engine.doubts.weigh(message, is_list=is_list)
        self._bridge.when_done(future, self._on_weighed, self._on_not_weighed)

    def _is_own(self, message: Message) -> bool:
        own = {one.username.casefold() for one in self._engine.accounts.list()}
        return message.is_draft or message.sender.address.casefold() in own

    def _on_weighed(self, weighed: Doubts) -> None:
        number, doubts = weighed
        if number in self._readings:
            self._doubts[number] = doubts
            self._write(number)

    def _on_not_weighed(self, _error: TransomError) -> None:
        """Say nothing: the header says what is unknown once the card is the current one."""

    def _write(self, number: MessageId) -> None:
        message, reading = self._readings[number]
        doubts = self._doubts.get(number, ())
        self._deck.annotate(number, notes_of(reading, doubts, message.sender))


def notes_of(reading: Reading, doubts: Sequence[Doubt], sender: Person) -> tuple[CardNote, ...]:
    """Return what the banners and the strip of files would say, the gravest first."""
    document = reading.document
    if document is None:
        return ()
    files = [one for one in reading.attachments if one.id not in document.pictures]
    said = mentions_password("".join(run.text for run in document.runs))
    notes = [
        CardNote(grave_words(doubts, sender), "bad"),
        *(CardNote(words, "bad") for words in _odd_files(files, mentions_password=said)),
        CardNote(mild_words(doubts, sender), "warn"),
        CardNote(meeting_line(reading.meeting) if reading.meeting else "", "accent"),
        CardNote(document_words(document), "warn", can_load=bool(document.held.hosts)),
        CardNote(_file_words(files)),
    ]
    return tuple(note for note in notes if note.words)


def _odd_files(files: Sequence[Attachment], *, mentions_password: bool) -> list[str]:
    odd = [(one, doubts_of(one, mentions_password=mentions_password)) for one in files]
    found = [f"{_name(one)}: {sentences(one, dangers)}" for one, dangers in odd if dangers]
    return found[:_MOST_ODD]


def _file_words(files: Sequence[Attachment]) -> str:
    if not files:
        return ""
    named = [_name(one) for one in files[:_MOST_NAMED]]
    more = len(files) - len(named)
    rest = f" and {text.number(more)} more" if more else ""
    return f"{text.counted(len(files), 'attachment', 'attachments')}: {', '.join(named)}{rest}"


def _name(attachment: Attachment) -> str:
    name = text.safe(attachment.name)[:_LONGEST_NAME] or "without a name"
    return text.safe(name, is_isolated=True)
