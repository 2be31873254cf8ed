"""What opening a profile takes, made once by the engine and handed on."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from transom.engine.changes import Newsroom
from transom.engine.clock import Clock
from transom.engine.profile import Profile
from transom.engine.workers import Workers

if TYPE_CHECKING:  # heavy rooms: loaded on the worker that first needs them
    from keyring.backend import KeyringBackend

    from transom.engine.auth.proxies import Proxies


@dataclass(frozen=True, slots=True)
class Means:
    """A profile's place, the threads and news around it, and the ways to its key and servers."""

    profile: Profile
    workers: Workers
    newsroom: Newsroom
    clock: Clock
    key_file: Path | None
    keyring_backend: "KeyringBackend | None"
    proxies: "Proxies"
