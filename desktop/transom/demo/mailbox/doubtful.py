"""Letters of which a careful reader asks who wrote them, and whether somebody changed them."""

from transom.demo.mailbox.items import Address, Attachment, Letter
from transom.demo.mailbox.letters import html, page
from transom.demo.mailbox.people import INES, JONAS, PRIYA, TOMAS

FORGED = "mx.contoso.example; spf=pass; dkim=pass header.d=contoso.example; dmarc=pass"
FAILED = (
    "spf=fail (sender IP is {ip}) smtp.mailfrom={domain}; dkim=none (message not signed)"
    " header.d=none;dmarc=fail action=oreject header.from={domain};compauth=fail reason=000"
)
UNPROVEN = (
    "spf=softfail (sender IP is {ip}) smtp.mailfrom={domain}; dkim=none (message not signed)"
    " header.d=none;dmarc=none action=none header.from={domain};compauth=none reason=405"
)


def doubtful(owner: Address) -> tuple[Letter, ...]:
    """Return the letters, in the order in which they lie among the ordinary ones."""
    return (
        look_alike(owner),
        forged_stamp(owner),
        never_stamped(owner),
        unproven(owner),
        mailing_list(owner),
        *sealed(owner),
        deceptive_files(owner),
        private_address(owner),
    )


def look_alike(owner: Address) -> Letter:
    return Letter(
        "New bank details",
        Address("Ines Navarro", "ines.navarro@contos0.example"),
        page(html(("Hi Adele,", "please use the new account from today on.", "Ines"))),
        to=(owner,),
        reply_to=(Address("Ines Navarro", "ines.n@freemail.example"),),
    )


def forged_stamp(owner: Address) -> Letter:
    return Letter(
        "Payroll: confirm before Friday",
        Address("Contoso Payroll", "payroll@contoso-staff.example"),
        page(html(("Please confirm your account.",))),
        to=(owner,),
        stamp=FAILED,
        headers=(("Authentication-Results", FORGED), ("Authentication-Results", FORGED[20:])),
    )


def never_stamped(owner: Address) -> Letter:
    return Letter(
        "Minutes of the harbour board",
        Address("Harbour board", "board@harbour.example"),
        page(html(("The minutes are attached to the protocol.",))),
        to=(owner,),
        stamp="",
        headers=(("Authentication-Results", FORGED),),
    )


def unproven(owner: Address) -> Letter:
    return Letter(
        "Quote for scaffolding",
        Address("Scaffold & Sons", "office@scaffold.example"),
        page(html(("Our offer is below.",))),
        to=(owner,),
        stamp=UNPROVEN,
    )


def mailing_list(owner: Address) -> Letter:
    text = "Has anybody measured creep in epoxy anchors over more than ten years?"
    sender = Address("Kenji Sato via bridges", "bridges@lists.proseware.example")
    return Letter(
        "[bridges] Creep in epoxy anchors",
        sender,
        f"{text}\r\n\r\n-- \r\nbridges mailing list\r\n",
        is_html=False,
        to=(sender,),
        cc=(owner,),
        reply_to=(Address("Kenji Sato", "kenji.sato@litware.example"),),
        headers=(
            ("List-Id", "Bridges and piers <bridges.lists.proseware.example>"),
            ("List-Post", "<mailto:bridges@lists.proseware.example>"),
            ("List-Unsubscribe", "<https://lists.proseware.example/leave/bridges>"),
            ("Precedence", "list"),
        ),
        sender_zone="Tokyo Standard Time",
    )


def sealed(owner: Address) -> tuple[Letter, ...]:
    """Return signed, changed, wrapped, encrypted and otherwise encrypted mail."""
    text = "The final values for pier 3 are released.\n{0}\n"
    other = "Please pay to the account ending in 4411.\nInes\n"
    return (
        seal("Released: values for pier 3", owner, INES, "signed", text.format("Ines")),
        seal("Account for the deposit", owner, INES, "tampered", other),
        seal("Signed and wrapped: survey data", owner, JONAS, "opaque", text.format("Jonas")),
        seal("Confidential: bids", owner, PRIYA, "encrypted", "Three bids.\n"),
        seal("Keys for the archive", owner, TOMAS, "pgp", "Secret.\n"),
    )


def seal(subject: str, owner: Address, sender: Address, how: str, text: str) -> Letter:
    """Return a mail as the service keeps it: its sealed form as a file, and what it can read."""
    recipe = f"sealed:{how}|{sender.name}|{sender.address}|{text}"
    is_clear = how in ("signed", "tampered")
    kind = "multipart/signed" if is_clear else "application/pkcs7-mime"
    files = (Attachment("file", "smime.p7m", kind, recipe),)
    if how == "pgp":
        files = (Attachment("file", "encrypted.asc", "application/octet-stream", recipe),)
    shown = text.replace("4411", "9907") if how == "tampered" else text
    return Letter(
        subject,
        sender,
        shown.replace("\n", "\r\n") if is_clear else "",
        is_html=False,
        to=(owner,),
        attachments=files,
        sealed=recipe,
    )


def deceptive_files(owner: Address) -> Letter:
    names = (
        ("invoice.pdf.exe", "application/pdf"),
        ("photo.jpg" + " " * 40 + ".scr", "image/jpeg"),
        ("statement.html", "text/html"),
        ("plan.docm", "application/vnd.ms-word.document.macroEnabled.12"),
        ("drawings.zip", "application/zip"),
    )
    return Letter(
        "Documents you asked for",
        Address("Office Services", "office@services-desk.example"),
        page(html(("The password for the archive is 1234.", "Office Services"))),
        to=(owner,),
        attachments=tuple(Attachment("file", name, kind, f"bytes:{name}") for name, kind in names),
    )


def private_address(owner: Address) -> Letter:
    return Letter(
        "Quick favour",
        Address("Mei Okafor", "mei.okafor.1984@freemail.example"),
        page(html(("Are you at your desk? I need vouchers.", "Mei"))),
        to=(owner,),
    )
