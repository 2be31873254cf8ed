"""Graph addresses: a template for the journal, filled in for the wire."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from transom.engine.entities.accounts import Cloud
from transom.engine.graph.guard import check_link, origin_of

_VERSION = "/v1.0"
_QUERY_SAFE = "$,:()'/="


@dataclass(frozen=True, slots=True)
class Address:
    """Where a call goes; ``template`` names ids by words, ``path`` is relative to the version."""

    template: str
    path: str


def address(template: str, *ids: str, params: Mapping[str, str | int] | None = None) -> Address:
    """Fill ``{words}`` of the template with ids, each encoded as one path segment."""
    path, left = "", template
    for remote_id in ids:
        before, _, rest = left.partition("{")
        path += before + quote(remote_id, safe="")
        left = rest.partition("}")[2]
    path += left
    if params:
        path += "?" + "&".join(f"{k}={quote(str(v), safe=_QUERY_SAFE)}" for k, v in params.items())
    return Address(template, path)


def in_mailbox(target: Address, mailbox: str) -> Address:
    """Return an address of one's own mailbox as one of ``mailbox``; without one, as it is."""
    for end in ("/", "?"):
        if mailbox and target.path.startswith(f"/me{end}"):
            path = f"/users/{quote(mailbox, safe='')}{target.path[3:]}"
            return Address(f"/users/{{user}}{target.template[3:]}", path)
    return target


def url_of(target: Address | str, cloud: Cloud) -> str:
    """Return the absolute URL of an address, or of a link the server gave."""
    if isinstance(target, str):
        return check_link(target, cloud)
    return origin_of(cloud) + _VERSION + target.path


def template_of_link(url_text: str) -> str:
    """Return a template for a link of unknown shape: the words of its path, never the ids."""
    words = [s for s in urlsplit(url_text).path.split("/") if s and s != "v1.0"]
    named = [word if word.isalpha() and len(word) < 24 else "{id}" for word in words]
    return "/" + "/".join(named)
