"""python-o365 reads the tenant; patched are its base URL, its CA and its token back end."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msal
import O365
import pytest
from O365.utils.token import MemoryTokenBackend
from tests.clients.conftest import SCOPES
from tests.fakes.tenant import LOOPBACK_REDIRECT, Tenant

pytestmark = pytest.mark.filterwarnings("ignore:.*form_post.*:UserWarning")


@pytest.fixture(scope="module")
def account(clients_tenant: Tenant) -> Iterator[Any]:
    """An O365 account whose token back end msal has filled."""
    tokens = MemoryTokenBackend()
    with clients_tenant.session() as wire:
        client = msal.PublicClientApplication(
            clients_tenant.info["client_id"],
            authority=clients_tenant.authority,
            instance_discovery=False,
            http_client=wire,
            token_cache=tokens,
        )
        flow = client.initiate_auth_code_flow(
            list(SCOPES), redirect_uri=LOOPBACK_REDIRECT, response_mode="query"
        )
        redirect = clients_tenant.sign_in_by_http(url=flow["auth_uri"])
        answer = {name: values[0] for name, values in parse_qs(urlsplit(redirect).query).items()}
        assert "access_token" in client.acquire_token_by_auth_code_flow(flow, answer)

    class TenantProtocol(O365.MSGraphProtocol):  # type: ignore[misc]
        _protocol_url = f"{clients_tenant.graph}/"

    with pytest.MonkeyPatch.context() as patch:
        # requests lets these win over what a session says.
        for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            patch.setenv(name, clients_tenant.info["ca_file"])
        yield O365.Account(
            (clients_tenant.info["client_id"],),
            auth_flow_type="public",
            protocol=TenantProtocol(timezone="Europe/Tallinn"),
            token_backend=tokens,
            verify_ssl=clients_tenant.info["ca_file"],
        )


@pytest.fixture(scope="module")
def truth(clients_tenant: Tenant) -> Any:
    return clients_tenant.control("GET", "/truth")["users"][0]


def test_it_knows_who_is_signed_in(account: Any) -> None:
    assert account.is_authenticated
    assert account.get_current_user_data().display_name == "Adele Vance"


def test_it_lists_the_tree_of_folders(account: Any, truth: Any) -> None:
    mailbox = account.mailbox()
    top = {folder.name: folder for folder in mailbox.get_folders(limit=100)}
    shown = {one["name"] for one in truth["folders"] if not one["hidden"]}
    below = {folder.name for folder in top["Projects"].get_folders()}
    assert below == {"Harbour bridge"}
    assert set(top) | below == shown
    assert mailbox.inbox_folder().get_folders() is not None
    sizes = {one["name"]: one["total"] for one in truth["folders"]}
    assert top["Inbox"].total_items_count == sizes["Inbox"]


def test_it_pages_through_all_of_a_mailbox(account: Any, truth: Any) -> None:
    found = list(account.mailbox().get_messages(limit=None, batch=25))
    assert len(found) == len(truth["messages"]) >= 120
    assert sorted(one.subject for one in found) == sorted(
        one["subject"] for one in truth["messages"]
    )


def test_it_filters_orders_and_searches(account: Any) -> None:
    inbox = account.mailbox().inbox_folder()
    query = inbox.new_query().equals("is_read", False)
    unread = list(inbox.get_messages(limit=50, query=query))
    assert unread and not any(one.is_read for one in unread)
    found = list(inbox.get_messages(limit=20, query=inbox.new_query().search("bridge")))
    assert found and any("bridge" in f"{one.subject} {one.body}".lower() for one in found)


def test_it_reads_a_message_with_its_attachments(account: Any) -> None:
    inbox = account.mailbox()
    query = inbox.new_query().equals("has_attachments", True)
    message = next(iter(inbox.get_messages(limit=1, query=query)))
    whole = inbox.get_message(message.object_id, download_attachments=True)
    files = [one for one in whole.attachments if one.attachment_type == "file"]
    assert files and all(one.content for one in files)
    assert whole.get_body_text()
    assert whole.get_mime_content().startswith(b"Received: from ")


def test_it_expands_a_range_of_the_calendar(account: Any) -> None:
    schedule = account.schedule()
    names = {calendar.name for calendar in schedule.list_calendars()}
    assert {"Calendar", "Harbour bridge", "Holidays in Estonia"} <= names
    start = datetime.now(UTC) - timedelta(days=7)
    end = start + timedelta(days=21)
    events = list(
        schedule.get_default_calendar().get_events(
            limit=None, batch=20, include_recurring=True, start_recurring=start, end_recurring=end
        )
    )
    stand_ups = [one for one in events if one.subject.startswith("Stand-up")]
    assert len(stand_ups) > 8
    assert {one.start.tzinfo.key for one in stand_ups} <= {"Europe/Tallinn", "Europe/Kiev"}
    assert any(one.attendees for one in stand_ups)


def test_it_reads_the_address_book_and_its_folders(account: Any, truth: Any) -> None:
    book = account.address_book()
    own = list(book.get_contacts(limit=None, batch=50))
    assert {folder.name for folder in book.get_folders()} == {
        "Suppliers",
        "Family",
        "Climbing club",
    }
    assert len(own) == truth["contact_folders"]["Contacts"]
    ines = next(one for one in own if one.full_name == "Ines Navarro")
    assert ines.main_email == "ines.navarro@contoso.example"
    amara = next(one for one in own if one.full_name == "Amara Rossi")
    assert amara.get_profile_photo().startswith(b"\x89PNG")


def test_it_reads_the_directory(account: Any) -> None:
    directory = account.directory()
    people = list(directory.get_users(limit=None, batch=30))
    assert len(people) > 60
    tomas = directory.get_user("tomas.lindqvist@contoso.example")
    assert tomas.full_name == "Tomás Lindqvist"
    assert tomas.get_profile_photo(size="48x48").startswith(b"\x89PNG")
