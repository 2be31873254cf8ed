"""Contacts as Graph serves them: folders, the delta of a folder, photos."""

from collections.abc import Sequence
from dataclasses import replace

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.contacts import Contact, ContactFolder
from transom.engine.errors import NotFoundError
from transom.engine.graph.addresses import Address, address
from transom.engine.graph.answers import ServerAnswer
from transom.engine.graph.batch import fetch_batch
from transom.engine.graph.client import GraphClient
from transom.engine.graph.decoding import Page
from transom.engine.graph.lists import fetch_list, fetch_page
from transom.engine.graph.shapes.contacts import (
    ContactFolderItem,
    ContactItem,
    contact_folder_from_json,
    contact_from_json,
)

_WISHES = ("odata.maxpagesize=200",)
_DEFAULT_DELTA = "/me/contacts/delta"
_DELTA = "/me/contactFolders/{folder}/contacts/delta"
_IMAGE_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM")
EMPTY_DEFAULT = RemoteId("contacts")
"""Stands for the default folder's id while no contact in it tells the real one."""


class ContactsApi:
    """Reads one account's contacts."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    def list_folders(self) -> list[ContactFolder]:
        """Return all folders, the default one first: the server's list leaves it out."""
        default = self._default_id()
        others = [
            folder for folder in self._walk_folders() if folder.remote_id != default.remote_id
        ]
        return [default, *others]

    def fetch_delta(
        self, folder: RemoteId, is_default: bool, cursor: str | None = None
    ) -> Page[Contact]:
        """Return the next page of what changed in a folder."""
        template = _DEFAULT_DELTA if is_default else _DELTA
        first = address(_DEFAULT_DELTA) if is_default else address(_DELTA, folder)
        return fetch_page(
            self._client,
            cursor or first,
            ContactItem,
            lambda item: replace(contact_from_json(item, folder), folder_remote_id=folder),
            template,
            _WISHES,
        )

    def fetch_photo(self, contact: RemoteId) -> bytes | None:
        """Return a contact's picture, None if there is none."""
        return self._fetch_photo(_photo_address(contact))

    def fetch_photos(self, contacts: Sequence[RemoteId]) -> dict[RemoteId, bytes | None]:
        """Return the pictures of many contacts; who could not be asked about is left out."""
        outcomes = fetch_batch(self._client, [_photo_address(contact) for contact in contacts])
        found: dict[RemoteId, bytes | None] = {}
        for contact, outcome in zip(contacts, outcomes, strict=True):
            if isinstance(outcome, ServerAnswer):
                found[contact] = _picture(outcome.body)
            elif isinstance(outcome, NotFoundError):
                found[contact] = None
        return found

    def fetch_own_photo(self) -> bytes | None:
        """Return the account's own picture, None if there is none."""
        return self._fetch_photo(address("/me/photo/$value"))

    def _fetch_photo(self, target: Address) -> bytes | None:
        try:
            return _picture(self._client.get(target).body)
        except NotFoundError:
            return None

    def _default_id(self) -> ContactFolder:
        target = address("/me/contacts", params={"$top": 1, "$select": "id,parentFolderId"})
        found = fetch_page(
            self._client, target, ContactItem, lambda item: item.parent_folder_id or ""
        )
        ids = [RemoteId(folder) for folder in found.items if folder]
        return ContactFolder(ids[0] if ids else EMPTY_DEFAULT, "Contacts", is_default=True)

    def _walk_folders(self) -> list[ContactFolder]:
        found: dict[RemoteId, ContactFolder] = {}
        targets = [address("/me/contactFolders", params={"$top": 100})]
        while targets:
            template = "/me/contactFolders/{folder}/childFolders"
            fresh: list[ContactFolder] = []
            for target in targets:
                fresh += self._list_folders(target)
            fresh = [folder for folder in fresh if folder.remote_id not in found]
            found.update((folder.remote_id, folder) for folder in fresh)
            targets = [
                address(template, folder.remote_id, params={"$top": 100}) for folder in fresh
            ]
        return list(found.values())

    def _list_folders(self, target: Address) -> list[ContactFolder]:
        try:
            return fetch_list(self._client, target, ContactFolderItem, contact_folder_from_json)
        except NotFoundError:  # vanished since its parent was read
            return []


def _photo_address(contact: RemoteId) -> Address:
    return address("/me/contacts/{contact}/photo/$value", contact)


def _picture(content: bytes) -> bytes | None:
    """Return what looks like a picture: empty and other answers also mean "none"."""
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return content if is_webp or content.startswith(_IMAGE_BEGINNINGS) else None
