"""Events as files, as text and on paper."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.engine.files.ics_witnesses import Told, read_back
from tests.ui.calendar.conftest import OpenPage
from tests.ui.calendar.stage import INES, MONDAY, NOW, TALLINN, Diary, timed, whole_days

from transom.engine.engine import Engine
from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.calendar import Answer, Attendee, Event, EventKind, Recurrence
from transom.engine.entities.mail import Body, Meeting, Message, MessageKind
from transom.engine.files.ics import ics_from_events
from transom.ui.calendar.event_view import EventView
from transom.ui.calendar.page import CalendarPage
from transom.ui.calendar.ranges import Scale
from transom.ui.widgets.labels import PlainLabel

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # no window manager offscreen


@pytest.fixture
def page(diary: Diary, open_page: OpenPage) -> CalendarPage:
    rule = Recurrence("weekly", 1, ("monday",), first_day=MONDAY, count=4)
    master = replace(timed("series", 0, 9), start_zone="Europe/Tallinn")
    diary.store.calendar.save_event(
        diary.calendar(), replace(master, kind=EventKind.MASTER, recurrence=rule)
    )
    times = [
        replace(
            timed(f"o{n}", 7 * n, 9),
            subject="series",
            kind=EventKind.OCCURRENCE,
            master_remote_id=RemoteId("series"),
            start_zone="Europe/Tallinn",
        )
        for n in range(4)
    ]
    lunch = replace(
        timed("lunch", 1, 12),
        location="Harbour",
        organizer=INES,
        attendees=(Attendee(INES, Answer.ORGANIZER),),
    )
    diary.write(*times, lunch, whole_days("trip", 2, 2))
    return open_page()


def written(page: CalendarPage, qtbot: QtBot, make: object, target: Path) -> Counter[Told]:
    with qtbot.waitSignal(page.desk.saver.told, timeout=5_000):
        page.desk.saver.save(make, target)  # type: ignore[arg-type]
    return read_back(target.read_bytes())


def test_a_week_is_saved_with_what_lies_in_it_and_nothing_else(
    page: CalendarPage, engine: Engine, qtbot: QtBot, tmp_path: Path
) -> None:
    calendars = list(page.model.calendars)
    limits = (MONDAY, MONDAY + timedelta(days=7))
    told = written(
        page,
        qtbot,
        lambda: engine.calendar.export_calendars(calendars, TALLINN, NOW, limits=limits),
        tmp_path / "week.ics",
    )
    assert sorted(one.subject for one in told) == ["lunch", "series", "trip"]
    assert "week.ics" in page.desk.notice.accessibleName() or page.desk.notice.isVisible()


def test_a_series_is_saved_whole_and_one_of_its_times_alone(
    page: CalendarPage, engine: Engine, qtbot: QtBot, tmp_path: Path
) -> None:
    event = next(one for one in page.model.events() if one.subject == "series")
    whole = written(
        page,
        qtbot,
        lambda: engine.calendar.export_events([event.id], TALLINN, NOW, is_whole_series=True),
        tmp_path / "series.ics",
    )
    assert len(whole) == 4
    assert (tmp_path / "series.ics").read_bytes().count(b"BEGIN:VEVENT") == 1
    alone = written(
        page,
        qtbot,
        lambda: engine.calendar.export_events([event.id], TALLINN, NOW),
        tmp_path / "series.ics",
    )
    assert len(alone) == 4, "the first file is still the one of this name"
    second = read_back((tmp_path / "series (2).ics").read_bytes())
    assert {one.start for one in second} == {event.span.starts_at}


def test_a_folder_that_takes_nothing_is_told(
    page: CalendarPage, engine: Engine, qtbot: QtBot, tmp_path: Path
) -> None:
    event = page.model.events()[0]
    with qtbot.waitSignal(page.desk.saver.failed, timeout=5_000) as told:
        page.desk.saver.save(
            lambda: engine.calendar.export_events([event.id], TALLINN, NOW),
            tmp_path / "missing" / "x.ics",
        )
    assert "could not be saved" in str(told.args)


def test_an_event_is_copied_as_lines_a_person_would_write(page: CalendarPage) -> None:
    lunch = next(one for one in page.model.events() if one.subject == "lunch")
    page.desk.choose(lunch)
    page.desk.copy_shown()
    assert QGuiApplication.clipboard().text().splitlines() == [
        "lunch",
        "Tuesday 24 November · 12:00 – 13:00 (Tallinn, UTC+2)",
        "Where: Harbour",
        "Organizer: Ines Navarro",
        "Invited: Ines Navarro (Organizer)",
    ]
    page.desk.choose(None)
    page.desk.copy_shown()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 3


@pytest.mark.parametrize("scale", list(Scale))
def test_every_view_is_printed_with_its_events(
    page: CalendarPage, scale: Scale, tmp_path: Path
) -> None:
    page.show_day(MONDAY + timedelta(days=1), scale)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "plan.pdf"))
    assert page.desk.printer.print_sheet(printer, page.desk.sheet())
    paper = QPdfDocument()
    assert paper.load(str(tmp_path / "plan.pdf")) is QPdfDocument.Error.None_
    pages = range(paper.pageCount())
    text = " ".join(paper.getAllText(number).text() for number in pages)
    letters = "".join(text.split())  # a scaled painter sets some words letter by letter
    assert "lunch" in letters and "2026" in letters
    paper.close()


def look_at(page: CalendarPage, qtbot: QtBot, path: Path, *events: Event) -> None:
    path.write_bytes(ics_from_events(events, [], NOW))
    with qtbot.waitSignal(page.desk.previews.reader.read, timeout=5_000):
        page.desk.previews.reader.open_file(path)


def test_a_file_is_looked_at_in_the_calendar_and_kept_nowhere(
    page: CalendarPage, engine: Engine, qtbot: QtBot, tmp_path: Path
) -> None:
    rival = replace(timed("rival", 8, 9, 30), body=Body(is_html=False, content="Bring ink."))
    stored = engine.statistics().events
    page.show_day(MONDAY, Scale.MONTH)
    look_at(page, qtbot, tmp_path / "invite.ics", rival, timed("later", 20, 9))
    banner = page.desk.previews.banner
    assert "Preview of invite.ics (1 of 2): rival, Tuesday 1 December" in banner.text
    assert "Nothing of it is in your calendar." in banner.text
    assert MONDAY + timedelta(days=8) in page.days and len(page.days) == 7
    chosen = page.grid.currentIndex()
    assert chosen.data() == "rival"
    assert chosen.data(Qt.ItemDataRole.AccessibleTextRole).startswith("preview, rival")
    press_in(banner, "Next")
    assert "(2 of 2): later" in banner.text and MONDAY + timedelta(days=20) in page.days
    press_in(banner, "All its facts")
    assert page.desk.previews.list.isVisible()
    assert page.escape() and page.views.isVisible() and banner.isVisible()
    assert page.escape() and not banner.isVisible()
    assert "later" not in [event.subject for event in page.model.events()]
    assert engine.statistics().events == stored


def test_a_preview_says_what_it_collides_with_and_what_is_there_already(
    page: CalendarPage, qtbot: QtBot, tmp_path: Path
) -> None:
    look_at(page, qtbot, tmp_path / "a.ics", timed("rival", 1, 12, 30))
    assert "At the same time: 12:00 – 13:00 lunch." in page.desk.previews.banner.text
    look_at(page, qtbot, tmp_path / "b.ics", timed("lunch", 1, 12))
    words = page.desk.previews.banner.text
    assert "in your calendar already" in words and "At the same time" not in words


def test_the_card_and_the_facts_of_a_preview_say_that_it_is_one(
    page: CalendarPage, qtbot: QtBot, tmp_path: Path
) -> None:
    rival = replace(timed("rival", 1, 12, 30), body=Body(is_html=False, content="Bring ink."))
    look_at(page, qtbot, tmp_path / "invite.ics", rival)
    QTest.keyClick(page.grid, Qt.Key.Key_Return)
    card = page.keeper.card
    assert card.isVisible()
    assert "Preview: nothing of it" in words_in(card)
    page.escape()
    QTest.keyClick(page.grid, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    details = page.desk.previews.list
    assert details.isVisible()
    for expected in ("invite.ics · 1 event", "Bring ink.", "12:00 – 13:00 lunch"):
        assert expected in words_in(details)


def test_a_preview_is_drawn_in_every_view(page: CalendarPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.show_day(MONDAY + timedelta(days=1), Scale.DAY)
    look_at(page, qtbot, tmp_path / "invite.ics", timed("rival", 1, 15))
    for scale in (Scale.DAY, Scale.WEEK, Scale.MONTH, Scale.AGENDA):
        page.show_day(MONDAY + timedelta(days=1), scale)
        view = page.views.currentWidget()
        assert isinstance(view, EventView)
        model = view.model()
        names = [model.index(row, 0).data() for row in range(model.rowCount())]
        assert names.count("rival") == 1
        view.grab()
    assert "rival" not in [one.subject for one in page.desk.sheet().events], "paper is no preview"


def test_a_dropped_calendar_file_is_looked_at_and_others_are_not_taken(
    page: CalendarPage, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "Invite.ICS"
    path.write_bytes(ics_from_events([timed("rival", 1, 15)], [], NOW))
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    assert not drop(page, tmp_path / "x.pdf")
    assert not page.desk.previews.banner.isVisible()
    assert drop(page, path)
    qtbot.waitUntil(page.desk.previews.banner.isVisible)


def test_an_invitation_leads_to_its_event_or_to_a_preview_of_it(
    page: CalendarPage, diary: Diary
) -> None:
    lunch = timed("lunch", 1, 12)
    letter = Message(
        RemoteId("m"), RemoteId("inbox"), "Lunch?", "Come!", INES, NOW,
        kind=MessageKind.INVITATION, account=diary.account.id,
        meeting=Meeting(lunch.span, "Harbour", lunch.remote_id),
    )  # fmt: skip
    page.show_day(MONDAY + timedelta(days=30), Scale.YEAR)
    page.desk.previews.show_invitation(letter)
    assert page.grid.currentIndex().data() == "lunch"
    assert "It is in your calendar already." in page.desk.previews.banner.text
    series = Meeting(timed("", 7, 9).span, "", RemoteId("series"))
    page.desk.previews.show_invitation(replace(letter, meeting=series))
    assert MONDAY + timedelta(days=7) in page.days
    assert page.grid.currentIndex().data() == "series"
    page.desk.previews.show_invitation(replace(letter, meeting=Meeting(lunch.span, "Harbour")))
    assert page.grid.currentIndex().data() == "Lunch?"
    assert "At the same time: 12:00 – 13:00 lunch." in page.desk.previews.banner.text


def words_in(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(PlainLabel))


def press_in(widget: QWidget, words: str) -> None:
    buttons = [one for one in widget.findChildren(QPushButton) if one.text() == words]
    QTest.mouseClick(buttons[-1], Qt.MouseButton.LeftButton)


def drop(page: CalendarPage, path: Path) -> bool:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), action, mime, button, none)
    enter.ignore()
    QApplication.sendEvent(page, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(page, QDropEvent(QPointF(300, 300), action, mime, button, none))
    return True


def test_a_file_that_is_no_calendar_is_said_to_be_none(
    page: CalendarPage, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "x.ics").write_bytes(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n")
    for path in (tmp_path / "x.ics", tmp_path / "missing.ics"):
        page.desk.notice.hide()
        page.desk.previews.reader.open_file(path)
        qtbot.waitUntil(page.desk.notice.isVisible)
        assert not page.desk.previews.banner.isVisible()
