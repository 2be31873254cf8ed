"""What happens around one message: its header, its body on the way, its files to keep."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from transom.engine.engine import Engine
from transom.engine.entities.mail import Attachment, MessageId
from transom.engine.errors import TransomError
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.mail.attached_mail_desk import AttachedMailDesk
from transom.ui.mail.body_loader import BodyLoader
from transom.ui.mail.body_tools import BodyTools
from transom.ui.mail.card_notes import CardNotes
from transom.ui.mail.conversation_desk import ConversationDesk
from transom.ui.mail.drag_desk import DragDesk
from transom.ui.mail.file_desk import FileDesk
from transom.ui.mail.invitation_desk import InvitationDesk
from transom.ui.mail.look_desk import LookDesk
from transom.ui.mail.notice import Notice
from transom.ui.mail.paper_desk import PaperDesk
from transom.ui.mail.people_desk import PeopleDesk
from transom.ui.mail.reading_pane import ReadingPane
from transom.ui.mail.seal_desk import SealDesk
from transom.ui.mail.sender_photos import SenderPhotos
from transom.ui.mail.source_desk import SourceDesk
from transom.ui.mail.trust_desk import TrustDesk
from transom.ui.models.messages import MessageListModel
from transom.ui.widgets.file_saving import FileSaver


class ReadingDesk(QObject):
    """Joins the reading pane to the engine.

    Signals:
        invitation_opened: the Message whose meeting is to be seen in the calendar.
        calendar_file_opened: the (name, bytes) of an attachment to be looked at there.
    """

    invitation_opened = Signal(object)
    calendar_file_opened = Signal(object)

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        lane: Lane,
        pane: ReadingPane,
        messages: MessageListModel | None,
        photos: SenderPhotos,
        notice: Notice,
    ) -> None:
        super().__init__(pane)
        self._engine, self._bridge = engine, bridge
        self._pane, self._messages = pane, messages
        self._photos, self._notice = photos, notice
        self._loader = BodyLoader(engine, bridge, lane, self)
        deck = pane.body.deck
        self._conversation = ConversationDesk(
            engine, bridge, lane, deck, self._loader, photos, pane.theme
        )
        deck.chosen.connect(self.show_message)
        self._notes = CardNotes(engine, bridge, deck)
        self._conversation.card_read.connect(self._notes.note)
        self.saver = FileSaver(engine.mail.save_attachment, bridge, pane)
        self.trust = TrustDesk(engine, bridge, pane)
        self.seals = SealDesk(engine, bridge, lane, pane)
        self.trust.headers_shown.connect(self.seals.look_at_headers)
        self.attached = AttachedMailDesk(engine, bridge, lane, pane)
        self.attached.saved.connect(self._on_source_saved)
        self.attached.failed.connect(self._on_save_failed)
        self.sources = SourceDesk(engine, bridge, pane)
        self.tools = BodyTools(engine, pane)
        self.paper = PaperDesk(engine, bridge, lane, pane, pane.body.fetch_picture)
        self.paper.menu.addAction("Message file (.eml)…").triggered.connect(self.sources.ask)
        self.paper.menu.addAction("All attachments…").triggered.connect(self.save_all)
        pane.tools.add_key("Ctrl+S", lambda: pane.tools.popup(self.paper.menu))
        for told in (self.paper, self.sources):
            told.saved.connect(self._on_source_saved)
            told.failed.connect(self._on_save_failed)
        InvitationDesk(engine, bridge, lane, pane)
        FileDesk(engine, bridge, lane, pane)
        self.drags = DragDesk(engine, bridge, pane)
        self.drags.arrived.connect(self._on_source_saved)
        self.drags.failed.connect(self._on_save_failed)
        self.people = PeopleDesk(engine, pane)
        LookDesk(engine, pane, self._loader)
        self._loader.loaded.connect(pane.show_reading)
        self._loader.loaded.connect(self._notes.note)
        self._loader.missing.connect(pane.show_missing)
        pane.fetch_requested.connect(self._loader.fetch)
        pane.calendar_requested.connect(self._on_calendar_requested)
        pane.strip.calendar_requested.connect(self._on_calendar_file_requested)
        pane.strip.save_requested.connect(self._on_save_requested)
        pane.strip.save_all_requested.connect(self.save_all)
        self.saver.saved.connect(self._on_saved)
        self.saver.failed.connect(self._on_save_failed)

    @Slot(object)
    def show_message(self, message: MessageId | None) -> None:
        """Show a message's header at once and its body when it stands ready, or nothing."""
        known = self._engine.mail.reader.read_message(message) if message is not None else None
        self._loader.begin(known)  # while the header is made
        size = self._conversation.follow(known)
        if known is None:
            self._pane.show_nothing("Nothing selected", "Choose a message to read it here.")
            return
        zone = self._engine.accounts.read_mailbox_settings(known.account).time_zone
        owners = {one.id: one.username for one in self._engine.accounts.list()}
        size = size or self._conversation_size(known.id)
        address = known.sender.address
        self._photos.fetch({address})
        self._pane.show_header(
            known, owners.get(known.account, ""), size, zone, self._photos.photo(address)
        )
        self._loader.load()
        self._conversation.fill()

    def _conversation_size(self, message: MessageId) -> int:
        if self._messages is None:
            return 1
        line = self._messages.line_at(self._messages.row_of(message))
        return line.conversation_size if line else 1

    @Slot()
    def save_all(self) -> None:
        """Ask where to save all of the message's attachments."""
        self.saver.ask(self._pane.strip.shown)

    @Slot()
    def _on_calendar_requested(self) -> None:
        shown = self._pane.message
        message = None if shown is None else self._engine.mail.reader.read_message(shown)
        if message is not None:
            self.invitation_opened.emit(message)

    @Slot(object)
    def _on_calendar_file_requested(self, attachment: Attachment) -> None:
        try:
            future = self._engine.mail.download_attachment(attachment.id)
        except TransomError as error:
            self._on_download_failed(error)
            return
        told = partial(self._on_downloaded, attachment.name)
        self._bridge.when_done(future, told, self._on_download_failed)

    def _on_downloaded(self, name: str, content: bytes) -> None:
        self.calendar_file_opened.emit((name, content))

    def _on_download_failed(self, error: TransomError) -> None:
        self._on_save_failed(f"{error.title}. {error.message}")

    @Slot(object)
    def _on_save_requested(self, attachment: Attachment) -> None:
        self.saver.ask((attachment,))

    @Slot(str)
    def _on_saved(self, words: str) -> None:
        self._notice.say(words, "ph.check-circle", ("Open folder", self.saver.open_place))

    @Slot(str)
    def _on_source_saved(self, words: str) -> None:
        self._notice.say(words, "ph.check-circle", None)

    @Slot(str)
    def _on_save_failed(self, words: str) -> None:
        self._notice.say(words, "ph.warning-circle", None)
