"""The conversation around a shown message: its cards, and the bodies of those that are open."""

from collections.abc import Sequence
from concurrent.futures import Future

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from transom.engine.changes import Change, Kind
from transom.engine.engine import Engine
from transom.engine.entities.mail import FolderId, Message, MessageId, MessageLine
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.mail.body_loader import BodyLoader, Reading, read_message
from transom.ui.mail.card_words import card_from_line
from transom.ui.mail.copies import without_copies
from transom.ui.mail.sender_photos import SenderPhotos
from transom.ui.theme import Theme
from transom.ui.web.card_deck import CardDeck
from transom.ui.web.cards import Conversation

_STEP = 100
"""So many cards at first, and so many more each time earlier ones are asked for."""
_MOST_OPEN = 8
"""So many unread messages open by themselves."""
_NEWS_AFTER_MS = 300


class ConversationDesk(QObject):
    """Deals the cards of a message's conversation, over all folders, and fills the open ones.

    Signals:
        card_read: the Reading of a card beside the shown message's.
    """

    card_read = Signal(object)

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        lane: Lane,
        deck: CardDeck,
        loader: BodyLoader,
        photos: SenderPhotos,
        theme: Theme,
    ) -> None:
        super().__init__(deck)
        self._photos = photos
        self._engine, self._bridge, self._lane = engine, bridge, lane
        self._deck, self._loader, self._theme = deck, loader, theme
        self._shown: Message | None = None
        self._most = _STEP
        self._asked: set[MessageId] = set()
        self._pending: list[Future[Reading]] = []
        self._news = QTimer(self, singleShot=True, interval=_NEWS_AFTER_MS)
        self._news.timeout.connect(self._on_news_settled)
        photos.filled.connect(self._on_photos_filled)
        deck.earlier_requested.connect(self._on_earlier_requested)
        bridge.changed.connect(self._on_changed)

    def follow(self, message: Message | None) -> int:
        """Deal the cards of this message's conversation; return how many messages it has.

        That is 0 where nobody looked, for conversations are not wanted or there can be none.
        """
        before, self._shown = self._shown, message
        if before is None or message is None or _key(before) != _key(message):
            self._most = _STEP
            self._asked.clear()
            self._leave()
        found = self._lines(message) if message is not None else []
        lines = self._without_copies(message, found) if message is not None else []
        if message is None or len(lines) < 2:
            self._deck.deal(None)
            return len(lines)
        unread = [line.id for line in lines if line.is_fresh]
        has_earlier = len(found) > self._most
        self._deck.deal(self._conversation(message, lines, has_earlier), unread[:_MOST_OPEN])
        return len(lines)

    def _lines(self, message: Message) -> list[MessageLine]:
        """Return one line more than there are to be cards, where there is one, newest first."""
        if not message.conversation_id or not self._engine.settings.conversation_view:
            return []
        reader = self._engine.mail.reader
        return reader.read_conversation(message.account, message.conversation_id, self._most + 1)

    def _without_copies(self, message: Message, lines: Sequence[MessageLine]) -> list[MessageLine]:
        names = self._engine.mail.lists.read_mail_names([line.id for line in lines])
        return without_copies(lines, names, message)

    def _conversation(
        self, message: Message, lines: Sequence[MessageLine], has_earlier: bool
    ) -> Conversation:
        shown = list(lines[: self._most])
        if all(line.id != message.id for line in shown):  # then it is older than these
            shown += self._engine.mail.reader.read_lines_by_ids([message.id])
        places = self._places(message, shown)
        self._photos.fetch({line.sender.address for line in shown})
        cards = [
            card_from_line(line, places, self._theme, self._photos.photo(line.sender.address))
            for line in shown
        ]
        is_newest_first = self._engine.settings.conversation_newest_first
        if not is_newest_first:
            cards.reverse()
        return Conversation(_key(message), tuple(cards), has_earlier, is_newest_first)

    def _places(self, message: Message, lines: Sequence[MessageLine]) -> dict[FolderId, str]:
        """Return the names of the folders that are not the shown message's."""
        if all(line.folder == message.folder for line in lines):
            return {}
        folders = self._engine.mail.reader.read_folders()
        return {one.id: one.name for one in folders if one.id != message.folder}

    def fill(self) -> None:
        """Bring the bodies of the other open cards; after that of the shown message."""
        for message in self._deck.open_cards:
            if not self._deck.has_body(message):
                self._read(message)

    def _read(self, number: MessageId) -> None:
        message = self._engine.mail.reader.read_message(number)
        if message is not None and (self._shown is None or number != self._shown.id):
            future = self._lane.submit(read_message, self._engine, message)
            self._pending.append(future)
            self._bridge.when_done(future, self._on_read)

    def _leave(self) -> None:
        """Read nothing any more for a conversation that was left."""
        for future in self._pending:
            future.cancel()
        self._pending.clear()

    def _on_read(self, reading: Reading) -> None:
        message = reading.message
        if reading.document is not None:
            self._deck.put(message, reading.document)
            self.card_read.emit(reading)
        elif self._shown is not None and self._deck.holds(message):
            self._deck.say(message, self._loader.waiting_words(self._shown.account))
            if message not in self._asked:
                self._asked.add(message)
                self._engine.mail.open_message(message)

    @Slot()
    def _on_earlier_requested(self) -> None:
        self._most += _STEP
        self.follow(self._shown)
        self.fill()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if self._shown is None or not self._deck.key:
            return
        if change.kind is Kind.MESSAGES and change.account in (None, self._shown.account):
            self._await_news()
        elif change.kind in (Kind.BODIES, Kind.PICTURES):
            for message in self._deck.open_cards:
                if not change.ids or message in change.ids:
                    self._read(message)

    @Slot()
    def _on_photos_filled(self) -> None:
        if self._deck.key:
            self._await_news()

    def _await_news(self) -> None:
        if not self._news.isActive():  # or a sync that goes on would put it off for ever
            self._news.start()

    @Slot()
    def _on_news_settled(self) -> None:
        if self._shown is not None and self._deck.key:
            self.follow(self._engine.mail.reader.read_message(self._shown.id) or self._shown)
            self.fill()


def _key(message: Message) -> str:
    return f"{message.account}/{message.conversation_id}"
