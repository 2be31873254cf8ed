"""The words inside files, kind by kind; hostile files are read in a process of their own alone."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from transom.engine.store.html_text import text_from_html

MOST_CHARACTERS = 300_000
"""So much of a file's text is kept."""
MOST_PAGES = 500
MOST_CELLS = 500_000
MOST_UNPACKED_BYTES = 200 << 20
"""What a packed document may unpack to in all, as it says itself."""
_MOST_RATIO = 200
_MOST_PARTS = 5_000


class UnreadableError(Exception):
    """The file is no sound one of its kind, or costs more than it is worth."""


def words_of_file(content: bytes, kind: str) -> str:
    """Return a file's words, at most so many; what the library raises leaves as it is."""
    pieces: list[str] = []
    left = MOST_CHARACTERS
    for piece in _READERS[kind](content):
        pieces.append(piece[:left])
        left -= len(piece)
        if left <= 0:
            break
    return " ".join(pieces)


def _pdf(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES:
            return
        yield page.extract_text()


def _word(content: bytes) -> Iterator[str]:
    from docx import Document
    from docx.table import Table

    _check_packed(content)
    document = Document(io.BytesIO(content))
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield " ".join(cell.text for cell in row.cells)
        else:
            yield block.text
    for section in document.sections:
        for part in (section.header, section.footer):
            if not part.is_linked_to_previous:  # asking one that is not there would make it
                yield " ".join(paragraph.text for paragraph in part.paragraphs)


def _excel(content: bytes) -> Iterator[str]:
    from openpyxl import load_workbook

    _check_packed(content)
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    cells = 0
    for sheet in book.worksheets:
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            cells += len(row)
            if cells > MOST_CELLS:
                return
            if words := " ".join(str(value) for value in row if value is not None):
                yield words


def _plain(content: bytes) -> Iterator[str]:
    yield _decoded(content)


def _table(content: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(_decoded(content))):
        yield " ".join(row)


def _html(content: bytes) -> Iterator[str]:
    yield text_from_html(_decoded(content))


def _mail(content: bytes) -> Iterator[str]:
    message = message_from_bytes(content, EmailMessage, policy=policy.default)
    for name in ("subject", "from", "to", "cc"):
        yield str(message.get(name, ""))
    for part in message.walk():
        if part.get_content_type() in ("text/plain", "text/html") and not part.is_attachment():
            text = str(part.get_content())
            yield text_from_html(text) if part.get_content_subtype() == "html" else text
        elif file := part.get_filename():
            yield file


def _check_packed(content: bytes) -> None:
    """Refuse what unpacks to far more than it is, before anything is unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
    total = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or total > MOST_UNPACKED_BYTES:
        raise UnreadableError("the parts of this document are too many or too large")
    if total > _MOST_RATIO * max(len(content), 100_000):
        raise UnreadableError("this document unpacks to far more than it is")


def _decoded(content: bytes) -> str:
    """Read bytes as the text they most likely are."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                break
    return content.decode("cp1252", "replace")


_READERS: dict[str, Callable[[bytes], Iterable[str]]] = {
    "pdf": _pdf,
    "word": _word,
    "excel": _excel,
    "text": _plain,
    "table": _table,
    "html": _html,
    "mail": _mail,
}
