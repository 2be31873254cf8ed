"""Mails that hang on mails, as files: MIME (.eml), Outlook's own form (.msg) and winmail.dat."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from itertools import islice

import oxmsg
from oxmsg.domain.constants import PID_ATTACH_CONTENT_ID

from transom.engine.entities.accounts import Person
from transom.engine.entities.attached_mail import AttachedMail, InnerFile, InnerPicture
from transom.engine.entities.mail import Body
from transom.engine.errors import NonsenseError
from transom.engine.files.tnef import is_tnef, parts_of_tnef

MOST_BYTES = 64 << 20
_MOST_FILES, _MOST_PEOPLE = 200, 500
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def mail_from_file(content: bytes) -> AttachedMail:
    """Read a mail, by what it is and not by what it is called; NonsenseError if it is none."""
    if len(content) > MOST_BYTES:
        raise NonsenseError("This mail is too large to be looked at here. It can be saved.")
    try:
        if content.startswith(_OLE):
            return _from_outlook(content)
        if is_tnef(content):
            return _from_tnef(content)
        return _from_mime(content)
    except Exception as error:  # three libraries read what strangers made: any of theirs may come
        raise NonsenseError("This mail cannot be read; it may be damaged.") from error


def _from_mime(content: bytes) -> AttachedMail:
    mail = BytesParser(policy=policy.default).parsebytes(content)
    if not mail.keys() or content.startswith(b"BEGIN:"):  # an event or a contact
        raise ValueError("no head")
    part = mail.get_body(("html", "plain"))
    body = None
    if part is not None:
        body = Body(part.get_content_subtype() == "html", str(part.get_content()))
    people = _people([str(mail.get("From", ""))])
    return AttachedMail(
        subject=str(mail.get("Subject", "")),
        sender=people[0] if people else Person("", ""),
        to=_people([str(one) for one in mail.get_all("To", [])]),
        sent_at=_time(str(mail.get("Date", ""))),
        body=body,
        files=tuple(_mime_files(mail)),
        pictures=tuple(islice(_mime_pictures(mail), _MOST_FILES)),
    )


def _mime_files(mail: EmailMessage) -> Iterator[InnerFile]:
    for place, part in enumerate(mail.iter_attachments()):
        if place == _MOST_FILES:
            return
        name = part.get_filename() or (
            "mail.eml" if part.get_content_maintype() == "message" else ""
        )
        yield InnerFile(name or "attachment", _bytes_of(part))


def _mime_pictures(mail: EmailMessage) -> Iterator[InnerPicture]:
    """Yield the pictures with a name for the body, but those of the mails within."""
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart":
            waiting += [one for one in part.iter_parts() if isinstance(one, EmailMessage)]
        elif part.get_content_maintype() == "image" and part["Content-ID"]:
            yield InnerPicture(str(part["Content-ID"]), _bytes_of(part))


def _bytes_of(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage):
        return inner[0].as_bytes()
    return b""


def _from_outlook(content: bytes) -> AttachedMail:
    mail = oxmsg.Message.load(content)
    html = mail.html_body
    senders = _people([mail.sender or ""])
    to = [Person(one.name or "", one.email_address or "") for one in mail.recipients]
    attachments = mail.attachments[:_MOST_FILES]
    files = [InnerFile(one.file_name or "attachment", one.file_bytes or b"") for one in attachments]
    named = [(one.properties.str_prop_value(PID_ATTACH_CONTENT_ID), one) for one in attachments]
    return AttachedMail(
        subject=mail.subject,
        sender=senders[0] if senders else Person("", ""),
        to=tuple(to[:_MOST_PEOPLE]),
        sent_at=_aware(mail.sent_date),
        body=Body(True, html) if html else Body(False, mail.body or ""),
        files=tuple(files),
        pictures=tuple(InnerPicture(name, one.file_bytes or b"") for name, one in named if name),
    )


def _from_tnef(content: bytes) -> AttachedMail:
    subject, text, files = parts_of_tnef(content)
    named = tuple(InnerFile(name, inner) for name, inner in files[:_MOST_FILES])
    return AttachedMail(subject=subject, body=Body(False, text) if text else None, files=named)


def _people(texts: list[str]) -> tuple[Person, ...]:
    found = [Person(name, address) for name, address in getaddresses(texts) if name or address]
    return tuple(found[:_MOST_PEOPLE])


def _time(text: str) -> datetime | None:
    try:
        return _aware(parsedate_to_datetime(text))
    except (ValueError, TypeError, LookupError, OverflowError):
        return None


def _aware(at: datetime | None) -> datetime | None:
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)
