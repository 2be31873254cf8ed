"""The engine against the demo tenant: first sync, wishes and news."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.fakes.engines import EngineRun, true_messages
from tests.fakes.mailbox import attachments, change, folder, new_mail, newest, remote_id, synced
from tests.fakes.tenant import Tenant

from transom.engine.changes import Kind
from transom.engine.entities.calendar import EventKind
from transom.engine.entities.mail import (
    AttachmentKind,
)
from transom.engine.errors import (
    NotFoundError,
)


@pytest.fixture(scope="module")
def shared(tenant: Tenant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineRun]:
    """One synced engine for the tests that only look."""
    with synced(tmp_path_factory.mktemp("shared"), tenant) as run:
        yield run


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineRun]:
    """One synced engine for the tests that change what lies in the mailbox, and read it again."""
    directory = tmp_path_factory.mktemp("changing")
    with Tenant(directory / "tenant") as tenant, synced(directory, tenant) as run:
        yield run


# --- the first sync -------------------------------------------------------------------------------


def test_the_first_sync_brings_every_message_with_its_body(shared: EngineRun) -> None:
    assert shared.stored_messages() == true_messages(shared.tenant)
    statistics = shared.engine.statistics()
    assert statistics.bodies == statistics.messages > 0
    assert shared.problems() == []


def test_the_first_sync_brings_every_contact_and_the_photos(shared: EngineRun) -> None:
    reader = shared.engine.contacts.reader
    (user,) = [
        one for one in truth(shared.tenant) if one["username"] == "adele.vance@contoso.example"
    ]
    lines = reader.read_lines()
    stored = {contact.remote_id for line in lines if (contact := reader.read_contact(line.id))}
    assert stored == set(user["contacts"])
    photographed = [line for line in lines if line.has_photo]
    assert len(photographed) > len(lines) / 2
    assert reader.read_photo(photographed[0].id)


def truth(tenant: Tenant) -> list[dict[str, Any]]:
    users: list[dict[str, Any]] = tenant.control("GET", "/truth")["users"]
    return users


def test_events_come_filled_from_their_series(shared: EngineRun) -> None:
    now = datetime.now(UTC)
    reader = shared.engine.calendar.reader
    events = reader.read_events(now - timedelta(days=30), now + timedelta(days=180))
    occurrences = [one for one in events if one.kind is EventKind.OCCURRENCE]
    assert occurrences
    assert all(one.subject for one in occurrences)
    assert len({one.calendar for one in events}) > 1


def test_categories_settings_and_the_own_picture_are_known(shared: EngineRun) -> None:
    (account,) = shared.engine.accounts.list()
    assert shared.engine.mail.reader.read_categories(account.id)
    assert shared.engine.accounts.read_mailbox_settings(account.id).time_zone
    assert shared.engine.accounts.read_photo(account.id)


def test_progress_ends_with_everything_done(shared: EngineRun) -> None:
    (activity,) = shared.engine.activities()
    assert activity.done == activity.total == 2 * len(shared.stored_messages())


def test_nothing_but_reads_leaves_the_engine(shared: EngineRun) -> None:
    writes = [
        entry
        for entry in shared.tenant.log()
        if entry["path"].startswith("/v1.0") and entry["method"] != "GET"
    ]
    # Questions too long for an address; other tests ask this tenant the last two.
    questions = {"/v1.0/$batch", "/v1.0/search/query", "/v1.0/me/calendar/getSchedule"}
    assert {(entry["method"], entry["path"]) for entry in writes} <= {
        ("POST", path) for path in questions
    }


def test_search_finds_words_of_subjects(shared: EngineRun) -> None:
    assert shared.engine.search.search_messages("harbour bridge")


def test_a_quiet_round_asks_for_deltas_alone_and_changes_nothing(shared: EngineRun) -> None:
    before = len(shared.changes())
    shared.refresh()
    told = [one for one in shared.changes()[before:] if one.kind is not Kind.FOLDERS]
    assert told == []


# --- wishes ---------------------------------------------------------------------------------------


def test_attachments_are_saved_under_safe_names_and_never_over_another(
    shared: EngineRun, tmp_path: Path
) -> None:
    files = attachments(shared, AttachmentKind.FILE)
    assert files
    for number, _ in files:
        first = shared.engine.mail.save_attachment(number, tmp_path).result(10)
        again = shared.engine.mail.save_attachment(number, tmp_path).result(10)
        assert first.parent == again.parent == tmp_path
        assert first != again
        assert first.read_bytes() == again.read_bytes() != b""
        assert first.name.isprintable()


def test_an_attached_link_is_told_to_be_one(shared: EngineRun) -> None:
    links = attachments(shared, AttachmentKind.REFERENCE)
    for number, _ in links:
        with pytest.raises(NotFoundError, match="link"):
            shared.engine.mail.download_attachment(number).result(10)


def test_days_far_away_are_fetched_when_they_are_shown(shared: EngineRun) -> None:
    reader = shared.engine.calendar.reader
    day = datetime.now(UTC).date() + timedelta(days=500)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert reader.read_events(start, start + timedelta(days=7)) == []
    shared.engine.calendar.show_range(day, day + timedelta(days=7))
    shared.wait_for(lambda: bool(reader.read_events(start, start + timedelta(days=7))))


def test_hiding_a_calendar_is_the_users_own_choice(shared: EngineRun) -> None:
    reader = shared.engine.calendar.reader
    calendar = reader.read_calendars()[-1]
    shared.engine.calendar.choose_shown({calendar.id: False})
    shared.wait_for(lambda: not reader.read_calendars()[-1].is_shown)
    shared.refresh()
    assert not reader.read_calendars()[-1].is_shown


# --- news -----------------------------------------------------------------------------------------


def test_news_of_mail_arrive_by_delta(changing: EngineRun) -> None:
    run, tenant = changing, changing.tenant
    new_mail(tenant, "Fresh from the press")
    moved, gone, read = [
        line.id for line in run.engine.mail.reader.read_lines(folder(run, "inbox").id)[:3]
    ]
    reader = run.engine.mail.reader
    remote = {number: remote_id(run, number) for number in (moved, gone, read)}
    line = reader.read_message(read)
    assert line is not None
    change(tenant, kind="mail_moved", id=remote[moved], folder="archive")
    change(tenant, kind="mail_deleted", id=remote[gone])
    change(tenant, kind="mail_read", id=remote[read], is_read=not line.is_read)
    body = reader.read_body(moved)
    tenant.clear_log()
    run.refresh()
    assert run.stored_messages() == true_messages(tenant)
    assert newest(run).subject == "Fresh from the press"
    assert reader.read_body(newest(run).id) is not None
    assert reader.read_body(moved) == body, "a moved message keeps its row and its body"
    whole = [one for one in tenant.asked(r"/messages(/|$)") if "delta" not in one["path"]]
    assert whole == [], "bodies and checks go in batches"


def test_a_message_moved_away_and_back_is_not_lost(changing: EngineRun) -> None:
    run, tenant = changing, changing.tenant
    message = run.engine.mail.reader.read_message(newest(run).id)
    assert message is not None
    change(tenant, kind="mail_moved", id=message.remote_id, folder="archive")
    change(tenant, kind="mail_moved", id=message.remote_id, folder="inbox")
    run.refresh()
    assert run.stored_messages() == true_messages(tenant)


def test_news_of_calendar_and_contacts_arrive(changing: EngineRun) -> None:
    run, tenant = changing, changing.tenant
    start = datetime.now(UTC).replace(microsecond=0, tzinfo=None) + timedelta(days=1)
    times = {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
    change(tenant, kind="event_added", subject="Kick-off", zone="UTC", **times)
    change(tenant, kind="contact_added", given_name="Zoltan", surname="Zed")
    run.refresh()
    now = datetime.now(UTC)
    events = run.engine.calendar.reader.read_events(now, now + timedelta(days=3))
    assert "Kick-off" in [event.subject for event in events]
    assert "Zoltan Zed" in [line.display_name for line in run.engine.contacts.reader.read_lines()]


def test_a_wish_for_a_folder_brings_its_news_at_once(changing: EngineRun) -> None:
    run, tenant = changing, changing.tenant
    new_mail(tenant, "Wished for")
    run.engine.mail.open_folder(folder(run, "inbox").id)
    inbox = folder(run, "inbox").id
    run.wait_for(
        lambda: "Wished for" in [line.subject for line in run.engine.mail.reader.read_lines(inbox)]
    )


def test_a_folder_that_is_removed_goes_with_its_mail(changing: EngineRun) -> None:
    run, tenant = changing, changing.tenant
    receipts = next(one for one in run.engine.mail.reader.read_folders() if one.name == "Receipts")
    change(tenant, kind="folder_removed", id=receipts.remote_id)
    # The list of folders is not asked for: the folder's own delta says that it is gone.
    run.engine.mail.open_folder(receipts.id)
    run.wait_for(
        lambda: receipts.id not in [one.id for one in run.engine.mail.reader.read_folders()]
    )
    run.refresh()
    assert run.stored_messages() == true_messages(tenant)
    assert run.problems() == []
