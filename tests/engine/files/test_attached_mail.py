"""Mails in files: MIME, Outlook's form and winmail.dat, and what only looks like one."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.engine.files.outlook_files import outlook_message, winmail

from transom.engine.entities.accounts import Person
from transom.engine.entities.attached_mail import InnerFile
from transom.engine.entities.mail import Body
from transom.engine.errors import NonsenseError
from transom.engine.files.attached_mail import MOST_BYTES, mail_from_file

WINMAIL = winmail("Plans", "See below", {"a long name.pdf": b"%PDF", "b.txt": b"text"})
OUTLOOK = outlook_message(
    {0x37: "Häuser", 0x0C1A: "Ines", 0x0C1F: "ines@contoso.example", 0x1000: "plain"},
    "<p>Grüße</p>".encode(),
    {"levels.txt": b"2.413"},
)


def mime() -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Inés <ines@contoso.example>"
    mail["To"] = "Adele <adele@contoso.example>, bo@b.example"
    mail["Subject"] = "Häuser"
    mail["Date"] = "Tue, 10 Nov 2026 10:12:00 +0900"
    mail.set_content("plain")
    mail.add_alternative("<p>rich</p>", "html")
    mail.add_attachment(b"2.413", "text", "plain", filename="levels.txt")
    inner = EmailMessage(policy=SMTP)
    inner["Subject"] = "inner"
    inner.set_content("deep")
    mail.add_attachment(inner)
    return mail.as_bytes()


def test_mime_is_read_with_its_files_and_the_mails_in_it() -> None:
    found = mail_from_file(mime())
    assert (found.subject, found.sender) == ("Häuser", Person("Inés", "ines@contoso.example"))
    assert [one.address for one in found.to] == ["adele@contoso.example", "bo@b.example"]
    assert found.sent_at is not None and found.sent_at.isoformat().endswith("+09:00")
    assert found.body is not None and found.body.is_html and "rich" in found.body.content
    levels, inner = found.files
    assert levels == InnerFile("levels.txt", b"2.413")
    assert inner.name == "mail.eml" and mail_from_file(inner.content).subject == "inner"


def test_outlooks_own_form_is_read() -> None:
    found = mail_from_file(OUTLOOK)
    assert (found.subject, found.sender) == ("Häuser", Person("Ines", "ines@contoso.example"))
    assert found.body == Body(True, "<p>Grüße</p>")
    assert found.files == (InnerFile("levels.txt", b"2.413"),)


def test_winmail_is_unwrapped_with_the_files_whole_names() -> None:
    found = mail_from_file(WINMAIL)
    assert (found.subject, found.body) == ("Plans", Body(False, "See below"))
    assert found.files == (InnerFile("a long name.pdf", b"%PDF"), InnerFile("b.txt", b"text"))


@pytest.mark.parametrize(
    "content",
    [b"", b"no head at all", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", OUTLOOK[:700], WINMAIL[:60]],
)
def test_what_is_no_mail_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(NonsenseError):
        mail_from_file(content)


def test_a_mail_nested_without_end_and_one_without_measure_are_refused() -> None:
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
        for n in range(1200)
    )
    with pytest.raises(NonsenseError):
        mail_from_file(deep)
    with pytest.raises(NonsenseError, match="too large"):
        mail_from_file(b"a" * (MOST_BYTES + 1))


WHOLE = {"outlook": OUTLOOK, "winmail": WINMAIL, "mime": mime()}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.integers(0, 5000), st.binary(max_size=6))
@example("outlook", 549, bytes(4))  # a code page that nobody knows
def test_no_damaged_file_breaks_the_reading(kind: str, place: int, noise: bytes) -> None:
    whole = WHOLE[kind]
    place %= len(whole)
    damaged = whole[:place] + noise + whole[place + len(noise) :]
    for content in (damaged, whole[:place], noise):
        try:
            mail_from_file(content)
        except NonsenseError:
            continue
