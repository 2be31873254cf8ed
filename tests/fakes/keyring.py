"""Key rings of every temper, for tests: real enough for keyring, with no prompt and no service."""

import threading

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked
from typing_extensions import override


class MemoryRing(KeyringBackend):
    """A key ring that keeps its entries in memory; ``is_locked`` makes it refuse."""

    priority = 5.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries: dict[tuple[str, str], str] = {}
        self.is_locked = False

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.entries.get((service, username))

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.entries[service, username] = password

    @override
    def delete_password(self, service: str, username: str) -> None:
        self._check()
        del self.entries[service, username]

    def _check(self) -> None:
        if self.is_locked:
            raise KeyringLocked("the person dismissed the prompt")


class WaitingRing(MemoryRing):
    """Waits for a person at every question, as a locked one does behind its dialog."""

    def __init__(self) -> None:
        super().__init__()
        self.was_asked = threading.Event()
        self.is_answered = threading.Event()

    @override
    def _check(self) -> None:
        self.was_asked.set()
        self.is_answered.wait(30)
        super()._check()


class StubbornRing(MemoryRing):
    """Gives nothing away for good."""

    @override
    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked("not now")


class ForgetfulRing(MemoryRing):
    """Takes an entry and loses it, as some half-configured services do."""

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        return None


class PlaintextRing(MemoryRing):
    """Says by its name that it encrypts nothing."""


class WeakRing(MemoryRing):
    """Ranks itself below what keyring recommends."""

    priority = 0.5


class AlternativeRing(MemoryRing):
    """Passes for a back end of keyrings.alt."""


AlternativeRing.__module__ = "keyrings.alt.file"


class BrokenRing(MemoryRing):
    """Fails in a way of its own."""

    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("no D-Bus session")
