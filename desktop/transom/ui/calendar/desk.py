"""What a person does with events besides looking: details, saving, copying, printing."""

from collections.abc import Sequence
from datetime import date, timedelta, tzinfo

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QMenu, QWidget

from transom.engine.clock import Clock
from transom.engine.engine import Engine
from transom.engine.entities.calendar import Calendar, Event
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.calendar.details_keeper import DetailsKeeper
from transom.ui.calendar.details_view import DetailsView
from transom.ui.calendar.event_files import EventFiles
from transom.ui.calendar.person_desk import PersonDesk
from transom.ui.calendar.preview_desk import PreviewDesk
from transom.ui.calendar.printing import CalendarPrinter, Sheet
from transom.ui.calendar.ranges import Scale
from transom.ui.calendar.saving import EventSaver
from transom.ui.calendar.top_bar import title_words
from transom.ui.calendar.zone_menu import ZoneMenu
from transom.ui.models.events import EventModel
from transom.ui.text import range_words
from transom.ui.theme import Theme
from transom.ui.widgets.chip import Banner
from transom.ui.widgets.icons import Icons

_SAY_FOR_MS = 8_000
_LIST_DAYS = 28


class Desk(QObject):
    """Joins details, files, clipboard and paper to the page.

    Signals:
        opened: the QWidget with details, or with a file's events, that takes the grid's place.
        closed: the grid has its place back.
    """

    opened = Signal(object)
    closed = Signal()

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        lane: Lane,
        theme: Theme,
        icons: Icons,
        clock: Clock,
        model: EventModel,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._model, self._theme, self._page = model, theme, page
        self._shown: tuple[Scale, Sequence[date]] = (Scale.DAY, ())
        self._chosen: Event | None = None
        zone: tzinfo = model.zone
        self.details = DetailsView(theme, icons, zone)
        self.keeper = DetailsKeeper(engine, bridge, lane, theme, clock, model, self.details)
        self.saver = EventSaver(engine, bridge, lane, clock, zone, page)
        self.printer = CalendarPrinter(theme, zone)
        self.previews = PreviewDesk(engine, bridge, lane, theme, icons, model, page)
        self.files = EventFiles(engine, bridge, self.details.strip, page)
        self.people = PersonDesk(engine, theme, icons, page)
        self.notice = Banner(theme, icons, "ok")
        self.notice.hide()
        self.menu, self.zones = QMenu(page), ZoneMenu(page)
        self._quiet = QTimer(self, singleShot=True, interval=_SAY_FOR_MS)
        self._quiet.timeout.connect(self.notice.hide)
        self._fill_menu()
        self._connect()

    @property
    def is_open(self) -> bool:
        """Whether details or a file's events are in the grid's place."""
        return self.details.event_held is not None or self.previews.list.is_open

    def show_range(self, scale: Scale, days: Sequence[date]) -> None:
        """Know what the page shows, for what is done to all of it."""
        self._shown = (scale, days)

    def choose(self, event: Event | None) -> None:
        """Know which event the keyboard is on."""
        self._chosen = event

    @Slot(object)
    def open_details(self, event: Event) -> None:
        """Show everything about an event."""
        if not self.previews.show_details(event) and self.keeper.open(event):
            self.files.show_event(event)
            self.opened.emit(self.details)
            self.details.take_focus()

    @Slot()
    def close_details(self) -> None:
        """Give the grid its place back."""
        if self.is_open:
            self.details.leave()
            self.previews.list.leave()
            self.closed.emit()

    def sheet(self) -> Sheet:
        """Return what is shown, as it goes on paper; an agenda for four weeks, a year by days."""
        scale, days = self._shown
        first, last = days[0], days[-1]
        title = title_words(days, scale)
        if scale is Scale.AGENDA:
            last = first + timedelta(days=_LIST_DAYS - 1)
            title = range_words(first, last)
        events = self._model.read_days(first, last + timedelta(days=1))
        wanted = days if scale is not Scale.AGENDA else (first, last)
        return Sheet(title, scale, wanted, events, self._model.calendar_of)

    @Slot()
    def save_shown(self) -> None:
        """Save the chosen event, or all that is shown where none is."""
        event = self.details.event_held
        if event is not None:
            self.saver.ask_for_event(event)
        else:
            self._save_range()

    @Slot()
    def copy_shown(self) -> None:
        """Copy the event the keyboard is on, or all that is shown where it is on none."""
        event = self.details.event_held or self._chosen
        if event is not None:
            self.saver.copy(event)
        else:
            self._copy_range()

    @Slot()
    def print_shown(self) -> None:
        """Ask for a printer and print what is shown."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._page)
        dialog.setWindowTitle("Print the calendar")
        dialog.accepted.connect(lambda: self._print(printer))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setModal(True)
        dialog.show()

    def save_calendar(self, calendar: Calendar) -> None:
        """Save everything stored of a calendar."""
        self.saver.ask_for_calendar(calendar)

    @Slot(str)
    def say(self, words: str) -> None:
        """Say something for a few seconds."""
        self._tell(words, "ph.check-circle")

    @Slot(str)
    def complain(self, words: str) -> None:
        """Say for a few seconds what went wrong."""
        self._tell(words, "ph.warning-circle")

    def _print(self, printer: QPrinter) -> None:
        if not self.printer.print_sheet(printer, self.sheet()):
            self.complain("The printer takes nothing.")

    def _tell(self, words: str, icon: str) -> None:
        self.notice.show_words(words, icon, [("Dismiss", self.notice.hide)])
        self.notice.show()
        self._quiet.start()

    @Slot()
    def _save_range(self) -> None:
        sheet = self.sheet()
        calendars = list(self._model.calendars.values())
        self.saver.ask_for_range(calendars, sheet.days[0], sheet.days[-1])

    @Slot()
    def _copy_range(self) -> None:
        self.saver.copy_all(self.sheet().events)

    @Slot(object)
    def _on_calendar_file(self, file: tuple[str, bytes]) -> None:
        self.previews.reader.open_content(*file)

    def _fill_menu(self) -> None:
        self.menu.addAction("Save what is shown as .ics…", self._save_range)
        self.menu.addAction("Copy what is shown as text", self._copy_range)
        self.menu.addAction("Print…\tCtrl+P", self.print_shown)
        self.menu.addAction("Look at an .ics file…\tCtrl+O", self.previews.reader.ask)
        self.menu.addSeparator()
        self.menu.addMenu(self.zones)

    def _connect(self) -> None:
        view = self.details
        view.closed.connect(self.close_details)
        view.save_requested.connect(self.saver.ask_for_event)
        view.series_save_requested.connect(self.saver.ask_for_series)
        view.copy_requested.connect(self.saver.copy)
        self.previews.opened.connect(self.opened)
        self.previews.closed.connect(self.closed)
        self.previews.failed.connect(self.complain)
        self.saver.told.connect(self.say)
        self.saver.failed.connect(self.complain)
        view.person_requested.connect(self.people.show_person)
        self.files.saver.saved.connect(self.say)
        self.files.failed.connect(self.complain)
        self.files.calendar_file_opened.connect(self._on_calendar_file)
        for keys, slot in (
            (QKeySequence.StandardKey.Copy, self.copy_shown),
            (QKeySequence.StandardKey.Save, self.save_shown),
            (QKeySequence.StandardKey.Print, self.print_shown),
            (QKeySequence.StandardKey.Open, self.previews.reader.ask),
        ):
            shortcut = QShortcut(QKeySequence(keys), self._page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
