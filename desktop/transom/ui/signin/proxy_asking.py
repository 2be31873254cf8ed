"""Asks for a proxy's name and password, once, when something the engine did needs them."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from transom.engine.changes import Change, Kind
from transom.engine.engine import Engine
from transom.engine.entities.network import ProxyQuestion
from transom.ui.bridge import Bridge

if TYPE_CHECKING:
    from transom.ui.web.signin_asking import PasswordQuestion


class ProxyAsking(QObject):
    """Shows one dialog at a time; who closes it is asked again only after wishing for something.

    Signals:
        answered: the proxy is told something else now.
    """

    answered = Signal()

    def __init__(self, engine: Engine, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._engine, self._bridge, self._widget = engine, bridge, parent
        self.dialog: PasswordQuestion | None = None
        self._declined = ""
        bridge.changed.connect(self._on_changed)

    @Slot()
    def allow(self) -> None:
        """The person wishes for something: ask once more where it was declined."""
        self._declined = ""

    def look(self) -> None:
        """Ask what a proxy asks, if one does."""
        question = self._engine.network.question
        if question is None or self.dialog is not None:
            return
        if question.place != self._declined:
            self._ask(question)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind is Kind.NETWORK:
            self.look()

    def _ask(self, question: ProxyQuestion) -> None:
        # It stands beside QtWebEngine's questions, first needed here.
        from transom.ui.web.signin_asking import PasswordQuestion, proxy_sentence

        sentence = proxy_sentence(question.place, question.realm, is_repeated=question.is_repeated)
        self.dialog = PasswordQuestion(sentence, self._widget.window(), can_keep=True)
        self.dialog.finished.connect(partial(self._on_finished, question.place))
        self.dialog.open()

    def _on_finished(self, place: str, result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        dialog.deleteLater()
        if result != QDialog.DialogCode.Accepted:
            self._declined = place
            return
        kept = self._engine.network.answer(
            place, dialog.username.text(), dialog.password.text(), keeps=dialog.keeps
        )
        self._bridge.when_done(kept, lambda _nothing: None)
        self._engine.refresh()
        self.answered.emit()
