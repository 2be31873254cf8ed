"""A question to the provider that nobody sees: it comes back by itself, or its page stays."""

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtWidgets import QWidget

from transom.ui.web.gate import Gate
from transom.ui.web.signin_page import ProviderPage, new_profile
from transom.ui.web.signin_reading import PageReader, PageState
from transom.ui.web.signin_target import SignInTarget

_SOON_MS = 20
STAYS_MS = 12_000
"""How long a loaded page may take to come back before it counts as one that stays."""


class QuietQuestion(QObject):
    """Loads one page in a profile of its own and tells once how it ended.

    Signals:
        answered: the whole redirect address, which was never requested.
        stayed: the PageState of a page that did not come back.
        failed: a sentence on a page that could not be loaded.
    """

    answered = Signal(str)
    stayed = Signal(object)
    failed = Signal(str)

    def __init__(
        self,
        target: SignInTarget,
        parent: QWidget,
        gate: Gate | None = None,
        stays_ms: int = STAYS_MS,
    ) -> None:
        super().__init__(parent)
        self._is_done = False
        self._profile = new_profile(parent)
        self._page = ProviderPage(self._profile, target, parent, gate)
        self._page.captured.connect(self._on_captured)
        self._page.untrusted.connect(self._on_untrusted)
        self._page.settled.connect(self._on_settled)
        self._reader = PageReader(self._page)
        self._reader.state_changed.connect(self._on_state_changed)
        self._patience = QTimer(self, singleShot=True, interval=stays_ms)
        self._patience.timeout.connect(self._on_patience_ended)
        self._page.load(QUrl(target.url_text))

    @Slot()
    def dispose(self) -> None:
        """Forget the page and its profile, in that order; nothing is told any more."""
        self._is_done = True
        self._patience.stop()
        self._reader.stop()
        if self._page.questions.is_asking:
            self._page.questions.give_up()
            QTimer.singleShot(_SOON_MS, self, self.dispose)
            return
        self._page.deleteLater()
        self._profile.deleteLater()
        self.deleteLater()

    @Slot(str)
    def _on_captured(self, url_text: str) -> None:
        if self._end():
            self.answered.emit(url_text)

    @Slot(str)
    def _on_untrusted(self, sentence: str) -> None:
        if self._end():
            self.failed.emit(sentence)

    @Slot(bool)
    def _on_settled(self, is_loaded: bool) -> None:
        if self._is_done:
            return
        if is_loaded:
            self._patience.start()
            self._reader.look()
        elif self._end():
            self.failed.emit(self._page.failure)

    @Slot(object)
    def _on_state_changed(self, state: PageState) -> None:
        # A page that shows an error waits for nothing; one that only looks blank still may.
        if state.code and self._end():
            self.stayed.emit(state)

    @Slot()
    def _on_patience_ended(self) -> None:
        if self._end():
            self.stayed.emit(PageState())

    def _end(self) -> bool:
        """Say whether this is the first end."""
        is_first, self._is_done = not self._is_done, True
        self._patience.stop()
        self._reader.stop()
        return is_first
