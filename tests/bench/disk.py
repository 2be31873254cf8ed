"""What the store takes on the disk beside the text that can be found in it."""

from pathlib import Path

from tests.bench.databases import open_bare
from tests.bench.rows import Row, most_times_floor, row

from transom.engine.store.columns import unpack
from transom.engine.store.html_text import text_from_html

_SAMPLED = 2_000
_TEXTS = (
    "select m.subject, m.sender_name, m.sender_address, m.recipients, b.is_html, b.content"
    " from message m join body b on b.id = m.id where m.id = ?"
)


def measure_disk(path: Path, key: bytes) -> list[Row]:
    """Return the file's size; the floor is the text itself, from a sample of the messages."""
    cx = open_bare(path, key)
    try:
        count = int(str(cx.execute("select count(*) from message").get))
        ids = [row[0] for row in cx.execute("select id from body order by id")]
        sizes = []
        for number in ids[:: max(1, len(ids) // _SAMPLED)]:
            found = cx.execute(_TEXTS, (number,)).fetchone()
            sizes.append(_text_bytes(*found) if found else 0)
        rows = cx.execute("select sum(length(content)) from body")
        packed = float(str(rows.get or 0))
    finally:
        cx.close()
    text = sum(sizes) / len(sizes) * count if sizes else 0.0
    size = path.stat().st_size
    return [
        row("disk, the store", size / 1e6, "MB", text / 1e6, most_times_floor(1.6)),
        row("disk, the texts in it, packed", packed / 1e6, "MB", text / 1e6),
    ]


def _text_bytes(
    subject: str, name: str, address: str, recipients: str, is_html: int, content: bytes
) -> int:
    text = unpack(content)
    plain = text_from_html(text) if is_html else text
    return sum(len(one.encode()) for one in (subject, name, address, recipients, plain))
