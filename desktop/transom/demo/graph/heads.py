"""The head of a message as its mailbox received it: the way it came, who vouched, who wrote.

What a message says of itself stands below what the receiving service wrote, as with real mail: a
letter may carry a forged stamp of its own, and it lies further down.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.header import Header
from email.utils import format_datetime, formataddr
from hashlib import blake2s

from transom.demo.mailbox import documents
from transom.demo.mailbox.folders import DRAFTS, HISTORY, OUTBOX, SENT
from transom.demo.mailbox.items import Address, Letter, Message
from transom.demo.mailbox.zones import zone

Line = tuple[str, str]
NEVER_SENT = (DRAFTS, SENT, OUTBOX, HISTORY)
SERVICE = "prod.mailbox.example"
EDGE = "mail.protection.mailbox.example"
TLS = "(version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384)"


@dataclass(frozen=True, slots=True)
class Copy:
    """A message as the mailbox of ``owner`` holds it."""

    message: Message
    owner: str


def sent_at(message: Message) -> datetime:
    return message.received_at - timedelta(seconds=2)


def internet_message_id(message: Message) -> str:
    host = own_domain(message.letter) if message.letter.sender else "mx.example"
    return f"<{blake2s(str(message.key).encode(), digest_size=12).hexdigest()}@{host}>"


def internet_headers(copy: Copy) -> list[dict[str, str]]:
    """Return the whole head as Graph lists it; what was never sent by mail has none."""
    if copy.message.folder in NEVER_SENT:
        return []
    lines = [*head(copy), ("MIME-Version", "1.0"), ("Content-Type", content_type(copy))]
    return [{"name": name, "value": text} for name, text in lines]


def head(copy: Copy) -> list[Line]:
    """Return the head without what describes the content."""
    own = written(copy)
    if copy.message.folder in NEVER_SENT:
        return own
    sender = copy.message.letter.sender
    if sender is None or domain(sender.address) == domain(copy.owner):
        return [*trace(copy, hops=2), *stamp(copy, INSIDE), *own, *marks("Internal")]
    outside = [*trace(copy, hops=3), *stamp(copy, PASSED), received_spf(copy)]
    bounce = ("Return-Path", sender.address)
    return [*outside, *arrival(copy), signature(copy), *own, bounce, *marks("Anonymous")]


PASSED = (
    "spf=pass (sender IP is {ip}) smtp.mailfrom={domain}; dkim=pass (signature was verified)"
    " header.d={domain};dmarc=pass action=none header.from={domain};compauth=pass reason=100"
)
INSIDE = "dkim=none (message not signed) header.d=none;dmarc=none action=none header.from={domain};"


def written(copy: Copy) -> list[Line]:
    """Return what the sender's own program wrote; the date is in the sender's zone."""
    letter = copy.message.letter
    where = zone(letter.sender_zone)
    lines = [*letter.headers]
    if letter.sender:
        lines.append(("From", mailboxes((letter.sender,))))
    for name, people in (("To", letter.to), ("Cc", letter.cc), ("Reply-To", letter.reply_to)):
        if people:
            lines.append((name, mailboxes(people)))
    return [
        *lines,
        ("Subject", encoded(" ".join(letter.subject.split()))),
        ("Date", format_datetime(sent_at(copy.message).astimezone(where))),
        ("Message-ID", internet_message_id(copy.message)),
    ]


def trace(copy: Copy, hops: int) -> list[Line]:
    """Return the receiving service's own hops, the last one on top."""
    names = [f"{word(copy, place)}.eurprd05.{SERVICE}" for place in range(3)]
    names[2] = f"{word(copy, 2)[:9]}FT0.eop-EUR05.{EDGE}" if hops == 3 else names[2]
    at, lines = copy.message.received_at, []
    for place in range(hops - 1):
        how = "HTTPS" if place == 0 else f"Microsoft SMTP Server {TLS} id 15.20.9115.7"
        text = (
            f"from {names[place + 1]} (2603:10a6:20b:{place + 1}::5) by {names[place]} with {how}"
        )
        lines.append(received(text, at - timedelta(seconds=place)))
    return lines


