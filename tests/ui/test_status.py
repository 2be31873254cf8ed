"""The status bar: how far sync is, without getting in the way of what it tells about."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QProgressBar
from pytestqt.qtbot import QtBot
from typing_extensions import override

from transom.engine.changes import Activity, Phase
from transom.engine.entities.accounts import AccountId
from transom.ui.status import StatusBar
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel


class Paints(QObject):
    """Counts how often a widget was painted."""

    count = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False


def words_of(bar: StatusBar) -> str:
    labels = bar.findChildren(PlainLabel)
    return " ".join(one.text() for one in labels if one.isVisibleTo(bar))


def syncing(done: int, total: int = 800) -> Activity:
    return Activity(AccountId(1), Phase.SYNCING, done, total)


def test_progress_of_many_pages_is_shown_now_and_then(
    qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    bar = StatusBar(theme, icons)
    qtbot.addWidget(bar)
    bar.show()
    bar.show_activity(syncing(0))
    qtbot.waitExposed(bar)
    assert "0 % · 0 of 800" in words_of(bar)
    progress = bar.findChild(QProgressBar)
    assert progress is not None
    paints = Paints(bar)
    progress.installEventFilter(paints)
    for done in range(1, 401):
        bar.show_activity(syncing(done))
    assert paints.count == 0
    assert "0 % · 0 of 800" in words_of(bar)
    qtbot.waitUntil(lambda: "50 % · 400 of 800" in words_of(bar))
    qtbot.waitUntil(lambda: paints.count > 0)
    assert progress.value() == 400


def test_another_state_is_told_at_once(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    bar = StatusBar(theme, icons)
    qtbot.addWidget(bar)
    bar.show_activity(syncing(10))
    bar.show_activity(syncing(20))
    bar.show_activity(Activity(AccountId(1), Phase.OFFLINE, 20, 800))
    assert "Offline" in words_of(bar)
    assert "of 800" not in words_of(bar)
