"""The page's way to what the engine knows of the network."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from transom.engine.engine import Engine
from transom.ui.bridge import Bridge


class NetworkGate(QObject):
    """Carries a page's questions to the engine, and the answers back to this thread."""

    def __init__(self, engine: Engine, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._network, self._bridge = engine.network, bridge

    def login_for(self, place: str) -> tuple[str, str] | None:
        """Return what a proxy is told, if that is known."""
        return self._network.login_for(place)

    def keep_login(self, place: str, username: str, password: str, *, keeps: bool) -> None:
        """Tell a proxy this from now on."""
        kept = self._network.answer(place, username, password, keeps=keeps)
        self._bridge.when_done(kept, lambda _nothing: None)

    def ask_trust(
        self, host: str, port: int, certificate_sha256: str, answer: Callable[[bool], None]
    ) -> None:
        """Find out whether the system vouches for a certificate."""
        asked = self._network.is_trusted(host, port, certificate_sha256)
        self._bridge.when_done(asked, answer, lambda _error: answer(False))
