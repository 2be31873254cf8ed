"""What a terminal may ask of an engine, in its own process or beside a window: plain values."""

import threading
from collections import Counter
from typing import TYPE_CHECKING, Any

from transom.engine.changes import Activity, News, Phase, Problem
from transom.engine.entities.accounts import Account, AccountId, AccountState
from transom.engine.entities.mail import MessageLine
from transom.engine.errors import NonsenseError, SignInNeededError, StoppedError
from transom.engine.exports import exported_calendars

if TYPE_CHECKING:
    from transom.engine.engine import Engine

_LOOK_AGAIN_S = 0.2
_MOST_FOUND = 200
_MOST_WAITS = 3
"""So often a server may ask for patience, or fail, before a command gives up."""


class Commands:
    """Answers sync, status, search, repair and raise; sync waits until the news are stored."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer a request by its ``command``; TransomError where it cannot be done."""
        match request.get("command"):
            case "sync":
                return self.sync()
            case "status":
                return self.status()
            case "search":
                return self.search(str(request.get("words", "")))
            case "repair":
                return self.repair()
            case "export":
                return exported_calendars(self._engine, request)
            case "raise":
                self._engine.ask_to_raise(request)
                return {}
            case _:
                raise NonsenseError("This Transom does not know that command.")

    def sync(self) -> dict[str, Any]:
        """Fetch what is new, bodies included, and say how every account fared."""
        if not self._engine.accounts.list():
            raise SignInNeededError("Nobody is signed in here. Open Transom and sign in first.")
        started = self._engine.clock.monotonic()
        _RoundsEnd(self._engine).wait()
        seconds = round(self._engine.clock.monotonic() - started, 3)
        return {**self.status(), "seconds": seconds}

    def repair(self) -> dict[str, Any]:
        """Mend the local copy, unless opening it did, and say what is kept."""
        found = self._engine.repair.last or self._engine.repair.begin().result()
        return {"kept": found.rows, "lost": sum(found.gaps.values())}

    def status(self) -> dict[str, Any]:
        """Say what is stored, and how every account stands."""
        statistics = self._engine.statistics()
        return {
            "messages": statistics.messages,
            "bodies": statistics.bodies,
            "events": statistics.events,
            "contacts": statistics.contacts,
            "folders": statistics.folders,
            "size_bytes": statistics.size_bytes,
            "unreadable": self._engine.odd_items(),
            "accounts": self._accounts(),
        }

    def search(self, words: str) -> dict[str, Any]:
        """Find messages, newest first."""
        search = self._engine.search
        found = search.search_messages(words, _MOST_FOUND)
        names = {folder.id: folder.name for folder in self._engine.mail.reader.read_folders()}
        return {
            "count": len(found),
            "ignored": [f"{one.text}: {one.reason}" for one in search.ignored(words)],
            "is_complete": search.is_complete(),
            "messages": [_plain_line(line, names.get(line.folder, "")) for line in found],
        }

    def _accounts(self) -> list[dict[str, Any]]:
        activities = {one.account: one for one in self._engine.activities()}
        return [
            {
                "id": account.id,
                "username": account.username,
                "phase": _phase(activities.get(account.id), account.state),
                "checked_at": _checked_at(activities.get(account.id), account),
            }
            for account in self._engine.accounts.list()
        ]


def _can_try(account: Account) -> bool:
    """Whether it syncs: a person signed in, or it is an app's, which needs nobody."""
    return account.state is AccountState.READY or bool(account.registration.certificate)


class _RoundsEnd:
    """Waits until a round that began after now has ended for every account, well or not."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine
        self._changed = threading.Condition()
        accounts = engine.accounts.list()
        # Compared, not measured: the clock on the wall may be set back meanwhile.
        self._checked_before = {one.id: one.checked_at for one in accounts}
        self._checked_before |= {one.account: one.checked_at for one in engine.activities()}
        self._phases: dict[AccountId, Phase] = {}
        self._waits: Counter[AccountId] = Counter()
        self._open = {one.id for one in accounts if _can_try(one)}

    def wait(self) -> None:
        leave = self._engine.newsroom.listen(self._on_news)
        try:
            self._engine.refresh()
            for activity in self._engine.activities():
                if activity.phase is Phase.SIGN_IN_NEEDED:  # halted before anybody listened
                    self._close(activity.account)
            with self._changed:
                while self._open:
                    if self._engine.is_stopping:
                        raise StoppedError("Transom is closing.")
                    self._changed.wait(_LOOK_AGAIN_S)
        finally:
            leave()

    def _on_news(self, piece: News) -> None:
        if isinstance(piece, Activity):
            self._count_wait(piece)
            if self._is_end(piece):
                self._close(piece.account)
        elif isinstance(piece, Problem) and piece.account is not None:
            self._on_problem(piece.account)

    def _count_wait(self, activity: Activity) -> None:
        is_new = self._phases.get(activity.account) is not activity.phase
        self._phases[activity.account] = activity.phase
        self._waits[activity.account] += is_new and activity.phase is Phase.WAITING

    def _is_end(self, activity: Activity) -> bool:
        if activity.phase in (Phase.OFFLINE, Phase.SIGN_IN_NEEDED):
            return True
        if self._waits[activity.account] >= _MOST_WAITS:
            return True
        is_checked = activity.checked_at != self._checked_before.get(activity.account)
        return activity.phase is Phase.IDLE and is_checked

    def _on_problem(self, account: AccountId) -> None:
        # Waiting for the server's patience ends by itself; after a problem it may not.
        phases = {one.account: one.phase for one in self._engine.activities()}
        if phases.get(account) is Phase.WAITING:
            self._close(account)

    def _close(self, account: AccountId) -> None:
        with self._changed:
            self._open.discard(account)
            self._changed.notify_all()


def _phase(activity: Activity | None, state: AccountState) -> str:
    if state is AccountState.SIGN_IN_NEEDED:
        return Phase.SIGN_IN_NEEDED.value
    return activity.phase.value if activity else Phase.IDLE.value


def _checked_at(activity: Activity | None, account: Account) -> str | None:
    at = activity.checked_at if activity else account.checked_at
    return at.isoformat() if at else None


def _plain_line(line: MessageLine, folder: str) -> dict[str, Any]:
    return {
        "id": line.id,
        "account": line.account,
        "folder": folder,
        "from": {"name": line.sender.name, "address": line.sender.address},
        "subject": line.subject,
        "preview": line.preview,
        "received_at": line.received_at.isoformat(),
        "is_read": line.is_read,
        "has_attachments": line.has_attachments,
    }
