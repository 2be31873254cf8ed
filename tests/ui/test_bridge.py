"""News and results reach the GUI thread, merged and in order."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from transom.engine.changes import Activity, Change, Kind, Newsroom, Phase, Problem
from transom.engine.entities.accounts import AccountId
from transom.engine.errors import OfflineError, StoppedError
from transom.ui.bridge import Bridge

ACCOUNT = AccountId(1)


class Heard(QObject):
    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.changes: list[Change] = []
        self.problems: list[Problem] = []
        self.activities: list[Activity] = []
        self.threads: set[QThread] = set()
        bridge.changed.connect(self._on_changed)
        bridge.failed.connect(self.problems.append)
        bridge.busy.connect(self.activities.append)

    def _on_changed(self, change: Change) -> None:
        self.threads.add(QThread.currentThread())
        self.changes.append(change)


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.fixture
def bridge(newsroom: Newsroom, qtbot: QtBot) -> Iterator[Bridge]:
    bridge = Bridge(newsroom)
    yield bridge
    bridge.close()


def publish_elsewhere(newsroom: Newsroom, *news: Change | Problem | Activity) -> None:
    thread = threading.Thread(target=newsroom.publish, args=news)
    thread.start()
    thread.join()


def test_changes_of_one_scope_are_told_once(
    bridge: Bridge, newsroom: Newsroom, qtbot: QtBot
) -> None:
    heard = Heard(bridge)
    publish_elsewhere(
        newsroom,
        Change(Kind.MESSAGES, ACCOUNT, 7, (1, 2)),
        Change(Kind.MESSAGES, ACCOUNT, 7, (2, 3)),
        Change(Kind.MESSAGES, ACCOUNT, 8, (4,)),
    )
    qtbot.waitUntil(lambda: len(heard.changes) == 2)
    assert heard.changes == [
        Change(Kind.MESSAGES, ACCOUNT, 7, (1, 2, 3)),
        Change(Kind.MESSAGES, ACCOUNT, 8, (4,)),
    ]
    assert heard.threads == {QThread.currentThread()}


def test_too_many_ids_mean_all(bridge: Bridge, newsroom: Newsroom, qtbot: QtBot) -> None:
    heard = Heard(bridge)
    publish_elsewhere(
        newsroom,
        Change(Kind.MESSAGES, ACCOUNT, 7, tuple(range(150))),
        Change(Kind.MESSAGES, ACCOUNT, 7, tuple(range(100, 260))),
        Change(Kind.MESSAGES, ACCOUNT, 7, (999,)),
    )
    qtbot.waitUntil(lambda: bool(heard.changes))
    assert heard.changes == [Change(Kind.MESSAGES, ACCOUNT, 7, ())]


def test_only_the_newest_activity_of_an_account_counts(
    bridge: Bridge, newsroom: Newsroom, qtbot: QtBot
) -> None:
    heard = Heard(bridge)
    publish_elsewhere(
        newsroom, *[Activity(ACCOUNT, Phase.SYNCING, done, 10) for done in range(1, 11)]
    )
    qtbot.waitUntil(lambda: bool(heard.activities))
    assert heard.activities == [Activity(ACCOUNT, Phase.SYNCING, 10, 10)]


def test_a_result_is_delivered_on_the_gui_thread(bridge: Bridge, qtbot: QtBot) -> None:
    future: Future[str] = Future()
    results: list[tuple[str, QThread]] = []
    bridge.when_done(future, lambda text: results.append((text, QThread.currentThread())))
    thread = threading.Thread(target=future.set_result, args=("here",))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(results))
    assert results == [("here", QThread.currentThread())]


def test_what_is_here_is_taken_at_once_and_what_is_not_comes_later(
    bridge: Bridge, qtbot: QtBot
) -> None:
    here: Future[str] = Future()
    later: Future[str] = Future()
    here.set_result("here")
    results: list[str] = []
    bridge.take(later, results.append, 0.001)
    bridge.take(here, results.append, 0.001)
    assert results == ["here"]
    later.set_result("later")
    assert results == ["here"]
    qtbot.waitUntil(lambda: results == ["here", "later"])


def test_a_failure_that_is_taken_is_told_as_a_problem(bridge: Bridge) -> None:
    heard = Heard(bridge)
    future: Future[str] = Future()
    future.set_exception(OfflineError("Nobody answered.", status="0"))
    bridge.take(future, lambda _text: None, 0.001)
    assert [one.title for one in heard.problems] == ["Offline"]


def test_a_failure_is_told_as_a_problem(bridge: Bridge, qtbot: QtBot) -> None:
    heard = Heard(bridge)
    future: Future[str] = Future()
    bridge.when_done(future, lambda _text: None)
    future.set_exception(OfflineError("Nobody answered.", status="0"))
    qtbot.waitUntil(lambda: bool(heard.problems))
    assert heard.problems[0].title == "Offline"
    assert heard.problems[0].facts == (("status", "0"),)


def test_stopping_is_no_problem(bridge: Bridge, qtbot: QtBot) -> None:
    heard = Heard(bridge)
    stopped: Future[str] = Future()
    after: Future[str] = Future()
    results: list[str] = []
    bridge.when_done(stopped, results.append)
    bridge.when_done(after, results.append)
    stopped.set_exception(StoppedError("closing"))
    after.set_result("after")
    qtbot.waitUntil(lambda: results == ["after"])
    assert not heard.problems


def test_a_slot_of_a_gone_object_is_not_called(bridge: Bridge, qtbot: QtBot) -> None:
    class Listener(QObject):
        heard: list[str] = []

        def on_result(self, text: str) -> None:
            self.heard.append(text)

    listener = Listener()
    future: Future[str] = Future()
    other: Future[str] = Future()
    results: list[str] = []
    bridge.when_done(future, listener.on_result)
    bridge.when_done(future, partial(listener.on_result))
    bridge.when_done(other, results.append)
    listener.deleteLater()
    qtbot.wait(10)
    future.set_result("late")
    other.set_result("other")
    qtbot.waitUntil(lambda: results == ["other"])
    assert Listener.heard == []
