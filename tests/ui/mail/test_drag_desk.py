"""Attachments dragged out of the window: written where only their user looks, under safe names."""

import stat
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, file, letter

from transom.ui.mail.drag_desk import dragged_file
from transom.ui.mail.page import MailPage
from transom.ui.widgets.attachments import AttachmentCard

NAMES = ("notes.txt", "../../outside.txt")


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder for what is gone tomorrow."""
    folder = tmp_path / "runtime"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture(autouse=True)
def letters(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    mailroom.write(letter("with files", 1))
    mailroom.write_body("with files", "<p>x</p>", *map(file, (*NAMES, "elsewhere.bin")))
    for one in mailroom.store.mail.read_attachments(mailroom.find("with files")):
        if one.name in NAMES:
            mailroom.store.mail.save_attachment_content(one.id, one.name.encode())
    qtbot.waitUntil(lambda: page.messages.rowCount() == 1)
    page.show_message(mailroom.find("with files"))
    qtbot.waitUntil(lambda: len(page.reading.strip.shown) == 3, timeout=5_000)


def draw_away(page: MailPage, name: str, way: int, qtbot: QtBot) -> None:
    cards = page.reading.strip.findChildren(AttachmentCard)
    card = next(one for one in cards if one.attachment.name == name)
    at = QPoint(60, 8)
    qtbot.mousePress(card, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(card, at + QPoint(0, way))
    qtbot.mouseRelease(card, Qt.MouseButton.LeftButton, pos=at + QPoint(0, way))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_dragged_lies_in_a_folder_that_only_its_user_opens(
    name: str, page: MailPage, runtime: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.desk.drags.arrived, timeout=5_000):
        draw_away(page, name, 40, qtbot)
    (written,) = [one for one in runtime.rglob("*") if one.is_file()]
    assert (written.name, written.read_bytes()) == (Path(name).name, name.encode())
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o700 for one in written.parents[:2])
    (url,) = dragged_file(written).urls()
    assert Path(url.toLocalFile()) == written


def test_a_file_dragged_twice_keeps_its_name(page: MailPage, runtime: Path, qtbot: QtBot) -> None:
    for _ in range(2):
        with qtbot.waitSignal(page.desk.drags.arrived, timeout=5_000):
            draw_away(page, "notes.txt", 40, qtbot)
    assert len(list(runtime.rglob("notes.txt"))) == 2


def test_a_click_that_trembles_is_no_drag(page: MailPage, runtime: Path, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.reading.strip.drag_requested):
        draw_away(page, "notes.txt", 3, qtbot)


def test_a_file_that_cannot_be_had_says_why(page: MailPage, runtime: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.desk.drags.failed, timeout=10_000) as said:
        draw_away(page, "elsewhere.bin", 40, qtbot)
    assert said.args is not None and said.args[0]
    assert not list(runtime.rglob("elsewhere*"))
