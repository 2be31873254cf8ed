"""The weather there is: every kind with what its rate means and what it usually is."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["of the requests", "seconds", "kB a second", "bytes a second", "changes a second"]
SHARE: Unit = "of the requests"


class BadWeatherError(Exception):
    """The weather asked for does not exist; the text says what does."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of weather; a rate that is a share lies between 0 and 1."""

    name: str
    what: str
    usual: float
    unit: Unit = SHARE
    is_switch: bool = False


ALL = (
    Kind("latency", "every answer comes later", 0.3, "seconds"),
    Kind("jitter", "answers come later by up to this", 0.5, "seconds"),
    Kind("bandwidth", "bodies come slowly", 64, "kB a second"),
    Kind("throttle", "429 with a good Retry-After", 0.2),
    Kind("throttle-silent", "429 without Retry-After", 0.2),
    Kind("throttle-decimal", "429 with Retry-After: 2.128", 0.2),
    Kind("throttle-absurd", "429 with a Retry-After that makes no sense", 0.2),
    Kind("error-500", "500 with a page of HTML", 0.2),
    Kind("error-502", "502 with a page of HTML", 0.2),
    Kind("error-503", "503 with a page of HTML", 0.2),
    Kind("error-504", "504 UnknownError with an empty message", 0.2),
    Kind("reset", "the connection is reset before an answer", 0.2),
    Kind("cut", "the body breaks off in the middle", 0.2),
    Kind("drip", "the body comes a few bytes at a time", 200, "bytes a second"),
    Kind("broken-gzip", "the body says it is compressed and is not quite", 0.2),
    Kind("lost-delta", "410: the state of a delta link is lost", 0.3),
    Kind("lossy-delta", "a delta leaves changes out and never tells", 0.3),
    Kind("next-loop", "the link to the next page leads to the same one", 0.3),
    Kind("next-missing", "the link to the next page is missing", 0.3),
    Kind("next-elsewhere", "the link to the next page names another host", 0.3),
    Kind("duplicates", "items of a page come twice", 0.3),
    Kind("vanishing", "items are gone from later pages", 0.3),
    Kind("expired", "401: the token has expired", 0.2),
    Kind("odd-fields", "items with nulls, year 1, surrogates and unknown words", 0.3),
    Kind("hostile-html", "bodies that try everything", 1),
    Kind("clock-skew", "the tenant's clock is ahead", 3600, "seconds"),
    Kind("revoked", "all tokens of the first account are revoked, once", 1, is_switch=True),
    Kind("claims", "tokens of the first account need newer claims, once", 1, is_switch=True),
    Kind("consent-wall", "people may not consent for themselves", 1, is_switch=True),
    Kind("conditional-access", "a policy refuses the first account", 1, is_switch=True),
    Kind("live", "mail and meetings come, change and go", 0.2, "changes a second"),
)
KINDS = {kind.name: kind for kind in ALL}


def kind_named(name: str) -> Kind:
    found = KINDS.get(name.strip().lower())
    if found is None:
        raise BadWeatherError(f"There is no weather named {name}. There is: {', '.join(KINDS)}.")
    return found


def checked_rate(kind: Kind, rate: float | None) -> float:
    """Return the rate, or the usual one for none; raise where it cannot be."""
    if rate is None:
        return kind.usual
    most = 1.0 if kind.unit == SHARE else 1_000_000.0
    if not 0 < rate <= most:
        raise BadWeatherError(
            f"The rate of {kind.name} ({kind.unit}) lies above 0, up to {most:g}."
        )
    return rate


def read_wish(text: str) -> tuple[Kind, float]:
    """Read ``NAME[:RATE]`` as the command line has it."""
    name, colon, rate = text.partition(":")
    kind = kind_named(name)
    try:
        return kind, checked_rate(kind, float(rate) if colon else None)
    except ValueError:
        raise BadWeatherError(f"{rate} is no number.") from None
