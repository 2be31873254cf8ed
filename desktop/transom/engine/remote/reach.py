"""What pictures may be fetched from: how names are looked up, and which addresses are open."""

import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from transom.engine.errors import NameNotFoundError, PictureError
from transom.engine.remote.places import is_near, is_public

_MOST_ADDRESSES = 16


def addresses_of(host: str) -> list[str]:
    """Ask the system for a host's addresses, each once."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NameNotFoundError("The name of the picture's server is not known here.") from error
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def system_context() -> ssl.SSLContext:
    """Trust whom this computer trusts."""
    import truststore  # not before the first picture

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@dataclass(frozen=True, slots=True)
class Reach:
    """The rules of the way to strangers, as they are unless a test says otherwise."""

    look_up: Callable[[str], Sequence[str]] = addresses_of
    is_open: Callable[[str], bool] = is_public
    is_near: Callable[[str], bool] = is_near
    new_context: Callable[[], ssl.SSLContext] = system_context
    ports: frozenset[int] = frozenset({443})

    def check_name(self, host: str) -> None:
        """Raise PictureError for a host that is near by its name or its spelling alone."""
        if self.is_near(host):
            raise _near()

    def open_addresses(self, host: str) -> Sequence[str]:
        """Look a host up; PictureError unless all of its addresses are open.

        A name with one public and one private address is somebody's trick.
        """
        self.check_name(host)
        found = self.look_up(host)[:_MOST_ADDRESSES]
        if not found or not all(map(self.is_open, found)):
            raise _near()
        return found


def _near() -> PictureError:
    return PictureError("The picture lies on this computer or in a private network.")
