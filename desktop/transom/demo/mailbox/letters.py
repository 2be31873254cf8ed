"""Ordinary letters: threads about the bridge, notices, receipts, drafts, chats and junk."""

from html import escape
from random import Random

from transom.demo.mailbox.items import Address, Attachment, Letter
from transom.demo.mailbox.people import (
    BILLING,
    BRIDGE_OFFICE,
    COLLEAGUES,
    COMPANIES,
    GIVEN_NAMES,
    NIGHTLY,
    SOFIA,
    SURNAMES,
)

SUBJECTS = (
    "Harbour bridge: bearing replacement",
    "Pier {n}: settlement readings",
    "Crane window in week {w}",
    "Steel order {n}{n} for the east span",
    "Navigation lights during works",
    "Expansion joint, option {n}",
    "Minutes of the site meeting",
    "Traffic diversion on Sadama street",
    "Weld inspection, girder {n}",
    "Handover of survey data",
    "Paint system for the handrail",
    "Cost report, period {n}",
    "Temporary works: drawing {n}7",
    "Noise complaint from the marina",
    "Who takes the Tuesday slot?",
    "Concrete samples from pier {n}",
    "Budget line {n}20",
    "Photos for the newsletter",
)
OPENINGS = (
    "Thanks for the quick turn.",
    "I went through it this morning.",
    "A short update before the weekend.",
    "Sorry for the silence, we were on site.",
    "As promised on the phone.",
    "One question and one decision.",
)
SENTENCES = (
    "The readings of the last three nights agree within {n} mm, so I would stop the extra shifts.",
    "The contractor asked for the final values by the end of the week.",
    "Could you look at sheet {n} again? The dimension chain does not close.",
    "If the wind stays below {w} m/s we lift on Thursday, or lose the crane until week {w}.",
    "Finance needs the purchase order number before they release the second part.",
    "I have put the marked-up drawing into the project folder, revision {n}.",
    "The port wants {n} days of notice before the lights are moved.",
    "We measured from the north abutment this time, which explains the shift.",
    "Nobody objected in the meeting, so I take it as agreed unless I hear otherwise.",
    "The utilisation at midspan is 0.{w}, well inside what the code allows.",
    "Let us not change the bearing type now; the supplier quotes {w} weeks.",
    "There is coffee in the site office, and a second pair of boots in size 4{n}.",
    "The old drawings from 19{w} show a different reinforcement layout.",
)
CLOSINGS = ("Best,", "Thanks,", "Kind regards,", "Cheers,", "Tervitades,", "Saludos,")


def thread(
    plot: Random, dice: Random, owner: Address, depth: int, topic: str, is_sent: bool
) -> Letter:
    """Return one letter of a thread: ``plot`` knows its subject and cast, ``dice`` its text."""
    subject = fill(plot, plot.choice(SUBJECTS))
    others = plot.sample(COLLEAGUES, 2)
    other = others[depth % 2]
    sender, to = (owner, others[0]) if is_sent else (other, owner)
    text = paragraphs(dice, to.name.split()[0], sender.name.split()[0])
    body = html(text)
    if depth:
        body += quoted(others[(depth + 1) % 2], fill(plot, plot.choice(SENTENCES)))
    return Letter(
        subject=f"Re: {subject}" if depth else subject,
        sender=sender,
        body=page(body),
        to=(to,),
        cc=(BRIDGE_OFFICE,) if plot.random() < 0.4 else (),
        topic=topic,
        attachments=some_attachment(dice),
        categories=("Harbour",) if dice.random() < 0.15 else (),
        flag="flagged" if dice.random() < 0.06 else "notFlagged",
        importance="high" if dice.random() < 0.04 else "normal",
    )


def single(dice: Random, owner: Address) -> Letter:
    """Return a notice or a short plain note that stands alone."""
    kind = dice.random()
    if kind < 0.3:
        return build_notice(dice, owner)
    if kind < 0.45:
        return Letter(
            subject=fill(dice, "Invoice 2026-1{n}{w} is ready"),
            sender=BILLING,
            body=page(html((fill(dice, "Amount due: {w}4.50 EUR."), "You can download it below."))),
            to=(owner,),
            attachments=(pdf("invoice.pdf", "Invoice", 1),),
            is_focused=False,
            categories=("Invoices",),
        )
    sender = dice.choice((*COLLEAGUES, stranger(dice)))
    text = paragraphs(dice, owner.name.split()[0], sender.name.split()[0])
    is_plain = kind < 0.75
    return Letter(
        subject=fill(dice, dice.choice(SUBJECTS)),
        sender=sender,
        body="\r\n\r\n".join(text) if is_plain else page(html(text)),
        is_html=not is_plain,
        to=(owner,),
        attachments=some_attachment(dice),
        flag="complete" if dice.random() < 0.03 else "notFlagged",
    )


def build_notice(dice: Random, owner: Address) -> Letter:
    number, tests, failures = (
        dice.randrange(3900, 4410),
        dice.randrange(380, 412),
        dice.choice((0, 0, 0, 3)),
    )
    word = "failed" if failures else "passed"
    text = f"{tests} tests, {failures} failures, {dice.randrange(4, 9)} min {dice.randrange(60)} s."
    return Letter(
        subject=f"bridge-model #{number} {word}",
        sender=NIGHTLY,
        body=f"{text}\r\n\r\nhttps://ci.contoso.example/bridge-model/{number}\r\n",
        is_html=False,
        to=(owner,),
        is_focused=False,
        importance="high" if failures else "normal",
    )


