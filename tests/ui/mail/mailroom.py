"""Writes mail into a store as sync would."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from transom.engine.entities.accounts import Account, Cloud, Person, Registration, RemoteId
from transom.engine.entities.mail import (
    Attachment,
    AttachmentKind,
    Body,
    Folder,
    FolderId,
    Message,
    MessageId,
)
from transom.engine.store.store import Store

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ME = Person("Adele Vance", "adele.vance@contoso.example")
INES = Person("Ines Navarro", "ines.navarro@contoso.example")


def letter(name: str, minutes_ago: int = 0, **facts: object) -> Message:
    """Return a message whose remote id and subject are ``name``."""
    at = NOON - timedelta(minutes=minutes_ago)
    usual: dict[str, object] = {"sender": INES, "to": (ME,), "preview": f"preview of {name}"}
    return Message(
        RemoteId(name),
        RemoteId("inbox"),
        name,
        received_at=at,
        **(usual | facts),  # type: ignore[arg-type]
    )


def folder(
    name: str, well_known: str = "", parent: str = "root", unread: int = 0, **facts: bool
) -> Folder:
    """Return a folder whose remote id is its name in lower case."""
    return Folder(RemoteId(name.lower()), RemoteId(parent), name, well_known, unread, **facts)


def file(name: str, content_id: str = "", **facts: object) -> Attachment:
    """Return a small attachment."""
    kind = AttachmentKind.FILE
    return Attachment(
        RemoteId(f"a-{name}"),
        kind,
        name,
        "text/plain",
        5,
        bool(content_id),
        content_id,
        **facts,  # type: ignore[arg-type]
    )


class Mailroom:
    """One account with an inbox, drafts, a project and a folder in it."""

    def __init__(self, store: Store, name: str = "") -> None:
        self.store = store
        self._cursor = 0
        cloud = Cloud("test", "https://127.0.0.1:1", "https://127.0.0.1:1", "https://127.0.0.1:1/r")
        self.account = store.accounts.save_account(
            Account(
                f"oid{name}",
                "tid",
                f"{name}@fabrikam.example" if name else ME.address,
                name.title() or ME.name,
                Registration("client", "common", cloud),
            )
        )
        self.save_folders(
            folder("Projects"),
            folder("Bridge", parent="projects"),
            folder("Drafts", "drafts"),
            folder("Inbox", "inbox", unread=2),
        )

    def save_folders(self, *folders: Folder) -> None:
        self.store.mail.save_folders(self.account.id, folders, is_whole=True)

    def folder(self, name: str = "inbox") -> FolderId:
        folders = self.store.mail.read_folders(self.account.id)
        return next(one.id for one in folders if one.remote_id == name)

    def write(self, *messages: Message, removed: Sequence[str] = (), to: str = "inbox") -> None:
        self._cursor += 1
        self.store.mail.save_page(
            self.account.id,
            self.folder(to),
            messages,
            [RemoteId(name) for name in removed],
            f"cursor-{self._cursor}",
            is_round_done=True,
        )

    def find(self, name: str) -> MessageId:
        found = self.store.mail.find_message(self.account.id, RemoteId(name))
        assert found is not None, name
        return found

    def write_body(self, name: str, markup: str, *attachments: Attachment) -> None:
        self.store.mail.save_body(self.find(name), Body(True, markup), attachments)