def arrival(copy: Copy) -> list[Line]:
    """Return the hop over which the service took the letter, and those before it."""
    letter, at = copy.message.letter, copy.message.received_at
    host, place = own_domain(letter), f"{word(copy, 2)[:9]}FT0.eop-EUR05.{EDGE}"
    where = zone(letter.sender_zone)
    first = f"from mx.{host} ({address_of(host)}) by {place} (10.152.16.4) with Microsoft SMTP"
    lines = [received(f"{first} Server {TLS} id 15.20.9115.9", at - timedelta(seconds=2))]
    if any(name == "List-Id" for name, _ in letter.headers):
        text = f"from lists.{host} (localhost [127.0.0.1]) by mx.{host} (Postfix) with ESMTP"
        lines.append(received(f"{text} id {word(copy, 5)}", at - timedelta(seconds=40), letter))
    text = f"from [10.20.0.7] (unknown [198.51.100.23]) by mx.{host} (Postfix) with ESMTPSA"
    begun = (at - timedelta(seconds=1)).astimezone(where)
    return [*lines, received(f"{text} id {word(copy, 6)}", begun, letter)]


def received(text: str, at: datetime, letter: Letter | None = None) -> Line:
    moment = at.astimezone(zone(letter.sender_zone)) if letter else at
    return "Received", f"{text}; {format_datetime(moment)}"


def stamp(copy: Copy, usual: str) -> list[Line]:
    """Return the receiving service's verdict, without the name that the standard asks for."""
    letter = copy.message.letter
    text = usual if letter.stamp is None else letter.stamp
    host = own_domain(letter)
    said = text.replace("{domain}", host).replace("{ip}", address_of(host))
    return [("Authentication-Results", said)] if said else []


def received_spf(copy: Copy) -> Line:
    host = own_domain(copy.message.letter)
    said = copy.message.letter.stamp or "spf=pass"
    word = "Pass" if "spf=pass" in said else "SoftFail" if "softfail" in said else "None"
    ip = address_of(host)
    return (
        "Received-SPF",
        f"{word} (protection.mailbox.example: domain of {host}) client-ip={ip}; helo=mx.{host};",
    )


def signature(copy: Copy) -> Line:
    host = own_domain(copy.message.letter)
    mark = blake2s(f"dkim/{copy.message.key}".encode()).hexdigest()
    return (
        "DKIM-Signature",
        f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={host}; s=mail; h=from:to:subject:date;"
        f" bh={mark[:43]}=; b={mark}{mark[::-1]}",
    )


def marks(auth_as: str) -> list[Line]:
    level = "-1" if auth_as == "Internal" else "1"
    return [
        ("X-MS-Exchange-Organization-AuthAs", auth_as),
        ("X-MS-Exchange-Organization-SCL", level),
    ]


def content_type(copy: Copy) -> str:
    """Return the type of the whole, with the boundary that its MIME form has."""
    letter = copy.message.letter
    if letter.sealed:
        head_of_part = documents.make(letter.sealed).split(b"\r\n\r\n", 1)[0].decode("ascii")
        unfolded = head_of_part.replace("\r\n ", " ").split("\r\n")
        named = dict(line.split(": ", 1) for line in unfolded)
        return named["Content-Type"]
    is_mixed = any(not one.is_inline and one.kind != "reference" for one in letter.attachments)
    if not letter.attachments or not (is_mixed or any(x.is_inline for x in letter.attachments)):
        return f'text/{"html" if letter.is_html else "plain"}; charset="utf-8"'
    kind = "mixed" if is_mixed else "related"
    return f'multipart/{kind}; boundary="{boundary(copy, 0)}"'


def boundary(copy: Copy, number: int) -> str:
    return f"=-transom-{number}-{copy.message.key}"


def own_domain(letter: Letter) -> str:
    return domain(letter.sender.address) if letter.sender else "nowhere.example"


def domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def address_of(host: str) -> str:
    return f"203.0.113.{blake2s(host.encode(), digest_size=1).digest()[0] % 250 + 2}"


def word(copy: Copy, place: int) -> str:
    mark = blake2s(f"hop/{copy.message.key}/{place}".encode(), digest_size=6).hexdigest()
    return f"DB9P{mark}".upper()


def mailboxes(people: tuple[Address, ...]) -> str:
    return ", ".join(formataddr((" ".join(one.name.split()), one.address)) for one in people)


def encoded(text: str) -> str:
    """Return a text as a head spells it: in ASCII."""
    return text if text.isascii() else Header(text, "utf-8").encode(maxlinelen=10_000)
