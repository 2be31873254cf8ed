"""A message as MIME, made on the fly like the real one."""

from email.message import EmailMessage
from email.policy import SMTP

from transom.demo.graph.heads import boundary, head
from transom.demo.graph.mail_fields import MessageView
from transom.demo.mailbox import documents
from transom.demo.mailbox.items import Attachment

# Bytes beyond ASCII in headers are encoded; nothing a letter holds may break its head.
POLICY = SMTP.clone(raise_on_defect=False)


def mime(view: MessageView) -> bytes:
    """Return the head as Graph lists it, and below it the content."""
    letter = view.message.letter
    if letter.sealed:
        content_of_it = b"MIME-Version: 1.0\r\n" + documents.make(letter.sealed)
    else:
        content_of_it = plain_content(view)
    return b"".join(folded(name, text) for name, text in head(view.copy)) + content_of_it


def plain_content(view: MessageView) -> bytes:
    letter = view.message.letter
    mail = EmailMessage(policy=POLICY)
    mail.set_content(letter.body, "html" if letter.is_html else "plain")
    inline = [one for one in letter.attachments if one.is_inline]
    for one in inline:
        main, sub = (one.content_type or "application/octet-stream").split("/")
        mail.add_related(content(one), main, sub, cid=f"<{one.content_id}>", filename=one.name)
    for one in letter.attachments:
        if not one.is_inline and one.kind != "reference":
            attach(mail, one)
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(boundary(view.copy, number))
    return mail.as_bytes()


def folded(name: str, text: str) -> bytes:
    """Return one line of a head, broken at its blanks where it is long."""
    lines = [f"{name}:"]
    for piece in text.split(" "):
        is_first = lines[-1] == f"{name}:"
        if not is_first and len(lines[-1]) + len(piece) > 76:
            lines.append("")
        lines[-1] += f" {piece}"
    return "\r\n".join(lines).encode("ascii", "replace") + b"\r\n"


def attach(mail: EmailMessage, one: Attachment) -> None:
    main, sub = (one.content_type or "application/octet-stream").split("/")
    if main == "message" or one.kind == "item":
        main, sub = "application", "octet-stream"
    mail.add_attachment(content(one), main, sub, filename=one_line(one.name))


def content(one: Attachment) -> bytes:
    return documents.make(one.recipe)


def one_line(text: str) -> str:
    return " ".join(text.split())
