"""What stands on the cards beside the current one."""

from datetime import timedelta

from tests.ui.mail.mailroom import INES, NOON, file

from transom.engine.entities.mail import Attachment, Body, Meeting, MessageId
from transom.engine.entities.spans import Span
from transom.engine.trust.doubts import Doubt, DoubtKind
from transom.ui.mail.body_loader import Reading
from transom.ui.mail.card_notes import notes_of
from transom.ui.web.document import document_from_body


def reading(markup: str, *files: Attachment, meeting: Meeting | None = None) -> Reading:
    document = document_from_body(Body(True, markup), files)
    return Reading(MessageId(1), document, files, meeting)


def test_a_calm_mail_has_no_notes() -> None:
    assert notes_of(reading("<p>Hello</p>"), (), INES) == ()
    assert notes_of(Reading(MessageId(1), None, (file("a.txt"),)), (), INES) == ()


def test_the_gravest_comes_first() -> None:
    picture = '<img src="https://a.example/p.png" width="99" height="99">'
    meeting = Meeting(Span(NOON, NOON + timedelta(hours=1)), "Room Baltic")
    mail = reading(picture, file("a.pdf.exe"), meeting=meeting)
    doubt = Doubt(DoubtKind.ANSWERS_ELSEWHERE, "evil.example")
    notes = notes_of(mail, (doubt,), INES)
    assert [one.tone for one in notes] == ["bad", "warn", "accent", "warn", ""]
    assert "evil.example" in notes[1].words
    assert notes[2].words.endswith("Room Baltic")
    assert [one.can_load for one in notes] == [False, False, False, True, False]


def test_a_name_cannot_turn_the_words_around_it_and_many_are_counted() -> None:
    names = ["\u202egpj.exe", *(f"{n}.txt" for n in range(5))]
    *_odd, files = notes_of(reading("<p>x</p>", *map(file, names)), (), INES)
    assert "\u202e" not in files.words
    assert files.words.startswith("6 attachments: \u2068gpj.exe\u2069")
    assert files.words.endswith(" and 3 more")


def test_a_picture_that_stands_in_the_mail_is_no_attachment() -> None:
    inline = file("logo.png", content_id="logo")
    assert notes_of(reading('<img src="cid:logo">', inline), (), INES) == ()
