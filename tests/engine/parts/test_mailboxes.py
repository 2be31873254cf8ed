"""Mailboxes that are not one's own: shared ones, and those an app reads with a certificate."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from tests.fakes.engines import PATIENCE_S, EngineRun, true_messages
from tests.fakes.tenant import Tenant

from transom.engine.changes import Phase
from transom.engine.entities.accounts import AccountState
from transom.engine.entities.readers import Reader
from transom.engine.entities.shared import Opening, Part
from transom.engine.errors import (
    CertificateError,
    DeniedError,
    NotConfiguredError,
    NotFoundError,
)

SHARED = ("Mail.Read.Shared", "Calendars.Read.Shared", "Contacts.Read.Shared")
OFFICE, TENDERS = "bridge.office@contoso.example", "tenders@contoso.example"
MILA = "mila.fabre@contoso.example"
INES, ADELE = "ines.navarro@contoso.example", "adele.vance@contoso.example"


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    """A tenant in which what one test consents to is there for the next."""
    with Tenant(tmp_path_factory.mktemp("consenting") / "state", messages=12) as started:
        yield started


@pytest.fixture
def run(tenant: Tenant, tmp_path: Path) -> Iterator[EngineRun]:
    with EngineRun(tmp_path, tenant) as running:
        yield running


def pem(tenant: Tenant, directory: Path, passphrase: bytes = b"") -> Path:
    """Write the app's key and certificate into one file, the key under a passphrase if given."""
    key = load_pem_private_key(Path(tenant.info["daemon"]["key_file"]).read_bytes(), None)
    cipher: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        cipher = serialization.BestAvailableEncryption(passphrase)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, cipher
    )
    path = directory / "reader.pem"
    path.write_bytes(private + Path(tenant.info["daemon"]["certificate_file"]).read_bytes())
    return path


def key_store(tenant: Tenant, directory: Path, passphrase: bytes) -> Path:
    key = load_pem_private_key(Path(tenant.info["daemon"]["key_file"]).read_bytes(), None)
    content = Path(tenant.info["daemon"]["certificate_file"]).read_bytes()
    certificate = x509.load_pem_x509_certificate(content)
    cipher = serialization.BestAvailableEncryption(passphrase)
    path = directory / "reader.pfx"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"reader", key, certificate, None, cipher)  # type: ignore[arg-type]
    )
    return path


def reader_of(tenant: Tenant, certificate: Path) -> Reader:
    daemon = tenant.info["daemon"]
    return Reader(daemon["client_id"], daemon["tenant"], str(certificate))


def add(run: EngineRun, certificate: Path, mailbox: str, passphrase: str = "") -> None:
    reader = reader_of(run.tenant, certificate)
    run.engine.mailboxes.add_reader(reader, mailbox, passphrase).result(PATIENCE_S)


def test_an_app_with_a_certificate_reads_the_mailbox_of_an_address(
    run: EngineRun, tmp_path: Path
) -> None:
    run.tenant.clear_log()
    add(run, pem(run.tenant, tmp_path), ADELE)
    run.wait_until_synced()
    asked = run.tenant.asked(r"^/v1.0/(users/adele|\$batch)")
    assert {one["method"] for one in asked} == {"GET", "POST"}
    assert len(run.tenant.asked(r"/oauth2/v2.0/token$")) == 1
    run.tenant.asked(r"/v2.0/.well-known/openid-configuration$")
    assert run.tenant.asked_nothing_else()
    kept = [path for path in (tmp_path / "profile").rglob("*") if path.is_file()]
    assert not any(b"PRIVATE KEY" in path.read_bytes() for path in kept)
    (account,) = run.engine.accounts.list()
    assert account.mailbox == ADELE and not account.is_own
    assert account.granted_scopes >= {"Mail.Read", "Calendars.Read", "Contacts.Read"}
    assert run.stored_messages() == true_messages(run.tenant)
    assert run.engine.statistics().events and run.engine.statistics().contacts
    assert run.engine.settings.reader_certificate == str(tmp_path / "reader.pem")


