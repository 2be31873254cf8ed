"""Answers a second start: the window comes to the front, on the page that was asked for."""

import os
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from transom.engine.engine import Engine, EngineState
from transom.instance import Wish
from transom.ui.bridge import Bridge
from transom.ui.window import Window


class Visits(QObject):
    """Carries wishes from the engine's socket to the window.

    Signals:
        came: somebody started Transom again; the Wish.
    """

    came = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._page = ""

    def ring(self, request: dict[str, Any]) -> None:
        """Tell of a second start; called on a worker."""
        self.came.emit(Wish.from_request(request))

    def lead_to(self, window: Window, engine: Engine, bridge: Bridge, first_page: str) -> None:
        """Fulfil wishes on this window from now on, the first start's own among them."""
        self._window, self._engine, self._page = window, engine, first_page
        self.came.connect(self._on_came)
        bridge.changed.connect(self._show_page)

    @Slot(object)
    def _on_came(self, wish: Wish) -> None:
        if wish.activation_token:  # Qt reads it when it asks Wayland to activate the window
            os.environ["XDG_ACTIVATION_TOKEN"] = wish.activation_token
        self._window.come_forward()
        self._page = wish.page
        self._show_page()

    @Slot()
    def _show_page(self) -> None:
        """Go to the wished page once there is an account whose pages can be shown."""
        if self._page and self._engine.state is EngineState.READY and self._engine.accounts.list():
            page, self._page = self._page, ""
            self._window.show_page(page)
