"""The token manager against the tenant: one renewal, on disk first, and no false alarm."""

import json
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import requests
from tests.fakes.clock import FakeClock
from tests.fakes.tenant import Tenant

from transom.engine.auth.flow import SignedIn
from transom.engine.auth.tokens import TokenManager, vault_key
from transom.engine.auth.vault import Vault
from transom.engine.auth.wire import session_for
from transom.engine.entities.accounts import Account, Cloud
from transom.engine.errors import DiskFullError, OfflineError, SignInNeededError

SignIn = Callable[..., SignedIn]
OpenVault = Callable[[], Vault]
TOKEN = r"/oauth2/v2\.0/token$"


def manager_with(signed_in: SignedIn, vault: Vault, clock: FakeClock) -> TokenManager:
    manager = TokenManager(vault, session_for, clock)
    manager.add(signed_in.account, signed_in.cache_text)
    return manager


def refresh_token_on_disk(vault: Vault, account: Account) -> str:
    cache = json.loads(vault.read_tokens()[vault_key(account)])
    [entry] = cache["RefreshToken"].values()
    return str(entry["secret"])


def works(tenant: Tenant, token: str) -> bool:
    with tenant.session() as session:
        headers = {"Authorization": f"Bearer {token}"}
        return session.get(f"{tenant.graph}/v1.0/me", headers=headers).status_code == 200


def test_a_token_is_cached_until_five_minutes_before_its_end(
    tenant: Tenant, clock: FakeClock, sign_in: SignIn, open_vault: OpenVault
) -> None:
    signed_in = sign_in(tenant)
    manager = manager_with(signed_in, open_vault(), clock)
    tenant.clear_log()
    first = manager.access_token(signed_in.account)
    clock.advance(9 * 3600)
    assert manager.access_token(signed_in.account) == first
    assert tenant.log() == []
    clock.advance(20 * 3600)
    second = manager.access_token(signed_in.account)
    assert second != first
    assert len(tenant.asked(TOKEN)) == 1


def test_thirty_two_workers_with_an_expired_token_make_one_call(
    tenant: Tenant, clock: FakeClock, sign_in: SignIn, open_vault: OpenVault
) -> None:
    signed_in = sign_in(tenant)
    manager = manager_with(signed_in, open_vault(), clock)
    clock.advance(30 * 3600)
    tenant.clear_log()
    together = threading.Barrier(32)

    def ask(_number: int) -> str:
        together.wait()
        return manager.access_token(signed_in.account)

    with ThreadPoolExecutor(32) as pool:
        tokens = set(pool.map(ask, range(32)))
    assert len(tokens) == 1
    assert len(tenant.asked(TOKEN)) == 1
    assert len(tenant.log()) <= 2


def test_thirty_two_workers_with_a_rejected_token_make_one_call(
    tenant: Tenant, clock: FakeClock, sign_in: SignIn, open_vault: OpenVault
) -> None:
    signed_in = sign_in(tenant)
    manager = manager_with(signed_in, open_vault(), clock)
    old = manager.access_token(signed_in.account)
    tenant.clear_log()
    with ThreadPoolExecutor(32) as pool:
        tokens = set(
            pool.map(lambda _n: manager.access_token(signed_in.account, rejected=old), range(32))
        )
    assert len(tokens) == 1 and old not in tokens
    assert len(tenant.asked(TOKEN)) == 1
    assert works(tenant, tokens.pop())


def test_accounts_do_not_wait_for_or_mix_with_each_other(
    tenant: Tenant, clock: FakeClock, sign_in: SignIn, open_vault: OpenVault
) -> None:
    vault = open_vault()
    work, personal = sign_in(tenant, "work"), sign_in(tenant, "personal")
    manager = manager_with(work, vault, clock)
    manager.add(personal.account, personal.cache_text)
    assert manager.access_token(work.account) != manager.access_token(personal.account)
    clock.advance(30 * 3600)
    for signed_in in (work, personal):
        assert works(tenant, manager.access_token(signed_in.account))
    manager.remove(work.account)
    with pytest.raises(SignInNeededError):
        manager.access_token(work.account)
    assert list(vault.read_tokens()) == [vault_key(personal.account)]


def test_a_rotation_is_on_disk_when_the_token_is_handed_out(
    tenant: Tenant, clock: FakeClock, sign_in: SignIn, open_vault: OpenVault
) -> None:
    signed_in = sign_in(tenant)
    manager = manager_with(signed_in, open_vault(), clock)
    before = refresh_token_on_disk(open_vault(), signed_in.account)
    for _round in range(3):
        clock.advance(30 * 3600)
        token = manager.access_token(signed_in.account)
        after = refresh_token_on_disk(open_vault(), signed_in.account)
        assert after != before
        before = after
        # A new process goes on from the disk, with the same token and without a call.
        tenant.clear_log()
        fresh = TokenManager(open_vault(), session_for, FakeClock())
        assert fresh.access_token(signed_in.account) == token
        assert tenant.log() == []


def test_a_rotation_that_cannot_be_stored_is_not_handed_out(
    tenant: Tenant,
    clock: FakeClock,
    sign_in: SignIn,
    open_vault: OpenVault,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signed_in = sign_in(tenant)
    manager = manager_with(signed_in, open_vault(), clock)
    clock.advance(30 * 3600)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DiskFullError):
            manager.access_token(signed_in.account)
    assert works(tenant, manager.access_token(signed_in.account))


