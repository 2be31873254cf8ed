"""The dictionary: everything that can go wrong is explained, and nobody is named."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from transom.engine import errors
from transom.engine.auth.refusals import error_from_exchange, error_from_page, error_from_renewal
from transom.engine.auth.words import dictionary, explain_error
from transom.engine.entities.signin import Fixer, Offer
from transom.engine.errors import (
    OfflineError,
    SignInError,
    SignInExpiredError,
    SignInNeededError,
    SignInRefusedError,
    TransomError,
    UnavailableError,
)

PUBLISHED = Path(__file__).resolve().parents[4] / "shared" / "graph" / "aadsts.json"
NOW = datetime(2026, 11, 23, 20, 15, 3, tzinfo=UTC)
SECTIONS = ("aadsts", "oauth", "suberror", "graph", "page", "kind")
OAUTH = (
    "access_denied authorization_declined authorization_pending bad_verification_code "
    "consent_required expired_token interaction_required invalid_client invalid_grant "
    "invalid_request invalid_resource invalid_scope login_required server_error slow_down "
    "temporarily_unavailable unauthorized_client unsupported_grant_type unsupported_response_type"
)
GRAPH = (
    "InvalidAuthenticationToken AuthenticationError Authorization_RequestDenied ErrorAccessDenied "
    "accessDenied MailboxNotEnabledForRESTAPI MailboxNotHostedInExchangeOnline unauthorized "
    "Authorization_IdentityNotFound ErrorNonExistentMailbox"
)


def published() -> dict[str, object]:
    if not PUBLISHED.exists():
        pytest.skip("the list of published codes is not beside this checkout")
    value: dict[str, object] = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return value


def test_every_published_code_is_explained() -> None:
    codes = published()["codes"]
    assert isinstance(codes, list)
    missing = {str(one["code"]) for one in codes} - dictionary().keys("aadsts")
    assert len(codes) > 150 and not missing


def test_every_published_suberror_is_explained() -> None:
    suberrors = published()["suberrors"]
    assert isinstance(suberrors, dict)
    assert set(suberrors) <= dictionary().keys("suberror")


def test_every_oauth_and_graph_error_of_a_sign_in_is_explained() -> None:
    assert set(OAUTH.split()) <= dictionary().keys("oauth")
    assert set(GRAPH.lower().split()) <= dictionary().keys("graph")


def test_every_kind_of_error_in_the_dictionary_exists() -> None:
    for name in dictionary().keys("kind"):
        assert issubclass(getattr(errors, name), TransomError), name


@pytest.mark.parametrize("section", SECTIONS)
def test_every_entry_is_whole_and_in_plain_words(section: str) -> None:
    for key in dictionary().keys(section):
        entry = dictionary().find(section, key)
        assert entry is not None
        for words in (entry.what, entry.still, entry.next_step):
            assert words.endswith(".") and len(words) < 260, (key, words)
            assert "AADSTS" not in words and words[0].isupper(), (key, words)
        assert entry.fixer in Fixer
        assert entry.offer in Offer


def test_the_words_are_the_products_own() -> None:
    codes = published()["codes"]
    assert isinstance(codes, list)
    copied = []
    for one in codes:
        entry = dictionary().find("aadsts", str(one["code"]))
        assert entry is not None
        copied += [one["code"]] if entry.what.rstrip(".") == one["text"].rstrip(".") else []
    assert not copied


def test_the_most_telling_fact_is_explained() -> None:
    error = SignInRefusedError(
        "m", error="invalid_grant", suberror="basic_action", codes="AADSTS50076, AADSTS50079"
    )
    assert explain_error(error, client_id="", now=NOW).key == "50076"
    error = SignInRefusedError("m", error="invalid_grant", suberror="basic_action", codes="")
    assert explain_error(error, client_id="", now=NOW).key == "basic_action"
    error = SignInRefusedError("m", error="invalid_client", codes="AADSTS1")
    assert explain_error(error, client_id="", now=NOW).key == "invalid_client"
    assert explain_error(OfflineError("m"), client_id="", now=NOW).key == "OfflineError"


def test_an_error_the_dictionary_does_not_know_keeps_its_own_words() -> None:
    explained = explain_error(errors.DiskFullError("No room is left."), client_id="", now=NOW)
    assert explained.what == "No room is left." and explained.still


def test_the_report_has_what_a_help_desk_asks_for_and_nothing_else() -> None:
    error = SignInRefusedError(
        "for ada@contoso.example",
        error="access_denied",
        codes="AADSTS53003",
        trace_id="1b-2c",
        correlation_id="3d-4e",
        note="ada@contoso.example",
    )
    report = explain_error(error, client_id="5f3f-2c1e", now=NOW).report
    for fact in ("AADSTS53003", "1b-2c", "3d-4e", "2026-11-23 20:15:03Z", "5f3f-2c1e"):
        assert fact in report
    assert "ada@" not in report


def test_the_providers_own_time_goes_before_ours() -> None:
    error = SignInRefusedError("m", timestamp="2026-11-23 20:14:59Z")
    assert "Time (UTC): 2026-11-23 20:14:59Z" in explain_error(error, client_id="", now=NOW).report


def test_what_an_error_becomes_never_hangs_on_its_number() -> None:
    for code in (50011, 53000, 54005, 70008, 90094, 99999):
        answer = {"error": "invalid_grant", "error_codes": [code]}
        assert type(error_from_exchange(answer)) is SignInExpiredError
        assert type(error_from_renewal(answer)) is SignInNeededError
        refused = {"error": "invalid_client", "error_codes": [code]}
        assert type(error_from_exchange(refused)) is SignInRefusedError
        assert isinstance(error_from_page({"error": "login_required"}), SignInError)
    stepping_up = {"error": "invalid_grant", "suberror": "basic_action", "error_codes": [50076]}
    assert type(error_from_exchange(stepping_up)) is SignInRefusedError


@pytest.mark.parametrize("error", ["temporarily_unavailable", "server_error"])
def test_a_service_with_a_problem_of_its_own_asks_nobody_to_sign_in(error: str) -> None:
    for judge in (error_from_renewal, error_from_exchange, error_from_page):
        assert isinstance(judge({"error": error}), UnavailableError)


def test_a_renewal_refused_for_good_is_a_refusal_and_no_sign_in() -> None:
    error = error_from_renewal({"error": "invalid_client", "error_codes": [7000218]})
    assert isinstance(error, SignInRefusedError)


def test_graphs_own_code_is_explained_before_the_kind_of_error() -> None:
    error = TransomError("no", code="ErrorAccessDenied", status="403")
    found = explain_error(error, client_id="", now=NOW)
    assert found.key == "erroraccessdenied" and "Code: ErrorAccessDenied" in found.report