def test_a_key_store_and_an_encrypted_pem_open_with_their_passphrase_alone(
    run: EngineRun, tmp_path: Path
) -> None:
    store = key_store(run.tenant, tmp_path, b"a p\xc3\xa4ss")
    for wrong in ("", "other"):
        with pytest.raises(CertificateError):
            add(run, store, ADELE, wrong)
    assert run.engine.accounts.list() == []
    add(run, store, ADELE, "a päss")
    sealed = pem(run.tenant, tmp_path, b"second")
    with pytest.raises(CertificateError):
        add(run, sealed, INES)
    add(run, sealed, INES, "second")
    assert len(run.engine.accounts.list()) == 2


def test_what_is_no_certificate_or_not_the_registered_one_is_said_in_words(
    run: EngineRun, tmp_path: Path, own_tenant: Callable[..., Tenant]
) -> None:
    with pytest.raises(CertificateError, match="cannot be read"):
        add(run, tmp_path / "missing.pem", ADELE)
    empty = tmp_path / "empty.pem"
    empty.write_bytes(b"-----BEGIN NOTHING-----\n")
    with pytest.raises(CertificateError, match="no RSA key"):
        add(run, empty, ADELE)
    other = pem(own_tenant(messages=1), tmp_path)
    with pytest.raises(CertificateError, match="not let in") as caught:
        add(run, other, ADELE)
    assert "AADSTS700027" in caught.value.facts["codes"]
    with pytest.raises(NotConfiguredError):
        run.engine.mailboxes.add_reader(Reader(), ADELE).result(PATIENCE_S)
    good = pem(run.tenant, tmp_path)
    for nobody in ("nobody@contoso.example", "no address", "a/b@contoso.example"):
        with pytest.raises((DeniedError, NotFoundError)):
            add(run, good, nobody)
    assert run.engine.accounts.list() == []


def test_a_mended_certificate_is_found_out_by_trying_again(run: EngineRun, tmp_path: Path) -> None:
    path = pem(run.tenant, tmp_path)
    add(run, path, ADELE)
    run.wait_until_synced()
    (account,) = run.engine.accounts.list()
    content = path.read_bytes()
    path.write_bytes(b"")
    run.engine.stop()
    with EngineRun(tmp_path, run.tenant) as later:
        later.wait_for(lambda: later.engine.accounts.list()[0].state is AccountState.SIGN_IN_NEEDED)
        later.wait_for(lambda: bool(later.problems()))
        assert "certificate" in later.problems()[0].title
        path.write_bytes(content)
        later.engine.mailboxes.try_again(account.id).result(PATIENCE_S)
        later.wait_until_synced()
        assert later.engine.accounts.list()[0].state is AccountState.READY


def test_a_shared_mailbox_is_read_with_the_sign_in_it_is_shared_with(run: EngineRun) -> None:
    owner = run.sign_in("work", *SHARED)
    account = run.engine.mailboxes.open_shared(owner.id, OFFICE).result(PATIENCE_S)
    run.wait_until_synced()
    assert account.via == owner.id and account.color != owner.color
    reader = run.engine.mail.reader
    folders = [one for one in reader.read_folders() if one.account == account.id]
    assert {one.well_known for one in folders} >= {"inbox"}
    calendars = run.engine.calendar.reader.read_calendars(account.id)
    assert calendars
    assert run.problems() == []


def test_of_a_mailbox_shared_in_parts_those_parts_are_shown(run: EngineRun) -> None:
    owner = run.sign_in("work", *SHARED)
    tenders = run.engine.mailboxes.open_shared(owner.id, TENDERS).result(PATIENCE_S)
    ines = run.engine.mailboxes.open_shared(owner.id, INES).result(PATIENCE_S)
    run.wait_until_synced()
    folders = run.engine.mail.reader.read_folders()
    assert {one.well_known for one in folders if one.account == tenders.id} == {"inbox", "archive"}
    assert run.engine.calendar.reader.read_calendars(ines.id)
    assert not [one for one in folders if one.account == ines.id]
    assert run.problems() == []


