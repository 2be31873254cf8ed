"""Which files have words that can be read, by name or type."""

from pathlib import PurePosixPath

_ENDINGS = {
    ".pdf": "pdf",
    ".docx": "word",
    ".docm": "word",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".csv": "table",
    ".tsv": "table",
    ".txt": "text",
    ".md": "text",
    ".log": "text",
    ".json": "text",
    ".xml": "text",
    ".ics": "text",
    ".vcf": "text",
    ".htm": "html",
    ".html": "html",
    ".eml": "mail",
}
_TYPES = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "excel",
    "text/csv": "table",
    "text/plain": "text",
    "text/html": "html",
    "message/rfc822": "mail",
}


def kind_of_file(name: str, content_type: str) -> str:
    """Return the kind by which a file is read, by its name and else by its type; empty for none."""
    ending = PurePosixPath(name.lower()).suffix
    return _ENDINGS.get(ending) or _TYPES.get(content_type.partition(";")[0].strip().lower(), "")