def receipt(dice: Random, owner: Address) -> Letter:
    shop = dice.choice(
        ("Harbour Ferries", "Baltic Hotels", "Kohvik Moon", "Rail Europe", "Toolhouse")
    )
    amount = f"{dice.randrange(4, 480)}.{dice.randrange(100):02d} EUR"
    rows = f"<tr><td>{escape(shop)}</td><td align='right'><b>{amount}</b></td></tr>"
    return Letter(
        subject=f"Your receipt from {shop}",
        sender=Address(shop, f"receipts@{shop.split()[0].lower()}.example"),
        body=page(f"<p>Thank you for your purchase.</p><table width='320'>{rows}</table>"),
        to=(owner,),
        attachments=(pdf("receipt.pdf", f"Receipt {shop}", 1),),
        is_focused=False,
    )


def draft(dice: Random, owner: Address) -> Letter:
    other = dice.choice(COLLEAGUES)
    text = paragraphs(dice, other.name.split()[0], "")[:2]
    return Letter(
        subject=fill(dice, dice.choice(SUBJECTS)), sender=owner, body=page(html(text)), to=(other,)
    )


def chat(dice: Random, owner: Address) -> Letter:
    other = dice.choice(COLLEAGUES)
    lines = tuple(fill(dice, dice.choice(SENTENCES)) for _ in range(3))
    return Letter(
        subject=f"Conversation with {other.name}", sender=other, body=page(html(lines)), to=(owner,)
    )


def junk(dice: Random, owner: Address) -> Letter:
    prize = dice.choice(("tablet", "voucher", "holiday", "parcel"))
    link = f"https://{prize}-claim.example/{dice.randrange(10**8)}"
    return Letter(
        subject=f"You have won a {prize}!!! Confirm within {dice.randrange(2, 24)} hours",
        sender=Address("Customer Reward", f"win{dice.randrange(99)}@{prize}-claim.example"),
        body=page(f"<h1>Congratulations</h1><p><a href='{link}'>https://contoso.example/</a></p>"),
        to=(owner,),
        is_focused=False,
        stamp="spf=fail (sender IP is {ip}) smtp.mailfrom={domain}; dkim=none (message not signed)"
        " header.d=none;dmarc=fail action=quarantine header.from={domain};compauth=fail reason=000",
    )


def stranger(dice: Random) -> Address:
    given, surname = dice.choice(GIVEN_NAMES), dice.choice(SURNAMES)
    domain = dice.choice(COMPANIES)[1]
    local = f"{given}.{surname}".lower().encode("ascii", "ignore").decode()
    return Address(f"{given} {surname}", f"{local}@{domain}")


def some_attachment(dice: Random) -> tuple[Attachment, ...]:
    if dice.random() > 0.18:
        return ()
    number = dice.randrange(12)
    return dice.choice(
        (
            (pdf(f"sheet-{number}.pdf", f"Sheet {number}", 1),),
            (Attachment("file", f"readings-{number}.xlsx", XLSX, f"xlsx:{20 + number}"),),
            (Attachment("file", f"span-{number}.png", "image/png", f"png:{number}"),),
            (Attachment("file", "levels.txt", "text/plain", f"txt:Levels, set {number}"),),
        )
    )


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pdf(name: str, title: str, pages: int) -> Attachment:
    return Attachment("file", name, "application/pdf", f"pdf:{title}:{pages}")


def fill(dice: Random, text: str) -> str:
    return text.format(n=dice.randrange(1, 9), w=dice.randrange(10, 52))


def paragraphs(dice: Random, to: str, sender: str) -> tuple[str, ...]:
    said = dice.sample(SENTENCES, dice.randrange(2, 5))
    middle = tuple(fill(dice, sentence) for sentence in said)
    return (
        f"Hi {to},",
        f"{dice.choice(OPENINGS)} {middle[0]}",
        *middle[1:],
        f"{dice.choice(CLOSINGS)}\n{sender}",
    )


def html(text: tuple[str, ...]) -> str:
    return "".join(f"<p>{escape(part)}</p>".replace("\n", "<br>") for part in text)


def quoted(who: Address, text: str) -> str:
    head = f"<b>From:</b> {escape(who.name)} &lt;{who.address}&gt;"
    return f'<hr><div id="divRplyFwdMsg">{head}</div><blockquote><p>{escape(text)}</p></blockquote>'


def page(body: str) -> str:
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        f'</head><body><div style="font-family:Calibri,Arial,sans-serif; font-size:11pt">{body}'
        "</div></body></html>"
    )


def welcome(owner: Address) -> Letter:
    text = (
        "Badges are at the desk. Your monitor arrives on Monday.",
        "The kitchen is on the second floor, bicycles go to the courtyard.",
        "Sofia",
    )
    return Letter("Welcome to the Tallinn office", SOFIA, page(html(text)), to=(owner,))
