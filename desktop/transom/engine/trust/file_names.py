"""What a file's name hides, and what a file of its kind can do once it is opened."""

import re
import unicodedata
from enum import StrEnum

_PROGRAMS = frozenset((
    "exe", "com", "scr", "pif", "bat", "cmd", "msi", "msp", "msix", "appx", "appinstaller", "cpl",
    "dll", "jar", "js", "jse", "vbs", "vbe", "wsf", "wsh", "ws", "ps1", "psm1", "hta", "reg", "inf",
    "lnk", "url", "website", "scf", "sct", "gadget", "application", "appref-ms", "chm", "hlp",
    "settingcontent-ms", "library-ms", "search-ms", "msc", "diagcab", "xll", "rdp", "sh", "bash",
    "command", "run", "desktop", "app", "pkg", "dmg", "deb", "rpm", "appimage", "apk", "py", "pyw",
    "pl", "rb", "php", "action", "workflow", "scpt", "terminal", "one", "xbap", "mde", "ade",
    "accde",
))  # fmt: skip
_PAGES = frozenset(("html", "htm", "xhtml", "shtml", "svg", "svgz", "mht", "mhtml", "xml", "xsl"))
_MACROS = frozenset((
    "docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "ppam", "sldm", "slk",
    "iqy",
))  # fmt: skip
_DISKS = frozenset(("iso", "img", "vhd", "vhdx", "udf", "wim"))
_ARCHIVES = frozenset(("zip", "7z", "rar", "gz", "tgz", "tar", "bz2", "xz", "cab", "ace", "arj"))
_HARMLESS = frozenset((
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "rtf", "csv", "jpg", "jpeg", "png",
    "gif", "bmp", "tif", "tiff", "webp", "heic", "mp3", "mp4", "mov", "wav", "odt", "ods", "eml",
    "msg", "ics", "vcf",
))  # fmt: skip
_TURNS = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u061c\u200e\u200f")
_REVERSES = frozenset("\u202e\u202d\u2067\u202b")
_WIDE_GAP = re.compile(r"\s{4,}")
_PASSWORD = re.compile(
    r"pass\s?(?:word|code|phrase)|passwort|kennwort|mot de passe|contraseñ|parool|salasana|lösenord"
    r"|wachtwoord|senha|hasło|heslo|jelszó|parola|пароль|密码|密碼|パスワード|비밀번호|סיסמה"
    r"|كلمة المرور",
    re.IGNORECASE,
)


class Danger(StrEnum):
    """What there is to say before a file is kept."""

    REVERSED = "reversed"
    PADDED = "padded"
    HIDDEN_ENDING = "hidden_ending"
    PROGRAM = "program"
    PAGE = "page"
    MACROS = "macros"
    DISK = "disk"
    LOCKED_ARCHIVE = "locked_archive"


def dangers_of(name: str, *, mentions_password: bool = False) -> tuple[Danger, ...]:
    """Return what is odd about a file's name, the way it deceives before what it can do."""
    found: list[Danger] = []
    if _REVERSES & set(name):
        found.append(Danger.REVERSED)
    endings = _endings(name)
    ending = endings[-1] if endings else ""
    power = _power_of(ending)
    if _WIDE_GAP.search(name.strip()):
        found.append(Danger.PADDED)
    if power is not None and any(one in _HARMLESS for one in endings[:-1]):
        found.append(Danger.HIDDEN_ENDING)
    if power is not None:
        found.append(power)
    if mentions_password and ending in _ARCHIVES:
        found.append(Danger.LOCKED_ARCHIVE)
    return tuple(found)


def mentions_password(text: str) -> bool:
    """Whether a mail's words speak of a password, as where an archive is locked."""
    return _PASSWORD.search(text) is not None


def real_ending(name: str) -> str:
    """Return the ending that counts when the file is opened."""
    return (_endings(name) or [""])[-1]


def _power_of(ending: str) -> Danger | None:
    for endings, danger in (
        (_PROGRAMS, Danger.PROGRAM),
        (_PAGES, Danger.PAGE),
        (_MACROS, Danger.MACROS),
        (_DISKS, Danger.DISK),
    ):
        if ending in endings:
            return danger
    return None


def _endings(name: str) -> list[str]:
    """Return what stands behind each dot, as a system reads it: without marks and trailing dots."""
    plain = "".join(one for one in name if one not in _TURNS and unicodedata.category(one) != "Cf")
    plain = unicodedata.normalize("NFKC", re.split(r"[/\\]", plain)[-1]).rstrip(". \u00a0\u3000")
    return [part.strip().lower() for part in plain.split(".")[1:]]
