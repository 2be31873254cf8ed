"""The identity provider's error answers, as errors of ours with the facts a help desk asks for."""

import re
from collections.abc import Mapping
from typing import Any

from transom.engine.auth.words import dictionary
from transom.engine.errors import (
    SignInCancelledError,
    SignInError,
    SignInExpiredError,
    SignInNeededError,
    SignInRefusedError,
    TransomError,
    UnavailableError,
)

_NO_REASON = (
    "The provider did not say why in words of its own. Your help desk can look it up by these."
)
_TOO_OLD = frozenset({"", "bad_token", "token_expired"})
_TEMPORARY = frozenset({"server_error", "temporarily_unavailable"})
_ASKS_PERSON = frozenset(
    {"invalid_grant", "interaction_required", "login_required", "consent_required"}
)


def facts_from(answer: Mapping[str, Any]) -> dict[str, str]:
    """Pick the facts out of an error answer: codes and ids, never its text, which names people."""
    text = str(answer.get("error_description", ""))
    found = {
        "error": str(answer.get("error", "")),
        "suberror": str(answer.get("suberror", "") or answer.get("error_subcode", "")),
        "codes": ", ".join(f"AADSTS{code}" for code in codes_from(answer)),
        "trace_id": str(answer.get("trace_id", "")) or _find(r"Trace ID: ([\w-]+)", text),
        "correlation_id": str(answer.get("correlation_id", ""))
        or _find(r"Correlation ID: ([\w-]+)", text),
        "timestamp": str(answer.get("timestamp", ""))
        or _find(r"Timestamp: ([\d :TZ.+-]+[\dZ])", text),
    }
    return {name: fact[:200] for name, fact in found.items() if fact}


def codes_from(answer: Mapping[str, Any]) -> list[int]:
    """Return the provider's numbers, listed or at the head of the description."""
    listed = answer.get("error_codes")
    if isinstance(listed, list):
        return [code for code in listed if isinstance(code, int)]
    number = _find(r"\AAADSTS(\d+)", str(answer.get("error_description", "")))
    return [int(number)] if number else []


def error_from_page(answer: Mapping[str, str]) -> SignInError | UnavailableError:
    """Say what a redirect with ``error`` means; Cancel has no code, so only the words count."""
    facts = facts_from(answer)
    if answer.get("error") == "access_denied" or answer.get("error_subcode") == "cancel":
        return SignInCancelledError("You pressed Cancel. Nothing was allowed.", **facts)
    if answer.get("error") in _TEMPORARY:
        return UnavailableError("The sign-in service has a problem. Try again later.", **facts)
    return SignInRefusedError(sentence_for(answer), **facts)


def error_from_exchange(answer: Mapping[str, Any]) -> TransomError:
    """Say what the token endpoint's refusal of a code means."""
    facts = facts_from(answer)
    # A code that is refused without a further reason was too old or had been used.
    if answer.get("error") == "invalid_grant" and facts.get("suberror", "") in _TOO_OLD:
        return SignInExpiredError(
            "The sign-in took too long, or its answer was used already. Start again.", **facts
        )
    if answer.get("error") in _TEMPORARY:
        return UnavailableError("The sign-in service has a problem. Try again later.", **facts)
    return SignInRefusedError(sentence_for(answer), **facts)


def error_from_renewal(answer: Mapping[str, Any]) -> TransomError:
    """Say what the token endpoint's refusal of a renewal means."""
    facts = facts_from(answer)
    if answer.get("error") in _ASKS_PERSON:
        known = _known_sentence(answer)
        return SignInNeededError(
            known or "The sign-in has run out. What is stored here stays readable.", **facts
        )
    if answer.get("error") in _TEMPORARY:
        return UnavailableError("The sign-in service has a problem. Try again later.", **facts)
    return SignInRefusedError(sentence_for(answer), **facts)


def sentence_for(answer: Mapping[str, Any]) -> str:
    """Return what the dictionary says happened, or a sentence that sends to the help desk."""
    return _known_sentence(answer) or _NO_REASON


def _known_sentence(answer: Mapping[str, Any]) -> str:
    found = dictionary().explain(facts_from(answer))
    return found.what if found else ""


def _find(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    return match.group(1) if match else ""
