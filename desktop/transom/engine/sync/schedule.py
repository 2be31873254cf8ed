"""Decides what is fetched and when: rounds, polls, wishes, and how to go on after a failure."""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import TypeVar

from transom.engine.changes import Activity, Newsroom, Phase, problem_from_error
from transom.engine.clock import Clock
from transom.engine.entities.accounts import Account, AccountId
from transom.engine.errors import StoppedError, TransomError
from transom.engine.sync.agenda import Agenda
from transom.engine.sync.pace import is_on_battery
from transom.engine.sync.progress import Progress
from transom.engine.sync.pulse import Pulse
from transom.engine.sync.tasks import Stage, Task
from transom.engine.sync.verdicts import Verdict, may_pass, verdict_on, verdict_on_nothing_done
from transom.engine.sync.watch import MailboxSync, Watch
from transom.engine.workers import Workers

log = logging.getLogger(__name__)

T = TypeVar("T")
OpenMailbox = Callable[[Account, Progress, threading.Event], MailboxSync]

BACKGROUND_FETCHERS = 3
WISH_FETCHERS = 2
_LONG_S = 3600.0
_FORGET_S = 5.0


class Schedule:
    """Keeps every watched account up to date, the person's wishes first."""

    def __init__(
        self,
        workers: Workers,
        newsroom: Newsroom,
        clock: Clock,
        open_mailbox: OpenMailbox,
        mark_signed_out: Callable[[AccountId], None],
        mark_checked: Callable[[AccountId, datetime], None],
        has_battery: Callable[[], bool] = is_on_battery,
    ) -> None:
        self._newsroom = newsroom
        self._clock = clock
        self._open_mailbox = open_mailbox
        self._mark_signed_out = mark_signed_out
        self._mark_checked = mark_checked
        self._pulse = Pulse(clock, workers.stopping, has_battery)
        self._stopping = workers.stopping
        self._agenda = Agenda()
        self._watches: dict[AccountId, Watch] = {}
        self._lock = threading.RLock()
        self._fetchers = workers.lane("fetch", BACKGROUND_FETCHERS)
        self._wish_fetchers = workers.lane("wish", WISH_FETCHERS)
        workers.lane("pulse").submit(self._pulse.keep, self._beat, self.refresh)

    def watch(self, account: Account) -> None:
        """Sync an account from now on; one that is watched already begins anew."""
        self.forget(account.id)
        progress = Progress(account.id, self._newsroom, account.checked_at)
        stopping = threading.Event()
        mailbox = self._open_mailbox(account, progress, stopping)
        with self._lock:
            now = self._clock.monotonic()
            self._watches[account.id] = Watch(mailbox, progress, stopping, due_at=now)
        progress.begin()
        self._pulse.wake()

    def forget(self, account: AccountId) -> None:
        """Sync an account no longer; when this returns nothing of it runs."""
        with self._lock:
            watch = self._watches.pop(account, None)
        if watch is not None:
            watch.end()
            self._agenda.drop(account)
            self._agenda.wait_until_quiet(account, _FORGET_S)

    def activities(self) -> list[Activity]:
        """Return what each account's sync is doing."""
        with self._lock:
            return [watch.progress.activity for watch in self._watches.values()]

    def refresh(self, *, only: Phase | None = None) -> None:
        """Look for news now; where the server asked for patience, that is kept."""
        with self._lock:
            for watch in self._watches.values():
                phase = watch.progress.activity.phase
                is_meant = phase is (only or phase) and phase is not Phase.WAITING
                if watch.due_at is not None and is_meant:
                    watch.due_at = self._clock.monotonic()
                    watch.is_wished = True
        self._pulse.wake()

    def note_use(self, *, is_in_use: bool) -> None:
        """Somebody is here again, or nobody: ask for news more often, or less."""
        with self._lock:
            self._pulse.is_in_use = is_in_use
            poll_s = self._pulse.poll_s
            for watch in self._watches.values():
                if watch.rested_at is not None:
                    watch.due_at = watch.rested_at + poll_s
        self._pulse.wake()

    def wish(self, *tasks: Task) -> None:
        """Do these before anything in the background."""
        self._agenda.add(tasks)
        self._call_fetchers(len(tasks))

    def ask(self, account: AccountId, job: Callable[[], T]) -> Future[T]:
        """Do one thing now; its outcome, or its error, comes by the Future."""
        return self._wish_fetchers.submit(self._answer, account, job)

    def close(self) -> None:
        """Tell every step and the pulse to end; the lanes' owner waits for them."""
        with self._lock:
            watches = list(self._watches.values())
        for watch in watches:
            watch.end()
        self._pulse.wake()

    # --- time -----------------------------------------------------------------------------------

    def _beat(self) -> float:
        """Begin what is due; return in how many seconds something is due again."""
        now = self._clock.monotonic()
        for number, watch in self._idle_watches():
            if watch.due_at is not None and watch.due_at <= now:
                watch.progress.begin()
                self._begin_round(number, watch)
        now = self._clock.monotonic()
        dues = [watch.due_at - now for _, watch in self._idle_watches() if watch.due_at is not None]
        return max(0.0, min(dues, default=_LONG_S))

    def _begin_round(self, number: AccountId, watch: Watch) -> None:
        with self._lock:
            if self._watches.get(number) is not watch:
                return
            watch.is_in_round = True
            watch.is_interrupted = watch.has_progressed = False
            watch.rested_at = None
            added = self._agenda.add(watch.mailbox.round_tasks(is_wished=watch.is_wished))
            watch.is_wished = False
        self._call_fetchers(added)

    def _idle_watches(self) -> list[tuple[AccountId, Watch]]:
        # What still runs of an interrupted round must end before the next one begins.
        with self._lock:
            return [
                (number, watch)
                for number, watch in self._watches.items()
                if not watch.is_in_round and not self._agenda.has_round(number)
            ]

    # --- steps, on the fetchers -------------------------------------------------------------------

    def _call_fetchers(self, tasks: int) -> None:
        # Either lane may take a wish; whoever comes too late finds nothing and rests.
        for _ in range(tasks):
            self._fetchers.submit(self._do_next, wishes_only=False)
            self._wish_fetchers.submit(self._do_next, wishes_only=True)

    def _do_next(self, *, wishes_only: bool) -> None:
        task = None if self._stopping.is_set() else self._agenda.take(wishes_only=wishes_only)
        if task is None:
            return
        followers: Sequence[Task] = ()
        try:
            followers = task.job()
            self._go_on(task)
        except StoppedError:
            log.debug("step given up")
        except TransomError as error:
            self._judge(task.account, task.key, error)
        finally:
            self._call_fetchers(self._agenda.finish(task, followers))
            self._settle(task.account)

    def _answer(self, account: AccountId, job: Callable[[], T]) -> T:
        try:
            return job()
        except TransomError as error:
            self._judge(account, "", error)
            raise

    def _go_on(self, task: Task) -> None:
        with self._lock:
            watch = self._watches.get(task.account)
            if watch is None:
                return
            watch.has_progressed |= task.stage.is_round
            watch.complaints = {told for told in watch.complaints if told[0] != task.key}
            watch.setbacks.pop(task.key, None)
            # A wish got through: the network is back before the next try was due.
            if task.stage is Stage.WISH and watch.progress.activity.phase is Phase.OFFLINE:
                watch.due_at = self._clock.monotonic()
                self._pulse.wake()

    def _settle(self, account: AccountId) -> None:
        with self._lock:
            watch = self._watches.get(account)
            if watch is None or self._stopping.is_set() or self._agenda.has_round(account):
                return
            has_ended = watch.is_in_round
            if has_ended:
                self._end_round(account, watch)
            is_resting = not watch.is_interrupted and not self._agenda.has_filling(account)
        if has_ended and not watch.is_interrupted:
            now = self._clock.now()
            self._mark_checked(account, now)
            watch.progress.check(now)
        if is_resting:
            watch.progress.show(Phase.IDLE)
        elif watch.is_interrupted and has_ended:
            watch.progress.show(Phase.WAITING)
        self._pulse.wake()

    def _end_round(self, account: AccountId, watch: Watch) -> None:
        if not watch.has_progressed:
            # Every step failed in its own way: nothing was checked, so ask less often.
            self._interrupt(account, watch, verdict_on_nothing_done(watch.failures))
            return
        watch.is_in_round = False
        watch.failures = 0
        watch.complaints = {told for told in watch.complaints if told[0]}
        watch.rested_at = self._clock.monotonic()
        watch.due_at = watch.rested_at + self._pulse.poll_s
        self._call_fetchers(self._agenda.add(watch.mailbox.filling_tasks()))

    # --- failures ---------------------------------------------------------------------------------

    def _judge(self, account: AccountId, key: str, error: TransomError) -> None:
        """Tell of a failure once, and halt the account where it concerns more than one step.

        Without a ``key`` a Future tells of it.
        """
        with self._lock:
            watch = self._watches.get(account)
            if watch is None or watch.stopping.is_set() or isinstance(error, StoppedError):
                return
            verdict = verdict_on(error, watch.failures)
            if verdict is not None and watch.is_interrupted:
                return
            if verdict is not None:
                self._interrupt(account, watch, verdict)
            is_news = verdict.is_worth_telling if verdict else watch.is_worth_telling(key, error)
            is_general = verdict is not None or may_pass(error)
            complaint = ("" if is_general else key, type(error).__name__)
            if is_news:
                # Twenty folders with one trouble are one trouble.
                is_news = complaint[1] not in {told[1] for told in watch.complaints}
                watch.complaints.add(complaint)
        log.info("step failed: %s", type(error).__name__)
        if verdict is not None:
            watch.progress.show(verdict.phase)
            if verdict.phase is Phase.SIGN_IN_NEEDED:
                self._mark_signed_out(account)
        if is_news:
            self._newsroom.publish(problem_from_error(error, account))
        self._pulse.wake()

    def _interrupt(self, account: AccountId, watch: Watch, verdict: Verdict) -> None:
        watch.is_in_round = False
        watch.is_interrupted = True
        watch.failures += 1
        retry = verdict.retry_s
        watch.due_at = None if retry is None else self._clock.monotonic() + retry
        self._agenda.drop(account, keeps_wishes=True)
