"""Calendars: the list, each one's window of days page by page, and the series behind stubs."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial

from dateutil.relativedelta import relativedelta
from typing_extensions import override

from transom.engine.clock import Clock
from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.calendar import Calendar, CalendarId, Event, EventId, EventKind
from transom.engine.errors import DeniedError, NotFoundError
from transom.engine.graph.calendar import CalendarApi
from transom.engine.graph.decoding import Page
from transom.engine.store.calendar import CalendarStore, Window
from transom.engine.sync.rounds import Collection, Rests, round_task
from transom.engine.sync.tasks import Stage, Task

MONTHS_BACK = 1
MONTHS_AHEAD = 6
_FRESH_S = 30.0


def main_window(now: datetime) -> Window:
    """Return the span that is always followed: whole months, so that it moves once a month."""
    month = _month_of(now)
    return Window(
        month - relativedelta(months=MONTHS_BACK), month + relativedelta(months=MONTHS_AHEAD + 1)
    )


def months_between(first_day: date, last_day: date) -> Iterator[Window]:
    """Yield the months that show some of these days in any zone."""
    day = timedelta(days=1)
    month = _month_of(first_day - day)
    while month <= _midnight(last_day + day):
        following = month + relativedelta(months=1)
        yield Window(month, following)
        month = following


def _month_of(day: date) -> datetime:
    return datetime(day.year, day.month, 1, tzinfo=UTC)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


class CalendarNews(Collection[Event]):
    """The news of one calendar within a window."""

    def __init__(self, sync: "CalendarSync", calendar: Calendar, window: Window) -> None:
        start, _ = window.seconds
        rank = 0 if calendar.is_default else 1
        key = f"calendar {calendar.id} {start}"
        super().__init__(calendar.account, key, Stage.CALENDARS, rank)
        self._sync = sync
        self._calendar = calendar
        self._window = window

    @override
    def read_cursor(self) -> str | None:
        return self._sync.store.read_cursor(self._calendar.id, self._window)

    @override
    def fetch(self, cursor: str | None) -> Page[Event]:
        window = self._window
        return self._sync.api.fetch_delta(
            self._calendar.remote_id, window.starts_at, window.ends_at, cursor
        )

    @override
    def save(self, page: Page[Event]) -> None:
        self._sync.save_page(self._calendar, self._window, page)

    @override
    def forget_page(self) -> None:
        self._sync.store.forget_page(self._calendar.id, self._window)

    @override
    def begin_shadow(self) -> None:
        self._sync.store.begin_shadow(self._calendar.id, self._window)

    @override
    def vanished(self) -> Sequence[Task]:
        return [self._sync.prune_task()]

    @override
    def ended(self) -> Sequence[Task]:
        return self._sync.after_round(self._calendar, self._window)

    @override
    def circled(self) -> Sequence[Task]:
        return [self._sync.view_task(self._calendar, self._window)]


class CalendarSync:
    """Keeps one account's calendars like the server's; every step runs on a fetcher."""

    def __init__(
        self,
        account: AccountId,
        api: CalendarApi,
        front_api: CalendarApi,
        store: CalendarStore,
        clock: Clock,
    ) -> None:
        self.api = api
        self.store = store
        self._account = account
        self._front_api = front_api
        self._clock = clock
        self._rests = Rests()
        self._with_news: dict[CalendarId, bool] = {}
        self._masterless: set[RemoteId] = set()
        self._shown_at: dict[tuple[CalendarId, Window], float] = {}
        self.odd_items = 0

    # --- steps, as the schedule takes them --------------------------------------------------------

    def calendars_task(self) -> Task:
        """Return the step that refreshes the list; each calendar's news follow."""
        return Task(self._account, Stage.CALENDARS, "calendars", self._refresh_calendars, -1)

    def prune_task(self) -> Task:
        """Return the step that refreshes the list alone, after a calendar vanished."""
        return Task(self._account, Stage.CALENDARS, "calendar vanished", self._prune_calendars)

    def range_task(self, first_day: date, last_day: date) -> Task:
        """Return the step that sees to it that days a person looks at are here."""
        job = partial(self._show_range, first_day, last_day)
        return Task(self._account, Stage.WISH, f"range {first_day} {last_day}", job)

    def event_task(self, event: EventId) -> Task:
        """Return the step that fetches all of the event a person opened."""
        job = partial(self._refresh_event, event)
        return Task(self._account, Stage.WISH, f"event {event}", job)

    def view_task(self, calendar: Calendar, window: Window) -> Task:
        """Return the step that reads a window without a delta, as one whole shadow round."""

        def begin() -> list[Task]:
            self.store.begin_shadow(calendar.id, window)
            return self._refresh_view(calendar, window, None)

        return Task(self._account, Stage.CALENDARS, f"view {calendar.id}", begin, 2)

    # --- the list and the windows -----------------------------------------------------------------

    def _refresh_calendars(self) -> list[Task]:
        calendars = self._save_list()
        window = main_window(self._clock.now())
        self._rests.pass_round()
        news = [CalendarNews(self, calendar, window) for calendar in calendars]
        return [round_task(one, self._rests) for one in news if one.key not in self._rests]

    def _prune_calendars(self) -> list[Task]:
        self._save_list()
        return []

    def _save_list(self) -> list[Calendar]:
        return self.store.save_calendars(self._account, self.api.list_calendars(), is_whole=True)

    def save_page(self, calendar: Calendar, window: Window, page: Page[Event]) -> None:
        """Store a page of a window and its link."""
        self.odd_items += page.odd - len(page.odd_raws)
        if page.items:
            self._with_news[calendar.id] = True
        self.store.save_page(
            calendar.id,
            window,
            page.items,
            page.removed,
            page.delta_cursor or page.next_cursor,
            is_round_done=bool(page.delta_cursor),
            odd=page.odd_raws,
        )

    def after_round(self, calendar: Calendar, window: Window) -> list[Task]:
        """Let go of main windows of other months, and look up the series that stubs belong to."""
        if window == main_window(self._clock.now()):
            length = window.ends_at - window.starts_at
            for old in self.store.read_windows(calendar.id):
                is_main = old.ends_at - old.starts_at > length / 2
                if is_main and old != window:
                    self.store.forget_window(calendar.id, old)
        if not self._with_news.get(calendar.id, True):
            return []
        self._with_news[calendar.id] = False
        events = self.store.read_events(window.starts_at, window.ends_at, [calendar.id])
        masters = {
            event.master_remote_id
            for event in events
            if event.kind is EventKind.OCCURRENCE and event.master_remote_id
        }
        missing = [
            remote_id
            for remote_id in sorted(masters - self._masterless)
            if self.store.find_event(calendar.id, remote_id) is None
        ]
        return [self._master_task(calendar, remote_id) for remote_id in missing]

    def _master_task(self, calendar: Calendar, remote_id: RemoteId) -> Task:
        def job() -> list[Task]:
            try:
                event = self.api.fetch_event(calendar.remote_id, remote_id)
            except (NotFoundError, DeniedError):
                self._masterless.add(remote_id)
            else:
                self.store.save_event(calendar.id, event)
            return []

        return Task(self._account, Stage.CALENDARS, f"master {remote_id}", job, 3)

    def _refresh_view(self, calendar: Calendar, window: Window, cursor: str | None) -> list[Task]:
        page = self.api.fetch_view(calendar.remote_id, window.starts_at, window.ends_at, cursor)
        is_done = not page.next_cursor or page.next_cursor == cursor
        # No link is kept: a view has none that tells of changes.
        self.store.save_page(
            calendar.id,
            window,
            page.items,
            page.removed,
            "",
            is_round_done=is_done,
            odd=page.odd_raws,
        )
        if is_done:
            return []
        job = partial(self._refresh_view, calendar, window, page.next_cursor)
        return [Task(self._account, Stage.CALENDARS, f"view {calendar.id}", job, 2)]

    # --- wishes -----------------------------------------------------------------------------------

    def _show_range(self, first_day: date, last_day: date) -> list[Task]:
        main = main_window(self._clock.now())
        tasks = []
        for calendar in self.store.read_calendars(self._account):
            for window in months_between(first_day, last_day):
                is_followed = main.starts_at <= window.starts_at and window.ends_at <= main.ends_at
                if not is_followed and not self._is_fresh(calendar.id, window):
                    news = CalendarNews(self, calendar, window)
                    tasks.append(round_task(news, self._rests, Stage.WISH))
        return tasks

    def _is_fresh(self, calendar: CalendarId, window: Window) -> bool:
        now = self._clock.monotonic()
        shown_at = self._shown_at.get((calendar, window))
        if shown_at is not None and now - shown_at < _FRESH_S:
            return True
        self._shown_at[calendar, window] = now
        return False

    def _refresh_event(self, event: EventId) -> list[Task]:
        known = self.store.read_event(event)
        if known is not None and not self.store.has_body(event):
            fetched = self._front_api.fetch_event(known.calendar_remote_id, known.remote_id)
            self.store.save_event(known.calendar, fetched)
        return []