def test_a_look_says_of_each_part_how_far_it_opens(run: EngineRun) -> None:
    owner = run.sign_in("work", *SHARED[:2])

    def look(mailbox: str) -> list[Part]:
        return list(run.engine.mailboxes.probe_shared(owner.id, mailbox).result(PATIENCE_S).parts)

    unasked = Part("contacts", Opening.NOT_ASKED)
    whole, closed = Part("mail", Opening.WHOLE), Part("calendars", Opening.CLOSED)
    assert look(OFFICE) == [whole, Part("calendars", Opening.WHOLE), unasked]
    assert look(TENDERS) == [
        Part("mail", Opening.SOME, ("Inbox", "Archive")),
        closed,
        unasked,
    ]
    assert look(MILA) == [Part("mail", Opening.SOME, ("Inbox",)), closed, unasked]
    assert look(INES)[0] == Part("mail", Opening.CLOSED)
    nobody = {one.opening for one in look("nobody@contoso.example")[:2]}
    assert nobody <= {Opening.CLOSED, Opening.MISSING}
    assert len(run.engine.accounts.list()) == 1


def test_a_folder_that_no_list_leads_to_is_read_all_the_same(run: EngineRun) -> None:
    owner = run.sign_in("work", *SHARED[:1])
    mila = run.engine.mailboxes.open_shared(owner.id, MILA).result(PATIENCE_S)
    run.wait_until_synced()
    (inbox,) = run.engine.mail.reader.read_folders(mila.id)
    assert inbox.well_known == "inbox"
    assert run.engine.mail.reader.count_messages(inbox.id) > 0
    assert run.problems() == []


def test_what_is_not_shared_or_not_turned_on_is_not_opened(run: EngineRun) -> None:
    owner = run.sign_in()
    with pytest.raises(DeniedError, match="Turn on"):
        run.engine.mailboxes.open_shared(owner.id, OFFICE).result(PATIENCE_S)
    begin = run.engine.accounts.begin_sign_in(login_hint=owner.username, extra_scopes=SHARED[:1])
    request = begin.result(PATIENCE_S)
    redirect = run.tenant.sign_in_by_http(url=request.url_text)
    run.engine.accounts.finish_sign_in(request, redirect).result(PATIENCE_S)
    for closed in (INES, "grace.ode@contoso.example"):
        with pytest.raises((DeniedError, NotFoundError)):
            run.engine.mailboxes.open_shared(owner.id, closed).result(PATIENCE_S)
    assert len(run.engine.accounts.list()) == 1


def test_shared_mailboxes_wait_for_leave_and_go_with_their_account(run: EngineRun) -> None:
    owner = run.sign_in("work", *SHARED)
    run.engine.mailboxes.open_shared(owner.id, OFFICE).result(PATIENCE_S)
    run.wait_until_synced()
    run.engine.accounts.sign_out(owner.id).result(PATIENCE_S)
    states = {one.state for one in run.engine.accounts.list()}
    assert states == {AccountState.SIGN_IN_NEEDED}
    run.sign_in("work", *SHARED)
    run.wait_until_synced()
    assert {one.state for one in run.engine.accounts.list()} == {AccountState.READY}
    assert run.phases() == [Phase.IDLE, Phase.IDLE]
    run.engine.accounts.forget(owner.id).result(PATIENCE_S)
    assert run.engine.accounts.list() == []
    assert run.engine.statistics().messages == 0


def test_mailboxes_the_settings_name_are_there_after_the_next_start(
    tenant: Tenant, tmp_path: Path
) -> None:
    reader = reader_of(tenant, pem(tenant, tmp_path, b"sesame"))
    secret = tmp_path / "passphrase"
    secret.write_text("sesame\n")
    secret.chmod(0o600)
    run = EngineRun(tmp_path, tenant)
    run.engine.save_settings(
        replace(
            run.engine.settings,
            reader_client_id=reader.client_id,
            reader_tenant=reader.tenant,
            reader_certificate=reader.certificate,
            reader_passphrase_file=str(secret),
            reader_mailboxes=(ADELE,),
        )
    )
    with run:
        run.wait_until_synced()
        assert run.stored_messages() == true_messages(tenant)
    tokens = (tmp_path / "profile" / "tokens.bin").read_bytes()
    assert b"sesame" not in tokens
