"""What stands between this computer and its servers, as far as a person is asked about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProxyQuestion:
    """A proxy wants a name and a password; ``place`` is its host and port."""

    place: str
    realm: str
    is_repeated: bool = False
    """Whether it refused what it was told before."""
