"""The line that says what of a mail was not loaded, and offers to load it."""

from functools import partial

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QMenu

from transom.engine.entities.pictures import PictureConsent
from transom.ui import text
from transom.ui.theme import Theme
from transom.ui.web.document import Document
from transom.ui.web.references import Held
from transom.ui.widgets.chip import Banner
from transom.ui.widgets.icons import Icons

_ICON = "ph.eye-slash"
_MOST_HOSTS = 12
_TOO_LONG = "This message is too long to be shown whole: its beginning is shown."
_TOO_COMPLICATED = "This message is too complicated to lay out: only its text is shown."


class HeldBanner(Banner):
    """Counts pictures, pixels and styles that were held back.

    Signals:
        load_requested: the pictures of this message are wanted now.
        sender_allowed: the pictures of this sender's mail are wanted always; their address.
        host_allowed: pictures from a host are wanted always; the host.
    """

    load_requested = Signal()
    sender_allowed = Signal(str)
    host_allowed = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons, "warn")
        self.menu = QMenu(self)
        self.menu.setAccessibleName("Remote pictures")
        self._sentence = ""

    def show_held(self, document: Document, consent: PictureConsent) -> None:
        """Say what of a mail was not loaded; nothing if there was nothing."""
        self._sentence = document_words(document)
        if not self._sentence:
            self.hide()
            return
        self._fill_menu(document.held, consent)
        actions = (
            [("Load pictures", self.load_requested.emit), ("Always…", self._open_menu)]
            if document.held.hosts
            else []
        )
        self.show_words(self._sentence, _ICON, actions)

    @Slot(int, str)
    def show_failures(self, count: int, reason: str) -> None:
        """Say that allowed pictures did not come."""
        failed = text.counted(count, "picture", "pictures")
        words = f"{failed} could not be loaded. {reason}"
        self.show_words(
            f"{self._sentence} {words}".strip(), _ICON, [("Try again", self.load_requested.emit)]
        )

    def _fill_menu(self, held: Held, consent: PictureConsent) -> None:
        self.menu.clear()
        self.menu.addAction("Load for this message", self.load_requested.emit)
        self.menu.addSeparator()
        if consent.sender:
            words = text.safe(f"Always for mail from {consent.sender}").replace("&", "&&")
            self.menu.addAction(words, partial(self.sender_allowed.emit, consent.sender))
        else:
            never = self.menu.addAction(
                "Always for this sender: not offered, the sender is not verified"
            )
            never.setEnabled(False)
        for host, count in held.hosts[:_MOST_HOSTS]:
            pictures = text.counted(count, "picture", "pictures")
            words = text.safe(f"Always from {host} ({pictures})").replace("&", "&&")
            self.menu.addAction(words, partial(self.host_allowed.emit, host))
        if len(held.hosts) > _MOST_HOSTS:
            more = self.menu.addAction(f"and {len(held.hosts) - _MOST_HOSTS} more places")
            more.setEnabled(False)

    def _open_menu(self) -> None:
        corner = QPoint(self.width() - self.menu.sizeHint().width(), self.height())
        self.menu.popup(self.mapToGlobal(corner))


def document_words(document: Document) -> str:
    """Say what of a mail is not shown; nothing if all of it is."""
    words = held_words(document.held)
    if document.is_cut:
        words = f"{_TOO_LONG} {words}"
    elif document.is_simplified:
        words = f"{_TOO_COMPLICATED} {words}"
    return words.strip()


def held_words(held: Held) -> str:
    """Say what was not loaded, with counts; nothing if there was nothing."""
    sentences = []
    if held.pictures:
        places = text.counted(len(held.hosts), "place", "places")
        pictures = text.counted(held.pictures, "picture", "pictures")
        sentences.append(f"{pictures} from {places} {_were(held.pictures)} not loaded.")
    if held.insecure:
        more = text.counted(held.insecure, "picture", "pictures")
        whose = "whose address is" if held.insecure == 1 else "whose addresses are"
        sentences.append(f"{more} {whose} not encrypted {_were(held.insecure)} left out.")
    rest = [
        text.counted(held.pixels, "tracking pixel", "tracking pixels") if held.pixels else "",
        text.counted(held.others, "remote style", "remote styles") if held.others else "",
    ]
    if any(rest):
        words = " and ".join(filter(None, rest))
        sentences.append(f"{words} {_were(held.pixels + held.others)} left out.")
    return " ".join(sentences)


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
