"""Which attachments can be looked at in place, and as what."""

from enum import Enum, auto

from transom.engine.entities.mail import Attachment, AttachmentKind

MOST_BYTES = 40_000_000
"""Larger files are for a program of their own."""
_ENDINGS = {
    "picture": ("png", "jpg", "jpeg", "jpe", "jfif", "gif", "webp", "bmp"),
    "sheets": ("pdf",),
    "words": (
        "txt",
        "text",
        "log",
        "csv",
        "tsv",
        "md",
        "json",
        "xml",
        "yml",
        "yaml",
        "ini",
        "toml",
    ),
}


class FileKind(Enum):
    """What a file is to be looked at as."""

    PICTURE = auto()
    SHEETS = auto()
    WORDS = auto()


def file_kind(attachment: Attachment) -> FileKind | None:
    """Return as what an attachment can be looked at: its name decides, then what was said of it."""
    if attachment.kind is not AttachmentKind.FILE or attachment.size_bytes > MOST_BYTES:
        return None
    ending = attachment.name.rpartition(".")[2].strip().lower()
    for kind, endings in zip(FileKind, _ENDINGS.values(), strict=True):
        if ending in endings:
            return kind
    if "." in attachment.name:
        return None
    said = attachment.content_type.lower().partition(";")[0].strip()
    if said in ("image/png", "image/jpeg", "image/gif", "image/webp"):
        return FileKind.PICTURE
    return {"application/pdf": FileKind.SHEETS, "text/plain": FileKind.WORDS}.get(said)
