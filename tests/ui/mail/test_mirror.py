"""The mail page from right to left: rows, chevrons and the tree are where a mirror shows them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, letter

from transom.ui.mail.page import MailPage
from transom.ui.theme import Theme


@pytest.fixture
def mirrored(
    qapp: QApplication, page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> Iterator[MailPage]:
    mailroom.write(letter("unread", is_read=False), *(letter(str(n), n) for n in range(1, 4)))
    qtbot.waitUntil(lambda: page.messages.rowCount() == 4)
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield page


def columns_of(picture: QImage, color: QColor, room: QRect) -> list[int]:
    return [
        x
        for x in range(room.left(), room.right() + 1)
        if picture.pixelColor(x, room.bottom() - 4) == color
    ]


def test_the_unread_bar_stands_at_the_right_edge(mirrored: MailPage, theme: Theme) -> None:
    picture = mirrored.list.viewport().grab().toImage()
    room = mirrored.list.visualRect(mirrored.messages.index(0, 0))
    found = columns_of(picture, theme.color("accent"), room)
    assert found == [*range(room.right() - theme.px(3) + 1, room.right() + 1)]


def test_words_and_the_disc_change_sides(mirrored: MailPage) -> None:
    room = mirrored.list.visualRect(mirrored.messages.index(1, 0))

    def picture() -> QImage:
        return mirrored.list.viewport().grab(room).toImage()

    from_the_right = picture()
    mirrored.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    from_the_left = picture()
    middle = 26
    half = room.width() // 2

    def is_busy(one: QImage, first: int) -> bool:
        seen = {one.pixelColor(x, middle).name() for x in range(first, first + 60)}
        return len(seen) > 3

    assert is_busy(from_the_left, 10) and is_busy(from_the_right, room.width() - 70)
    assert half > 100


def test_a_press_on_a_folder_s_chevron_folds_at_the_right(
    mirrored: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    tree = mirrored.side.tree
    index = mirrored.folders.index_of(mailroom.folder("projects"))
    room = tree.visualRect(index)
    qtbot.mouseClick(
        tree.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(room.right() - 12, room.center().y()),
    )
    assert not tree.isExpanded(index)
    tree.setCurrentIndex(index)
    qtbot.keyClick(tree, Qt.Key.Key_Left)
    assert tree.isExpanded(index), "inwards is to the left"


def test_the_rows_in_sight_are_known_from_right_to_left(mirrored: MailPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(mirrored._sight.settled) as seen:
        mirrored._sight.look()
    assert seen.args == [0, mirrored.messages.rowCount() - 1]
