"""The system's key ring, and the refusal of everything that only looks like one."""

import base64
import binascii
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringError as RingError
from keyring.errors import KeyringLocked, PasswordDeleteError

from transom.engine.errors import KeyringError

log = logging.getLogger(__name__)

SERVICE = "Transom"
_NO_RINGS = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")

_SYSTEM_ERRORS: tuple[type[Exception], ...] = ()
if sys.platform == "linux":
    from jeepney.wrappers import DBusErrorResponse  # type: ignore[import-untyped]
    from secretstorage.exceptions import SecretStorageException

    _SYSTEM_ERRORS = (DBusErrorResponse, SecretStorageException)

# Back ends are plug-ins and raise whatever their system's binding raises.
_RING_ERRORS = (
    RingError,
    RuntimeError,
    OSError,
    ImportError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    *_SYSTEM_ERRORS,
)


class Ring:
    """One entry of the key ring: a profile's key. Every call may wait for a person's answer."""

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend = backend

    def read_key(self, profile_id: str) -> bytes | None:
        """Return the key, or None where the ring holds none for this profile."""
        with ring_errors():
            text = self._backend.get_password(SERVICE, profile_id)
        if text is None:
            return None
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise KeyringError(
                "The key ring's entry for this profile is not a key of Transom's."
            ) from error

    def save_key(self, profile_id: str, key: bytes) -> None:
        """Store the key and make sure that it can be read again."""
        with ring_errors():
            self._backend.set_password(SERVICE, profile_id, base64.b64encode(key).decode())
        if self.read_key(profile_id) != key:
            raise KeyringError("The key ring took the key and did not give it back.")

    def delete_key(self, profile_id: str) -> None:
        """Remove a key that nothing lies under any more; that it is gone already is no failure."""
        with ring_errors(), suppress(PasswordDeleteError):
            self._backend.delete_password(SERVICE, profile_id)


def find_ring(backend: KeyringBackend | None = None) -> Ring | None:
    """Return the system's key ring (or ``backend``), or None where there is none to trust."""
    try:
        with ring_errors():
            chosen = _first_real(backend or keyring.get_keyring())
    except KeyringError as error:
        log.warning("the key ring cannot be used: %s", type(error.__cause__).__name__)
        return None
    return Ring(chosen) if chosen else None


def _first_real(backend: KeyringBackend) -> KeyringBackend | None:
    if isinstance(backend, ChainerBackend):
        # It reads from all of its back ends, the plain-text ones too: take one real ring instead.
        return next((one for one in backend.backends if _is_real(one)), None)
    return backend if _is_real(backend) else None


def _is_real(backend: KeyringBackend) -> bool:
    for kind in type(backend).__mro__:
        if kind.__module__.startswith(_NO_RINGS) or "plaintext" in kind.__name__.lower():
            return False
    # keyring's own line between recommended and not.
    return float(type(backend).priority) >= 1


@contextmanager
def ring_errors() -> Iterator[None]:
    """Turn what key ring back ends raise into a KeyringError."""
    try:
        yield
    except KeyringLocked as error:
        raise KeyringError("The key ring is locked, and was not unlocked.") from error
    except _RING_ERRORS as error:
        raise KeyringError(
            "The key ring did not answer as it should.", cause=type(error).__name__
        ) from error
