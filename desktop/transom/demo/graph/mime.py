"""A message as MIME, made on the fly like the real one."""

from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from email.policy import SMTP

from transom.demo.graph.mail_fields import MessageView, internet_message_id, sent_at
from transom.demo.mailbox import documents
from transom.demo.mailbox.items import Address, Attachment

# Bytes beyond ASCII in headers are encoded; nothing a letter holds may break its head.
POLICY = SMTP.clone(raise_on_defect=False)


def mime(view: MessageView) -> bytes:
    letter = view.message.letter
    mail = EmailMessage(policy=POLICY)
    mail["Subject"] = one_line(letter.subject)
    if letter.sender:
        mail["From"] = mailbox(letter.sender)
    mail["To"] = [mailbox(one) for one in letter.to]
    if letter.cc:
        mail["Cc"] = [mailbox(one) for one in letter.cc]
    mail["Date"] = sent_at(view)
    mail["Message-ID"] = internet_message_id(view.message)
    mail.set_content(letter.body, "html" if letter.is_html else "plain")
    inline = [one for one in letter.attachments if one.is_inline]
    for one in inline:
        main, sub = (one.content_type or "application/octet-stream").split("/")
        mail.add_related(content(one), main, sub, cid=f"<{one.content_id}>", filename=one.name)
    for one in letter.attachments:
        if not one.is_inline and one.kind != "reference":
            attach(mail, one)
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=-transom-{number}-{view.message.key}")
    return mail.as_bytes()


def attach(mail: EmailMessage, one: Attachment) -> None:
    main, sub = (one.content_type or "application/octet-stream").split("/")
    if main == "message" or one.kind == "item":
        main, sub = "application", "octet-stream"
    mail.add_attachment(content(one), main, sub, filename=one_line(one.name))


def content(one: Attachment) -> bytes:
    return documents.make(one.recipe)


def one_line(text: str) -> str:
    return " ".join(text.split())


def mailbox(address: Address) -> MailAddress:
    user, _, host = address.address.partition("@")
    return MailAddress(one_line(address.name), user, host)
