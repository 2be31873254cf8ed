"""What happens in a tenant's mailbox, and how an engine's copy of it looks."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.fakes.engines import EngineRun
from tests.fakes.tenant import Tenant

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.mail import (
    AttachmentId,
    AttachmentKind,
    Folder,
    MessageId,
    MessageLine,
)


def change(tenant: Tenant, **fields: Any) -> str:
    (done,) = tenant.control("POST", "/changes", fields)["applied"]
    return str(done["id"])


def new_mail(tenant: Tenant, subject: str) -> str:
    sender = {"name": "Ines", "address": "ines@contoso.example"}
    return change(tenant, kind="mail_added", **{"from": sender}, subject=subject, text="words")


def folder(run: EngineRun, well_known: str) -> Folder:
    folders = run.engine.mail.reader.read_folders()
    return next(one for one in folders if one.well_known == well_known)


def remote_id(run: EngineRun, number: MessageId) -> RemoteId:
    message = run.engine.mail.reader.read_message(number)
    assert message is not None
    return message.remote_id


def newest(run: EngineRun, well_known: str = "inbox") -> MessageLine:
    return run.engine.mail.reader.read_lines(folder(run, well_known).id)[0]


def attachments(run: EngineRun, kind: AttachmentKind) -> list[tuple[AttachmentId, str]]:
    reader = run.engine.mail.reader
    return [
        (one.id, one.name)
        for known in reader.read_folders()
        for line in reader.read_lines(known.id, limit=1000)
        for one in reader.read_attachments(line.id)
        if one.kind is kind and not one.is_inline
    ]


@contextmanager
def synced(directory: Path, tenant: Tenant) -> Iterator[EngineRun]:
    with EngineRun(directory, tenant) as run:
        run.sign_in()
        run.wait_until_synced()
        yield run
