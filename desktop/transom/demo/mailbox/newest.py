"""The newest letters, the ones the design pictures show, and the threads behind them."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from transom.demo.mailbox import folders, letters
from transom.demo.mailbox.agenda import DINNER, LOAD_REVIEW, QUARTERLY, quarterly_day
from transom.demo.mailbox.items import Address, Attachment, Letter, Meeting
from transom.demo.mailbox.letters import XLSX, html, page
from transom.demo.mailbox.people import (
    ADELE,
    AMARA,
    BILLING,
    BRIDGE_OFFICE,
    INES,
    JONAS,
    MEI,
    NIGHTLY,
    PRIYA,
    SOFIA,
    TOMAS,
)
from transom.demo.mailbox.zones import zone

TALLINN = zone("FLE Standard Time")
BUILD = "412 tests, 0 failures, 6 min 12 s. Coverage 91.3 % (+0.2)."
PERSONAL = Address("Adele Vance", "adele@outlook.example")


@dataclass(frozen=True, slots=True)
class Placed:
    """A letter with its folder and time, not left to the dice."""

    at: datetime
    letter: Letter
    folder: int = folders.INBOX
    is_read: bool = True


def at(anchor: datetime, days_back: int, clock: str) -> datetime:
    """Return a Tallinn wall time some days before the day the tenant was born."""
    day = anchor.astimezone(TALLINN).date() - timedelta(days=days_back)
    return datetime.combine(day, time.fromisoformat(clock), TALLINN).astimezone(UTC)


def newest_letters(anchor: datetime) -> list[Placed]:
    """Return the letters of the pictures and of their threads, newest first."""
    planning = quarterly_day(anchor.astimezone(TALLINN).date())
    placed = [
        Placed(at(anchor, 0, "09:38"), load_tables(), is_read=False),
        Placed(at(anchor, 0, "09:12"), site_visit(), is_read=False),
        Placed(at(anchor, 0, "08:47"), invoice()),
        Placed(at(anchor, 0, "08:05"), board_pack(), is_read=False),
        Placed(at(anchor, 1, "21:16"), workshop_photos()),
        Placed(
            at(anchor, 1, "17:40"),
            planning_invitation(f"{planning:%a} {planning.day} {planning:%b}"),
        ),
        Placed(at(anchor, 1, "03:00"), nightly()),
        Placed(at(anchor, 3, "16:22"), contract()),
        Placed(at(anchor, 3, "11:03"), office_welcome()),
        Placed(at(anchor, 3, "08:30"), review_accepted()),
        Placed(at(anchor, 4, "15:45"), dinner_cancelled()),
        Placed(at(anchor, 4, "10:20"), text_only()),
        *thread_mates(anchor),
    ]
    return sorted(placed, key=lambda one: one.at, reverse=True)


def load_tables() -> Letter:
    rows = (
        ("P2–P3", "Wind W4", "0.87", "+0.06"),
        ("P3–P4", "Wind W4", "0.91", "+0.09"),
        ("P4–P5", "Traffic T1", "0.78", "−0.02"),
    )
    text = (
        "Hi Adele,",
        "I have attached the tables with the new wind case. Rows 14–19 changed, the rest is as you "
        "saw it on Friday. The deck stays within the limit at all spans, and pier 3 now governs "
        "instead of pier 2.",
        "Could you look at the bearing reactions before Thursday? Jonas would like to have them on "
        "site, and the contractor asked for the final values by the end of the week.",
    )
    badges = "".join(
        f'<img src="https://images.contoso.example/signature/{name}.png" width="24" height="24">'
        for name in ("bridge", "award", "map")
    )
    pixel = '<img src="https://open.contoso.example/t/8812.gif" width="1" height="1" alt="">'
    return Letter(
        subject="Harbour bridge: revised load tables",
        sender=INES,
        body=page(html(text) + table(rows) + html(("Thanks,\nInes",)) + badges + pixel),
        to=(ADELE, JONAS),
        cc=(BRIDGE_OFFICE,),
        topic="load tables",
        preview="I have attached the tables with the new wind case. Rows 14–19 changed, the rest "
        "is as you saw it on Friday. The deck stays within the limit at all spans, and pier 3 now "
        "governs instead of pier 2.",
        attachments=(
            Attachment("file", "load-tables-r7.xlsx", XLSX, "xlsx:4600"),
            letters.pdf("bearing-layout.pdf", "Bearing layout", 6),
        ),
        categories=("Harbour",),
        sender_zone="Romance Standard Time",
    )


def table(rows: tuple[tuple[str, ...], ...]) -> str:
    cell = 'style="padding:6px 24px 6px 0; border-bottom:1px solid #e6e3df"'
    head = "".join(
        f"<th align='left' {cell}>{name}</th>" for name in ("Span", "Case", "Utilisation", "Change")
    )
    lines = ""
    for *plain, change in rows:
        colour = "#b3261e" if change.startswith("+") else "#246a40"
        cells = "".join(f"<td {cell}>{text}</td>" for text in plain)
        lines += f'<tr>{cells}<td {cell}><span style="color:{colour}">{change}</span></td></tr>'
    return f'<table style="border-collapse:collapse"><tr>{head}</tr>{lines}</table>'


def site_visit() -> Letter:
    text = (
        "Works for me, I will bring the drone and the second total station. Nine at the north gate?"
    )
    return Letter(
        "Re: Site visit on Thursday",
        JONAS,
        page(html((text, "Jonas"))),
        to=(ADELE,),
        cc=(INES,),
        topic="site visit",
        preview=text,
    )


def invoice() -> Letter:
    text = "Invoice 2026-1047 · due 15 December. You can download it below or open the attachment."
    return Letter(
        "Your invoice for October is ready",
        BILLING,
        page(html((text, "Contoso Billing"))),
        to=(ADELE,),
        preview=text,
        attachments=(letters.pdf("invoice-2026-1047.pdf", "Invoice 2026-1047", 1),),
        categories=("Invoices",),
    )


def board_pack() -> Letter:
    text = (
        "Slides 6 and 11 need numbers from finance. Everything else is final, please keep it short."
    )
    return Letter(
        "Board pack — comments by noon, please",
        MEI,
        page(html((text, "Mei"))),
        to=(ADELE, TOMAS),
        topic="board pack",
        preview=text,
        importance="high",
    )


def workshop_photos() -> Letter:
    text = "The album is shared with the whole team, thirty-one pictures. My favourite is below."
    picture = '<p><img src="cid:workshop@contoso.example" width="420" height="160"></p>'
    return Letter(
        "Photos from the workshop",
        AMARA,
        page(html((text,)) + picture + html(("Amara",))),
        to=(ADELE, TOMAS),
        preview=text,
        attachments=(
            Attachment(
                "file", "workshop.png", "image/png", "png:5", True, "workshop@contoso.example"
            ),
            Attachment("file", "group.png", "image/png", "photo:7"),
            Attachment(
                "reference",
                "Workshop album",
                None,
                source_url="https://files.contoso.example/albums/workshop",
            ),
        ),
    )


def planning_invitation(day: str) -> Letter:
    text = f"{day} 13:00–15:00 · Room Baltic / Teams"
    return Letter(
        "Invitation: Quarterly planning",
        TOMAS,
        page(html((text, "Agenda follows on Wednesday."))),
        to=(ADELE, INES, JONAS, MEI),
        preview=text,
        categories=("Planning",),
        meeting=Meeting("request", QUARTERLY),
        topic="quarterly",
    )


def nightly() -> Letter:
    return Letter(
        "bridge-model #4411 passed",
        NIGHTLY,
        f"{BUILD}\r\n\r\nhttps://ci.contoso.example/bridge-model/4411\r\n",
        is_html=False,
        to=(ADELE,),
    )


def contract() -> Letter:
    text = (
        "Two clauses are still open: liability cap and the acceptance test. Comments in the margin."
    )
    return Letter(
        "Draft contract, second reading",
        PRIYA,
        page(html(("Dear Adele,", text, "Priya"))),
        to=(ADELE,),
        cc=(TOMAS,),
        topic="contract",
        preview=text,
        attachments=(letters.pdf("draft-contract-2.pdf", "Draft contract", 3),),
    )


def office_welcome() -> Letter:
    text = "Badges are at the desk. Your monitor arrives on Monday, the chair a day later."
    return Letter(
        "Welcome to the Tallinn office",
        SOFIA,
        page(html((text, "Sofia"))),
        to=(ADELE,),
        preview=text,
    )


def review_accepted() -> Letter:
    return Letter(
        "Accepted: Load review: pier 3",
        INES,
        page(html(("I will join from Madrid.",))),
        to=(ADELE,),
        meeting=Meeting("accepted", LOAD_REVIEW),
    )


def dinner_cancelled() -> Letter:
    return Letter(
        "Cancelled: Team dinner",
        AMARA,
        page(html(("The kitchen is closed that evening, sorry.",))),
        to=(ADELE,),
        meeting=Meeting("cancelled", DINNER),
        flag="complete",
    )


def text_only() -> Letter:
    return Letter(
        "Levels, pier 3",
        JONAS,
        "Adele,\r\n\r\n  P3-N   +2.413\r\n  P3-S   +2.409\r\n\r\n"
        "Both stable since Tuesday.\r\n\r\n-- \r\nJonas\r\n",
        is_html=False,
        to=(ADELE,),
        flag="flagged",
        attachments=(Attachment("file", "levels.txt", "text/plain", "txt:Levels, pier 3"),),
    )


Mate = tuple[int, str, Address, str, str, Literal["inbox", "sent"]]
MATES: tuple[Mate, ...] = (
    (1, "12:20", ADELE, "Re: Harbour bridge: revised load tables", "load tables", "sent"),
    (3, "17:05", INES, "Re: Harbour bridge: revised load tables", "load tables", "inbox"),
    (5, "09:15", INES, "Harbour bridge: revised load tables", "load tables", "inbox"),
    (1, "18:30", ADELE, "Re: Site visit on Thursday", "site visit", "sent"),
    (4, "13:10", JONAS, "Site visit on Thursday", "site visit", "inbox"),
    (3, "14:00", MEI, "Board pack", "board pack", "inbox"),
    (4, "11:30", ADELE, "Re: Draft contract, second reading", "contract", "sent"),
    (5, "16:40", PRIYA, "Re: Draft contract, second reading", "contract", "inbox"),
    (6, "10:05", TOMAS, "Re: Draft contract, second reading", "contract", "inbox"),
    (6, "09:10", ADELE, "Re: Draft contract, second reading", "contract", "sent"),
    (7, "15:30", PRIYA, "Draft contract, second reading", "contract", "inbox"),
)
MATE_TEXTS = {
    "load tables": "The wind case is not in yet, I will run it over the weekend.",
    "site visit": "Thursday or Friday would suit us, the tide is low in the morning on both days.",
    "board pack": "First version of the slides, figures still open on 6 and 11.",
    "contract": "I have marked what we discussed. The cap should follow the insurance.",
}


def thread_mates(anchor: datetime) -> list[Placed]:
    """Return the earlier letters of the threads, so that their counts are true."""
    placed = []
    for days, clock, sender, subject, topic, where in MATES:
        is_sent = where == "sent"
        body = page(html((MATE_TEXTS[topic], sender.name.split()[0])))
        other = {"load tables": INES, "site visit": JONAS, "contract": PRIYA}.get(topic, MEI)
        letter = Letter(subject, sender, body, to=(other if is_sent else ADELE,), topic=topic)
        placed.append(
            Placed(at(anchor, days, clock), letter, folders.SENT if is_sent else folders.INBOX)
        )
    return placed


def personal_letters(anchor: datetime) -> list[Placed]:
    """Return what a private mailbox starts with."""
    sister = Address("Clara Vance", "clara.vance@outlook.example")
    club = Address("Climbing club", "hello@climbers.example")
    return [
        Placed(
            at(anchor, 0, "07:50"),
            Letter(
                "Sunday lunch?",
                sister,
                page(html(("Are you coming? Bring the boots.", "Clara"))),
                to=(PERSONAL,),
            ),
            is_read=False,
        ),
        Placed(
            at(anchor, 2, "19:05"),
            Letter(
                "Hall closed on Wednesday",
                club,
                "The hall is closed for route setting.\r\n",
                is_html=False,
                to=(PERSONAL,),
            ),
        ),
        Placed(
            at(anchor, 5, "20:41"),
            Letter(
                "Re: Sunday lunch?",
                PERSONAL,
                page(html(("I will be there at one.",))),
                to=(sister,),
            ),
            folders.SENT,
        ),
    ]
