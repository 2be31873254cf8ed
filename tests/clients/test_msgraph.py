"""Microsoft's own SDK reads the tenant; patched are its base URL and its CA."""

import asyncio
import ssl
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import httpx
import pytest
from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.headers_collection import HeadersCollection
from msgraph import GraphServiceClient
from msgraph.generated.models.file_attachment import FileAttachment
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.graph_request_adapter import GraphRequestAdapter, options
from msgraph_core import GraphClientFactory
from msgraph_core.requests.batch_request_content import BatchRequestContent
from msgraph_core.requests.batch_request_item import BatchRequestItem
from msgraph_core.tasks.page_iterator import PageIterator
from tests.clients.conftest import SCOPES
from tests.fakes.tenant import Tenant

# The SDK's generated code warns about its own classes as it is imported.
pytestmark = pytest.mark.filterwarnings(
    "ignore:GetQueryParameters is deprecated:DeprecationWarning",
    "ignore:This class is deprecated. Please use the generic:DeprecationWarning",
)

T = TypeVar("T")
Script = Callable[[GraphServiceClient], Coroutine[Any, Any, T]]


class OneToken(AccessTokenProvider):
    """Hands out the token that a sign-in over HTTP brought."""

    def __init__(self, bearer: str) -> None:
        self._bearer = bearer

    async def get_authorization_token(
        self, uri: str, additional_authentication_context: dict[str, Any] | None = None
    ) -> str:
        return self._bearer

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return AllowedHostsValidator(["127.0.0.1"])


