"""When a failed call is worth another try, and after how long."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

RETRIED_STATUSES = frozenset({429, 502, 503, 504, 509})
MAX_RETRIES = 4
PATIENCE_S = 120.0
"""How long one call may wait in all, its tries included."""

_LONGEST_PAUSE_S = 3_600.0
_FIRST_BACKOFF_S = 1.0
_LONGEST_BACKOFF_S = 20.0


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """Read ``Retry-After`` as seconds, decimal seconds or a date; None if absent or unreadable."""
    text = next((v for k, v in headers.items() if k.lower() == "retry-after"), "").strip()
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
            seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
        except (ValueError, OverflowError):
            return None
    if seconds != seconds:  # "nan" is a float as well
        return None
    return min(max(0.0, seconds), _LONGEST_PAUSE_S)


def backoff_s(retries: int) -> float:
    """Return a growing pause with jitter, for a server that names none."""
    ceiling = min(_LONGEST_BACKOFF_S, _FIRST_BACKOFF_S * 2.0**retries)
    return ceiling * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, keeps no secret
