"""What a sign-in page may ask about the way to its server, of somebody who knows the network."""

from collections.abc import Callable
from typing import Protocol


class Gate(Protocol):
    """Knows proxies and roots; answers at once, or later on the same thread."""

    def login_for(self, place: str) -> tuple[str, str] | None:
        """Return name and password for a proxy, by its host and port, if they are known."""

    def keep_login(self, place: str, username: str, password: str, *, keeps: bool) -> None:
        """Tell the proxy this everywhere from now on; ``keeps`` is for later starts too."""

    def ask_trust(
        self, host: str, port: int, certificate_sha256: str, answer: Callable[[bool], None]
    ) -> None:
        """Find out whether this computer's own roots vouch for a certificate of a host."""