class Session:
    """Runs a script with a client of its own, as the SDK is meant to be used."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._bearer = tenant.tokens_by_http(scopes=SCOPES)["access_token"]

    def run(self, script: "Script[T]") -> T:
        async def whole() -> T:
            context = ssl.create_default_context(cafile=self._tenant.info["ca_file"])
            # The SDK puts a transport of its own around this one and never closes it.
            transport = httpx.AsyncHTTPTransport(verify=context)
            async with transport, httpx.AsyncClient(transport=transport, timeout=30) as plain:
                wire = GraphClientFactory.create_with_default_middleware(
                    client=plain, options=options
                )
                provider = BaseBearerTokenAuthenticationProvider(OneToken(self._bearer))
                adapter = GraphRequestAdapter(provider, wire)
                adapter.base_url = f"{self._tenant.graph}/v1.0"
                return await script(GraphServiceClient(request_adapter=adapter))

        return asyncio.run(whole())


@pytest.fixture(scope="module")
def session(clients_tenant: Tenant) -> Session:
    return Session(clients_tenant)


@pytest.fixture(scope="module")
def truth(clients_tenant: Tenant) -> Any:
    return clients_tenant.control("GET", "/truth")["users"][0]


def test_it_knows_who_is_signed_in(session: Session) -> None:
    async def script(client: GraphServiceClient) -> Any:
        return await client.me.get(), await client.me.mailbox_settings.get()

    me, settings = session.run(script)
    assert me.display_name == "Adele Vance"
    assert settings.time_zone == "FLE Standard Time"


def test_it_lists_folders_and_pages_through_messages(session: Session, truth: Any) -> None:
    async def script(client: GraphServiceClient) -> Any:
        folders = await client.me.mail_folders.get()
        first = await client.me.messages.get()
        seen: list[str] = []

        def note(message: Any) -> bool:
            seen.append(message.id)
            return True

        pages = PageIterator(first, client.request_adapter)
        await pages.iterate(note)
        return folders, seen

    folders, seen = session.run(script)
    assert "Inbox" in {folder.display_name for folder in folders.value}
    assert len(seen) == len(set(seen)) == len(truth["messages"]) >= 120


def test_it_reads_a_message_its_attachments_and_its_source(session: Session) -> None:
    async def script(client: GraphServiceClient) -> Any:
        builder = client.me.messages
        query = builder.MessagesRequestBuilderGetQueryParameters(
            filter="hasAttachments eq true", top=1, select=["id", "subject"]
        )
        found = await builder.get(RequestConfiguration(query_parameters=query))
        one = client.me.messages.by_message_id(found.value[0].id)
        return await one.get(), await one.attachments.get(), await one.content.get()

    message, attachments, source = session.run(script)
    assert message.body.content
    files = [one for one in attachments.value if isinstance(one, FileAttachment)]
    assert files and all(one.content_bytes for one in files)
    assert b"\r\n\r\n" in source


def test_it_expands_a_range_of_the_calendar_in_a_zone(session: Session) -> None:
    async def script(client: GraphServiceClient) -> Any:
        start = datetime.now(UTC) - timedelta(days=7)
        builder = client.me.calendar_view
        query = builder.CalendarViewRequestBuilderGetQueryParameters(
            start_date_time=start.isoformat(),
            end_date_time=(start + timedelta(days=21)).isoformat(),
            top=200,
        )
        headers = HeadersCollection()
        headers.add("Prefer", 'outlook.timezone="FLE Standard Time"')
        asked = RequestConfiguration(query_parameters=query, headers=headers)
        return await builder.get(asked), await client.me.calendars.get()

    view, calendars = session.run(script)
    stand_ups = [one for one in view.value if one.subject.startswith("Stand-up")]
    assert len(stand_ups) > 8
    assert stand_ups[0].start.time_zone == "FLE Standard Time"
    assert stand_ups[0].start.date_time.endswith("T09:00:00.0000000")
    assert "Harbour bridge" in {one.name for one in calendars.value}


def test_it_reads_contacts_people_and_the_directory(session: Session) -> None:
    async def script(client: GraphServiceClient) -> Any:
        builder = client.users
        query = builder.UsersRequestBuilderGetQueryParameters(
            search='"displayName:tom"', count=True, orderby=["displayName"]
        )
        headers = HeadersCollection()
        headers.add("ConsistencyLevel", "eventual")
        asked = RequestConfiguration(query_parameters=query, headers=headers)
        return (
            await client.me.contacts.get(),
            await client.me.people.get(),
            await builder.get(asked),
            await client.me.member_of.get(),
        )

    contacts, people, users, groups = session.run(script)
    assert contacts.value[0].display_name
    assert people.value[0].scored_email_addresses[0].address
    assert [user.display_name for user in users.value] == ["Tomás Lindqvist"]
    assert users.odata_count == 1
    assert "Harbour bridge" in {group.display_name for group in groups.value}


def test_it_follows_delta_until_nothing_is_new(session: Session, clients_tenant: Tenant) -> None:
    async def round_of(builder: Any) -> tuple[list[Any], str]:
        items: list[Any] = []
        page = await builder.get()
        while True:
            items += page.value
            if page.odata_delta_link:
                return items, page.odata_delta_link
            page = await builder.with_url(page.odata_next_link).get()

    async def script(client: GraphServiceClient) -> Any:
        builder = client.me.mail_folders.by_mail_folder_id("archive").messages.delta
        first, link = await round_of(builder)
        sender = {"name": "Late", "address": "late@adatum.example"}
        change = {"kind": "mail_added", "from": sender, "subject": "Late", "folder": "archive"}
        clients_tenant.control("POST", "/changes", change)
        second, link = await round_of(builder.with_url(link))
        third, _ = await round_of(builder.with_url(link))
        return first, second, third

    first, second, third = session.run(script)
    assert first
    assert [one.subject for one in second] == ["Late"]
    assert third == []


def test_it_batches(session: Session) -> None:
    async def script(client: GraphServiceClient) -> Any:
        asked = BatchRequestContent()
        for name, part in (
            ("me", client.me.to_get_request_information()),
            ("photo", client.me.photo.content.to_get_request_information()),
            ("none", client.me.messages.by_message_id("nothing").to_get_request_information()),
        ):
            asked.add_request(name, BatchRequestItem(part, id=name))
        return await client.batch.post(asked)

    answered = session.run(script)
    assert answered.get_response_status_codes() == {"me": 200, "photo": 200, "none": 404}
    # This version keeps no body of a part but those in base64.
    picture = answered.get_response_stream_by_id("photo").read()
    assert picture.startswith(b"\x89PNG")


def test_a_refusal_is_an_error_it_understands(session: Session) -> None:
    async def script(client: GraphServiceClient) -> Any:
        return await client.me.messages.by_message_id("nothing").get()

    with pytest.raises(ODataError) as caught:
        session.run(script)
    assert caught.value.error.code == "ErrorItemNotFound"
    assert caught.value.response_status_code == 404
