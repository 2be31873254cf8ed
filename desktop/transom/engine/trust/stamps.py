"""Which lines of a head the receiving service wrote, and with that whose verdict counts.

Every server puts its lines on top of what it was handed. So all above the hop over which a message
came in from outside is the service's own, and all below is what a stranger sent: an
Authentication-Results line down there may say anything. Exchange Online writes its line without the
name of a server; where a line has one, it must be the service's.
"""

from transom.engine.entities.mail import Headers
from transom.engine.trust.domains import organisation_of
from transom.engine.trust.results import Results, results_from_text
from transom.engine.trust.route import hop_from_text

_STAMP = "authentication-results"
_AUTH_AS = "x-ms-exchange-organization-authas"
_MICROSOFT = frozenset(
    (
        "outlook.com",
        "office365.com",
        "office365.us",
        "outlook.cn",
        "exchangelabs.com",
        "hotmail.com",
        "microsoft.com",
    )
)
_EDGE = "protection"


def own_lines(headers: Headers) -> int:
    """Return how many lines from the top the receiving service wrote; 0 if that is unknown."""
    service, last = "", 0
    for place, header in enumerate(headers):
        if header.name.lower() != "received":
            continue
        hop = hop_from_text(header.value)
        service = service or _family(hop.server)
        if not service or _family(hop.server) != service:
            return last  # somebody else's hop: the service's own ended above it
        last = place
        is_edge = _EDGE in hop.server.split(".")
        if is_edge or _family(hop.source) != service:
            return place
    return last


def service_of(headers: Headers) -> str:
    """Return whose servers took the message in last."""
    lines = (one.value for one in headers if one.name.lower() == "received")
    return next((organisation_of(hop_from_text(line).server) for line in lines), "")


def stamp_of(headers: Headers) -> Results | None:
    """Return the receiving service's own verdict; None where it wrote none."""
    service = _family(service_of(headers))
    for header in headers[: own_lines(headers)]:
        if header.name.lower() == _STAMP:
            found = results_from_text(header.value)
            if not found.server or _family(found.server) == service:
                return found
    return None


def count_foreign_stamps(headers: Headers) -> int:
    """Count the verdicts that came with the message and say nothing."""
    below = headers[own_lines(headers) :]
    return sum(one.name.lower() == _STAMP for one in below)


def is_from_inside(headers: Headers) -> bool:
    """Whether the service says that one of its organisation's own sent this.

    Exchange takes this line off whatever comes from outside before it writes its own.
    """
    said = [one.value.strip().lower() for one in headers if one.name.lower() == _AUTH_AS]
    return bool(said) and set(said) == {"internal"}


def _family(host: str) -> str:
    organisation = organisation_of(host)
    return "microsoft" if organisation in _MICROSOFT else organisation
