"""Where threads end: the engine's news become three typed signals on the GUI thread."""

import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, wait
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from transom.engine.changes import (
    Activity,
    Change,
    Kind,
    News,
    Newsroom,
    Problem,
    problem_from_error,
)
from transom.engine.errors import StoppedError, TransomError

T = TypeVar("T")

MERGE_MS = 50
MOST_IDS = 200


class Bridge(QObject):
    """Carries news and finished Futures to the GUI thread.

    Signals:
        changed: a Change, merged over 50 ms.
        failed: a Problem.
        busy: an Activity, the newest of each account.
    """

    changed = Signal(object)
    failed = Signal(object)
    busy = Signal(object)
    _arrived = Signal()

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._news: deque[News] = deque()
        self._done: deque[Callable[[], None]] = deque()
        self._timer = QTimer(self, singleShot=True, interval=MERGE_MS)
        self._timer.timeout.connect(self._on_merged)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        self._leave = newsroom.listen(self._on_news)

    def close(self) -> None:
        """Hear no more news; what arrived is dropped."""
        self._leave()
        self._timer.stop()
        with self._lock:
            self._news.clear()
            self._done.clear()

    def when_done(
        self,
        future: Future[T],
        slot: Callable[[T], None],
        on_error: Callable[[TransomError], None] | None = None,
    ) -> None:
        """Call ``slot`` with the result on the GUI thread; without ``on_error`` a failure is told.

        A slot whose object is gone by then is not called.
        """
        future.add_done_callback(partial(self._on_future, slot, on_error))

    def take(self, future: Future[T], slot: Callable[[T], None], within_s: float) -> None:
        """Call ``slot`` with the result: now, if it is here in a moment; else when it is done."""
        if wait((future,), within_s).done:
            self._deliver(slot, None, future)
        else:
            self.when_done(future, slot)

    def _on_news(self, piece: News) -> None:
        """Runs on the thread that published."""
        with self._lock:
            self._news.append(piece)
            is_first = len(self._news) == 1
        if is_first or _is_urgent(piece):
            self._wake()

    def _on_future(
        self,
        slot: Callable[[Any], None],
        on_error: Callable[[TransomError], None] | None,
        future: Future[Any],
    ) -> None:
        """Runs on the thread that finished the Future."""
        with self._lock:
            self._done.append(partial(self._deliver, slot, on_error, future))
        self._wake()

    def _wake(self) -> None:
        if isValid(self):
            self._arrived.emit()

    @Slot()
    def _on_arrived(self) -> None:
        while True:
            with self._lock:
                if not self._done:
                    break
                deliver = self._done.popleft()
            deliver()
        with self._lock:
            has_news = bool(self._news)
            is_urgent = any(map(_is_urgent, self._news))
        if is_urgent:  # the window waits for it, and few come
            self._on_merged()
        elif has_news and not self._timer.isActive():
            self._timer.start()

    def _deliver(
        self,
        slot: Callable[[Any], None],
        on_error: Callable[[TransomError], None] | None,
        future: Future[Any],
    ) -> None:
        receiver = getattr(getattr(slot, "func", slot), "__self__", None)  # of a partial, too
        if isinstance(receiver, QObject) and not isValid(receiver):
            return
        try:
            result = future.result()
        except (StoppedError, CancelledError):
            return
        except TransomError as error:
            if on_error is not None:
                on_error(error)
            else:
                self.failed.emit(problem_from_error(error))
            return
        except Exception:  # noqa: BLE001  a bug on a worker: shown as one, here where threads end
            sys.excepthook(*sys.exc_info())
            return
        slot(result)

    @Slot()
    def _on_merged(self) -> None:
        with self._lock:
            news = list(self._news)
            self._news.clear()
        for change in _merged([piece for piece in news if isinstance(piece, Change)]):
            self.changed.emit(change)
        for problem in news:
            if isinstance(problem, Problem):
                self.failed.emit(problem)
        newest = {piece.account: piece for piece in news if isinstance(piece, Activity)}
        for activity in newest.values():
            self.busy.emit(activity)


def _is_urgent(piece: News) -> bool:
    return isinstance(piece, Change) and piece.kind is Kind.STATE


def _merged(changes: list[Change]) -> list[Change]:
    """Join changes of the same kind and scope; too many ids, or none, mean all of the scope."""
    joined: dict[tuple[object, object, object], tuple[int, ...] | None] = {}
    for change in changes:
        key = (change.kind, change.account, change.scope)
        before = joined.get(key, ())
        if before is None or not change.ids:
            joined[key] = None
            continue
        ids = tuple(dict.fromkeys(before + change.ids))
        joined[key] = ids if len(ids) <= MOST_IDS else None
    return [
        Change(kind, account, scope, ids or ())  # type: ignore[arg-type]  # the key's own parts
        for (kind, account, scope), ids in joined.items()
    ]
