"""Finds out who sent the message that is shown, and says it above the message."""

import logging
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from transom.engine.changes import Phase
from transom.engine.engine import Engine
from transom.engine.entities.mail import Headers, Message, MessageId
from transom.engine.errors import TransomError
from transom.engine.parts.doubts import Doubts
from transom.engine.trust.authentication import authentication_of
from transom.engine.trust.route import date_of
from transom.ui.bridge import Bridge
from transom.ui.mail.doubt_words import doubt_lines, doubted, grave_words, mild_words
from transom.ui.mail.reading_pane import ReadingPane
from transom.ui.mail.trust_mark import TrustCard, TrustMark
from transom.ui.mail.trust_words import CHECKING, TrustLine, lines_of, not_known, on_behalf_line
from transom.ui.widgets.chip import Banner

log = logging.getLogger(__name__)

_ASK_AFTER_MS = 250
"""Whoever runs through the list asks for nobody's head."""
_UNREACHABLE = frozenset((Phase.OFFLINE, Phase.SIGN_IN_NEEDED, Phase.WAITING))
_OWN_FOLDERS = frozenset(("drafts", "sentitems", "outbox"))
_NOT_SAVED = "What the mail service found is not saved here, and it cannot be asked just now."


class TrustDesk(QObject):
    """Brings a message's head to its header: the verdict, the reasons, the sender's own time.

    Signals:
        headers_shown: the (Message, Headers) that the verdict on show rests on.
    """

    headers_shown = Signal(object, object)

    def __init__(self, engine: Engine, bridge: Bridge, pane: ReadingPane) -> None:
        super().__init__(pane)
        self._engine, self._bridge, self._pane = engine, bridge, pane
        self.alarm = Banner(pane.theme, pane.icons, "bad")
        self.caution = Banner(pane.theme, pane.icons, "warn")
        self.mark = TrustMark(pane.icons)
        self.card = TrustCard(pane.theme, pane.icons)
        self._message: Message | None = None
        self._lines: tuple[TrustLine, ...] = ()
        self._patience = QTimer(self, singleShot=True, interval=_ASK_AFTER_MS)
        self._patience.timeout.connect(self._ask)
        pane.header.add_mark(self.mark)
        for notice in (self.alarm, self.caution, self.card):
            pane.add_notice(notice)
        self.mark.toggled.connect(self.card.set_open)
        pane.message_shown.connect(self._on_message_shown)

    @Slot(object)
    def _on_message_shown(self, message: Message | None) -> None:
        before, self._message = self._message, message
        if message is not None and before is not None and message.id == before.id:
            return
        self._patience.stop()
        self.mark.setChecked(False)
        self.alarm.hide()
        self.caution.hide()
        if message is None or self._is_own(message):
            self.mark.show_line(None)
            return
        headers = self._engine.sources.read_headers(message.id)
        if headers is not None:
            self._show(message, headers)
        else:
            self._say([CHECKING])
            self._patience.start()

    def _is_own(self, message: Message) -> bool:
        if message.is_draft:
            return True
        folders = self._engine.mail.reader.read_folders(message.account)
        names = {one.id: one.well_known for one in folders}
        return names.get(message.folder, "") in _OWN_FOLDERS

    @Slot()
    def _ask(self) -> None:
        message = self._message
        if message is None:
            return
        phases = {one.account: one.phase for one in self._engine.activities()}
        if phases.get(message.account, Phase.SIGN_IN_NEEDED) in _UNREACHABLE:
            self._show_unknown()
            return
        try:
            future = self._engine.sources.fetch_headers(message.id)
        except TransomError:
            self._show_unknown()
            return
        self._bridge.when_done(future, self._on_fetched, self._on_failed)

    def _on_fetched(self, fetched: tuple[MessageId, Headers]) -> None:
        number, headers = fetched
        if self._message is not None and self._message.id == number:
            self._show(self._message, headers)

    def _on_failed(self, _error: TransomError) -> None:
        self._show_unknown()

    def _show_unknown(self) -> None:
        self._say([not_known(_NOT_SAVED)])
        if self._message is not None:
            self._weigh(self._message, ())

    def _show(self, message: Message, headers: Headers) -> None:
        found = authentication_of(headers, message.sender.address)
        behalf = on_behalf_line(headers, message.sender)
        self._say([*lines_of(found, message.sender), *([behalf] if behalf else [])])
        written_at = date_of(headers)
        if written_at is not None:
            self._pane.header.show_sent(written_at)
        self._weigh(message, headers)
        self.headers_shown.emit(message, headers)

    def _say(self, lines: Sequence[TrustLine]) -> None:
        self._lines = tuple(lines)
        self.mark.show_line(self._lines[0])
        self.card.show_lines(self._lines)

    def _weigh(self, message: Message, headers: Headers) -> None:
        is_list = any(one.name.lower() == "list-id" for one in headers)
        future = self._engine.doubts.weigh(message, is_list=is_list)
        self._bridge.when_done(future, self._on_weighed, self._on_not_weighed)

    def _on_weighed(self, weighed: Doubts) -> None:
        number, doubts = weighed
        message = self._message
        if message is None or message.id != number or not doubts:
            return
        for banner, words in (
            (self.alarm, grave_words(doubts, message.sender)),
            (self.caution, mild_words(doubts, message.sender)),
        ):
            if words:
                banner.show_words(words, "ph.warning")
        self.mark.show_line(doubted(self._lines[0], doubts))
        self.card.show_lines((*self._lines, *doubt_lines(doubts, message.sender)))

    def _on_not_weighed(self, error: TransomError) -> None:
        log.debug("a sender was not weighed: %s", type(error).__name__)
