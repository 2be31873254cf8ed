"""One window for one profile: a second start hands over what it was asked for and ends."""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from transom.engine.errors import TransomError

if TYPE_CHECKING:
    from transom.engine.profile import Profile

PAGES = ("mail", "calendar", "people", "settings")

_TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a start asks of the window: a page, or none in particular.

    ``activation_token`` is the desktop's leave to come to the front; Wayland asks for one.
    """

    page: str = ""
    activation_token: str = ""

    @classmethod
    def from_start(cls, page: str) -> "Wish":
        """Return this process's own wish, with the token its desktop gave it."""
        tokens = (os.environ.get(name, "") for name in _TOKENS)
        return cls(page, next((token for token in tokens if token), ""))

    @classmethod
    def from_request(cls, request: Mapping[str, object]) -> "Wish":
        """Read what came over the socket; whatever is odd counts as not wished."""
        page, token = request.get("page"), request.get("activation_token")
        return cls(
            page if isinstance(page, str) and page in PAGES else "",
            token if isinstance(token, str) and len(token) < 1000 else "",
        )


def hand_over(profile: "Profile", wish: Wish) -> bool:
    """Give the wish to the window that holds the profile; False where there is none."""
    from transom.engine import listener  # sockets: the demo tenant's start goes without them

    try:
        return listener.ask(profile, {"command": "raise", **asdict(wish)}) is not None
    except TransomError:
        return False  # it ended meanwhile: the window is ours to open