def test_invalid_grant_asks_for_a_sign_in_and_keeps_what_is_stored(
    own_tenant: Callable[..., Tenant], clock: FakeClock, sign_in: SignIn, open_vault: OpenVault
) -> None:
    tenant = own_tenant(messages=1)
    signed_in = sign_in(tenant)
    vault = open_vault()
    manager = manager_with(signed_in, vault, clock)
    tenant.revoke("refresh")
    clock.advance(30 * 3600)
    before = vault.read_tokens()
    with pytest.raises(SignInNeededError) as caught:
        manager.access_token(signed_in.account)
    assert caught.value.facts["error"] == "invalid_grant"
    assert open_vault().read_tokens() == before
    # Asked again and again, the provider is not hammered.
    tenant.clear_log()
    for _ in range(5):
        with pytest.raises(SignInNeededError):
            manager.access_token(signed_in.account)
    assert len(tenant.asked(TOKEN)) <= 1
    clock.advance(-30 * 3600)
    again = sign_in(tenant)
    manager.add(again.account, again.cache_text)
    assert works(tenant, manager.access_token(again.account))


def test_withdrawn_consent_asks_for_a_sign_in(
    own_tenant: Callable[..., Tenant], clock: FakeClock, sign_in: SignIn, open_vault: OpenVault
) -> None:
    tenant = own_tenant(messages=1)
    signed_in = sign_in(tenant)
    manager = manager_with(signed_in, open_vault(), clock)
    tenant.revoke("consent")
    clock.advance(30 * 3600)
    with pytest.raises(SignInNeededError):
        manager.access_token(signed_in.account)


def test_a_network_failure_is_not_a_sign_out(
    own_tenant: Callable[..., Tenant], clock: FakeClock, sign_in: SignIn, open_vault: OpenVault
) -> None:
    tenant = own_tenant(messages=1)
    signed_in = sign_in(tenant)
    vault = open_vault()
    manager = manager_with(signed_in, vault, clock)
    held = manager.access_token(signed_in.account)
    before = vault.read_tokens()
    tenant.stop()
    with pytest.raises(OfflineError):
        manager.access_token(signed_in.account, rejected=held)
    clock.advance(30 * 3600)
    with pytest.raises(OfflineError):
        manager.access_token(signed_in.account)
    assert open_vault().read_tokens() == before
    tenant.start()
    assert works(tenant, manager.access_token(signed_in.account))


def test_a_token_about_to_end_is_used_on_while_nobody_renews_it(
    own_tenant: Callable[..., Tenant], clock: FakeClock, sign_in: SignIn, open_vault: OpenVault
) -> None:
    tenant = own_tenant("--token-life", "3600", messages=1)
    signed_in = sign_in(tenant)
    manager = manager_with(signed_in, open_vault(), clock)
    held = manager.access_token(signed_in.account)
    tenant.stop()
    clock.advance(57 * 60)
    assert manager.access_token(signed_in.account) == held
    clock.advance(4 * 60)
    with pytest.raises(OfflineError):
        manager.access_token(signed_in.account)


def test_a_short_lived_token_is_not_renewed_at_every_call(
    own_tenant: Callable[..., Tenant], clock: FakeClock, sign_in: SignIn, open_vault: OpenVault
) -> None:
    tenant = own_tenant("--token-life", "60", messages=1)
    signed_in = sign_in(tenant)
    manager = manager_with(signed_in, open_vault(), clock)
    tenant.clear_log()
    first = manager.access_token(signed_in.account)
    clock.advance(30)
    assert manager.access_token(signed_in.account) == first
    assert tenant.log() == []


def test_an_account_without_tokens_asks_for_a_sign_in_without_a_call(
    tenant: Tenant, clock: FakeClock, sign_in: SignIn, open_vault: OpenVault
) -> None:
    signed_in = sign_in(tenant)
    tenant.clear_log()
    with pytest.raises(SignInNeededError):
        TokenManager(open_vault(), session_for, clock).access_token(signed_in.account)
    assert tenant.log() == []


def test_a_renewal_asks_for_reading_only(
    tenant: Tenant, clock: FakeClock, sign_in: SignIn, open_vault: OpenVault
) -> None:
    signed_in = sign_in(tenant)
    manager = manager_with(signed_in, open_vault(), clock)
    manager.access_token(signed_in.account, rejected=manager.access_token(signed_in.account))
    cache = json.loads(open_vault().read_tokens()[vault_key(signed_in.account)])
    for entry in cache["AccessToken"].values():
        assert "Write" not in entry["target"] and "Send" not in entry["target"]


def test_a_cache_without_its_refresh_token_asks_for_a_sign_in(
    tenant: Tenant, clock: FakeClock, sign_in: SignIn, open_vault: OpenVault
) -> None:
    signed_in = sign_in(tenant)
    cache = json.loads(signed_in.cache_text)
    cache["RefreshToken"] = {}
    manager = TokenManager(open_vault(), session_for, clock)
    manager.add(signed_in.account, json.dumps(cache))
    clock.advance(30 * 3600)
    with pytest.raises(SignInNeededError):
        manager.access_token(signed_in.account)


def test_a_server_that_has_moved_is_asked_at_its_new_place(
    tenant: Tenant, clock: FakeClock, sign_in: SignIn, open_vault: OpenVault
) -> None:
    signed_in = sign_in(tenant)
    opened: list[Cloud] = []

    def open_session(cloud: Cloud) -> requests.Session:
        opened.append(cloud)
        return session_for(cloud)

    manager = TokenManager(open_vault(), open_session, clock)
    manager.add(signed_in.account, signed_in.cache_text)
    account = signed_in.account
    moved = replace(account.registration.cloud, mark="moved")
    for cloud in (account.registration.cloud, moved, moved):
        clock.advance(30 * 3600)
        there = replace(account, registration=replace(account.registration, cloud=cloud))
        assert works(tenant, manager.access_token(there))
    assert [cloud.mark for cloud in opened] == ["demo", "moved"]
