"""Remote pictures in the settings: what is allowed is listed, and taken back with one button."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom

from transom.engine.engine import Engine
from transom.engine.entities.pictures import AllowanceKind, RemotePicture
from transom.ui.bridge import Bridge
from transom.ui.settings.pictures_box import PicturesBox
from transom.ui.theme import Theme


def buttons(box: PicturesBox) -> list[str]:
    shown = [one for one in box.findChildren(QPushButton) if one.isVisible()]
    return [one.accessibleName() for one in shown if one.accessibleName()]


def test_what_is_allowed_is_listed_and_removed(
    engine: Engine, bridge: Bridge, theme: Theme, qtbot: QtBot
) -> None:
    account = Mailroom(engine._hall.store).account.id
    box = PicturesBox(engine, bridge, theme)
    qtbot.addWidget(box)
    box.show()
    assert "Nothing is loaded by itself." in [one.text() for one in box.findChildren(QLabel)]
    engine.pictures.allow(account, AllowanceKind.SENDER, "news@span.example").result(5)
    engine.pictures.allow(account, AllowanceKind.HOST, "images.example").result(5)
    both = ["Remove: From images.example", "Remove: Mail from news@span.example"]
    qtbot.waitUntil(lambda: buttons(box) == both, timeout=5_000)
    first = next(one for one in box.findChildren(QPushButton) if one.accessibleName() == both[0])
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: buttons(box) == both[1:], timeout=5_000)
    assert [one.name for one in engine.pictures.read_allowances()] == ["news@span.example"]


def test_what_was_loaded_is_measured_and_forgotten(
    engine: Engine, bridge: Bridge, theme: Theme, qtbot: QtBot
) -> None:
    room = Mailroom(engine._hall.store)
    picture = RemotePicture(room.account.id, "https://a.example/1.png")
    room.store.pictures.save_picture(picture, bytes(30_000))
    box = PicturesBox(engine, bridge, theme)
    qtbot.addWidget(box)
    qtbot.waitUntil(box.forget.isEnabled, timeout=5_000)
    qtbot.mouseClick(box.forget, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not box.forget.isEnabled(), timeout=5_000)
    assert room.store.pictures.read_picture(picture) is None
