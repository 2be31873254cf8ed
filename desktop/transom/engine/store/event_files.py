"""The files of events: what is known of each, and the bytes of those that were fetched."""

from collections.abc import Sequence

from transom.engine.changes import Change, Kind
from transom.engine.entities.calendar import EventId
from transom.engine.entities.mail import Attachment, AttachmentId
from transom.engine.store.database import Database
from transom.engine.store.message_rows import ATTACHMENT_COLUMNS, attachment_from_row
from transom.engine.store.transaction import Transaction, clean

_FACTS = "kind, name, content_type, size_bytes, is_inline, content_id, source_url"
_UPSERT = (
    f"insert into event_file (event, remote_id, {_FACTS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
    " on conflict (event, remote_id) do update set "
    + ", ".join(f"{name} = excluded.{name}" for name in _FACTS.split(", "))
    # What has another size has other bytes.
    + ", content = iif(size_bytes = excluded.size_bytes, content, null)"
)


class EventFileStore:
    """Reads on the calling thread, writes on the writer's lane."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def read_files(self, event: EventId) -> list[Attachment]:
        """Return an event's files in the server's order, as far as they were asked for."""
        with self._db.reading() as cx:
            rows = cx.execute(
                f"select {ATTACHMENT_COLUMNS} from event_file where event = ? order by id",  # noqa: S608
                (event,),
            )
            return [attachment_from_row(row) for row in rows]

    def read_file(self, file: AttachmentId) -> tuple[EventId, Attachment] | None:
        """Return one file and the event it belongs to."""
        with self._db.reading() as cx:
            row = cx.execute(
                f"select {ATTACHMENT_COLUMNS}, event from event_file where id = ?",  # noqa: S608
                (file,),
            ).fetchone()
            return None if row is None else (EventId(int(str(row[-1]))), attachment_from_row(row))

    def read_content(self, file: AttachmentId) -> bytes | None:
        """Return a file's bytes, if they were fetched."""
        with self._db.reading() as cx:
            content = cx.execute("select content from event_file where id = ?", (file,)).get
            return content if isinstance(content, bytes) else None

    def save_files(self, event: EventId, files: Sequence[Attachment]) -> None:
        """Keep what the server says of an event's files; contents stay where they are the same."""

        def job(tx: Transaction) -> None:
            place = tx.run("select account, calendar from event where id = ?", (event,)).fetchone()
            if place is None:
                return
            before = self._rows(tx, event)
            stays = {clean(one.remote_id) for one in files}
            gone = [str(row[1]) for row in before if row[1] not in stays]
            for remote_id in gone:
                tx.run(
                    "delete from event_file where event = ? and remote_id = ?", (event, remote_id)
                )
            for one in files:
                tx.run(_UPSERT, (event, one.remote_id, *_facts_of(one)))
            if self._rows(tx, event) != before:
                tx.tell(Change(Kind.EVENTS, place[0], place[1], (event,)))

        self._db.write(job)

    def save_content(self, file: AttachmentId, content: bytes) -> None:
        """Keep a file's bytes; one that vanished meanwhile is let go."""
        self._db.write(
            lambda tx: tx.run("update event_file set content = ? where id = ?", (content, file))
        )

    def _rows(self, tx: Transaction, event: EventId) -> list[tuple[object, ...]]:
        sql = f"select {ATTACHMENT_COLUMNS} from event_file where event = ? order by id"  # noqa: S608
        return tx.run(sql, (event,)).fetchall()


def _facts_of(one: Attachment) -> tuple[str | int, ...]:
    return (
        one.kind.value,
        one.name,
        one.content_type,
        one.size_bytes,
        int(one.is_inline),
        one.content_id,
        one.source_url,
    )
