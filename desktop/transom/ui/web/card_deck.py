"""A conversation in the web view: which cards are open, and whose body each frame holds."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from transom.engine.entities.mail import MessageId
from transom.ui.theme import Theme
from transom.ui.web import cards
from transom.ui.web.card_script import dealing_script, showing_script
from transom.ui.web.cards import Card, CardNote, CardState, Conversation
from transom.ui.web.document import Document
from transom.ui.web.frame import BodyPage, PageKind, page_content


class CardDeck(QObject):
    """Knows the cards of one conversation; every body in it is tied to its message's id.

    Signals:
        chosen: the MessageId whose card was pressed and is to be the current one.
        pictures_requested: the MessageId of a card whose pictures are wanted now.
        earlier_requested: cards of earlier messages are wanted.
        changed: the page no longer is what it should be.
        framed: the BodyPage of a frame that is to come onto the page.
    """

    chosen = Signal(object)
    pictures_requested = Signal(object)
    earlier_requested = Signal()
    changed = Signal()
    framed = Signal(object)

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._conversation: Conversation | None = None
        self._current = self._in_sight = MessageId(0)
        self._open: set[MessageId] = set()
        self._documents: dict[MessageId, Document] = {}
        self._frames: dict[MessageId, BodyPage] = {}
        self._meanwhile: dict[MessageId, str] = {}
        self._notes: dict[MessageId, tuple[CardNote, ...]] = {}
        self._serial = self._frames_made = 0
        self._place = ""

    @property
    def key(self) -> str:
        """Which conversation it is, empty for none."""
        return self._conversation.key if self._conversation else ""

    @property
    def open_cards(self) -> tuple[MessageId, ...]:
        """The messages whose cards are open, in the order they are shown."""
        known = self._conversation.cards if self._conversation else ()
        return tuple(card.message for card in known if card.message in self._open)

    @property
    def frames(self) -> Iterable[BodyPage]:
        """The pages of the frames that are on the page."""
        return self._frames.values()

    def holds(self, message: MessageId) -> bool:
        """Whether there is a card for this message."""
        return self._conversation is not None and self._conversation.card(message) is not None

    def has_body(self, message: MessageId) -> bool:
        """Whether this message's body is here."""
        return message in self._documents

    def deal(self, conversation: Conversation | None, opened: Iterable[MessageId] = ()) -> None:
        """Hold these cards; bodies are kept as long as it is the same conversation."""
        if conversation is not None and conversation == self._conversation:
            return
        is_other = conversation is None or conversation.key != self.key
        if is_other:
            self._open = set(opened)
            self._current = self._in_sight = MessageId(0)
            self._documents.clear()
            self._frames.clear()
            self._meanwhile.clear()
            self._notes.clear()
        self._conversation = conversation
        known = {card.message for card in conversation.cards} if conversation else set()
        for gone in self._documents.keys() - known:
            self.forget((gone,))
        self._open &= known
        if not is_other:  # else the page is another's, and no longer ours to change
            self.changed.emit()

    def turn_to(self, message: MessageId) -> None:
        """Make a card the current one, and open it."""
        if self.holds(message) and message != self._current:
            self._current = message
            self._open.add(message)
            self.changed.emit()

    def put(self, message: MessageId, document: Document) -> None:
        """Put a body onto its message's card."""
        if self.holds(message) and self._documents.get(message) is not document:
            self._documents[message] = document
            self._meanwhile.pop(message, None)
            if message in self._frames:
                self._frame(message)
            self.changed.emit()

    def say(self, message: MessageId, words: str) -> None:
        """Say why a card has no body yet."""
        if self.holds(message) and self._meanwhile.get(message) != words:
            self._meanwhile[message] = words
            self.changed.emit()

    def annotate(self, message: MessageId, notes: tuple[CardNote, ...]) -> None:
        """Put notes on a card; they are seen while it is open and another is the current one."""
        if self.holds(message) and self._notes.get(message, ()) != notes:
            self._notes[message] = notes
            self.changed.emit()

    def forget(self, messages: Iterable[MessageId]) -> None:
        """Let go of bodies that are no longer what they were."""
        for message in messages:
            self._documents.pop(message, None)
            self._notes.pop(message, None)
            self._frames.pop(message, None)

    def page(self, serial: int) -> BodyPage:
        """Return the whole page as it is now, with its frames in ``frames``."""
        self._serial = serial
        path = f"/{serial}/"
        self._place = cards.buttons_place(path)
        self._frames.clear()
        self._in_sight = MessageId(0)
        states = self._states()
        conversation = self._conversation or Conversation("", ())
        content = cards.cards_content(conversation, states, self._theme, self._place)
        return BodyPage(path, content, kind=PageKind.CARDS)

    def dealing_script(self) -> str:
        """Return the script that brings the page up to date."""
        if self._conversation is None:
            return ""
        states = self._states()
        facts = [
            cards.card_facts(card, states[card.message], self._place)
            for card in self._conversation.cards
        ]
        earlier = cards.earlier_button(self._place) if self._conversation.has_earlier else ""
        return dealing_script(facts, earlier, is_newest_first=self._conversation.is_newest_first)

    def showing_script(self) -> str:
        """Return the script that brings the current card into sight, once."""
        is_filled = self._current in self._documents or self._current in self._meanwhile
        if self._in_sight == self._current or not is_filled:
            return ""
        self._in_sight = self._current
        return showing_script(f"c{self._current}")

    def press(self, url_text: str) -> None:
        """Do what a button of the page stands for."""
        wish = url_text.removeprefix(self._place) if self._place else ""
        kind, _slash, number = wish.partition("/")
        if wish == cards.EARLIER:
            self.earlier_requested.emit()
        elif number.isascii() and number.isdigit() and self.holds(MessageId(int(number))):
            self._press_card(kind, MessageId(int(number)))

    def _press_card(self, kind: str, message: MessageId) -> None:
        if kind == cards.PICTURES:
            self.pictures_requested.emit(message)
        if kind not in (cards.CARD, cards.NOTE):
            return
        if kind == cards.CARD and message == self._current and message in self._open:
            self._open.discard(message)
        else:
            self._open.add(message)
        if message != self._current:
            self._current = self._in_sight = message  # it is where the pointer is
            self.chosen.emit(message)
        self.changed.emit()

    def _states(self) -> dict[MessageId, CardState]:
        known = self._conversation.cards if self._conversation else ()
        return {card.message: self._state(card) for card in known}

    def _state(self, card: Card) -> CardState:
        message = card.message
        is_open = message in self._open
        if is_open and message in self._documents and message not in self._frames:
            self._frame(message)
        frame = self._frames.get(message)
        return CardState(
            is_open=is_open,
            is_current=message == self._current,
            frame_url=frame.url.toString() if frame else "",
            meanwhile=self._meanwhile.get(message, ""),
            notes=self._notes.get(message, ()) if is_open and message != self._current else (),
        )

    def _frame(self, message: MessageId) -> None:
        document = self._documents[message]
        self._frames_made += 1
        page = BodyPage(
            f"/{self._serial}-{self._frames_made}/",
            page_content(document, self._theme, is_card=True),
            document.pictures,
            document.links,
            f"m{message}",
            PageKind.CARD,
        )
        self._frames[message] = page
        self.framed.emit(page)
