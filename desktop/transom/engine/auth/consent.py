"""Consent of an administrator: the kit that wins it, and what the answer says."""

import re
import secrets
import string
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from transom.engine.auth.asked import scope_words
from transom.engine.auth.flow import place_of
from transom.engine.auth.refusals import facts_from, sentence_for
from transom.engine.auth.scopes import FURTHER_SCOPES, SCOPES, check_scopes
from transom.engine.entities.accounts import Account, Registration
from transom.engine.entities.signin import AdminKit, Permission
from transom.engine.errors import SignInCancelledError, SignInRefusedError, WrongAnswerError
from transom.resources import resource_text

_PROTOCOL = ("openid", "profile", "offline_access")
_NOT_ONE = frozenset({"", "common", "organizations", "consumers"})
_DECLINED = frozenset({"access_denied", "consent_required"})


_GRANT_PAGES = {
    "worldwide": ("https://myapps.microsoft.com", "https://account.live.com/consent/Manage")
}


def further_scopes(*, is_personal: bool = False) -> tuple[str, ...]:
    """Return what can be asked for besides: nothing of an organisation's for a personal account."""
    words = scope_words()
    return tuple(
        scope for scope in FURTHER_SCOPES if not (is_personal and words[scope].get("work", False))
    )


def permissions_of(account: Account) -> tuple[Permission, ...]:
    """Say how an account stands to each further permission."""
    words = scope_words()
    return tuple(
        Permission(
            scope=scope,
            name=words[scope]["name"],
            purpose=words[scope]["for"],
            needs_administrator=words[scope].get("administrator", False),
            is_granted=scope in account.granted_scopes,
            is_on=account.uses(scope),
        )
        for scope in further_scopes(is_personal=account.is_personal)
    )


def grants_page(account: Account) -> str:
    """Return where a person takes a grant back; empty where that address is not known."""
    pages = _GRANT_PAGES.get(account.registration.cloud.name, ("", ""))
    return pages[account.is_personal]


def admin_kit(registration: Registration, extra_scopes: Iterable[str] = ()) -> AdminKit:
    """Make the link on which an administrator consents for all, and the message with it."""
    scopes = (*check_scopes((*SCOPES, *extra_scopes)), *_PROTOCOL)
    # Consent is given in one organisation: never in the name of all kinds of accounts.
    tenant = "organizations" if registration.tenant in _NOT_ONE else registration.tenant
    state = secrets.token_urlsafe(16)
    question = {
        "client_id": registration.client_id,
        "scope": " ".join(scopes),
        "redirect_uri": registration.cloud.redirect_uri,
    }
    address = f"{registration.cloud.authority_url.rstrip('/')}/{tenant}/v2.0/adminconsent"
    return AdminKit(
        consent_url_text=f"{address}?{urlencode({**question, 'state': state}, quote_via=quote)}",
        redirect_uri=registration.cloud.redirect_uri,
        state=state,
        client_id=registration.client_id,
        scopes=scopes,
        # The link that travels by mail carries no state: nobody here waits for its answer.
        message=_message(
            registration.client_id, f"{address}?{urlencode(question, quote_via=quote)}", scopes
        ),
    )


def check_consent(kit: AdminKit, redirect_url_text: str) -> None:
    """Return if the administrator accepted; raise where not, or where it is no answer to us."""
    parts = urlsplit(redirect_url_text)
    answer = dict(parse_qsl(parts.query, keep_blank_values=True))
    if place_of(parts) != place_of(urlsplit(kit.redirect_uri)):
        raise WrongAnswerError("The answer came to another address than agreed.", check="address")
    if not secrets.compare_digest(answer.get("state", "").encode(), kit.state.encode()):
        raise WrongAnswerError("The answer belongs to another question.", check="state")
    facts = facts_from(answer)
    if answer.get("error") in _DECLINED:
        raise SignInCancelledError(
            "The administrator did not accept. Nothing was allowed.", **facts
        )
    if "error" in answer or answer.get("admin_consent", "").lower() != "true":
        raise SignInRefusedError(sentence_for(answer), **facts)


def _message(client_id: str, link: str, scopes: Iterable[str]) -> str:
    words = scope_words()
    lines = "\n".join(f"- {scope}: {words[scope]['name'].lower()}" for scope in scopes)
    lines = re.sub(r"\byou\b", "the person", re.sub(r"\byour\b", "the person's", lines))
    template = string.Template(resource_text("words", "admin-request.txt"))
    return template.substitute(client_id=client_id, link=link, scopes=lines)
