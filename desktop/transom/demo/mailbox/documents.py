"""Attachments that really open: each recipe makes the bytes of one document."""

import io
import random
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from functools import lru_cache

from transom.demo.mailbox import pictures, seals


@lru_cache(maxsize=256)
def make(recipe: str) -> bytes:
    """Return the document of a recipe such as ``pdf:Bearing layout:6`` or ``png:3``."""
    kind, _, rest = recipe.partition(":")
    return RECIPES[kind](rest)


def make_pdf(rest: str) -> bytes:
    title, _, pages = rest.partition(":")
    return pdf(title, int(pages or 1))


def pdf(title: str, pages: int, lines: int = 4000) -> bytes:
    """Return drawings, one to a page, each with its title and a frame."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for number in range(1, pages + 1):
        drawing = pdf_page(title, number, pages, lines)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b" ".join(kids))
    return pdf_file(objects)


def pdf_page(title: str, number: int, pages: int, lines: int) -> bytes:
    dice = random.Random(f"{title}/{number}")
    text = f"{title}  -  sheet {number} of {pages}".encode("latin-1", "replace")
    text = text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    parts = [b"BT /F1 18 Tf 60 540 Td (%s) Tj ET" % text, b"0.4 w 40 40 762 515 re S 0.2 w"]
    x, y = 421.0, 280.0
    for _ in range(lines if pages > 1 else 40):
        to_x, to_y = dice.uniform(60, 780), y + dice.uniform(-20, 20)
        to_y = min(500.0, max(60.0, to_y))
        parts.append(f"{x:.2f} {y:.2f} m {to_x:.2f} {to_y:.2f} l S".encode())
        x, y = to_x, to_y
    return b"\n".join(parts)


def pdf_file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XLSX_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="Utilisation" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def make_xlsx(rest: str) -> bytes:
    """Return a workbook of load cases with as many rows as asked for."""
    dice = random.Random(f"xlsx/{rest}")
    rows = [sheet_row(("Span", "Case", "Utilisation", "Change", "Moment", "Shear"))]
    for number in range(int(rest or 20)):
        case = dice.choice(("Wind W4", "Traffic T1", "Snow S2", "Ship impact"))
        figures = (
            dice.uniform(0.4, 0.95),
            dice.uniform(-0.1, 0.1),
            dice.gauss(0, 900),
            dice.gauss(0, 90),
        )
        rows.append(sheet_row((f"P{number % 9}–P{number % 9 + 1}", case, *figures)))
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    return zip_file({**XLSX_PARTS, "xl/worksheets/sheet1.xml": sheet})


def sheet_row(cells: tuple[str | float, ...]) -> str:
    return (
        "<row>"
        + "".join(
            f'<c t="inlineStr"><is><t>{cell}</t></is></c>'
            if isinstance(cell, str)
            else f"<c><v>{cell:.4f}</v></c>"
            for cell in cells
        )
        + "</row>"
    )


def zip_file(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            # A fixed date keeps the same recipe the same bytes.
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text.encode(), 8)
    return out.getvalue()


def make_ics(rest: str) -> bytes:
    """Return an invitation; ``rest`` is subject|start|end in UTC basic form."""
    subject, start, end = [*rest.split("|"), "", ""][:3]
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Contoso//Bridge office//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{start}-site@contoso.example",
        f"DTSTAMP:{start or '20260101T080000Z'}",
        f"DTSTART:{start or '20260101T080000Z'}",
        f"DTEND:{end or '20260101T090000Z'}",
        f"SUMMARY:{subject}",
        "LOCATION:Harbour bridge\\, pier 3",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
    return "\r\n".join(lines).encode()


def make_eml(rest: str) -> bytes:
    """Return a forwarded mail as a file of its own."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Jonas Hartmann <jonas.hartmann@northwind.example>"
    mail["To"] = "Adele Vance <adele.vance@contoso.example>"
    mail["Subject"] = rest
    mail["Date"] = "Tue, 10 Nov 2026 10:12:00 +0200"
    mail["Message-ID"] = "<forwarded-1@northwind.example>"
    mail.set_content("The levels as measured this morning are attached.\n\nJonas\n")
    mail.add_attachment(make("png:2"), "image", "png", filename="levels.png")
    mail.set_boundary("=-transom-demo-eml")
    return mail.as_bytes()


def make_txt(rest: str) -> bytes:
    return f"{rest}\n\nMeasured on site, handed over as plain text.\n".encode()


RECIPES: dict[str, Callable[[str], bytes]] = {
    "pdf": make_pdf,
    "xlsx": make_xlsx,
    "ics": make_ics,
    "eml": make_eml,
    "txt": make_txt,
    "png": lambda rest: pictures.chart(int(rest or 0)),
    "logo": lambda rest: pictures.logo(int(rest or 0)),
    "photo": lambda rest: pictures.portrait(int(rest or 0), 360),
    "bytes": lambda rest: b"MZ" + rest.encode() * 64,
    "sealed": seals.make,
    "none": lambda rest: b"",
}
