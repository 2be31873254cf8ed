"""What is said when files were saved, one or many, whole or not."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import file

from transom.engine.changes import Newsroom
from transom.engine.entities.mail import Attachment, AttachmentId
from transom.engine.errors import DiskFullError
from transom.ui.bridge import Bridge
from transom.ui.theme import Theme
from transom.ui.widgets.attachments import AttachmentStrip
from transom.ui.widgets.file_doubt import FileDoubt
from transom.ui.widgets.file_saving import FileSaver
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel


class Desk:
    """A saver whose files lie there when the test says so."""

    def __init__(self, qtbot: QtBot) -> None:
        self.futures: dict[AttachmentId, Future[Path]] = {}
        self.parent = QWidget()
        qtbot.addWidget(self.parent)
        self.bridge = Bridge(Newsroom())
        self.saver = FileSaver(self._save, self.bridge, self.parent)
        self.said: list[str] = []
        self.saver.saved.connect(self.said.append)
        self.saver.failed.connect(self.said.append)

    def _save(self, attachment: AttachmentId, _target: Path) -> Future[Path]:
        return self.futures.setdefault(attachment, Future())


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot)
    yield desk
    desk.bridge.close()


def files(*numbers: int) -> list[Attachment]:
    return [file(f"{number}.txt", id=AttachmentId(number)) for number in numbers]


def test_what_was_asked_for_meanwhile_is_told_together(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.saver.save(files(1), tmp_path)
    desk.saver.save(files(2), tmp_path)
    desk.futures[AttachmentId(1)].set_result(tmp_path / "1.txt")
    desk.futures[AttachmentId(2)].set_result(tmp_path / "2.txt")
    qtbot.waitUntil(lambda: bool(desk.said))
    assert desk.said == [f"Saved 2 attachments in {tmp_path}."]


@pytest.mark.parametrize("fails_first", [True, False])
def test_a_file_that_could_not_be_saved_is_told_whatever_came_after(
    desk: Desk, tmp_path: Path, qtbot: QtBot, *, fails_first: bool
) -> None:
    desk.saver.save(files(1, 2), tmp_path)
    good, bad = (2, 1) if fails_first else (1, 2)
    for number in (1, 2):
        future = desk.futures[AttachmentId(number)]
        if number == bad:
            future.set_exception(DiskFullError("There is no room for this file."))
        else:
            future.set_result(tmp_path / f"{good}.txt")
    qtbot.waitUntil(lambda: bool(desk.said))
    (words,) = desk.said
    assert words.startswith("1 of 2 could not be saved. The disk is full.")


def test_a_program_is_asked_about_before_there_is_a_place_for_it(desk: Desk, qtbot: QtBot) -> None:
    desk.parent.show()
    desk.saver.ask([file("invoice.pdf.exe", id=AttachmentId(1))])
    question = desk.parent.findChild(FileDoubt)
    assert question is not None and question.isVisible()
    words = " ".join(label.text() for label in question.findChildren(PlainLabel))
    assert "really is .exe" in words
    qtbot.keyClick(question, Qt.Key.Key_Return)
    assert not question.isVisible() and desk.parent.findChild(QFileDialog) is None
    desk.saver.ask([file("invoice.pdf.exe", id=AttachmentId(1))])
    again = next(one for one in desk.parent.findChildren(FileDoubt) if one.isVisible())
    again.save.click()
    place = desk.parent.findChild(QFileDialog)
    assert place is not None
    place.reject()


def test_the_strip_names_what_is_odd_about_a_file(theme: Theme, icons: Icons, qtbot: QtBot) -> None:
    strip = AttachmentStrip(theme, icons)
    qtbot.addWidget(strip)
    strip.show_attachments([file("a.pdf.exe"), file("b.zip"), file("c.txt")])
    assert said(strip) == ["Two endings · 5 bytes", "5 bytes", "5 bytes"]
    strip.show_attachments([file("b.zip")], mentions_password=True)
    assert said(strip) == ["Locked? · 5 bytes"]


def said(strip: AttachmentStrip) -> list[str]:
    words = [label.text() for label in strip.findChildren(PlainLabel)]
    return [one for one in words if one.endswith("bytes")]
