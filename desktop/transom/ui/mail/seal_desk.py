"""Looks after sealed mail: has the seal checked, says so, and shows the text that was signed."""

import logging
from dataclasses import replace

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from transom.engine.engine import Engine
from transom.engine.entities.mail import Attachment, Headers, Message
from transom.engine.entities.seals import Seal, SealKind
from transom.engine.errors import TransomError
from transom.engine.parts.seals import Examined
from transom.engine.trust.sealed_parts import kind_of_type
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.mail.body_loader import Reading
from transom.ui.mail.reading_pane import ReadingPane
from transom.ui.mail.seal_words import certificate_lines, seal_line
from transom.ui.mail.trust_mark import TrustCard
from transom.ui.mail.trust_words import TrustLine
from transom.ui.web.document import document_from_body
from transom.ui.widgets.chip import Banner

log = logging.getLogger(__name__)

_ARMOUR = (
    ("-----BEGIN PGP MESSAGE-----", SealKind.PGP_ENCRYPTED),
    ("-----BEGIN PGP SIGNED MESSAGE-----", SealKind.PGP_SIGNED),
)
_SEALS = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/signed")
_SEAL_NAMES = ("smime.p7m", "smime.p7s")


class SealDesk(QObject):
    """Shows a banner over signed and encrypted mail, and the certificate when asked."""

    def __init__(self, engine: Engine, bridge: Bridge, lane: Lane, pane: ReadingPane) -> None:
        super().__init__(pane)
        self._engine, self._bridge, self._lane, self._pane = engine, bridge, lane, pane
        self._message: Message | None = None
        self._is_asked = False
        self._signed: Reading | None = None
        self.banner = Banner(pane.theme, pane.icons, "accent")
        self.card = TrustCard(pane.theme, pane.icons)
        self.card.setAccessibleName("Certificate of the signer")
        pane.add_notice(self.banner)
        pane.add_notice(self.card)
        pane.message_shown.connect(self._on_message_shown)
        pane.reading_shown.connect(self._on_reading_shown)

    @Slot(object, object)
    def look_at_headers(self, message: Message, headers: Headers) -> None:
        """Learn from a message's head whether it is sealed."""
        self._on_message_shown(message)
        types = [one.value for one in headers if one.name.lower() == "content-type"]
        kind = kind_of_type(types[0]) if types else SealKind.NONE
        if kind is SealKind.SIGNED:
            self._ask(message)
        elif kind is not SealKind.NONE and not self._is_asked:
            self._is_asked = True
            self._say(message, Seal(kind))

    @Slot(object)
    def _on_message_shown(self, message: Message | None) -> None:
        before, self._message = self._message, message
        if before is not None and message is not None and before.id == message.id:
            return
        self._is_asked, self._signed = False, None
        self.banner.hide()
        self.card.hide()

    @Slot(object)
    def _on_reading_shown(self, reading: Reading) -> None:
        message = self._message
        if message is None or reading.message != message.id:
            return
        if self._signed is not None and reading is not self._signed:
            self._pane.show_reading(self._signed)  # the body came after what was signed
        elif any(map(_is_seal, reading.attachments)):
            self._ask(message)
        elif not self._is_asked and (kind := _kind_of(reading)) is not SealKind.NONE:
            self._is_asked = True
            self._say(message, Seal(kind))

    def _ask(self, message: Message) -> None:
        if self._is_asked:
            return
        self._is_asked = True
        try:
            future = self._engine.seals.examine(message)
        except TransomError as error:
            self._on_failed(error)
            return
        self._bridge.when_done(future, self._on_examined, self._on_failed)

    def _on_examined(self, examined: Examined) -> None:
        number, seal, body = examined
        message = self._message
        if message is None or message.id != number:
            return
        self._say(message, seal)
        if body is not None:
            files = tuple(self._engine.mail.reader.read_attachments(number))
            future = self._lane.submit(
                lambda: Reading(number, document_from_body(body, files), files)
            )
            self._bridge.when_done(future, self._on_prepared)

    def _on_prepared(self, reading: Reading) -> None:
        if self._message is None or self._message.id != reading.message:
            return
        shown = [one for one in reading.attachments if not _is_seal(one)]
        self._signed = replace(reading, attachments=tuple(shown))
        self._pane.show_reading(self._signed)

    def _on_failed(self, error: TransomError) -> None:
        log.info("a seal was not checked: %s", type(error).__name__)
        words = "This message is signed. The signature could not be checked just now."
        self.banner.show_words(words, "ph.medal")

    def _say(self, message: Message, seal: Seal) -> None:
        line = seal_line(seal, message.sender)
        if line is None:
            return
        actions = []
        if seal.signature is not None and seal.signature.certificate is not None:
            self.card.show_lines(certificate_lines(seal.signature))
            actions.append(("Certificate", self._on_certificate))
        if seal.kind in (SealKind.ENCRYPTED, SealKind.PGP_ENCRYPTED) and _is_safe(message.web_link):
            actions.append(("Open in Outlook", self._on_open))
        self.banner.show_words(_words_of(line), line.icon, actions, tone=line.tone)

    @Slot()
    def _on_certificate(self) -> None:
        self.card.set_open(self.card.isHidden())

    @Slot()
    def _on_open(self) -> None:
        if self._message is not None:
            url = QUrl(self._message.web_link, QUrl.ParsingMode.StrictMode)
            QDesktopServices.openUrl(url)


def _kind_of(reading: Reading) -> SealKind:
    """Tell what is encrypted, or signed, by what the text and the files say themselves."""
    if any(one.name.lower().endswith(".rpmsg") for one in reading.attachments):
        return SealKind.ENCRYPTED
    runs = reading.document.runs if reading.document is not None else ()
    start = runs[0].text.lstrip()[:60] if runs else ""
    return next((kind for mark, kind in _ARMOUR if start.startswith(mark)), SealKind.NONE)


def _words_of(line: TrustLine) -> str:
    return line.sentence or line.title


def _is_safe(web_link: str) -> bool:
    return web_link.lower().startswith("https://")


def _is_seal(attachment: Attachment) -> bool:
    kind = attachment.content_type.lower().partition(";")[0].strip()
    return kind in _SEALS or attachment.name.lower() in _SEAL_NAMES
