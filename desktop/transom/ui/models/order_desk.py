"""Asks for orders of a list, one at a time, and again when mail has come or gone."""

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from transom.engine.entities.listing import ListOrder, ListWish
from transom.engine.errors import TransomError
from transom.ui.bridge import Bridge
from transom.ui.models.mail_source import MailDoor

_SETTLE_MS = 400
_SHARE = 8
"""An order that takes a second is asked for every nine seconds at most."""


class OrderDesk(QObject):
    """Keeps a list's order up to date.

    Signals:
        ordered: a ListOrder has come, the newest that was wished for.
    """

    ordered = Signal(object)

    def __init__(self, door: MailDoor, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._door, self._bridge = door, bridge
        self._wish: ListWish | None = None
        self._is_asking = self._is_late = False
        self._asked_at = 0.0
        self._pause = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._pause.timeout.connect(self._ask)

    @property
    def is_asking(self) -> bool:
        """Whether an order is on its way."""
        return self._is_asking

    def begin(self, wish: ListWish | None, *, at_once: bool = True) -> None:
        """Bring this order now, or when it is renewed, and no other any more; None wants none."""
        self._wish = wish
        self._is_late = False
        self._pause.stop()
        if at_once:
            self._ask()

    def renew(self) -> None:
        """Mail came or went: bring the order again before long."""
        if self._wish is not None and not self._pause.isActive():
            self._pause.start()

    @Slot()
    def _ask(self) -> None:
        if self._is_asking or self._wish is None:
            self._is_late = self._wish is not None
            return
        self._is_asking, self._asked_at = True, time.monotonic()
        try:
            future = self._door.order(self._wish)
        except TransomError:
            self._is_asking = False  # the local copy is being closed
            return
        self._bridge.when_done(future, self._on_ordered, self._on_failed)

    @Slot(object)
    def _on_ordered(self, order: ListOrder) -> None:
        self._is_asking = False
        took_ms = (time.monotonic() - self._asked_at) * 1000
        self._pause.setInterval(max(_SETTLE_MS, round(took_ms * _SHARE)))
        if order.wish == self._wish:
            self.ordered.emit(order)
        if self._is_late:
            self._is_late = False
            self._ask()

    def _on_failed(self, _error: TransomError) -> None:
        self._is_asking = False
