"""Domains as they are written, as the network spells them, and who they belong to."""

_SECOND_LEVELS = frozenset(
    ("ac", "co", "com", "edu", "gob", "gov", "gouv", "mil", "ne", "net", "nom", "or", "org", "sch")
)


def domain_of(address: str) -> str:
    """Return an address's domain as the network spells it, empty for what is no address."""
    return ascii_domain(address.rpartition("@")[2]) if "@" in address else ""


def ascii_domain(host: str) -> str:
    """Return a host in lower-case ASCII, as it is where it cannot be spelled so."""
    plain = host.strip().strip("<>[]").rstrip(".").lower()
    if plain.isascii():
        return plain
    try:
        return plain.encode("idna").decode()
    except UnicodeError:
        return plain


def written_domain(host: str) -> str:
    """Return a host with its international labels as a reader sees them."""
    return ".".join(_written_label(label) for label in host.lower().split("."))


def _written_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def organisation_of(host: str) -> str:
    """Return the part of a host that somebody registered: ``contoso.co.uk`` of its servers.

    Without the public list of endings this is a rule of thumb: two labels, and three where the
    second last is one of the usual second levels below a country.
    """
    labels = [label for label in host.lower().rstrip(".").split(".") if label]
    is_nested = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS
    return ".".join(labels[-3:] if is_nested else labels[-2:])


def are_one_organisation(one: str, other: str) -> bool:
    """Whether two hosts belong to the same registered domain."""
    return bool(one) and organisation_of(one) == organisation_of(other)
