"""Words inside files: of every kind that is read, and of files made to hurt who reads them."""

import io
import threading
import time
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from docx import Document
from openpyxl import Workbook

from transom.demo.mailbox.documents import make as make_document
from transom.engine.errors import StoppedError
from transom.engine.files import file_words
from transom.engine.files.extracting import extract_words
from transom.engine.files.file_kinds import kind_of_file
from transom.engine.files.file_words import MOST_CHARACTERS, UnreadableError, words_of_file

NEVER = threading.Event()


def word() -> bytes:
    document = Document()
    document.add_paragraph("A quiet platypus")
    document.add_table(1, 2).rows[0].cells[1].text = "in a table"
    document.sections[0].header.paragraphs[0].text = "under a heading"
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def excel() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Plan"
    sheet.append(["A quiet", "platypus", 1234.5, None])
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def mail() -> bytes:
    message = EmailMessage()
    message["Subject"] = "Réunion"
    message["From"] = "ana@example.com"
    message.set_content("A quiet platypus")
    message.add_alternative("<style>hidden</style><p>in <b>lines</b></p>", subtype="html")
    message.add_attachment(b"x", maintype="a", subtype="b", filename="enclosed.bin")
    return message.as_bytes()


KINDS: dict[str, tuple[str, Callable[[], bytes], list[str]]] = {
    "pdf": ("a.pdf", lambda: make_document("pdf:Bearing layout:2"), ["Bearing layout", "sheet 2"]),
    "word": ("a.DOCX", word, ["quiet platypus", "in a table", "under a heading"]),
    "excel": ("a.xlsx", excel, ["Plan", "A quiet platypus 1234.5"]),
    "table": ("a.csv", lambda: b'"A quiet","platypus"\n', ["A quiet platypus"]),
    "text": ("a.txt", lambda: "Ein Schnabel­tier, größer".encode("cp1252"), ["größer"]),
    "html": ("a.htm", lambda: b"<p>A quiet <i>platypus</i><script>no</script>", ["quiet platypus"]),
    "mail": ("a.eml", mail, ["Réunion", "quiet platypus", "in lines", "enclosed.bin", "ana@"]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_of_each_kind_are_found(kind: str) -> None:
    name, make, expected = KINDS[kind]
    assert kind_of_file(name, "") == kind
    words = words_of_file(make(), kind)
    assert all(one in words for one in expected), words
    assert "hidden" not in words


def test_a_process_of_its_own_reads_the_same() -> None:
    for kind in ("pdf", "word", "excel"):
        _, make, expected = KINDS[kind]
        words = extract_words(make(), kind, NEVER)
        assert words is not None and all(one in words for one in expected)


def test_a_kind_is_known_by_name_before_type_and_others_are_not_read() -> None:
    assert kind_of_file("no ending", "application/pdf; name=x") == "pdf"
    assert kind_of_file("table.csv", "application/vnd.ms-excel") == "table"
    for name in ("a.exe", "a.zip", "a.doc", "a.png", "", "pdf"):
        assert kind_of_file(name, "application/octet-stream") == ""


@pytest.mark.parametrize("kind", ["pdf", "word", "excel", "mail", "table"])
def test_noise_is_no_words_and_no_end_of_ours(kind: str) -> None:
    noise = b"%PDF-1.7\n" + bytes(range(256)) * 40
    try:
        words_of_file(noise, kind)
    except Exception as error:  # noqa: BLE001
        assert not isinstance(error, SystemError)


def bomb(inner: str, parts: int = 1) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(parts):
            packed.writestr(f"{number}{inner}", b"0" * (30 << 20))
    return sink.getvalue()


def test_a_document_that_unpacks_without_end_is_refused_before_it_is_unpacked() -> None:
    for kind in ("word", "excel"):
        with pytest.raises(UnreadableError):
            words_of_file(bomb("word/document.xml", parts=2), kind)
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    sink = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(excel()))
    with zipfile.ZipFile(sink, "w") as packed:
        for part in whole.namelist():
            text = whole.read(part)
            if part.endswith("sheet1.xml"):
                text = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l11;</x>'.encode()
            packed.writestr(part, text)
    assert len(extract_words(sink.getvalue(), "excel", NEVER) or "") <= MOST_CHARACTERS


def test_a_long_text_is_cut() -> None:
    assert len(words_of_file(b"word " * 200_000, "text")) == MOST_CHARACTERS


def test_a_reader_that_takes_too_long_is_ended() -> None:
    heavy = make_document("pdf:Slow:30")
    begun = time.monotonic()
    assert extract_words(heavy, "pdf", NEVER, patience_s=0.2) is None
    assert time.monotonic() - begun < 5
    stopping = threading.Event()
    stopping.set()
    with pytest.raises(StoppedError):
        extract_words(heavy, "pdf", stopping)


def test_a_reader_that_wants_all_memory_is_ended() -> None:
    wide = io.BytesIO()
    with zipfile.ZipFile(wide, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("[Content_Types].xml", b"<" * (60 << 20))
    assert extract_words(wide.getvalue(), "word", NEVER) is None


def test_kinds_and_readers_are_the_same_set() -> None:
    assert set(file_words._READERS) == set(KINDS)
