"""Tests of the invented mailboxes: the same seed, the same world."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from transom.demo.mailbox.changes import BadChangeError, Changes, read_changes
from transom.demo.mailbox.items import Message
from transom.demo.mailbox.users import USERS
from transom.demo.mailbox.world import World, anchor_of

BORN = date(2026, 11, 23)

LONG_AGO = "0001-01-01T00:00:00Z"


def make(seed: int = 1, messages: int = 300, changes: Changes | None = None) -> World:
    return World(seed, messages, BORN, Changes() if changes is None else changes)


def letters(world: World) -> list[Message]:
    mail = world.mailbox(USERS[0].oid).mail
    return [mail.message(key) for key in mail.keys(None)]


def test_the_same_seed_makes_the_same_world() -> None:
    assert letters(make()) == letters(make())
    first, second = (w.mailbox(USERS[0].oid) for w in (make(), make()))
    assert first.calendar.events() == second.calendar.events()
    assert first.contacts.contacts(1) == second.contacts.contacts(1)


def test_another_seed_makes_other_mail_under_the_same_newest_letters() -> None:
    one, other = letters(make(1)), letters(make(2))
    assert one[:12] == other[:12]
    assert one[60:] != other[60:]


def test_a_message_does_not_depend_on_the_order_of_looking() -> None:
    mail = make().mailbox(USERS[0].oid).mail
    backwards = [mail.message(key) for key in reversed(mail.keys(None))]
    assert backwards[::-1] == letters(make())


@pytest.mark.parametrize("messages", [0, 5, 23, 1000])
def test_any_size_is_that_size(messages: int) -> None:
    found = letters(make(messages=messages))
    assert len(found) == messages
    assert [m.received_at for m in found] == sorted((m.received_at for m in found), reverse=True)


def test_a_large_mailbox_holds_only_small_facts() -> None:
    world = make(messages=100_000)
    mail = world.mailbox(USERS[0].oid).mail
    oldest = mail.message(mail.keys(None)[-1])
    assert oldest.received_at < datetime(2020, 1, 1, tzinfo=UTC)
    assert sum(mail.total(folder.key) for folder in mail.tree) == 100_000


@pytest.mark.parametrize(
    ("born", "day"),
    [
        (date(2026, 11, 23), 23),
        (datetime(2026, 11, 23, 12, tzinfo=UTC), 23),
        (datetime(2026, 11, 23, 5, tzinfo=UTC), 22),
        (datetime(2026, 11, 22, 23, tzinfo=UTC), 22),
    ],
)
def test_no_letter_lies_in_the_future_of_the_birth(born: date, day: int) -> None:
    anchor = anchor_of(born)
    assert (anchor.day, anchor.hour, anchor.minute) == (day, 7, 41)
    newest = letters(World(1, 50, born, Changes()))[0].received_at
    assert newest <= anchor
    assert not isinstance(born, datetime) or newest < born


def test_all_scripts_shapes_and_attachment_kinds_are_there() -> None:
    found = letters(make())
    subjects = [m.letter.subject for m in found]
    assert "" in subjects and max(map(len, subjects)) > 1000
    assert any(m.letter.sender is None for m in found)
    assert any(not m.letter.is_html for m in found)
    text = "".join(subjects)
    for script in ("橋", "钢", "교", "ت", "ע", "पु", "Μ", "Õ" if "Õ" in text else "õ", "🎉"):
        assert script in text
    kinds = Counter(a.kind for m in found for a in m.letter.attachments)
    assert set(kinds) == {"file", "item", "reference"}
    assert any("\u202e" in a.name for m in found for a in m.letter.attachments)
    assert any('width="1" height="1"' in m.letter.body for m in found)


def change(world: World, text: str) -> str:
    (one,) = read_changes(text.encode())
    return world.apply(one)


def test_changes_are_stamped_kept_and_happen_again(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "state" / "changes.jsonl"
    world = make(changes=Changes(path))
    made = change(
        world,
        '{"kind": "mail_added", "from": {"name": "Zoe", "address": "zoe@adatum.example"},'
        ' "subject": "Fresh", "html": "<p>Hello</p>"}',
    )
    change(world, f'{{"kind": "mail_moved", "id": "{made}", "folder": "archive"}}')
    change(world, '{"kind": "folder_added", "name": "Tender"}')
    change(
        world, f'{{"kind": "contact_added", "given_name": "Zoe", "user": "{USERS[1].username}"}}'
    )
    again = make(changes=Changes(path))
    assert letters(again) == letters(world)
    for oid in (USERS[0].oid, USERS[1].oid):
        assert again.mailbox(oid).contacts.contacts(1) == world.mailbox(oid).contacts.contacts(1)
        assert list(again.mailbox(oid).mail.tree) == list(world.mailbox(oid).mail.tree)
        assert again.mailbox(oid).log.end == world.mailbox(oid).log.end


def test_a_half_written_line_costs_only_itself(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "changes.jsonl"
    change(make(changes=Changes(path)), '{"kind": "folder_added", "name": "Whole"}')
    with path.open("ab") as file:
        file.write(b'{"kind": "folder_add')
    world = make(changes=Changes(path))
    change(world, '{"kind": "folder_added", "name": "Next"}')
    names = [folder.name for folder in make(changes=Changes(path)).mailboxes()[0].mail.tree]
    assert names[-2:] == ["Whole", "Next"]


def test_a_change_that_cannot_be_is_not_kept(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "changes.jsonl"
    world = make(changes=Changes(path))
    with pytest.raises(BadChangeError, match="no such message"):
        change(world, '{"kind": "mail_deleted", "id": "AAMk"}')
    assert not path.exists()


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("0001-01-01T00:00:00", "2026-11-24T09:00:00"),
        ("2026-11-24T09:00:00", "9999-12-31T00:00:00"),
        ("2026-11-24T09:00:00", "2026-11-24T08:00:00"),
        ("2026-11-24T09:00:00Z", "2026-11-24T08:00:00"),
    ],
)
def test_times_that_no_calendar_knows_are_refused(start: str, end: str) -> None:
    world = make()
    times = f'"start": "{start}", "end": "{end}"'
    event = world.mailboxes()[0].calendar.events()[0]
    name = world.mailboxes()[0].ids.make("e", event.key, immutable=True)
    with pytest.raises(BadChangeError):
        change(world, f'{{"kind": "event_added", "subject": "Never", {times}}}')
    with pytest.raises(BadChangeError):
        change(world, f'{{"kind": "event_changed", "id": "{name}", {times}}}')
    sender = '"from": {"name": "A", "address": "a@b.example"}'
    with pytest.raises(BadChangeError):
        change(world, f'{{"kind": "mail_added", "subject": "Old", {sender}, "at": "{LONG_AGO}"}}')


def test_unread_counts_follow_every_change() -> None:
    world = make()
    mailbox = world.mailbox(USERS[0].oid)
    key = mailbox.mail.keys(2)[0]
    name = mailbox.ids.make("m", key, immutable=True)
    for text in (
        f'{{"kind": "mail_read", "id": "{name}", "is_read": true}}',
        f'{{"kind": "mail_read", "id": "{name}", "is_read": false}}',
        f'{{"kind": "mail_read", "id": "{name}", "is_read": false}}',
        f'{{"kind": "mail_moved", "id": "{name}", "folder": "junkemail"}}',
        f'{{"kind": "mail_deleted", "id": "{name}"}}',
    ):
        change(world, text)
        for folder in mailbox.mail.tree:
            unread = sum(not mailbox.mail.is_read(k) for k in mailbox.mail.keys(folder.key))
            assert mailbox.mail.unread(folder.key) == unread


def test_live_mail_is_newest_even_within_one_second() -> None:
    world = make()
    for number in range(3):
        sender = '{"name": "", "address": "a@b.example"}'
        text = f'{{"kind": "mail_added", "from": {sender}, "subject": "{number}"}}'
        change(world, text)
    mail = world.mailbox(USERS[0].oid).mail
    assert [mail.letter(key).subject for key in mail.keys(2)[:3]] == ["2", "1", "0"]
    assert mail.received_at(mail.keys(2)[0]) - datetime.now(UTC) < timedelta(seconds=5)
