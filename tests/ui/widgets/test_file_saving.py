"""What is said when files were saved, one or many, whole or not."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import file

from transom.engine.changes import Newsroom
from transom.engine.entities.mail import Attachment, AttachmentId
from transom.engine.errors import DiskFullError
from transom.ui.bridge import Bridge
from transom.ui.widgets.file_saving import FileSaver


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
