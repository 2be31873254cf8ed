"""Tokens for an app that reads by itself: one call for many askers, and nothing on the disk."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.engine.auth.conftest import registration_of
from tests.fakes.clock import FakeClock
from tests.fakes.tenant import Tenant

from transom.engine.auth.app_tokens import AppTokens, roles_of
from transom.engine.auth.vault import Vault
from transom.engine.auth.wire import session_for
from transom.engine.entities.accounts import Account
from transom.engine.errors import CertificateError, NotConfiguredError, OfflineError

TOKEN = r"/oauth2/v2.0/token"


@pytest.fixture
def account(tenant: Tenant, tmp_path: Path) -> Account:
    daemon = tenant.info["daemon"]
    certificate = tmp_path / "reader.pem"
    parts = (daemon["key_file"], daemon["certificate_file"])
    certificate.write_bytes(b"".join(Path(part).read_bytes() for part in parts))
    registration = replace(
        registration_of(tenant, daemon["tenant"]),
        client_id=daemon["client_id"],
        certificate=str(certificate),
    )
    return Account("a@b.example", "tid", "a@b.example", "A", registration, mailbox="a@b.example")


@pytest.fixture
def tokens(open_vault: Callable[[], Vault], clock: FakeClock) -> AppTokens:
    return AppTokens(open_vault(), session_for, clock)


def test_many_threads_and_many_mailboxes_share_one_call(
    tenant: Tenant, account: Account, tokens: AppTokens, tmp_path: Path
) -> None:
    tenant.clear_log()
    mailboxes = [replace(account, oid=f"m{n}@b.example") for n in range(32)]
    with ThreadPoolExecutor(32) as pool:
        found = set(pool.map(tokens.access_token, mailboxes))
    assert len(found) == 1 and len(tenant.asked(TOKEN)) == 1
    assert roles_of(found.pop()) >= {"Mail.Read"}
    stored = [path.read_bytes() for path in (tmp_path / "profile").iterdir() if path.is_file()]
    assert not any(b"eyJ" in content for content in stored)


def test_a_token_is_renewed_in_time_and_where_it_was_refused(
    account: Account, tokens: AppTokens, clock: FakeClock
) -> None:
    first = tokens.access_token(account)
    assert tokens.access_token(account, rejected="another") == first
    second = tokens.access_token(account, rejected=first)
    assert second != first
    clock.advance(timedelta(hours=2).total_seconds())
    assert tokens.access_token(account) != second


def test_a_refusal_carries_the_facts_and_the_dictionary_s_words(
    account: Account, tokens: AppTokens
) -> None:
    unknown = replace(
        account,
        registration=replace(
            account.registration, client_id="00000000-0000-0000-0000-00000000beef"
        ),
    )
    with pytest.raises(CertificateError, match="not let in") as caught:
        tokens.access_token(unknown)
    assert caught.value.facts["codes"] and caught.value.facts["error"]


def test_a_tenant_that_is_no_name_is_not_asked(account: Account, tokens: AppTokens) -> None:
    odd = replace(account, registration=replace(account.registration, tenant="a b/c"))
    with pytest.raises(NotConfiguredError):
        tokens.access_token(odd)


def test_without_a_network_the_app_waits_like_anybody(
    account: Account, tokens: AppTokens, own_tenant: Callable[..., Tenant]
) -> None:
    gone = own_tenant(messages=1)
    cloud = registration_of(gone).cloud
    gone.stop()
    away = replace(account, registration=replace(account.registration, cloud=cloud))
    with pytest.raises(OfflineError):
        tokens.access_token(away)


def test_the_passphrase_is_kept_encrypted_and_forgotten(
    account: Account, tokens: AppTokens, open_vault: Callable[[], Vault], tmp_path: Path
) -> None:
    tokens.keep_passphrase(account.registration, "open sesame")
    stored = [path.read_bytes() for path in (tmp_path / "profile").iterdir() if path.is_file()]
    assert not any(b"sesame" in content for content in stored)
    assert "open sesame" in open_vault().read_tokens().values()
    tokens.keep_passphrase(account.registration, "")
    assert open_vault().read_tokens() == {}


@pytest.mark.parametrize("odd", ["", "a", "a.b.c", "a.e30.c", "a.bm8.c", "a.W10.c"])
def test_a_token_that_is_not_legible_shows_no_roles(odd: str) -> None:
    assert roles_of(odd) == frozenset()
